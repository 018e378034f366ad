"""Teach the encoder Arabic: guess hidden words of running text from the words around them."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, distributed
from torch.multiprocessing.spawn import spawn
from torch.nn.parallel import DistributedDataParallel

from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.training.network import MaskedWords, Shape

__all__ = ["Plan", "index_corpus", "pretrain"]

_BREAK = 0  # stands between two lines; its vector is zero
_MEETING = "processes-meet-here"
_LEAST = 5  # a word that stands less often in the corpus is read as a break


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn.

    Attributes:
        steps: batches in all, over all processes.
        rows: rows of a batch in one process.
        words: words of a row.
        targets: words that can be guessed, the most frequent ones.
        hidden: share of them that is hidden.
        rate: highest learning rate, reached after `warmup` steps, falling to nothing at the end.
        processes: processes side by side, one thread each; on few cores they do more than threads.
        save_every: steps between two checkpoints.
        seed: of all that is drawn.
    """

    steps: int = 2000
    rows: int = 16
    words: int = 96
    targets: int = 16_000
    hidden: float = 0.17
    rate: float = 1.2e-3
    warmup: int = 200
    processes: int = 2
    save_every: int = 250
    seed: int = 1


def index_corpus(corpus: Path, vectors: WordVectors, out: Path) -> None:
    """Write the corpus as numbers, and the vector of each number, to the folder `out`.

    The words with a vector of their own come first, in their order, so that a number below their count is a target.
    """
    out.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            counts.update(line.split())
    known = set(vectors.words)
    words = [*vectors.words, *(word for word, count in counts.most_common() if count >= _LEAST and word not in known)]
    numbers = {word: number for number, word in enumerate(words, start=1)}
    np.save(out / "matrix.npy", np.concatenate([np.zeros((1, vectors.size), np.float32), vectors.of_words(words)]))
    np.save(out / "counts.npy", np.array([1, *(counts[word] for word in words)], np.int64))
    ids = np.empty(sum(counts.values()) + 2_000_000, np.int32)
    end = 0
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            row = [numbers.get(word, _BREAK) for word in line.split()] + [_BREAK]
            ids[end : end + len(row)] = row
            end += len(row)
    np.save(out / "ids.npy", ids[:end])


def pretrain(folder: Path, softmax: Path, out: Path, shape: Shape, plan: Plan) -> None:
    """Learn from the indexed corpus in `folder`; resumes from the checkpoint in `out` where there is one.

    Writes `encoder.pt` (the encoder's weights and shape) and `losses.jsonl` (the loss by step).
    """
    out.mkdir(parents=True, exist_ok=True)
    (out / _MEETING).unlink(missing_ok=True)
    arguments = (folder, softmax, out, shape, plan)
    spawn(_work, args=arguments, nprocs=plan.processes)  # type: ignore[no-untyped-call]


def _work(rank: int, folder: Path, softmax: Path, out: Path, shape: Shape, plan: Plan) -> None:
    torch.set_num_threads(1)
    store = (out / _MEETING).resolve().as_uri()
    distributed.init_process_group("gloo", init_method=store, rank=rank, world_size=plan.processes)
    torch.manual_seed(plan.seed)
    trainer = _Trainer(rank, folder, softmax, out, shape, plan)
    trainer.run()
    distributed.destroy_process_group()


class _Trainer:
    def __init__(self, rank: int, folder: Path, softmax: Path, out: Path, shape: Shape, plan: Plan) -> None:
        self.rank, self.out, self.shape, self.plan = rank, out, shape, plan
        self.ids = np.load(folder / "ids.npy", mmap_mode="r")
        self.matrix = np.load(folder / "matrix.npy", mmap_mode="r")
        self.chance = _hiding_chance(np.load(folder / "counts.npy"), plan)
        self.model = MaskedWords(shape, torch.from_numpy(np.load(softmax)[: plan.targets]))
        self.network = DistributedDataParallel(self.model)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.01, foreach=True
        )
        self.scheduler = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._rate)
        self.step = 0
        self._resume()

    def run(self) -> None:
        begun = time.monotonic()
        mean, first = 0.0, self.step
        while self.step < self.plan.steps:
            loss = self._learn()
            mean = loss if self.step == first + 1 else 0.98 * mean + 0.02 * loss
            if self.rank == 0 and self.step % 25 == 0:
                self._log(mean, time.monotonic() - begun, first)
            if self.rank == 0 and (self.step % self.plan.save_every == 0 or self.step == self.plan.steps):
                self._save()

    def _rate(self, step: int) -> float:
        plan = self.plan
        return min((step + 1) / plan.warmup, max(0.02, (plan.steps - step) / (plan.steps - plan.warmup)))

    def _learn(self) -> float:
        vectors, hidden, targets = self._batch()
        loss = self.network(vectors, hidden, targets)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.scheduler.step()
        self.step += 1
        return float(loss.detach())

    def _batch(self) -> tuple[Tensor, Tensor, Tensor]:
        plan = self.plan
        size = plan.rows * plan.words
        place = (self.step * plan.processes + self.rank) * size % (len(self.ids) - size)
        ids = np.asarray(self.ids[place : place + size]).reshape(plan.rows, plan.words)
        drawn = np.random.default_rng((plan.seed, self.step, self.rank)).random(ids.shape)
        hidden = drawn < self.chance[ids]
        vectors = torch.from_numpy(self.matrix[ids])
        return vectors, torch.from_numpy(hidden), torch.from_numpy(ids[hidden].astype(np.int64) - 1)

    def _log(self, loss: float, seconds: float, first: int) -> None:
        words = self.step * self.plan.processes * self.plan.rows * self.plan.words
        rate = (words - first * self.plan.processes * self.plan.rows * self.plan.words) / seconds
        line = {"step": self.step, "words": words, "loss": round(loss, 4), "words_per_second": round(rate)}
        with (self.out / "losses.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")

    def _save(self) -> None:
        state: dict[str, Any] = {
            "step": self.step, "model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(),
            "scheduler": self.scheduler.state_dict(), "shape": self.shape.to_dict(), "plan": asdict(self.plan),
        }  # fmt: skip
        for name, part in (("checkpoint.pt", state), ("encoder.pt", self._encoder())):
            torch.save(part, self.out / f"{name}.part")
            (self.out / f"{name}.part").replace(self.out / name)

    def _encoder(self) -> dict[str, Any]:
        return {"shape": self.shape.to_dict(), "weights": self.model.encoder.state_dict()}

    def _resume(self) -> None:
        path = self.out / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.scheduler.load_state_dict(state["scheduler"])
            self.step = state["step"]


def _hiding_chance(counts: NDArray[np.int64], plan: Plan) -> NDArray[np.float32]:
    """Return for each number the chance to be hidden: none beyond the targets, less for the most frequent words."""
    share = counts / counts.sum()
    chance = np.minimum(1.0, np.sqrt(2e-4 / share))  # particles teach little, and would be most of what is guessed
    chance *= plan.hidden / (chance * share)[1 : plan.targets + 1].sum() * share[1 : plan.targets + 1].sum()
    chance = np.minimum(chance, 0.35)
    chance[0] = 0.0
    chance[plan.targets + 1 :] = 0.0
    out: NDArray[np.float32] = chance.astype(np.float32)
    return out
