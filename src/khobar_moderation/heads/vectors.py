"""Word vectors that know spelling: a word's vector is the mean of its own and those of its letter n-grams.

Any word has one, also a name never seen or a word misspelt. The scheme and its hash are fastText's (Bojanowski et
al. 2017, "Enriching Word Vectors with Subword Information"); rows are stored in eight bits with a scale each.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from khobar_moderation.errors import ModelError
from khobar_moderation.memo import Memo

__all__ = ["LONGEST", "SHORTEST", "WordVectors", "hash_ngrams", "ngrams"]

SHORTEST, LONGEST = 3, 5  # letters of an n-gram, the marks of the word's edges included
_REMEMBERED = 32_768  # words whose vector is kept at hand
_ANEW = "Take the model's folder anew"
_BASIS, _PRIME = 2166136261, 16777619

Floats = NDArray[np.float32]


def ngrams(word: str) -> list[str]:
    """Return the letter n-grams of a word, its edges marked.

    >>> ngrams("من")
    ['<من', '<من>', 'من>']
    """
    marked = f"<{word}>"
    return [
        marked[start : start + length]
        for start in range(len(marked))
        for length in range(SHORTEST, min(LONGEST, len(marked) - start) + 1)
    ]


def hash_ngrams(word: str, buckets: int) -> list[int]:
    """Return the rows of a word's n-grams, in the order of `ngrams`.

    The hash is 32-bit FNV-1a over UTF-8 bytes taken as signed, as fastText does; the longer n-gram goes on from the
    shorter one.
    """
    letters = [[byte if byte < 128 else byte | 0xFFFFFF00 for byte in letter.encode()] for letter in f"<{word}>"]
    rows = []
    for start in range(len(letters)):
        value = _BASIS
        for length, letter in enumerate(letters[start : start + LONGEST], 1):
            for byte in letter:
                value = ((value ^ byte) * _PRIME) & 0xFFFFFFFF
            if length >= SHORTEST:
                rows.append(value % buckets)
    return rows


class WordVectors:
    """Vectors for the words of a text.

    Args:
        words: the words that have a row of their own, in the order of the rows.
        rows: eight-bit rows, first of the words, then of the n-grams' buckets.
        scales: for each row, what one step is worth.

    Attributes:
        size: numbers of a vector.
        buckets: rows that n-grams share.
    """

    def __init__(self, words: Sequence[str], rows: NDArray[np.int8], scales: Floats) -> None:
        self.size: int = rows.shape[1]
        self._rows = rows
        self._scales = scales
        self._index = {word: row for row, word in enumerate(words)}
        self.buckets = len(rows) - len(words)
        self._vectors: Memo[Floats] = Memo(self._of_word, limit=_REMEMBERED)

    @classmethod
    def quantised(cls, words: Sequence[str], own: Floats, buckets: Floats) -> WordVectors:
        """Return the vectors with each row in eight bits."""
        rows = np.concatenate([own, buckets])
        scales = np.maximum(np.abs(rows).max(axis=1), 1e-8) / 127
        return cls(words, np.rint(rows / scales[:, None]).astype(np.int8), scales.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> WordVectors:
        """Return the vectors saved in `folder`.

        Raises:
            ModelError: a file is missing or does not hold them.
        """
        for path in (folder / "vectors.safetensors", folder / "words.txt"):
            if not path.is_file():
                raise ModelError(f"{path}: no such file. {_ANEW}")
        try:
            arrays = load_file(folder / "vectors.safetensors")
            words = (folder / "words.txt").read_text("utf-8").split("\n")
            rows, scales = arrays["rows"], arrays["scales"]
        except (SafetensorError, UnicodeDecodeError, KeyError):
            raise ModelError(f"{folder}: holds no word vectors that can be read. {_ANEW}") from None
        if rows.ndim != 2 or rows.dtype != np.int8 or scales.shape != rows.shape[:1] or len(words) >= len(rows):
            raise ModelError(f"{folder}: words.txt and vectors.safetensors do not fit together. {_ANEW}")
        return cls(words, rows, scales)

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
        vectors = self._vectors
        return np.array([vectors[word] for word in words], np.float32).reshape(len(words), self.size)

    def _of_word(self, word: str) -> Floats:
        rows = [len(self._index) + row for row in hash_ngrams(word, self.buckets)]
        own = self._index.get(word)
        if own is not None:
            rows.append(own)
        if not rows:
            return np.zeros(self.size, np.float32)
        total: Floats = self._scales[rows] @ self._rows[rows].astype(np.float32)
        return total / np.float32(len(rows))
