"""`khobar-moderation rules`: look at the rules, run their examples, lint them, write their pages."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from khobar_moderation.rulepacks import Rule

__all__ = ["app"]

app = typer.Typer(help="List, show, test, lint and document the rules.", no_args_is_help=True)

Prefix = Annotated[str, typer.Argument(help="Only rules whose id begins so, such as exposure/.")]


@app.command("list")
def list_(prefix: Prefix = "") -> None:
    """Print id, kind, clause, type and status of each rule."""
    for rule in _rules(prefix):
        print(f"{rule.id:<44} {rule.kind:<12} {rule.clause:<3} {rule.type:<16} {rule.status}")


@app.command()
def show(rule_id: Annotated[str, typer.Argument(help="Id of a rule, such as exposure/saudi-mobile.")]) -> None:
    """Print the page of a rule: what it finds, why, and its examples."""
    from khobar_moderation.rulepacks.pages import page

    rules = {rule.id: rule for rule in _rules("")}
    if rule_id not in rules:
        near = difflib.get_close_matches(rule_id, rules, n=3, cutoff=0.4)
        raise typer.BadParameter(f"no such rule; near it: {', '.join(near)}" if near else "no such rule")
    print(page(rules[rule_id]), end="")


@app.command("test")
def run_examples(prefix: Prefix = "") -> None:
    """Run the examples of the rules; exit status 1 when a rule does not speak or stay silent as its file says."""
    from khobar_moderation.moderator import Moderator
    from khobar_moderation.rulepacks.testing import cases, problem_of

    moderator = Moderator(models=None)
    examples = [case for rule in _rules(prefix) for case in cases(rule)]
    problems = [(case.rule, problem) for case in examples if (problem := problem_of(case, moderator))]
    for rule_id, problem in problems:
        print(f"{rule_id}: {problem}", file=sys.stderr)
    print(f"{len(examples)} examples, {len(problems)} wrong")
    raise typer.Exit(1 if problems else 0)


@app.command()
def lint(
    prefix: Prefix = "",
    against: Annotated[
        list[Path] | None, typer.Option(help="JSON lines of posts whose wording no rule may share.")
    ] = None,
) -> None:
    """Tell what is wrong with the rules themselves; exit status 1 when something is."""
    from khobar_moderation.resources import RULES
    from khobar_moderation.rulepacks.linting import problems_of, shared_wording

    problems = [f"{rule.id}: {problem}" for rule in _rules(prefix) for problem in problems_of(rule)]
    for posts in against or []:
        problems += [
            f"{path}: shares wording with post {post} of {posts}" for path, post in shared_wording(RULES, posts)
        ]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problems")
    raise typer.Exit(1 if problems else 0)


@app.command()
def docs(folder: Annotated[Path, typer.Argument(help="Where the pages go.")]) -> None:
    """Write a page for each rule, an index of them, and what language findings teach."""
    from khobar_moderation.checks.language.teaching import lessons_page
    from khobar_moderation.rulepacks.pages import write_pages

    print(f"{write_pages(list(_rules('')), folder)} pages in {folder}")
    (folder / "lessons.md").write_text(lessons_page(), encoding="utf-8")


def _rules(prefix: str) -> Iterator[Rule]:
    from khobar_moderation.resources import RULES
    from khobar_moderation.rulepacks import load_rules

    return (rule for rule_id, rule in load_rules(RULES).items() if rule_id.startswith(prefix))
