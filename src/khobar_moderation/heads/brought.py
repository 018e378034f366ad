"""Classifiers that a user brings, each in the place of a head of the model that ships.

`Moderator(models={"exposure": folder})` asks the model that ships and takes from the classifier what that one is for;
everything else stays: the other heads, the rules, and what both weigh beside each other. These weights were fitted to
the heads that ship, so a classifier is best measured (`khobar-moderation evaluate`) before it is relied on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.errors import ModelError
from khobar_moderation.heads.classifier import Classifier, Part
from khobar_moderation.heads.labels import PEOPLE, PERSONAL, SOUNDNESS, SOURCES, WORD_HEADS
from khobar_moderation.heads.model import Model
from khobar_moderation.heads.reading import Reading, join_windows
from khobar_moderation.text import Token

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["Brought", "BroughtModel", "Source"]

Floats = NDArray[np.float32]

_PERSON = ("per", "pers", "person")
_TAG = re.compile(r"(?:([BIESLU])[-_])?(.+)", re.IGNORECASE)
_FIRST = frozenset("BSU")
_REST = "none"
_LEAST = 1e-9  # of each role, so that something can be shared out where none is likely


@dataclass(frozen=True, slots=True)
class Brought:
    """A classifier whose labels are not ours.

    Attributes:
        source: its folder, or its name in the local cache of the hub.
        labels: our label for each of its labels that is called otherwise, such as `{"LABEL_1": "offensive"}`.
    """

    source: str | Path
    labels: Mapping[str, str] = field(default_factory=dict)


Source = str | Path | Brought


class BroughtModel(Model):
    """The model that ships, with classifiers of a user in the place of some heads.

    Args:
        base: the folder of the model whose heads are replaced.
        sources: by check: "exposure" a token classifier, whose labels are our roles (`B-private`, ...) or persons of
            no told role (`B-PER`, ...; the model that ships then says which role); "personal", "source" and
            "soundness" sequence classifiers with our labels (see `heads.labels`). For "soundness" a label "none" is
            allowed, and kinds that it lacks stay with the model that ships.

    Raises:
        ModelError: a key, a folder or a label cannot be used; names it and the remedy.
    """

    def __init__(self, base: Path, sources: Mapping[str, Source]) -> None:
        unknown = sorted(set(sources) - set(_HEADS))
        if unknown:
            raise ModelError(f"models: no check {', '.join(unknown)} takes a model. Give some of {', '.join(_HEADS)}")
        super().__init__(base)
        self._heads = {check: _HEADS[check](check, _brought(source)) for check, source in sorted(sources.items())}
        self.version = "+".join([self.version, *(f"{check}:{head.version}" for check, head in self._heads.items())])

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Return what the model reads in each document, with the classifiers' answers in their place."""
        readings = super().read(documents)
        for head in self._heads.values():
            readings = head.put(documents, readings)
        return readings


def _brought(source: Source) -> Brought:
    return source if isinstance(source, Brought) else Brought(source)


class _PersonHead:
    """A token classifier that marks persons."""

    def __init__(self, check: str, brought: Brought) -> None:
        self._classifier = Classifier(brought.source, "TokenClassification")
        self.version = self._classifier.version
        labels = _ours(self._classifier, brought)
        tags = [_TAG.fullmatch(label) for label in labels]
        kinds = [tag[2] if tag else "" for tag in tags]
        if not set(kinds) & {*PEOPLE, *_PERSON}:
            wanted = [*WORD_HEADS["people"], *(f"{edge}-PER" for edge in "BI")]
            raise _unfit(check, self._classifier, wanted)
        self._roles = np.zeros((len(labels), len(WORD_HEADS["people"])), np.float32)
        self._persons = np.zeros((len(labels), 2), np.float32)
        for place, (tag, kind) in enumerate(zip(tags, kinds, strict=True)):
            inside = int(not (tag and (tag[1] or "").upper() in _FIRST))
            if kind in PEOPLE:
                self._roles[place, 1 + 2 * PEOPLE.index(kind) + inside] = 1.0
            elif kind in _PERSON:
                self._persons[place, inside] = 1.0

    def put(self, documents: Sequence[Document], readings: Sequence[Reading]) -> list[Reading]:
        """Return the readings with the persons that the classifier marks, and no other."""
        answers = self._classifier.answer([document.normal.text for document in documents])
        return [
            reading.with_answers({"people": self._tags(reading, parts)}, {})
            for reading, parts in zip(readings, answers, strict=True)
        ]

    def _tags(self, reading: Reading, parts: Sequence[Part]) -> Floats:
        """Return [tokens, tags]; a person of no told role is shared out as the replaced head sees the roles."""
        chances = _softmax(np.concatenate([part.logits for part in parts]))
        pieces = _first_pieces(np.concatenate([part.spans for part in parts]), reading.tokens)
        read = np.flatnonzero(pieces >= 0)
        chances = chances[pieces[read]]
        before = reading.words["people"][read]
        shares = before[:, 1::2] + before[:, 2::2] + _LEAST
        shares /= shares.sum(axis=1, keepdims=True)
        tags = np.zeros((len(reading.tokens), len(WORD_HEADS["people"])), np.float32)
        tags[read] = chances @ self._roles
        persons = chances @ self._persons
        tags[read, 1::2] += persons[:, :1] * shares
        tags[read, 2::2] += persons[:, 1:] * shares
        again = 1 + np.flatnonzero((pieces[1:] == pieces[:-1]) & (pieces[1:] >= 0))
        tags[again, 2::2] += tags[again, 1::2]  # a piece over two of our tokens begins a name but once
        tags[again, 1::2] = 0.0
        tags[:, 0] = 1.0 - tags[:, 1:].sum(axis=1)
        return tags


def _first_pieces(spans: NDArray[np.int64], tokens: Sequence[Token]) -> NDArray[np.int64]:
    """Return for each token the first piece that touches it, whose label is the word's; -1 where none does."""
    starts = np.array([token.start for token in tokens], np.int64)
    ends = np.array([token.end for token in tokens], np.int64)
    kept = np.flatnonzero(spans[:, 1] > spans[:, 0])
    if not len(kept):
        return np.full(len(tokens), -1)
    places = np.searchsorted(spans[kept, 1], starts, side="right")
    found = places < len(kept)
    out = np.full(len(tokens), -1)
    out[found] = kept[places[found]]
    out[found & (spans[out, 0] >= ends)] = -1
    return out


class _PostHead:
    """A sequence classifier that answers about the post as a whole."""

    def __init__(self, check: str, brought: Brought) -> None:
        self._head = f"post_{check}"
        self._wanted = {"personal": PERSONAL, "source": SOURCES, "soundness": SOUNDNESS}[check]
        self._classifier = Classifier(brought.source, "SequenceClassification")
        self.version = self._classifier.version
        labels = _ours(self._classifier, brought)
        allowed = (*self._wanted, _REST) if check == "soundness" else self._wanted
        if not set(labels) <= set(allowed) or not set(labels) & set(self._wanted):
            raise _unfit(check, self._classifier, allowed)
        self._several = check == "soundness" and (self._classifier.several or _REST not in labels)
        self._known = [name for name in self._wanted if name in labels or check != "soundness"]
        self._columns = np.array([[float(label == name) for name in self._wanted] for label in labels], np.float32)

    def put(self, documents: Sequence[Document], readings: Sequence[Reading]) -> list[Reading]:
        """Return the readings with the classifier's answers about each post."""
        answers = self._classifier.answer([document.normal.text for document in documents])
        return [
            reading.with_answers({}, {self._head: {**reading.posts[self._head], **self._chances(parts)}})
            for reading, parts in zip(readings, answers, strict=True)
        ]

    def _chances(self, parts: Sequence[Part]) -> dict[str, float]:
        logits = np.stack([part.logits for part in parts])
        chances = (_sigmoid(logits) if self._several else _softmax(logits)) @ self._columns
        joined = join_windows(self._head, chances)
        return {kind: joined[kind] for kind in self._known}


_HEADS: Mapping[str, type[_PersonHead | _PostHead]] = {
    "exposure": _PersonHead,
    "personal": _PostHead,
    "source": _PostHead,
    "soundness": _PostHead,
}


def _ours(classifier: Classifier, brought: Brought) -> list[str]:
    unknown = sorted(set(brought.labels) - set(classifier.labels))
    if unknown:
        raise ModelError(
            f"{classifier.folder}: has no label {', '.join(unknown)}. Its labels are {', '.join(classifier.labels)}"
        )
    return [brought.labels.get(label, label).strip().lower() for label in classifier.labels]


def _unfit(check: str, classifier: Classifier, wanted: Sequence[str]) -> ModelError:
    return ModelError(
        f"{classifier.folder}: its labels ({', '.join(classifier.labels)}) do not fit “{check}”, which wants some of "
        f"{', '.join(wanted)}. Say what each stands for: Brought(FOLDER, labels={{…}})"
    )


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    out: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return out


def _sigmoid(logits: Floats) -> Floats:
    out: Floats = (1 / (1 + np.exp(-logits))).astype(np.float32)
    return out
