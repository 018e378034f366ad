"""What a verdict offers: hiding, mending, explaining."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from khobar_moderation import CheckFailure, Decision, Finding, Moderator, Post, Verdict
from khobar_moderation.correction import Mender
from khobar_moderation.finding import Message, Safety
from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import load_rules
from khobar_moderation.rulepacks.testing import cases
from khobar_moderation.taxonomy import CHECKS, FINDINGS, LABELS
from khobar_moderation.wording import placeholder, term
from verdicts import finding, verdict

HIDDEN = placeholder()
WRITTEN = sorted((Path(__file__).parent.parent / "benchmarks" / "data").glob("*.jsonl"))


def redacted(text: str, *parts: tuple[str, str]) -> str:
    return verdict(text, [finding(text, part, kind) for part, kind in parts]).redacted()


def test_identifiers_are_hidden_and_the_rest_is_kept() -> None:
    assert redacted("للتواصل 0551234567، شكرًا", ("0551234567", "exposure.phone")) == f"للتواصل {HIDDEN}، شكرًا"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("للتواصل +966551234567 شكرًا", "966551234567"),
        ("للتواصل 0551234567 شكرًا", "551234"),
        ("للتواصل a.b@school.example شكرًا", "b@school"),
        ("للتواصل 055-123-4567 شكرًا", "123"),
        ("للتواصل 05٥١ـ٢ شكرًا", "٥"),
    ],
)
def test_a_span_is_widened_to_the_whole_word(text: str, part: str) -> None:
    assert redacted(text, (part, "exposure.phone")) == f"للتواصل {HIDDEN} شكرًا"


def test_marks_on_the_last_letter_are_hidden_with_it() -> None:
    assert redacted("حضرت سارةُ معنا", ("سارة", "exposure.person")) == f"حضرت {HIDDEN} معنا"


def test_a_name_in_a_hashtag_hides_the_hashtag() -> None:
    assert redacted("شكرًا #سارة_العتيبي", ("سارة", "exposure.person")) == f"شكرًا {HIDDEN}"


def test_a_fact_is_hidden_with_its_clause() -> None:
    text = "نفيدكم بأن الطالبة سارة تعاني من الصرع منذ عام، ويبدأ الدوام الأحد."
    assert redacted(text, ("الصرع", "exposure.health")) == f"{HIDDEN}، ويبدأ الدوام الأحد."


def test_overlapping_and_neighbouring_spans_become_one() -> None:
    text = "حضرت سارة أحمد العتيبي معنا"
    parts = [("سارة أحمد", "exposure.person"), ("أحمد العتيبي", "exposure.pupil")]
    assert redacted(text, *parts) == f"حضرت {HIDDEN} معنا"
    assert redacted(text, ("سارة", "exposure.person"), ("العتيبي", "exposure.person")).count(HIDDEN) == 2
    assert redacted(text, ("سارة", "exposure.person"), ("أحمد", "exposure.person")).count(HIDDEN) == 1


def test_disguised_text_is_hidden_and_other_findings_are_not() -> None:
    text = "رقمي صفر خمسة والدعوه عامة"
    parts = [("صفر خمسة", "evasion.spelled_digits"), ("والدعوه", "language.ta_marbuta")]
    assert redacted(text, *parts) == f"رقمي {HIDDEN} والدعوه عامة"


def test_nothing_is_shown_when_exposure_could_not_be_judged() -> None:
    failure = CheckFailure(check="exposure", reason="error", message=Message("تعذّر", "failed"))
    assert verdict("للتواصل 0551234567", failures=[failure]).redacted() == HIDDEN


def test_an_exposure_without_a_place_hides_everything() -> None:
    text = "للتواصل 0551234567"
    assert verdict(text, [finding(text, "0551234567", span=None)]).redacted() == HIDDEN


def mend(text: str, part: str, replacement: str | None, **fields: object) -> Finding:
    return finding(
        text, part, "language.hamza", replacement=replacement, **{"safety": Safety.SAFE, "decision": None, **fields}
    )


def test_safe_replacements_are_applied_and_others_are_not() -> None:
    text = "ان المدرسه الى الامام"
    findings = [
        mend(text, "ان", "إن"),
        mend(text, "المدرسه", "المدرسة", safety=Safety.NEEDS_A_LOOK),
        mend(text, "الى", "إلى"),
        mend(text, "الامام", None),
    ]
    assert verdict(text, findings).corrected() == "إن المدرسه إلى الامام"


def test_of_overlapping_replacements_the_longest_is_applied() -> None:
    text = "ان شاء الله الى"
    findings = [mend(text, "ان", "أن"), mend(text, "ان شاء", "إن شاء"), mend(text, "شاء الله", "شاءالله")]
    assert verdict(text, findings).corrected() == "أن شاءالله الى"
    same_length = [mend("abcd", "abc", "first"), mend("abcd", "bcd", "second")]
    assert verdict("abcd", same_length).corrected() == "firstd"


def test_a_replacement_may_be_empty_and_what_the_policy_allows_stays() -> None:
    text = "في في المدرسه"
    findings = [mend(text, "في ", ""), mend(text, "المدرسه", "المدرسة", decision=Decision.ALLOW)]
    assert verdict(text, findings).corrected() == "في المدرسه"


def test_the_explanation_tells_decision_labels_findings_and_failures() -> None:
    text = "للتواصل 0551234567"
    failure = CheckFailure(check="channel", reason="error", message=Message("تعذّر", "failed"))
    report = verdict(text, [finding(text, "0551234567", replacement="…")], [failure])
    arabic, english = report.explain("ar"), report.explain("en")
    for expected in (term("decisions", "review", "ar"), "رسالة", "\u20680551234567\u2069", "P5", "تعذّر"):
        assert expected in arabic
    for expected in (term("decisions", "review", "en"), "message", "phone number", "failed", "source: missing"):
        assert expected in english


def test_an_excerpt_can_neither_turn_the_line_nor_drive_a_terminal() -> None:
    text = "\u202eمقلوب\x1b[31m\u2069\nسطر"
    lines = verdict(text, [finding(text, text)]).explain("ar")
    assert not set("\u202e\x1b") & set(lines)
    assert lines.count("\u2068") == lines.count("\u2069") == 1


def test_a_long_excerpt_loses_its_middle() -> None:
    text = "بداية " + "وسط " * 100 + "نهاية"
    shown = re.search("\u2068(.*)\u2069", verdict(text, [finding(text, text)]).explain("ar"))
    assert shown is not None
    assert len(shown[1]) < 90
    assert shown[1].startswith("بداية")
    assert shown[1].endswith("نهاية")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        verdict("نص").explain("fr")  # type: ignore[arg-type]


def test_reprs_hold_no_word_of_the_post() -> None:
    text = "للتواصل 0551234567"
    report = verdict(text, [finding(text, "0551234567", replacement="0559999999", message=Message(text, text))])
    shown = repr(report) + repr(report.findings) + str(report)
    assert not any(word in shown for word in ("0551234567", "0559999999", "للتواصل"))


def test_every_id_of_the_taxonomy_has_words_for_a_reviewer() -> None:
    types = [f"{check}.{type_}" for check, types in FINDINGS.items() for type_ in types]
    labels = [f"{check}.{value}" for check, values in LABELS.items() for value in values]
    named: dict[str, Sequence[str]] = {
        "types": types,
        "labels": labels,
        "checks": list(CHECKS),
        "decisions": list(Decision),
    }
    for group, names in named.items():
        for name in names:
            assert term(group, name, "ar") != name
            assert term(group, name, "en")


def test_an_address_is_hidden_with_its_sentence() -> None:
    text = "العزاء في حي النخيل، شارع الورد، فيلا ٣. وتبدأ الاختبارات الأحد."
    assert redacted(text, ("حي النخيل", "exposure.address")) == f"{HIDDEN}. وتبدأ الاختبارات الأحد."


FLAGGED = [
    case for rule in load_rules(RULES).values() for case in cases(rule) if case.flagged and rule.check == "exposure"
]


def test_what_a_rule_finds_does_not_survive_and_hiding_it_exposes_nothing_new(moderator: Moderator) -> None:
    assert FLAGGED
    for case in FLAGGED:
        report = moderator.check(case.post)
        hidden = report.redacted()
        exposed = [found for found in report.findings if found.check == "exposure" and found.span]
        for found in exposed:
            surface = case.post.text[slice(*found.span)] if found.span else ""
            assert surface not in hidden or case.post.text.count(surface) > 1, case.rule
        again = moderator.check(hidden).findings
        new = {finding.id for finding in again if finding.check == "exposure"} - {finding.id for finding in exposed}
        assert not new, case.rule


@pytest.fixture(params=["rules", "rules and model"])
def any_moderator(request: pytest.FixtureRequest, moderator: Moderator, full_moderator: Moderator) -> Moderator:
    return moderator if request.param == "rules" else full_moderator


def _drafts() -> list[Post]:
    """Return posts with errors of every rule, and what colleagues and learners wrote."""
    posts = [case.post for rule in load_rules(RULES).values() if rule.check == "language" for case in cases(rule)]
    lines = [line for path in WRITTEN for line in path.read_text("utf-8").splitlines()]
    return posts + [Post(text=json.loads(line)["text"]) for line in lines]


def test_correcting_twice_changes_nothing_and_makes_no_verdict_worse(any_moderator: Moderator) -> None:
    posts = _drafts()
    verdicts = list(any_moderator.check_many(posts))
    mended = [
        post.model_copy(update={"text": verdict.corrected()}) for post, verdict in zip(posts, verdicts, strict=True)
    ]
    again = list(any_moderator.check_many(mended))
    assert [verdict.corrected() for verdict in again] == [post.text for post in mended]
    assert all(new.decision.severity <= old.decision.severity for old, new in zip(verdicts, again, strict=True))
    assert sum(old.text != new.text for old, new in zip(posts, mended, strict=True)) > len(posts) / 10


def test_a_mended_text_is_never_at_the_price_of_a_worse_verdict(moderator: Moderator) -> None:
    verdict = moderator.check("الى المدير")
    worse = moderator.check("كما وصلني: يرجى التواصل مع ولي أمر الطالب سالم القحطاني 0551234567")
    assert verdict.corrected() == "إلى المدير"
    assert isinstance(verdict.mender, Mender)
    assert replace(verdict.mender, check=lambda _: worse)() == "الى المدير"


def test_replacements_that_turn_in_a_circle_are_not_applied() -> None:
    def check(text: str) -> Verdict:
        return verdict(text, [mend(text, text, "ب" if text == "ا" else "ا")])

    assert Mender(check, "ا", Decision.REVIEW, check("ا").findings)() == "ا"


def test_a_verdict_travels_with_its_mended_text(moderator: Moderator) -> None:
    given = moderator.check("الى المدير")
    received = pickle.loads(pickle.dumps(given))
    assert received == given
    assert received.corrected() == "إلى المدير"
