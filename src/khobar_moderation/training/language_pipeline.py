"""The steps by which the language head is made: lessons, teaching, what rules and head weigh; see `pipeline`."""

from __future__ import annotations

import json
import lzma
import pickle
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from khobar_moderation.heads.features import featurise
from khobar_moderation.heads.lexical import look_up
from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.moderator import Moderator
from khobar_moderation.post import Post
from khobar_moderation.training.language import HEAD_SHAPE, LanguageCourse, Lesson, teach_language
from khobar_moderation.training.language_examples import (
    Row,
    Word,
    choose_labels,
    encode,
    misspelt,
    of_annotated,
    of_plain,
)
from khobar_moderation.training.language_fitting import Judged, judge
from khobar_moderation.training.lexicon import HELD_OUT_EVERY
from khobar_moderation.training.network import LanguageHead
from khobar_moderation.training.pipeline import Workshop, fold_of

__all__ = ["FITTED_FOLD", "judged_texts", "language_head", "language_posts", "language_texts", "make_language_head"]

FITTED_FOLD = 0
"""The fold that the head never learns from: on its posts is fitted what rules and head weigh."""
_BOOKS = "text/hindawi_pd50.txt.xz"
_BOOK_STEP = 4
_BOOK_WORDS = 4_600_000
_SAMPLE = 20_000  # paragraphs in which edits are counted
_FITTED_PARAGRAPHS = 500
_TOGETHER = 20_000  # words whose vectors are worked out at a time


class _Text(NamedTuple):
    words: list[Word]
    features: NDArray[np.uint8] | None


class _Pass(NamedTuple):
    """One reading of the material: share of the books, and copies of posts with slips, of posts with errors, of all."""

    books: float
    slipped: int
    erring: int
    plain: int


class _Term(NamedTuple):
    """What is read one after the other, how, and at which of every `_BOOK_STEP` paragraphs of the books it begins."""

    passes: tuple[_Pass, ...]
    course: LanguageCourse
    paragraph: int


_TERMS = (
    _Term((_Pass(1.0, 8, 4, 0), _Pass(1.0, 8, 4, 0), _Pass(0.25, 8, 6, 4)), LanguageCourse(rate=1.5e-3, seed=1), 0),
    _Term((_Pass(1.0, 8, 4, 0), _Pass(1 / 3, 8, 6, 4)), LanguageCourse(rate=1e-3, seed=2), 2),
)
"""Books first, the office's own posts last; then other paragraphs, more gently."""


def language_posts(shop: Workshop) -> Iterator[dict[str, Any]]:
    """Yield the annotated posts and, after them, the texts of which only the language is annotated."""
    yield from _read(sorted(shop.posts.glob("*.jsonl")))
    yield from language_texts(shop)


def language_texts(shop: Workshop) -> Iterator[dict[str, Any]]:
    """Yield the texts of which only the language is annotated."""
    yield from _read(sorted((shop.posts.parent / "language").glob("*.jsonl")))


def _read(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def make_language_head(shop: Workshop) -> None:
    """Teach the language head on top of the network that learnt from everything; goes on from the last checkpoint."""
    start = None
    for number, term in enumerate(_TERMS):
        lessons, out = shop.work / f"lessons-{number}.pickle", shop.work / f"language-{number}"
        if not lessons.exists():
            _make_lessons(shop, term, lessons)
        teach_language(shop.network(), lessons, out, _read_labels(shop), term.course, start)
        start = out / "head.pt"


def _make_lessons(shop: Workshop, term: _Term, out: Path) -> None:
    """Write what is read in a term; for the first one also the names of the labels."""
    random = Random(term.course.seed)
    posts = list(_annotated(post for post in language_posts(shop) if fold_of(post["id"]) != FITTED_FOLD))
    erring = [text for text in posts if any(word.edits or word.join for word in text.words)]
    books = [_Text(words, None) for words in _read_books(shop.data / _BOOKS, term.paragraph)]
    if not _labels(shop).exists():
        sample = [misspelt(text.words, random) for text in (*books[:_SAMPLE], *posts)]
        names = choose_labels([*sample, *(text.words for text in erring for _ in range(10))])
        _labels(shop).write_text(json.dumps(names, ensure_ascii=False), "utf-8")
    vocabulary: dict[str, int] = {}
    labels = {name: number for number, name in enumerate(_read_labels(shop))}
    passes = []
    for each in term.passes:
        random.shuffle(books)
        slipped = [*books[: round(each.books * len(books))], *posts * each.slipped]
        rows = _encoded((_Text(misspelt(t.words, random), t.features) for t in slipped), vocabulary, labels)
        passes.append(rows + _encoded([*erring * each.erring, *posts * each.plain], vocabulary, labels))
    matrix, lexical = _describe(list(vocabulary), WordVectors.load(shop.vectors))
    with out.with_suffix(".part").open("wb") as file:
        pickle.dump([Lesson(matrix, lexical, rows) for rows in passes], file, protocol=5)
    out.with_suffix(".part").replace(out)


def language_head(shop: Workshop) -> LanguageHead:
    """Return the language head that was taught."""
    head = LanguageHead(HEAD_SHAPE, _read_labels(shop))
    head.load_state_dict(torch.load(shop.work / f"language-{len(_TERMS) - 1}" / "head.pt", weights_only=True))
    return head.eval()


def judged_texts(shop: Workshop, model: Path) -> Iterator[Judged]:
    """Yield what rules and head of a model offer for words of texts that the head has not learnt from.

    Annotated posts, and paragraphs of books, taken for right.
    """
    moderator = Moderator(models=model)
    posts = [post for post in language_posts(shop) if fold_of(post["id"]) == FITTED_FOLD]
    right = [{"text": text, "language": []} for text in _held_out(shop.data / _BOOKS)]
    for post in tqdm([*posts, *right], desc="fit", unit="text", mininterval=5):
        document = moderator.read(Post(text=post["text"], channel=post.get("channel", "whatsapp")))
        if document.tokens:
            yield from judge(post, document)


def _read_labels(shop: Workshop) -> list[str]:
    names: list[str] = json.loads(_labels(shop).read_text("utf-8"))
    return names


def _annotated(posts: Iterable[dict[str, Any]]) -> Iterator[_Text]:
    moderator = Moderator(models=None)
    for post in tqdm(posts, desc="posts", unit="post", mininterval=5):
        document = moderator.read(Post(text=post["text"], channel=post.get("channel", "whatsapp")))
        yield _Text(of_annotated(post, document), featurise(document).astype(np.uint8))


def _read_books(path: Path, first: int) -> Iterator[list[Word]]:
    """Yield paragraphs all over the books, but none by which false alarms are measured."""
    count = 0
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(tqdm(lines, desc=path.name, mininterval=5)):
            if number % _BOOK_STEP != first or number % HELD_OUT_EVERY == 0:
                continue
            words = of_plain(line.rstrip("\n"))
            count += len(words)
            yield words
            if count > _BOOK_WORDS:
                return


def _held_out(path: Path) -> Iterator[str]:
    """Yield paragraphs that nobody learnt from; those between them measure (see `benchmarks/language.py`)."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from islice(lines, HELD_OUT_EVERY, _FITTED_PARAGRAPHS * 2 * HELD_OUT_EVERY, 2 * HELD_OUT_EVERY)


def _encoded(texts: Iterable[_Text], vocabulary: dict[str, int], labels: dict[str, int]) -> list[Row]:
    return [row for text in texts for row in encode(text.words, vocabulary, labels, text.features)]


def _describe(forms: Sequence[str], vectors: WordVectors) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
    """Return vectors and lexical numbers of forms, in half precision: there are many."""
    parts = [forms[start : start + _TOGETHER] for start in range(0, len(forms), _TOGETHER)]
    matrix = np.concatenate([vectors.of_words(part).astype(np.float16) for part in parts])
    lexical = np.concatenate([look_up(part).astype(np.float16) for part in tqdm(parts, desc="lexicon")])
    return matrix, lexical


def _labels(shop: Workshop) -> Path:
    return shop.work / "language-labels.json"
