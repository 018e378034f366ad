"""From data to the model that ships, step by step; a step whose result lies there already is not taken again."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import torch

from khobar_moderation.heads.features import FEATURES
from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.heads.windows import windows
from khobar_moderation.training.annotation import Marked, read_conll, read_marked, read_offensive
from khobar_moderation.training.augmentation import NameLists, misspell, rename
from khobar_moderation.training.calibration import Answers, fit_weights
from khobar_moderation.training.corpus import write_corpus
from khobar_moderation.training.examples import Example, Preparer
from khobar_moderation.training.exporting import export_model
from khobar_moderation.training.finetuning import Course, Material, answer, finetune
from khobar_moderation.training.network import ModeratorNetwork, Shape
from khobar_moderation.training.pretraining import Plan, index_corpus, pretrain
from khobar_moderation.training.vectors import train_vectors

__all__ = ["FOLDS", "Workshop", "fold_of", "held_out_conll"]

FOLDS = 5
_TOGETHER = 20  # posts of a writer in a row that stay in one fold: twins stand beside each other
_TEST_SHARE = 10  # one in so many sentences of ANERcorp, the last ones, is never learnt from


@dataclass(frozen=True, slots=True)
class Workshop:
    """The folders of a training run.

    Attributes:
        data: the corpora (see `docs/training.md`).
        posts: annotated posts, `*.jsonl`.
        work: what is made on the way.
        out: the model's folder.
    """

    data: Path
    posts: Path
    work: Path
    out: Path

    def make_vectors(self, epochs: int = 3) -> None:
        """Write the corpus and train word vectors on it."""
        self.work.mkdir(parents=True, exist_ok=True)
        corpus = self.work / "corpus.txt"
        if not corpus.exists():
            write_corpus(self.data, corpus)
        if not self.vectors.exists():
            train_vectors(corpus, self.vectors, epochs=epochs)

    def make_encoder(self, plan: Plan) -> None:
        """Teach the encoder; goes on from the last checkpoint."""
        index = self.work / "index"
        if not (index / "ids.npy").exists():
            index_corpus(self.work / "corpus.txt", WordVectors.load(self.vectors), index)
        pretrain(index, self.vectors / "softmax.npy", self.work / "encoder", _shape(), plan)

    def make_examples(self) -> None:
        """Read every annotated text once and keep it as numbers."""
        if self._examples.exists():
            return
        preparer, random = Preparer(WordVectors.load(self.vectors)), Random(1)
        names = NameLists.read(self.data / "names" / "names_saudi_gulf_free.tsv")
        posts = list(self.marked_posts())
        versions = [
            posts,
            [rename(post, names, random) for post in posts],
            [misspell(rename(post, names, random), random) for post in posts],
        ]
        prepared = [[list(preparer.prepare(post)) for post in version] for version in versions]
        persons = [e for sentence in self._sentences() for e in preparer.prepare(sentence)]
        offensive = [e for c in read_offensive(self.data / "posts/mpold.jsonl.xz") for e in preparer.prepare(c)]
        _dump(
            self._examples,
            {"ids": [p.id for p in posts], "posts": prepared, "persons": persons, "offensive": offensive},
        )

    def make_folds(self, course: Course, processes: int = 2) -> None:
        """Fine-tune once without each fold and keep what these networks answer on it; and once on everything."""
        todo = [fold for fold in (None, *range(FOLDS)) if not self._result(fold).exists()]
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            for job in [pool.submit(_fine_tune, self, fold, course) for fold in todo]:
                job.result()

    def answers(self) -> Answers:
        """Return what networks answered on the posts that they had not learnt from."""
        return {id: answers for fold in range(FOLDS) for id, answers in _load(self._result(fold)).items()}

    def make_model(self, facts: dict[str, Any], *, heads_only: bool = False) -> None:
        """Fit what rules and heads weigh, and write the model's folder."""
        posts = list(self.marked_posts())
        weights = fit_weights(posts, self.answers(), heads_only=heads_only)
        export_model(self.network(), weights, self.vectors, self.out, facts=facts)

    def network(self) -> ModeratorNetwork:
        """Return the network that learnt from everything."""
        network = ModeratorNetwork(_shape())
        network.load_state_dict(torch.load(self._result(None), weights_only=True))
        return network.eval()

    def marked_posts(self) -> Iterator[Marked]:
        """Yield the annotated posts, file by file in the order of their names."""
        for path in sorted(self.posts.glob("*.jsonl")):
            yield from read_marked(path)

    @property
    def vectors(self) -> Path:
        """The folder of the word vectors."""
        return self.work / "vectors"

    @property
    def _examples(self) -> Path:
        return self.work / "examples.pickle"

    def _result(self, fold: int | None) -> Path:
        return self.work / ("network.pt" if fold is None else f"fold-{fold}.pickle")

    def _sentences(self) -> Iterator[Marked]:
        ner = self.data / "ner"
        sentences = list(read_conll(ner / "anercorp_train.conll"))
        yield from sentences[: -len(held_out_conll(sentences))]
        for name in ("aqmar", "wojood_sample"):
            yield from read_conll(ner / f"{name}.conll")


def held_out_conll(sentences: Sequence[Marked]) -> Sequence[Marked]:
    """Return the last tenth of the sentences, which measures."""
    return sentences[len(sentences) - len(sentences) // _TEST_SHARE :]


def fold_of(id: str) -> int:
    """Return the fold of a post: by author where the id names one, else by where it stands among its writer's posts."""
    author, _, number = id.rpartition("-")
    if author.startswith("t"):
        return int(author[1:]) % FOLDS
    return (int(number) // _TOGETHER) % FOLDS


def _fine_tune(shop: Workshop, fold: int | None, course: Course) -> None:
    torch.set_num_threads(1)
    examples = _load(shop.work / "examples.pickle")
    kept = [place for place, id in enumerate(examples["ids"]) if fold is None or fold_of(id) != fold]
    versions = [[e for place in kept for e in version[place]] for version in examples["posts"]]
    material = [Material(versions), Material([examples["persons"]], 0.25), Material([examples["offensive"]], 0.2)]
    network = _pretrained(shop.work / "encoder" / "encoder.pt", course)
    network = finetune(network, material, course)
    if fold is None:
        torch.save(network.state_dict(), shop.work / "network.pt")
        return
    held_out: dict[str, list[Example]] = {
        id: examples["posts"][0][place] for place, id in enumerate(examples["ids"]) if fold_of(id) == fold
    }
    _dump(shop.work / f"fold-{fold}.pickle", {id: _answered(network, rows) for id, rows in held_out.items()})


def _answered(network: ModeratorNetwork, rows: Sequence[Example]) -> list[Any]:
    return list(zip(_parts(rows), answer(network, rows), strict=True))


def _parts(rows: Sequence[Example]) -> list[Any]:
    """Return the windows whose lengths are those of the rows."""
    count = len(rows[0])
    while [part.end - part.start for part in windows(count)] != [len(row) for row in rows]:
        count += 1
    return list(windows(count))


def _pretrained(path: Path, course: Course) -> ModeratorNetwork:
    network = ModeratorNetwork(_shape(), course.dropout)
    saved = torch.load(path, weights_only=True)["weights"]
    network.encoder.load_state_dict(
        {name: value for name, value in saved.items() if name != "features.weight"}, strict=False
    )
    return network


def _shape() -> Shape:
    return Shape(features=len(FEATURES))


def _dump(path: Path, content: object) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        pickle.dump(content, out, protocol=pickle.HIGHEST_PROTOCOL)
    part.replace(path)


def _load(path: Path) -> Any:  # noqa: ANN401  # what it is, its name tells
    with path.open("rb") as lines:  # written by this module in the run's own folder, and nowhere else
        return pickle.load(lines)
