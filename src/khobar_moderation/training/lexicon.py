"""Build the spelling lexicon from edited text: `python -m khobar_moderation.training.lexicon DATA_FOLDER -o FOLDER`.

Reads `text/*.xz` and `names/*.tsv` of the data folder and the word list `spelling-modern.txt` of the output
folder; writes `spelling.marisa` there. Sources and licences: Hindawi books (OpenITI, public domain), hadith
(public domain), name lists (MIT, CC0, CC BY 4.0), the word list (this project's own).
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import marisa_trie

from khobar_moderation.spelling.lexicon import Form, pack_form
from khobar_moderation.text import match_key

__all__ = ["build_lexicon", "count_words", "main"]

_CORPORA = {"hindawi_pd50": 1.0, "hindawi_pd70": 0.3, "hadith": 0.05}
"""Weight of one occurrence: books of 1956–1975 are nearest to modern spelling, older ones and hadith farther off."""
HELD_OUT_EVERY = 200
"""Every 200th paragraph of hindawi_pd50 is not counted: false alarms are measured on these."""
_NAME_WEIGHT = 2.0
"""A listed name is known, but speaks against no other spelling."""
_MODERN_WEIGHT, _MODERN_SHARE = 300.0, 0.02
"""Least weight of a word of the modern list, and its least share among the forms of its key."""
_LEAST_WEIGHT, _LEAST_SHARE = 2.0, 0.0005
_LENGTHS = range(2, 21)

_ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]+")
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670\u06d6-\u06ed\u0610-\u061a\u200b-\u200f]")


def count_words(lines: Iterable[str]) -> Counter[str]:
    """Return how often each Arabic word occurs, without diacritics."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(_WORD.findall(_MARKS.sub("", line)))
    return counts


def build_lexicon(weights: Counter[str]) -> marisa_trie.BytesTrie:
    """Return the trie of loose keys with their packed forms; forms too rare to mean anything are left out."""
    by_key: dict[str, list[Form]] = defaultdict(list)
    for word, weight in weights.items():
        if weight >= _LEAST_WEIGHT and len(word) in _LENGTHS:
            by_key[match_key(word)].append(Form(word, weight))
    return marisa_trie.BytesTrie(
        (key, pack_form(form))
        for key, forms in by_key.items()
        for form in forms
        if form.weight >= _LEAST_SHARE * sum(other.weight for other in forms)
    )


def main() -> None:
    """Run the builder from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("data", type=Path, help="folder with text/ and names/")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of spelling-modern.txt")
    options = parser.parse_args()
    weights = _weigh_corpora(options.data / "text")
    _add_names(weights, options.data / "names")
    _add_modern_words(weights, options.output / "spelling-modern.txt")
    build_lexicon(weights).save(str(options.output / "spelling.marisa"))


def _weigh_corpora(folder: Path) -> Counter[str]:
    weights: Counter[str] = Counter()
    for name, weight in _CORPORA.items():
        for word, count in count_words(_paragraphs(folder / f"{name}.txt.xz")).items():
            weights[word] += count * weight  # type: ignore[assignment]  # a Counter holds any number
    return weights


def _paragraphs(path: Path) -> Iterator[str]:
    held_out = HELD_OUT_EVERY if path.name.startswith("hindawi_pd50") else 0
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if not held_out or number % held_out:
                yield line


def _add_names(weights: Counter[str], folder: Path) -> None:
    for path in sorted(folder.glob("*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines()[1:]:
            for word in _WORD.findall(row.partition("\t")[0]):
                weights[word] = max(weights[word], _NAME_WEIGHT)  # type: ignore[assignment]


def _add_modern_words(weights: Counter[str], path: Path) -> None:
    totals: Counter[str] = Counter()
    for word, weight in weights.items():
        totals[match_key(word)] += weight
    for line in path.read_text(encoding="utf-8").splitlines():
        for word in () if line.startswith("#") else line.split():
            for form in (word, _ARTICLE + word):
                least = max(_MODERN_WEIGHT, _MODERN_SHARE * totals[match_key(form)])
                weights[form] = max(weights[form], least)  # type: ignore[assignment]


if __name__ == "__main__":
    main()
