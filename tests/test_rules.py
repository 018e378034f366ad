"""Every rule speaks and stays silent as its own file says."""

from __future__ import annotations

import pytest

from khobar_moderation import Moderator
from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import load_rules
from khobar_moderation.rulepacks.testing import ExampleCase, cases, problem_of

CASES = [case for rule in load_rules(RULES).values() for case in cases(rule)]


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case.rule}-{'flags' if case.flagged else 'allows'}-{i}" for i, case in enumerate(CASES)]
)
def test_example_of_rule(case: ExampleCase, moderator: Moderator) -> None:
    assert problem_of(case, moderator) is None
