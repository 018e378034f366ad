"""Count everyday words in running text, to tell names from words."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from khobar_moderation.people.gazetteer import bare_word
from khobar_moderation.text import match_key, normalise

__all__ = ["WordCounts", "count_words"]

_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a]+")

# A third of the paragraphs of one collection of books and the tweets whole: some 6 million words.
_BOOKS = "text/hindawi_pd50.txt.xz"
_BOOK_STEP = 3
_TWEETS = ("saudi_irony", "motaz_tweets", "arsarcasm_v2", "idrisi_ra", "mpold")

_PARTICLES = ("و", "ف", "ب", "ل", "ول", "وب", "فل", "فب")
_OFTENER = 2
_POSTS_FROM = 1
_COUNTED_FROM = 12


@dataclass(slots=True)
class WordCounts:
    """How often loose keys stand in running text.

    Attributes:
        everyday: in books and tweets, names among them.
        in_posts: in the annotated posts outside the names of persons.
        bare: both together, without article and particles.
    """

    everyday: Counter[str] = field(default_factory=Counter)
    in_posts: Counter[str] = field(default_factory=Counter)

    def vocabulary(self, names: Iterable[str]) -> set[str]:
        """Return the bare words that are frequent enough, without those that are `names`."""
        bare: Counter[str] = Counter()
        for key, count in self.everyday.items():
            bare[bare_word(key)] += count
        kept = {word for word, count in bare.items() if count >= _COUNTED_FROM}
        kept |= {bare_word(key) for key, count in self.in_posts.items() if count >= _POSTS_FROM}
        known = set(names)
        return {word for word in kept if len(word) > 1} - known | self._hiding(known)

    def _hiding(self, names: set[str]) -> set[str]:
        """Return the words that look like a particle before a name and are oftener: Lebanon, not "for Banan"."""
        return {
            key
            for key, count in self.everyday.items()
            if count >= _COUNTED_FROM and key not in names and self._is_oftener(key, count, names)
        }

    def _is_oftener(self, key: str, count: int, names: set[str]) -> bool:
        tails = [key[len(clitic) :] for clitic in _PARTICLES if key.startswith(clitic)]
        hidden = [tail for tail in tails if tail in names]
        return bool(hidden) and all(count > _OFTENER * self.everyday[tail] for tail in hidden)


def count_words(data: Path) -> WordCounts:
    """Return the counts over the corpora under `data`."""
    counts = WordCounts()
    with lzma.open(data / _BOOKS, "rt", encoding="utf-8") as lines:
        counts.everyday.update(_keys(islice(lines, 0, None, _BOOK_STEP)))
    for name in _TWEETS:
        with lzma.open(data / "posts" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            counts.everyday.update(_keys(json.loads(line)["text"] for line in lines))
    with (data / "posts_annotated" / "train.jsonl").open(encoding="utf-8") as lines:
        counts.in_posts.update(_keys(_without_people(json.loads(line)) for line in lines))
    return counts


def _keys(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _WORD.findall(match_key(normalise(text).text))


def _without_people(post: dict[str, object]) -> str:
    text = str(post["text"])
    spans = [span for span in post["exposure"] if span["type"] == "person"]  # type: ignore[attr-defined]
    for span in sorted(spans, key=lambda span: -int(span["start"])):
        text = f"{text[: span['start']]} . {text[span['end'] :]}"
    return text
