"""Beginnings of patterns: none that a match can have is missing, or the pattern would not be tried there."""

from __future__ import annotations

import pytest
import regex

from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import load_rules
from khobar_moderation.rulepacks.heads import pattern_heads
from khobar_moderation.rulepacks.kinds import WordPatternsRule
from khobar_moderation.rulepacks.testing import cases
from khobar_moderation.text import fold_letters, match_key, normalise


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        ("غاب|تغيب عن", {"غاب", "تغيب عن"}),
        ("(?:ال)?(?:غش|تسرب)", {"غش", "تسرب", "الغش", "التسرب"}),
        (r"(?<span>[بت]غيب)\w+", {"بغيب", "تغيب"}),
        (r"(?!لا )\bقال (?:\w+ )?إن", {"قال ", "قال إن"}),
        (r"ح[ .\-]+م", {"ح ", "ح.", "ح-"}),
        (r"\d درجة", {f"{digit} درجة" for digit in range(10)}),
        (r"\w+ غاب", {""}),
        ("(?:أ|ب)*ج", {"أ", "ب", "ج", ""}),
    ],
)
def test_reads_how_a_pattern_begins(pattern: str, heads: set[str]) -> None:
    found = pattern_heads(pattern)
    assert all(any(head.startswith(known) for known in found) for head in heads)
    assert all(any(head.startswith(known) or known.startswith(head) for head in heads) for known in found)


def test_every_match_of_every_rule_begins_with_a_head() -> None:
    rules = [rule for rule in load_rules(RULES).values() if isinstance(rule, WordPatternsRule)]
    texts = [match_key(normalise(case.post.text).text) for rule in rules for case in cases(rule)]
    matches = 0
    for pattern in (fold_letters(pattern) for rule in rules for pattern in rule.patterns):
        heads, compiled = tuple(pattern_heads(pattern)), regex.compile(pattern)
        for text in texts:
            for match in compiled.finditer(text):
                assert text.startswith(heads, match.start()), pattern
                matches += 1
    assert matches > len(rules)
