"""Write the documentation pages of rules from their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from khobar_moderation.rulepacks.kinds import CorrectionsRule, Example, Rule

__all__ = ["index", "page", "write_pages"]

_SHOWN = 12
_LISTS = {
    "phrases": "Phrases",
    "unless": "Silent when the sentence holds",
    "supports": "Words that raise belief",
    "against": "Words that lower belief",
}


def write_pages(rules: Sequence[Rule], folder: Path) -> int:
    """Write a page for each rule, `<check>/<rule>.md`, and `README.md`, the index; return how many rules there are.

    Pages of rules that are gone are removed.

    Raises:
        OSError: a page cannot be written.
    """
    wanted = {folder / f"{rule.id}.md": page(rule) for rule in rules} | {folder / "README.md": index(rules)}
    for stale in set(folder.glob("*/*.md")) - set(wanted):
        stale.unlink()
    for path, content in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return len(rules)


def index(rules: Iterable[Rule]) -> str:
    """Return the list of all rules by check, in Markdown."""
    lines = ["# Rules", "", "Written by `khobar-moderation rules docs` from the files in `rules/`; do not edit.", ""]
    for check, group in groupby(rules, key=lambda rule: rule.check):
        lines += [f"## {check}", "", "| rule | type | clause | what it says |", "| --- | --- | --- | --- |"]
        lines += [f"| [{r.id}]({r.id}.md) | `{r.type}` | {r.clause} | {_cell(r.message.en)} |" for r in group]
        lines.append("")
    return "\n".join(lines)


def page(rule: Rule) -> str:
    """Return the page of a rule in Markdown: what it finds, why, how to mend it, and its examples."""
    return "\n".join(
        [
            f"# {rule.id}",
            "",
            f"`{rule.check}.{rule.type}` · clause {rule.clause or 'none'} · {rule.kind} · {rule.status}",
            "",
            "## What",
            "",
            rule.message.en,
            "",
            f'<div dir="rtl" lang="ar">{rule.message.ar}</div>',
            "",
            "## Why",
            "",
            rule.why,
            "",
            *_words(rule),
            *_fix(rule),
            *_examples("Flags (the span between double brackets)", rule.examples.flags),
            *_examples("Allows", rule.examples.allows),
        ]
    )


def _words(rule: Rule) -> Iterator[str]:
    for name, title in _LISTS.items():
        phrases = getattr(rule, name, ())
        if phrases:
            more = f" … and {len(phrases) - _SHOWN} more" if len(phrases) > _SHOWN else ""
            yield from (f"## {title}", "", " · ".join(phrases[:_SHOWN]) + more, "")


def _fix(rule: Rule) -> Iterator[str]:
    if isinstance(rule, CorrectionsRule):
        applied = "applied by `Verdict.corrected()`" if rule.safety == "safe" else "offered to the reviewer only"
        shown = [f"{wrong} → {right}" for wrong, right in list(rule.corrections.items())[:_SHOWN]]
        yield from ("## Fix", "", f"{len(rule.corrections)} corrections, {applied}:", "", " · ".join(shown), "")


def _examples(title: str, examples: Iterable[str | Example]) -> Iterator[str]:
    yield from (f"## {title}", "")
    for example in examples:
        yield from ("```text", *_describe(example), "```", "")


def _describe(example: str | Example) -> Iterator[str]:
    if isinstance(example, str):
        yield example
        return
    given = example.model_dump(exclude_defaults=True, exclude={"text"})
    yield from (f"{name}: {value}" for name, value in given.items())
    yield example.text


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
