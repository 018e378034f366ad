"""Every measure on posts small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from annotated import FIRST_NAME, NAME, PHONE, annotated, evaluated, found, reported, spanned, value
from khobar_moderation.evaluation import Evaluation


def labelled(personal: str = "work", source: str = "first_party") -> dict[str, Any]:
    return {"labels": {"personal": personal, "source": source}}


def decided(*pairs: tuple[str, str]) -> Evaluation:
    return evaluated(*((annotated(decision=meant), reported(decision=given)) for meant, given in pairs))


def test_decisions() -> None:
    decisions = decided(
        *[("block", "block")] * 2, ("block", "review"), ("block", "allow"), ("review", "review"), ("review", "block"),
        *[("allow", "allow")] * 2, ("allow", "review"), ("allow", "block"),
    )  # fmt: skip
    assert value(decisions, "decision.exact") == (0.5,)
    assert value(decisions, "decision.stopped") == (5 / 7, 5 / 6, 10 / 13)
    assert value(decisions, "decision.block") == (2 / 4, 2 / 4, 0.5)
    assert value(decisions, "decision.leak") == (1 / 4,)
    assert value(decisions, "decision.false_stop") == (2 / 4,)
    assert value(decisions, "decision.false_block") == (1 / 4,)
    assert [decisions.figures[f"decision.{name}"].n for name in ("exact", "leak", "false_stop")] == [10, 4, 4]
    assert list(decisions.confusion.values()) == [2, 1, 1, 0, 1, 1, 1, 1, 2]


def test_personal_matter() -> None:
    pairs = [("work", "work"), ("work", "mixed"), ("mixed", "personal"), ("personal", "personal"), ("personal", "work")]
    labels = evaluated(*((annotated(personal={"label": meant}), reported(**labelled(given))) for meant, given in pairs))
    assert value(labels, "personal.any") == (2 / 3, 2 / 3, pytest.approx(2 / 3))
    assert value(labels, "personal.exact") == (2 / 5,)


def test_source() -> None:
    pairs = [
        ("hearsay", "anonymous"),
        ("anonymous", "missing"),
        ("missing", "missing"),
        ("named", "hearsay"),
        ("none", "none"),
    ]
    labels = evaluated(
        *((annotated(source={"status": meant}), reported(**labelled(source=given))) for meant, given in pairs)
    )
    assert value(labels, "source.exact") == (2 / 5,)
    assert value(labels, "source.weak") == (3 / 4, 3 / 3, pytest.approx(6 / 7))
    assert value(labels, "source.blocked") == (1 / 2, 1 / 2, 0.5)


def test_a_label_that_its_failed_check_could_not_give_is_never_right() -> None:
    report = reported(labels={"source": "first_party"}, failures=[{"check": "personal"}])
    failed = evaluated((annotated(personal={"label": "personal"}), report), (annotated(), report))
    assert value(failed, "personal.exact") == (0.0,)
    assert value(failed, "personal.any") == (0.0, 0.0, 0.0)


def test_spans_of_named_sources_need_only_touch() -> None:
    gold = annotated(source={"status": "named", "spans": [spanned("named", (35, 56))]})
    named = evaluated(
        (gold, reported(evidence=[found("source.named", (50, 60)), found("source.named", PHONE)])),
        (annotated(), reported(evidence=[found("source.organization", NAME)])),
    )
    assert value(named, "source.named_span") == (1 / 2, 1.0, pytest.approx(2 / 3))


def test_soundness_counts_posts_not_spans() -> None:
    offensive = annotated(soundness=[spanned("offensive", NAME), spanned("offensive", PHONE)])
    sound = evaluated(
        (offensive, reported(findings=[found("soundness.offensive"), found("soundness.unsuitable")])),
        (offensive, reported(findings=[found("soundness.unsuitable")])),
        (annotated(), reported(findings=[found("soundness.unscientific")])),
    )
    assert value(sound, "soundness.offensive") == (1.0, 1 / 2, pytest.approx(2 / 3))
    assert value(sound, "soundness.unsuitable") == (0.0, 1.0, 0.0)
    assert value(sound, "soundness.unscientific") == (0.0, 1.0, 0.0)
    assert value(sound, "soundness.any") == (2 / 3, 1.0, 0.8)


def test_persons_need_half_of_the_longer_span() -> None:
    persons = [spanned("person", NAME, role="official"), spanned("person", FIRST_NAME, role="private")]
    post = annotated(exposure=persons)
    half, less = (43, 50), (43, 49)  # 7 and 6 of the 13 characters of the name
    first = found("exposure.person", FIRST_NAME, role="private")
    everyone = evaluated(
        (post, reported(evidence=[found("exposure.person", half, role="official")], findings=[first])),
        (post, reported(evidence=[found("exposure.person", less, role="official")])),
    )
    assert value(everyone, "exposure.person_any_role") == (2 / 3, 2 / 4, pytest.approx(4 / 7))
    assert value(everyone, "exposure.private_person") == (1.0, 1 / 2, pytest.approx(2 / 3))


def test_an_official_among_the_findings_is_no_private_person() -> None:
    post = annotated(exposure=[spanned("person", NAME, role="official")])
    wrong = evaluated((post, reported(findings=[found("exposure.person", NAME, role="private")])))
    assert value(wrong, "exposure.person_any_role") == (1.0, 1.0, 1.0)
    assert value(wrong, "exposure.private_person") == (0.0, 1.0, 0.0)


def test_identifiers_need_their_type() -> None:
    post = annotated(exposure=[spanned("phone", PHONE)])
    typed = evaluated(
        (post, reported(findings=[found("exposure.phone", PHONE)])),
        (post, reported(findings=[found("exposure.iban", PHONE), found("exposure.card", PHONE)])),
    )
    assert value(typed, "exposure.identifier") == (1 / 3, 1 / 2, 0.4)


def test_private_facts_need_their_type_and_one_character() -> None:
    post = annotated(exposure=[spanned("health", (0, 40)), spanned("grade", (58, 63))])
    facts = evaluated(
        (post, reported(findings=[found("exposure.health", (39, 60)), found("exposure.health", (58, 63))]))
    )
    assert value(facts, "exposure.attribute") == (1 / 2, 1 / 2, 0.5)


def test_wrong_words_are_counted_as_words() -> None:
    two_words, third = (12, 21), (22, 27)
    post = annotated(
        language=[spanned("split_merge", two_words, correction="لقاءهيوم"), spanned("dialect", third, correction="")]
    )
    found_words = [found("language.hamza", (14, 15)), found("language.hamza", third), found("language.hamza", PHONE)]
    words = evaluated((post, reported(findings=found_words)))
    figure = words.figures["language.word"]
    assert value(words, "language.word") == (1 / 2, 1 / 2, 0.5)  # the word of dialect counts for nothing
    assert figure.half == 0.5


def test_a_correction_is_right_when_the_text_comes_out_the_same() -> None:
    mistake = spanned("hamza", (35, 42), correction="الاستاذ")
    same = found("language.spelling", (34, 42), replacement="  الاستاذ")
    post = annotated(language=[mistake, spanned("grammar", (22, 27), correction="الأحدِ")])
    other = found("language.grammar", (22, 27), replacement="الاثنين")
    corrected = evaluated((post, reported(findings=[same, other])), (post, reported(findings=[other])))
    assert value(corrected, "language.corrected") == (1 / 3, 1 / 4, pytest.approx(2 / 7))
    assert corrected.figures["language.corrected"].half == pytest.approx(1.25 / 4)


def test_nothing_to_find_and_nothing_found_is_perfect() -> None:
    nothing = evaluated((annotated(), reported()))
    assert value(nothing, "exposure.identifier") == (1.0, 1.0, 1.0)
    assert value(nothing, "decision.leak") == (0.0,)
    assert nothing.figures["decision.leak"].n == 0


def test_a_finding_without_a_place_is_found_and_matches_nothing() -> None:
    post = annotated(exposure=[spanned("phone", PHONE)], language=[spanned("hamza", (0, 4), correction="يعقدُ")])
    placeless = evaluated((post, reported(findings=[found("exposure.phone"), found("language.hamza")])))
    assert value(placeless, "exposure.identifier") == (0.0, 0.0, 0.0)
    assert value(placeless, "language.corrected") == (0.0, 0.0, 0.0)
