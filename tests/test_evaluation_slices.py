"""Parts of the posts, scores, and the decisions that cost most."""

from __future__ import annotations

from typing import Any

import pytest

from annotated import NAME, PHONE, annotated, evaluated, found, reported, spanned
from khobar_moderation.evaluation import Annotation, evaluate
from khobar_moderation.evaluation.calibration import calibrate
from khobar_moderation.evaluation.namegroups import genders, origin
from khobar_moderation.evaluation.slices import GROUPS
from khobar_moderation.evaluation.tables import comparison_table


def naming(*parts: str, **changes: Any) -> Annotation:
    """Return a post made of parts, of which every second one is the name of a person."""
    spans, start = [], 0
    for number, part in enumerate(parts):
        if number % 2:
            spans.append(spanned("person", (start, start + len(part)), role="private"))
        start += len(part)
    return Annotation.of(annotated(text="".join(parts), exposure=spans, **changes))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("حضر ", "فهد الدوسري"), "masculine"),
        (("حضرت ", "نورة الدوسري"), "feminine"),
        (("حضرت ", "نُورَة الدوسري"), "feminine"),
        (("شكرًا للأستاذة ", "إقبال الطيب"), "feminine"),
        (("شكرًا والأستاذ: ", "إقبال الطيب"), "masculine"),
        (("فاز ", "نور بن خالد"), "masculine"),
        (("فازت ", "نور بنت خالد"), "feminine"),
        (("تقول ", "أم فهد"), "feminine"),
        (("يقول ", "أبو نورة"), "masculine"),
        (("فاز ", "عبدالحسيب خان"), "masculine"),
        (("فاز ", "حمزة"), "masculine"),
        (("فازت ", "صفاقسة"), "feminine"),
        (("فاز ", "جود الشريدة"), "unknown"),
        (("حضر ", "فهد", " و", "نورة"), "both"),
        (("حضر ", "فهد", " و", "جود"), "masculine"),
        (("حضر الجميع",), "none"),
    ],
)
def test_whose_names_a_post_holds(parts: tuple[str, ...], expected: str) -> None:
    assert genders(naming(*parts)) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("حضر المعلم ", "محمد أنصاري", " و", "فهد"), "expatriate"),
        (("شكرًا ", "ماريسيل ديلا كروز"), "expatriate"),
        (("شكرًا ", "عثمان بابكر"), "other"),
        (("حضر كومار ", "فهد"), "other"),
        (("حضر الجميع",), "none"),
    ],
)
def test_names_of_expatriates(parts: tuple[str, ...], expected: str) -> None:
    assert origin(naming(*parts)) == expected


@pytest.mark.parametrize(
    ("group", "changes", "expected"),
    [
        ("register", {"register": "dialect"}, "dialect"),
        ("register", {"register": None}, "unknown"),
        ("channel", {"channel": "x"}, "x"),
        ("length", {"text": "أ" * 80}, "up to 80"),
        ("length", {"text": "أ" * 81}, "81 to 140"),
        ("length", {"text": "أ" * 280}, "141 to 280"),
        ("length", {"text": "أ" * 281}, "over 280"),
        ("dialect", {"register": "mixed"}, "dialect"),
        ("dialect", {"language": [spanned("dialect", (0, 4), correction="")]}, "dialect"),
        ("dialect", {"language": [spanned("hamza", (0, 4), correction="")]}, "none"),
        ("evasion", {"language": [spanned("foreign_letters", (0, 4), correction="")]}, "disguised"),
        ("evasion", {"text": "جوالي صفر خمسة خمسة واحد اثنان ثلاثة أربعة خمسة ستة سبعة"}, "disguised"),
        ("evasion", {}, "none"),
    ],
)
def test_what_a_post_is_sliced_by(group: str, changes: dict[str, Any], expected: str) -> None:
    assert GROUPS[group](Annotation.of(annotated(**changes))) == expected


def test_the_slices_of_a_group_are_all_the_posts() -> None:
    posts = [annotated(1, channel="x"), annotated(2), annotated(3, register="dialect", decision="block")]
    evaluation = evaluate(posts, [reported(1), reported(2), reported(3)])
    sizes: dict[str, int] = {}
    for each in evaluation.slices:
        sizes[each.group] = sizes.get(each.group, 0) + each.posts
    assert sizes == dict.fromkeys(GROUPS, 3)
    by_value = {(each.group, each.value): each for each in evaluation.slices}
    assert by_value["register", "dialect"].figures["decision.leak"].value == 1.0
    assert by_value["channel", "x"].figures["decision.exact"].value == 1.0
    assert [each.value for each in evaluation.slices if each.group == "channel"] == ["whatsapp", "x"]


def test_scores_are_held_against_what_came_true() -> None:
    calibration = calibrate([(0.95, True), (1.0, False), (0.31, False), (0.39, True)])
    low, high = calibration.bins
    assert (low.low, low.high, low.count, low.right) == (0.3, 0.4, 2, 0.5)
    assert (high.low, high.high, high.count, high.right) == (0.9, 1.0, 2, 0.5)
    assert calibration.error == pytest.approx((0.15 + 0.475) / 2)
    assert calibration.brier == pytest.approx((0.05**2 + 1 + 0.31**2 + 0.61**2) / 4)


def test_each_finding_is_judged_by_its_check() -> None:
    post = annotated(
        personal={"label": "mixed"},
        source={"status": "named"},
        soundness=[spanned("offensive", NAME)],
        exposure=[spanned("phone", PHONE), spanned("person", NAME, role="private")],
        language=[spanned("hamza", (0, 4), correction=""), spanned("dialect", (5, 11), correction="")],
    )
    right = [
        found("personal.personal"),
        found("source.untrusted_person"),
        found("soundness.offensive"),
        found("exposure.phone", PHONE),
        found("exposure.person", NAME, role="private"),
        found("language.spelling", (0, 4)),
        found("language.dialect", (5, 11)),
    ]
    wrong = [found("source.hearsay"), found("soundness.unsuitable"), found("exposure.iban", PHONE)]
    unjudged = [found("channel.outside_hours"), found("evasion.arabizi", NAME)]
    scored = [item | {"score": 0.9} for item in right] + [item | {"score": 0.2} for item in wrong] + unjudged
    low, high = evaluated((post, reported(findings=scored))).calibration.bins
    assert (low.count, low.right, high.count, high.right) == (3, 0.0, 7, 1.0)


def test_the_worst_decisions_come_first_with_the_checks_to_look_at() -> None:
    hearsay = annotated(decision="block", source={"status": "hearsay"}, exposure=[spanned("phone", PHONE)])
    pupil = spanned("person", NAME, role="private", pupil=True)
    evaluation = evaluated(
        (annotated(), reported(decision="review", findings=[found("language.hamza", NAME)] * 2)),
        (annotated(decision="review"), reported(decision="block")),
        (annotated(), reported(decision="block", findings=[found("channel.outside_hours", decision="block")])),
        (hearsay, reported(decision="review", labels={"personal": "work", "source": "anonymous"})),
        (annotated(decision="review", exposure=[pupil]), reported()),
        (hearsay, reported()),
        (annotated(), reported()),
    )
    faults = ["leak", "false_block", "missed_review", "softened", "false_review", "hardened"]
    assert [each.fault for each in evaluation.wrong] == faults
    assert [each.id for each in evaluation.wrong] == [5, 2, 4, 3, 0, 1]
    assert [each.checks for each in evaluation.wrong] == [
        ("exposure", "source"),
        ("channel",),
        ("exposure",),
        ("exposure",),  # hearsay taken for anonymous leads to the same decision
        ("language",),
        (),
    ]
    assert dict(evaluation.wrong[0].missed) == {"source.hearsay": 1, "exposure.phone": 1}
    assert dict(evaluation.wrong[2].missed) == {"exposure.pupil": 1}
    assert dict(evaluation.wrong[4].wrong) == {"language.hamza": 2}
    assert evaluation.blame["leak", "exposure"] == 1


def test_what_is_told_of_a_wrong_decision_holds_no_text() -> None:
    (wrong,) = evaluated((annotated(decision="block", tricky="سر"), reported())).wrong
    told = f"{wrong!r} {wrong.to_dict()}"
    assert "القحطاني" not in told
    assert "سر" not in told


def test_evaluations_of_the_same_posts_stand_beside_each_other() -> None:
    post = annotated(decision="block")
    evaluations = {"rules": evaluated((post, reported())), "both": evaluated((post, reported(decision="block")))}
    table = comparison_table(evaluations)
    columns = {str(column.header): [str(cell) for cell in column.cells] for column in table.columns}
    assert list(columns) == ["measure", "rules", "both"]
    leak = columns["measure"].index("decision.leak")
    assert (columns["rules"][leak], columns["both"][leak]) == ("1.000 [1.00–1.00]", "0.000 [0.00–0.00]")
