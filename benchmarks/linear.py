"""Whether the time to judge a post grows with its length and no faster, whatever is repeated in it.

    python benchmarks/linear.py [--stage NAME ...] [--json OUT]

For every stage and every hostile piece, the processor time of two posts that repeat the piece, one eight times as long
as the other, and how many times the longer took. One row looks up names in a short and a long gazetteer, where nothing
is to grow. What looks far above linear is measured again, and the best of three counts. Leaves with status 1 if
anything grows over twice as fast as what it is given, or if a pattern runs past its deadline each time. Takes some
five minutes.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from khobar_moderation import Moderator, Post
from khobar_moderation.checks import evasion, language, personal
from khobar_moderation.document import Document
from khobar_moderation.people.gazetteer import Gazetteer

LIMIT = 2.0  # times the length ratio: 16 for eight times the length, where quadratic work takes 64
ATTEMPTS = 3
LEAST_SECONDS = 0.002  # a shorter time is taken for this: below it, the clock and the allocator are measured
WARMING = 500  # characters
LENGTHS = (25_000, 200_000)  # characters; at a tenth of them, the linear part hides a quadratic one
NAME_COUNTS, NAME_LENGTH, LOOK_UPS = (100, 38_416), 4, 300
NAME_LETTERS = "بتجحدرسعفقكلمن"

MARKS = ("ا" * 50 + "ًٌٍ" * 20 + " ", "ا ", "ا ،", "a", "a.", "a.b-c.", "أ. ", "أ. ب. ج. ", "، - : ", "(", "«", "😂")
MIXED = ("5️⃣ـ\u200f", "اجتماع يوم الأحد، وتُرسل الأسماء 055-123-4567 🌷 #الخبر_تتعلم @khobar_edu\n")
NUMBERS = ("1", "1 ", "0551234567 ", "0\u200b", "12/5/1447 ", "مواليد 1/1/2010 ", "سيارة ح ر س 12 ", "جواز A1234567 ")
ACCOUNTS = ("a@", "@ab_1 ", "سناب ab_c ", "SA03 8000 ", "https://x.com/ab1 ", "بيت شارع 12 ")
DISGUISES = ("خمسة ", "أ ح س ن ", "حـ.ـ", "محmد ", "mo7ammed ")
CONTROLS = ("\u202e", "\u202d", "05\u2067", "\u202eكلمة ", "\u202dabc ")
PERSONS = ("الأستاذ المتميز ", "الأستاذ sara ", "محمد بن ", "محمد الحربي، ", "1- محمد الحربي\n", "الطالب: محمد الحربي ")
PEOPLE = ("قال الأستاذ محمد الحربي أن ", "محمد الحربي والأستاذ الذي يقول إنه من الصف الخامس\n")
LANGUAGE = ("بظائع", "بظائع ", "ان ", "الي ", "لم يتبقى ", "خمسة وأربعون ")  # the first is one word, long as the post
PERSONAL = ("نأمل، ", "بنتي والله ", "«بنتي»", "ولدي.", "اللهم ارزقنا ")
HOSTILE = (*MARKS, *MIXED, *NUMBERS, *ACCOUNTS, *DISGUISES, *CONTROLS, *PERSONS, *PEOPLE, *LANGUAGE, *PERSONAL)

console = Console()


@dataclass(frozen=True)
class Stage:
    """A part of the work: what must be there before it, and what it does."""

    prepare: Callable[[Document], object]
    run: Callable[[Document], object]


@dataclass
class Growth:
    """How the seconds of a stage grew with the size of what it was given."""

    stage: str
    piece: str
    sizes: tuple[int, int]
    aim: float
    seconds: tuple[float, float] = (math.inf, math.inf)

    @property
    def ratio(self) -> float:
        """How many times the longer took; infinite where it was not judged to its end."""
        short, long = self.seconds
        return long / max(short, LEAST_SECONDS) if math.isfinite(short) else math.inf

    @property
    def is_linear(self) -> bool:
        """Whether it grew as it should, within the limit."""
        return self.ratio <= LIMIT * self.aim

    def measure(self, seconds: Callable[[int], float]) -> Growth:
        """Take the best seconds of each size, measured until they look linear or the attempts are spent."""
        for _ in range(ATTEMPTS):
            best = [min(had, seconds(size)) for had, size in zip(self.seconds, self.sizes, strict=True)]
            self.seconds = (best[0], best[1])
            if self.is_linear:
                break
        return self

    def to_dict(self) -> dict[str, object]:
        """Return a JSON-ready object; what was not judged to its end has no seconds and no ratio."""
        seconds = [each if math.isfinite(each) else None for each in self.seconds]
        ratio = self.ratio if math.isfinite(self.ratio) else None
        return asdict(self) | {"seconds": seconds, "ratio": ratio, "linear": self.is_linear}


def main() -> None:
    """Measure every piece in every stage, print what grew how, and leave with 1 if anything grew too fast."""
    moderator = Moderator(models=None)
    stages = _stages(moderator)
    options = _options(list(stages))
    names = options.stage or list(stages)
    pairs = track(list(product(names, HOSTILE)), description="pieces", console=console, transient=True)
    grown = [_grow(moderator, name, stages[name], piece) for name, piece in pairs]
    if not options.stage:
        grown.append(_grow_names())
    _print(grown)
    if options.json:
        content = json.dumps([each.to_dict() for each in grown], indent=1)
        options.json.write_text(content + "\n", encoding="utf-8")
    sys.exit(not all(each.is_linear for each in grown))


def _options(stages: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", choices=stages, action="append", help="only this stage; may be given again")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    return parser.parse_args()


def _stages(moderator: Moderator) -> dict[str, Stage]:
    return {
        "text": Stage(lambda _: None, _read_text),
        "people": Stage(_read_text, lambda document: document.people),
        "identifiers": Stage(_read_text_without_people, _find_identifiers),
        "language": Stage(_read_people, lambda document: _exhaust(language.check(document))),
        "personal": Stage(_read_people, lambda document: _exhaust(personal.check(document))),
        "moderator": Stage(lambda _: None, lambda document: _judge(moderator, document.post)),
    }


def _read_text(document: Document) -> object:
    return document.tokens, document.clauses, document.hits


def _read_text_without_people(document: Document) -> None:
    _read_text(document)
    document.__dict__["people"] = ()  # who is named is another stage


def _read_people(document: Document) -> object:
    return _read_text(document), document.people


def _find_identifiers(document: Document) -> None:
    _exhaust(document.identifiers)
    _exhaust(evasion.check(document))


def _judge(moderator: Moderator, post: Post) -> None:
    if any(failure.reason == "deadline" for failure in moderator.check(post).failures):
        raise TimeoutError


def _exhaust(found: Iterable[object]) -> None:
    deque(found, maxlen=0)


def _grow(moderator: Moderator, name: str, stage: Stage, piece: str) -> Growth:
    def seconds(length: int) -> float:
        document = moderator.read(Post(text="مرحبا " + piece * (length // len(piece))))
        try:
            stage.prepare(document)
            return _seconds(lambda: stage.run(document))
        except TimeoutError:
            return math.inf

    seconds(WARMING)
    return Growth(name, piece, LENGTHS, LENGTHS[1] / LENGTHS[0]).measure(seconds)


def _grow_names() -> Growth:
    """Look up the same names among few and among many."""
    with tempfile.TemporaryDirectory() as folder:
        gazetteers = {count: _gazetteer(Path(folder), count) for count in NAME_COUNTS}
    wanted = _names(NAME_COUNTS[0]) * LOOK_UPS

    def seconds(count: int) -> float:
        return _seconds(lambda: _exhaust(map(gazetteers[count].classify, wanted)))

    return Growth("look-up", "names", NAME_COUNTS, 1.0).measure(seconds)


def _gazetteer(folder: Path, count: int) -> Gazetteer:
    names, words = folder / f"{count}.tsv", folder / "words.tsv"
    names.write_text("G\t" + " ".join(_names(count)) + "\n", encoding="utf-8")
    words.write_text("", encoding="utf-8")
    gazetteer = Gazetteer(names, words)
    gazetteer.classify(NAME_LETTERS)  # reads what it reads when first asked
    return gazetteer


def _names(count: int) -> list[str]:
    size = len(NAME_LETTERS)
    return ["".join(NAME_LETTERS[i // size**k % size] for k in range(NAME_LENGTH)) for i in range(count)]


def _seconds(run: Callable[[], object]) -> float:
    """Return the seconds of processor time, which other work on the machine lengthens least."""
    gc.collect()
    begun = time.process_time()
    run()
    return time.process_time() - begun


def _print(grown: Sequence[Growth]) -> None:
    for name in dict.fromkeys(each.stage for each in grown):
        rows = [each for each in grown if each.stage == name]
        short, long = rows[0].sizes
        table = Table("piece", f"ms at {short:,}", f"ms at {long:,}", "growth", title=f"{name}, aim {rows[0].aim:g}")
        for row in rows:
            style = None if row.is_linear else "bold red"
            table.add_row(
                _shown(row.piece), *(f"{each * 1000:.1f}" for each in row.seconds), f"{row.ratio:.1f}", style=style
            )
        console.print(table)
    _print_worst(grown)


def _shown(piece: str) -> str:
    """Return a piece for a table: what would not be seen or would turn the line is escaped."""
    return escape("".join(char if char.isprintable() else ascii(char)[1:-1] for char in piece[:30]))


def _print_worst(grown: Sequence[Growth]) -> None:
    table = Table("stage", "pieces", "fastest growth", "of", "not linear", title=f"Limit: {LIMIT:g} times the aim")
    for name in dict.fromkeys(each.stage for each in grown):
        rows = [each for each in grown if each.stage == name]
        worst = max(rows, key=lambda row: row.ratio)
        bad = sum(not row.is_linear for row in rows)
        table.add_row(name, str(len(rows)), f"{worst.ratio:.1f}", _shown(worst.piece), str(bad))
    console.print(table)


if __name__ == "__main__":
    main()
