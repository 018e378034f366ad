"""How well the language check finds and mends what people misspell: rules only against rules and head, type by type.

    python benchmarks/language.py [FILE.jsonl ...] [--model FOLDER] [--data FOLDER] [--sheet OUT.jsonl] [--json OUT]

Real errors: texts that nothing was learnt from, every error marked by an editor. Synthetic ones: the clean texts among
them, misspelt on purpose by forty invented writers. With `--data`, the folder of the training data: findings in clean
edited text that neither lexicon nor head has seen (paragraphs of Wikipedia and of modern books) and in clean posts.
Many of these are right, as edited text has errors too: `--sheet` writes each one with its surroundings, for two readers
to judge.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from khobar_moderation import Finding, Moderator, Post
from khobar_moderation.evaluation import LanguageFigures, MarkedText, judge_language, read_marked_texts
from khobar_moderation.evaluation.gold import LanguageSpan
from khobar_moderation.training.language_examples import Word, misspelt, of_plain
from khobar_moderation.training.lexicon import HELD_OUT_EVERY

TYPES = ("hamza", "ta_marbuta", "alif_maqsura", "spelling", "split_merge", "grammar", "punctuation", "foreign_letters")
REAL = sorted((Path(__file__).parent / "data").glob("*.jsonl"))
WRITERS = 40
PARAGRAPHS, LEAST_LETTERS = {"arcd_wikipedia": 460, "hindawi_pd50": 540}, 120
CLEAN_POSTS = 200
AROUND = 60  # letters of context in the sheet
console = Console()


def main() -> None:
    """Print the tables that the options ask for."""
    options = _options()
    judges = {"rules": Moderator(models=None), "rules + head": Moderator(models=options.model)}
    texts = {path.stem: read_marked_texts(path) for path in options.files or REAL}
    texts["synthetic"] = list(_synthetic([text for each in texts.values() for text in each if not text.language]))
    measured = {name: _measure(name, each, judges) for name, each in texts.items()}
    for name, figures in measured.items():
        console.print(_table(f"{name}: {len(texts[name])} texts", figures))
    if options.data:
        _print_alarms(_clean_texts(options.data, texts), judges, options.sheet)
    if options.json:
        content = {
            name: {judge: each.to_dict() for judge, each in figures.items()} for name, figures in measured.items()
        }
        options.json.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    half = measured["synthetic"]
    sys.exit(int(half["rules + head"].word[2] <= half["rules"].word[2]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "files", nargs="*", type=Path, help="texts with marked errors, JSONL; by default those beside it"
    )
    parser.add_argument("--model", type=_model, default="khobar", help="name or folder of the model")
    parser.add_argument("--data", type=Path, help="folder of the training data, for false alarms")
    parser.add_argument("--sheet", type=Path, help="where to write the findings in clean text")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    return parser.parse_args()


def _model(given: str) -> str | Path:
    return Path(given) if Path(given).is_dir() else given


def _measure(name: str, texts: Sequence[MarkedText], judges: Mapping[str, Moderator]) -> dict[str, LanguageFigures]:
    posts = [Post(text=text.text) for text in texts]
    return {
        judge: judge_language(
            texts, track(moderator.check_many(posts), f"{name}, {judge}", len(posts), console=console)
        )
        for judge, moderator in judges.items()
    }


def _table(title: str, figures: Mapping[str, LanguageFigures]) -> Table:
    table = Table("type", "by", "errors", "found", "mended", "findings", "right", title=title)
    for type_ in TYPES:
        if any(each.errors[type_] or each.findings[type_] for each in figures.values()):
            for judge, each in figures.items():
                table.add_row(type_, judge, *_cells(each, type_))
    table.add_section()
    for judge, each in figures.items():
        for name, (precision, recall, half) in (("words", each.word), ("corrections", each.correction)):
            table.add_row(name, judge, f"F0.5 {half:.3f}", f"{recall:.2f}", "", "", f"{precision:.2f}")
    return table


def _cells(figures: LanguageFigures, type_: str) -> Iterator[str]:
    errors, findings = figures.errors[type_], figures.findings[type_]
    yield str(errors)
    yield f"{figures.found[type_] / errors:.2f}" if errors else ""
    yield f"{figures.corrected[type_] / errors:.2f}" if errors else ""
    yield str(findings)
    yield f"{figures.precision(type_):.2f}" if findings else ""


def _synthetic(clean: Sequence[MarkedText]) -> Iterator[MarkedText]:
    """Yield clean texts with the slips of invented writers, marked with what was meant."""
    random = Random(1)
    for number, text in enumerate(random.choices(clean, k=len(clean) * WRITERS // 10)):
        words = of_plain(text.text)
        yield _written(number, words, misspelt(words, random))


def _written(number: int, right: Sequence[Word], words: Sequence[Word]) -> MarkedText:
    text, errors = "", []
    for word in words:
        start = len(text) + (bool(text) and word.form[0].isalnum())
        text = f"{text} {word.form}" if start > len(text) else text + word.form
        meant = right[word.place].form
        if word.edits:
            after = right[word.place + 1].form if word.place + 1 < len(right) else ""
            is_stuck = word.form == meant + after
            errors.append((start, len(text), f"{meant} {after}" if is_stuck else meant, word.grammar))
        elif word.join:
            errors.append((start, -1, meant, False))
        elif errors and errors[-1][1] < 0:
            errors[-1] = (errors[-1][0], len(text), errors[-1][2], False)
    spans = [
        LanguageSpan(start=start, end=end, type=_type(text[start:end], meant, grammar), correction=meant)
        for start, end, meant, grammar in errors
    ]
    return MarkedText(id=number, text=text, language=tuple(spans))


def _type(written: str, meant: str, grammar: bool) -> str:
    from khobar_moderation.spelling.letters import error_type

    if grammar:
        return "grammar"
    return "split_merge" if " " in written or " " in meant else error_type(written, meant)


def _clean_texts(data: Path, texts: Mapping[str, Sequence[MarkedText]]) -> dict[str, list[str]]:
    clean = {name: list(_paragraphs(data / "text" / f"{name}.txt.xz", count)) for name, count in PARAGRAPHS.items()}
    posts = [text.text for name, each in texts.items() if name != "synthetic" for text in each if not text.language]
    return clean | {"clean posts": posts[:CLEAN_POSTS]}


def _paragraphs(path: Path, count: int) -> Iterator[str]:
    """Yield paragraphs that nothing was learnt from; of the books held out, those between the ones that odds fit."""
    step = HELD_OUT_EVERY * 2 if "hindawi" in path.name else 1
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        long = (line.strip() for line in islice(lines, 0, None, step) if len(line) >= LEAST_LETTERS)
        yield from islice(long, count)


def _print_alarms(clean: Mapping[str, Sequence[str]], judges: Mapping[str, Moderator], sheet: Path | None) -> None:
    table = Table("text", "paragraphs", "sentences", *(f"{judge}: findings, a sentence" for judge in judges))
    found: list[dict[str, Any]] = []
    for name, texts in clean.items():
        sentences, cells = 0, []
        for judge, moderator in judges.items():
            documents = [moderator.read(Post(text=text)) for text in texts]
            sentences = sum(len(document.sentences) for document in documents)
            alarms = [alarm for text in track(texts, name, console=console) for alarm in _alarms(moderator, text)]
            cells.append(f"{len(alarms)}, {len(alarms) / sentences:.3f}")
            found += [{"text": name, "judge": judge, **alarm} for alarm in alarms]
        table.add_row(name, str(len(texts)), str(sentences), *cells)
    console.print(table)
    if sheet:
        sheet.write_text("".join(json.dumps(alarm, ensure_ascii=False) + "\n" for alarm in found), "utf-8")


def _alarms(moderator: Moderator, text: str) -> Iterator[dict[str, Any]]:
    for finding in _language(moderator.check(Post(text=text)).findings):
        assert finding.span
        start, end = finding.span
        yield {
            "type": finding.type, "rule": finding.rule, "score": round(finding.score, 2), "written": text[start:end],
            "replacement": finding.replacement, "before": text[max(0, start - AROUND) : start],
            "after": text[end : end + AROUND],
        }  # fmt: skip


def _language(findings: Iterable[Finding]) -> Iterator[Finding]:
    return (finding for finding in findings if finding.check == "language" and finding.type != "dialect")


if __name__ == "__main__":
    main()
