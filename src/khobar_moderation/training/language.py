"""Teach the language head: what is wrong with each word, from millions of words misspelt on purpose and real drafts."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, distributed
from torch.multiprocessing.spawn import spawn
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

from khobar_moderation.heads.features import FEATURES
from khobar_moderation.heads.lexical import LEXICAL
from khobar_moderation.training.language_examples import Row
from khobar_moderation.training.network import LanguageHead, ModeratorNetwork, Shape

__all__ = ["HEAD_SHAPE", "LanguageCourse", "Lesson", "teach_language"]

HEAD_SHAPE = Shape(vector=160, features=256 + len(LEXICAL), width=192, layers=2, heads=4, inner=384)
_MEETING = "processes-meet-here"


@dataclass(frozen=True, slots=True)
class LanguageCourse:
    """How to teach the language head.

    Attributes:
        rate: highest learning rate, falling to nothing at the end.
        words: words of a batch in one process, about.
        processes: side by side, one thread each.
        dropout: share of numbers left out.
        noise: deviation of the noise on word vectors.
        save_every: steps between two checkpoints.
        seed: of all that is drawn.
    """

    rate: float = 1.5e-3
    words: int = 1500
    processes: int = 2
    dropout: float = 0.1
    noise: float = 0.02
    save_every: int = 200
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is read in one go, in batches of rows of like length, shuffled.

    Attributes:
        matrix: [forms, vector], word vectors by number.
        lexical: [forms, numbers], what the lexicon knows of each form.
        rows: the texts.
    """

    matrix: NDArray[np.float16]
    lexical: NDArray[np.float16]
    rows: Sequence[Row]


def teach_language(
    base: ModeratorNetwork,
    lessons: Path,
    out: Path,
    labels: Sequence[str],
    course: LanguageCourse,
    start: Path | None = None,
) -> None:
    """Teach a language head on top of `base`, which stays as it is; goes on from the checkpoint in `out`.

    Args:
        base: the network whose encoder it reads.
        lessons: a pickle of a list of `Lesson`, read one after the other.
        out: folder for `head.pt`, `checkpoint.pt` and `losses.jsonl`.
        labels: what it is to answer, in the order of the numbers in the lessons.
        course: how to teach.
        start: `head.pt` of a head to go on from.
    """
    out.mkdir(parents=True, exist_ok=True)
    (out / _MEETING).unlink(missing_ok=True)
    state = {"shape": base.encoder.shape, "weights": base.encoder.state_dict()}
    head = torch.load(start, weights_only=True) if start else None
    spawn(_work, args=(state, head, lessons, out, labels, course), nprocs=course.processes)  # type: ignore[no-untyped-call]


def _work(
    rank: int,
    state: dict[str, Any],
    head: dict[str, Tensor] | None,
    lessons: Path,
    out: Path,
    labels: Sequence[str],
    course: LanguageCourse,
) -> None:
    torch.set_num_threads(1)
    store = (out / _MEETING).resolve().as_uri()
    distributed.init_process_group("gloo", init_method=store, rank=rank, world_size=course.processes)
    torch.manual_seed(course.seed)
    _Teacher(rank, state, head, lessons, out, labels, course).run()
    distributed.destroy_process_group()


class _Teacher:
    def __init__(
        self,
        rank: int,
        state: dict[str, Any],
        head: dict[str, Tensor] | None,
        lessons: Path,
        out: Path,
        labels: Sequence[str],
        course: LanguageCourse,
    ) -> None:
        import pickle

        self.rank, self.out, self.course = rank, out, course
        with lessons.open("rb") as file:
            self.lessons: list[Lesson] = pickle.load(file)
        self.base = ModeratorNetwork(state["shape"]).encoder
        self.base.load_state_dict(state["weights"])
        self.base.eval().requires_grad_(False)
        self.head = LanguageHead(HEAD_SHAPE, labels, course.dropout)
        torch.nn.init.constant_(self.head.out.bias, -5.0)
        if head:
            self.head.load_state_dict(head)
        self.head.encoder.mask_vector.requires_grad_(False)
        self.network = DistributedDataParallel(self.head)
        self.plan = list(self._plan())
        trained = [weight for weight in self.head.parameters() if weight.requires_grad]
        self.optimizer = torch.optim.AdamW(trained, course.rate, betas=(0.9, 0.98), weight_decay=0.01, foreach=True)
        self.scheduler = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, course.rate, len(self.plan) + 1, pct_start=0.05
        )
        self.step = 0
        self._resume()

    def run(self) -> None:
        begun, mean, words = time.monotonic(), 0.0, 0
        self.network.train()  # type: ignore[no-untyped-call]
        while self.step < len(self.plan):
            lesson, batches = self.plan[self.step]
            batch = [lesson.rows[number] for number in batches[self.rank]]
            loss = self._learn(lesson, batch)
            mean = 0.98 * mean + 0.02 * loss if mean else loss
            words += sum(len(row.words) for row in batch) * self.course.processes
            self.step += 1
            if self.rank == 0 and self.step % 25 == 0:
                self._log(mean, words / (time.monotonic() - begun))
            if self.rank == 0 and (self.step % self.course.save_every == 0 or self.step == len(self.plan)):
                self._save()

    def _plan(self) -> Iterator[tuple[Lesson, list[list[int]]]]:
        """Yield the lesson and, for each process, the numbers of the rows of each step."""
        generator = np.random.default_rng(self.course.seed)
        for lesson in self.lessons:
            lengths = np.array([len(row.words) for row in lesson.rows])
            batches: list[list[int]] = [[]]
            for number in np.argsort(lengths * generator.uniform(0.9, 1.1, len(lengths))):
                longest = max([int(lengths[number]), *(int(lengths[other]) for other in batches[-1])])
                if batches[-1] and (len(batches[-1]) + 1) * longest > self.course.words:
                    batches.append([])
                batches[-1].append(int(number))
            generator.shuffle(batches)
            together = self.course.processes
            for first in range(0, len(batches) - together + 1, together):
                yield lesson, batches[first : first + together]

    def _learn(self, lesson: Lesson, batch: Sequence[Row]) -> float:
        vectors, features, lexical, present, wanted, taught = _collate(lesson, batch, len(self.head.labels))
        vectors = vectors + self.course.noise * torch.randn_like(vectors)
        with torch.no_grad():
            encoded = self.base(vectors, features, present)
        logits = self.network(vectors, encoded, lexical, present)
        losses = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none").sum(-1)
        loss = (losses * taught).sum() / taught.sum()
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.head.parameters(), 1.0)
        self.optimizer.step()
        self.scheduler.step()
        return float(loss.detach())

    def _log(self, loss: float, rate: float) -> None:
        line = {"step": self.step, "of": len(self.plan), "loss": round(loss, 4), "words_per_second": round(rate)}
        with (self.out / "losses.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")

    def _save(self) -> None:
        state = {
            "step": self.step, "head": self.head.state_dict(), "optimizer": self.optimizer.state_dict(),
            "scheduler": self.scheduler.state_dict(),
        }  # fmt: skip
        for name, part in (("checkpoint.pt", state), ("head.pt", self.head.state_dict())):
            torch.save(part, self.out / f"{name}.part")
            (self.out / f"{name}.part").replace(self.out / name)

    def _resume(self) -> None:
        path = self.out / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.head.load_state_dict(state["head"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.scheduler.load_state_dict(state["scheduler"])
            self.step = state["step"]


def _collate(lesson: Lesson, batch: Sequence[Row], labels: int) -> tuple[Tensor, ...]:
    """Return vectors, features, lexical numbers, presence, wanted labels and what counts, padded to the longest row."""
    shape = (len(batch), max(len(row.words) for row in batch))
    vectors = np.zeros((*shape, lesson.matrix.shape[1]), np.float32)
    features = np.zeros((*shape, len(FEATURES)), np.float32)
    lexical = np.zeros((*shape, lesson.lexical.shape[1]), np.float32)
    present, taught = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    wanted = np.zeros((*shape, labels + 1), np.float32)  # the last column takes what is no label
    for number, row in enumerate(batch):
        end = len(row.words)
        vectors[number, :end] = lesson.matrix[row.words]
        lexical[number, :end] = lesson.lexical[row.words]
        if row.features is not None:
            features[number, :end] = row.features
        present[number, :end] = 1.0
        taught[number, :end] = row.taught
        np.put_along_axis(wanted[number, :end], row.labels.astype(np.int64) % (labels + 1), 1.0, axis=1)
    arrays = (vectors, features, lexical, present, wanted[..., :-1], taught)
    return tuple(torch.from_numpy(array) for array in arrays)
