"""Build the lists of names and of everyday words that `khobar_moderation.people` reads.

    python -m khobar_moderation.training.gazetteer DATA_FOLDER -o rules/lexicons/names.tsv

Reads `names-written.tsv` beside the output (written by hand), `names/*.tsv` under DATA_FOLDER (Faker, FakerPHP and
mimesis: MIT; sigpwned: CC0-1.0; camel_morph: CC BY 4.0) and counts words in `text/`, `posts/` and `posts_annotated/`
there, to tell names that are everyday words too. Writes the names, and `names-vocabulary.tsv` beside them.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from khobar_moderation.text import match_key, normalise
from khobar_moderation.training.word_counts import WordCounts, count_words

__all__ = ["Kind", "build_names", "main"]

Kind: TypeAlias = Literal["given", "given_word", "given_rare", "family", "family_word"]

_LETTERS: Mapping[str, str] = {
    "given": "G",
    "given_word": "g",
    "given_rare": "w",
    "family": "F",
    "family_word": "f",
    "compound": "S",
    "compound_word": "s",
    "never": "x",
}
_ALL_LETTERS = "GgwFfSsx"

# Counts (in some 6 million words) from which a name of the free lists is an everyday word, or no name worth having.
_WORD_FROM = 40
_NOISE_FROM = 300
_BARE_FAMILY_BELOW = 10
_FOREIGN_BELOW = 15

_NAMES_A_LINE = 20

_HEADER = """\
# Names by class, made by khobar_moderation.training.gazetteer from names-written.tsv (Apache-2.0),
# Faker, FakerPHP and mimesis (MIT), sigpwned (CC0-1.0), camel_morph 15f5aed (CC BY 4.0, camel-lab.org), and the posts
# written for this project. Classes: G first name; g first name that is a word too; w word that is a first name now and
# then; F family name; f family name that is a word too; S first part of a compound first name, s of an everyday
# phrase too; x no name as it is spelled here.
"""
_VOCABULARY_HEADER = """\
# Loose keys (see text.match_key) of everyday words that are no names, without article and particles, made by
# khobar_moderation.training.gazetteer by counting: Hindawi books (public domain), Saudi-Dialect-Irony, IDRISI-RA
# (CC BY 4.0), arabic-sentiment-analysis, MPOLD (Apache-2.0), ArSarcasm-v2 (MIT), posts written for this project.
"""


def build_names(written: Path, free: Path, counts: WordCounts) -> dict[str, str]:
    """Return the class letters of each name, by spelling.

    Args:
        written: the file of names written by hand; its word on a name is the last.
        free: folder of the freely licensed lists.
        counts: how often words stand in running text.
    """
    names = dict(_written_names(written))
    known = {match_key(name) for name in names}
    for name, kind in (*_free_names(free, counts), *_foreign_names(free, counts)):
        if match_key(name) not in known:
            names[name] = _merge(names.get(name, ""), _LETTERS[kind])
    return names


def _written_names(path: Path) -> dict[str, str]:
    by_key: dict[str, str] = {}
    spelled: dict[str, str] = {}
    never: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, tab, names = line.partition("\t")
        if not tab or line.startswith("#"):
            continue
        for name in names.split():
            if kind == "never":
                never.append(name)
                continue
            key = match_key(name)
            spelled.setdefault(key, name)
            by_key[key] = _merge(by_key.get(key, ""), _LETTERS[kind])
    return {spelled[key]: letters for key, letters in by_key.items()} | dict.fromkeys(never, _LETTERS["never"])


def _merge(letters: str, letter: str) -> str:
    """Return class letters with one more; of the grades of a first or family name the most doubtful stays."""
    both = {*letters, letter}
    both -= {"G", "g"} if "w" in both else {"G"} if "g" in both else set()
    both -= {"F"} if "f" in both else set()
    both -= {"S"} if "s" in both else set()
    return "".join(each for each in _ALL_LETTERS if each in both)


def _free_names(folder: Path, counts: WordCounts) -> Iterator[tuple[str, Kind]]:
    for row in _rows(folder / "names_free_licence.tsv"):
        name = normalise(row["name"]).text.replace("عبد ", "عبد")
        count = counts.everyday[match_key(name)]
        if not name.isalpha() or len(name) < 3 or count >= _NOISE_FROM or counts.in_posts[match_key(name)]:
            continue
        if row["kind"] == "given":
            yield name, "given_word" if count >= _WORD_FROM else "given"
        elif name.startswith("ال") or count < _BARE_FAMILY_BELOW:
            yield name, "family_word" if count >= _WORD_FROM else "family"


def _foreign_names(folder: Path, counts: WordCounts) -> Iterator[tuple[str, Kind]]:
    for row in _rows(folder / "camel_morph_proper_names.tsv"):
        name = normalise(row["name"]).text
        seldom = counts.everyday[match_key(name)] < _FOREIGN_BELOW and not counts.in_posts[match_key(name)]
        if row["gender"] != "F" and name.isalpha() and len(name) > 3 and seldom:
            yield name, "family"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _lines(names: Mapping[str, str]) -> Iterator[str]:
    """Yield lines of a class and some of its names: few lines are read faster than many."""
    by_letters: defaultdict[str, list[str]] = defaultdict(list)
    for name, letters in sorted(names.items()):
        by_letters[letters].append(name)
    for letters, members in sorted(by_letters.items()):
        for start in range(0, len(members), _NAMES_A_LINE):
            yield f"{letters}\t{' '.join(members[start : start + _NAMES_A_LINE])}\n"


def main() -> None:
    """Build both files from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA_FOLDER")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    counts = count_words(options.data)
    names = build_names(options.output.with_name("names-written.tsv"), options.data / "names", counts)
    options.output.write_text(_HEADER + "".join(_lines(names)), encoding="utf-8")
    vocabulary = counts.vocabulary(match_key(name) for name in names)
    words = "".join(f"{word}\n" for word in sorted(vocabulary))
    options.output.with_name("names-vocabulary.tsv").write_text(_VOCABULARY_HEADER + words, encoding="utf-8")


if __name__ == "__main__":
    main()
