"""Word vectors that know spelling: a word's vector is the mean of its own and those of its letter n-grams.

Any word has one, also a name never seen or a word misspelt. The scheme and its hash are fastText's (Bojanowski et
al. 2017, "Enriching Word Vectors with Subword Information"); rows are stored in eight bits with a scale each.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

__all__ = ["LONGEST", "SHORTEST", "WordVectors", "hash_ngram", "ngrams"]

SHORTEST, LONGEST = 3, 5  # letters of an n-gram, the marks of the word's edges included
_REMEMBERED = 50_000  # words whose vector is kept at hand

Floats = NDArray[np.float32]


def ngrams(word: str) -> list[str]:
    """Return the letter n-grams of a word, its edges marked.

    >>> ngrams("من")
    ['<من', 'من>', '<من>']
    """
    marked = f"<{word}>"
    return [
        marked[start : start + length]
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(marked) - length + 1)
    ]


def hash_ngram(ngram: str, buckets: int) -> int:
    """Return the row of an n-gram: 32-bit FNV-1a over its UTF-8 bytes, taken as signed as fastText does."""
    value = 2166136261
    for byte in ngram.encode():
        value ^= byte if byte < 128 else byte | 0xFFFFFF00
        value = (value * 16777619) & 0xFFFFFFFF
    return value % buckets


class WordVectors:
    """Vectors for the words of a text.

    Args:
        words: the words that have a row of their own, in the order of the rows.
        rows: eight-bit rows, first of the words, then of the n-grams' buckets.
        scales: for each row, what one step is worth.
    """

    def __init__(self, words: Sequence[str], rows: NDArray[np.int8], scales: Floats) -> None:
        self.size: int = rows.shape[1]
        self._rows = rows
        self._scales = scales
        self._index = {word: row for row, word in enumerate(words)}
        self._buckets = len(rows) - len(words)
        self.of_word = lru_cache(_REMEMBERED)(self._of_word)

    @classmethod
    def quantised(cls, words: Sequence[str], own: Floats, buckets: Floats) -> WordVectors:
        """Return the vectors with each row in eight bits."""
        rows = np.concatenate([own, buckets])
        scales = np.maximum(np.abs(rows).max(axis=1), 1e-8) / 127
        return cls(words, np.rint(rows / scales[:, None]).astype(np.int8), scales.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> WordVectors:
        """Return the vectors saved in `folder`."""
        arrays = load_file(folder / "vectors.safetensors")
        return cls((folder / "words.txt").read_text("utf-8").split("\n"), arrays["rows"], arrays["scales"])

    def save(self, folder: Path) -> None:
        """Write the vectors to `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        save_file({"rows": self._rows, "scales": self._scales}, folder / "vectors.safetensors")
        (folder / "words.txt").write_text("\n".join(self._index), "utf-8")

    def __len__(self) -> int:
        return len(self._index)

    @property
    def words(self) -> list[str]:
        """The words that have a row of their own, the most frequent first."""
        return list(self._index)

    def of_words(self, words: Sequence[str]) -> Floats:
        """Return one row a word."""
        return np.stack([self.of_word(word) for word in words]) if words else np.zeros((0, self.size), np.float32)

    def _of_word(self, word: str) -> Floats:
        rows = [len(self._index) + hash_ngram(ngram, self._buckets) for ngram in ngrams(word)]
        own = self._index.get(word)
        if own is not None:
            rows.append(own)
        if not rows:
            return np.zeros(self.size, np.float32)
        mean: Floats = (self._rows[rows] * self._scales[rows, None]).mean(axis=0, dtype=np.float32)
        return mean
