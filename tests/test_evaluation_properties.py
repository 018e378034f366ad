"""What holds of any evaluation."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from annotated import TEXT, annotated, evaluated, found, reported, spanned
from khobar_moderation.evaluation.calibration import calibrate
from khobar_moderation.evaluation.conll import Sentence
from khobar_moderation.evaluation.figures import draws, figure
from khobar_moderation.evaluation.matching import align, overlap, touch
from khobar_moderation.evaluation.measures import MEASURES, Kind, Measure, Tally
from khobar_moderation.evaluation.reports import Item

spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(
    lambda pair: (pair[0], min(sum(pair), len(TEXT)))
)
items = spans.map(lambda span: Item(check="exposure", type="phone", start=span[0], end=span[1]))
tallies = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).map(
    lambda counts: Tally(counts[0], counts[0] + counts[1], counts[0] + counts[2])
)
decisions = st.sampled_from(("allow", "review", "block"))


@st.composite
def posts(draw: st.DrawFn) -> dict[str, Any]:
    kinds = st.sampled_from(("phone", "iban", "health"))
    exposure = [spanned(draw(kinds), span) for span in draw(st.lists(spans, max_size=3, unique=True))]
    person = spanned("person", draw(spans), role=draw(st.sampled_from(("official", "private"))))
    label = draw(st.sampled_from(("work", "mixed", "personal")))
    return annotated(exposure=[*exposure, person], decision=draw(decisions), personal={"label": label, "spans": []})


def perfect(post: dict[str, Any]) -> dict[str, Any]:
    """Return the report that says what the annotation says."""
    seen = [{**span, "check": "exposure"} for span in post["exposure"]]
    return reported(
        decision=post["decision"],
        labels={"personal": post["personal"]["label"], "source": post["source"]["status"]},
        findings=[span for span in seen if span.get("role") != "official"],
        evidence=[span for span in seen if span.get("role") == "official"],
    )


@given(st.lists(posts(), min_size=1, max_size=4))
@settings(deadline=None, max_examples=30)
def test_a_perfect_report_has_nothing_but_perfect_figures(golds: list[dict[str, Any]]) -> None:
    evaluation = evaluated(*((post, perfect(post)) for post in golds))
    for each in evaluation.figures.values():
        assert each.value == (0.0 if each.kind is Kind.RATE else 1.0)
    assert evaluation.wrong == ()
    assert sum(evaluation.confusion.values()) == len(golds)


@given(posts(), spans)
@settings(deadline=None, max_examples=30)
def test_one_more_wrong_finding_costs_precision_and_no_recall(post: dict[str, Any], span: tuple[int, int]) -> None:
    report = perfect(post)
    more = report | {"findings": [*report["findings"], found("exposure.passport", span)]}
    right, wrong = (evaluated((post, each)).figures["exposure.identifier"] for each in (report, more))
    assert (wrong.precision or 0) < (right.precision or 0)
    assert wrong.recall == right.recall


@given(st.sampled_from(MEASURES), st.lists(tallies, min_size=1, max_size=30), st.integers(0, 2**32 - 1))
def test_figures_and_intervals_lie_between_0_and_1(measure: Measure, counts: list[Tally], seed: int) -> None:
    made = figure(measure, counts, draws(seed))
    assert 0 <= made.low <= made.high <= 1
    assert 0 <= made.value <= 1
    if made.precision is not None and made.recall is not None and made.n:
        assert min(made.precision, made.recall) - 1e-9 <= made.value <= max(made.precision, made.recall) + 1e-9


@given(st.sampled_from(MEASURES), tallies, st.integers(1, 20))
def test_posts_that_are_all_alike_leave_no_doubt(measure: Measure, counts: Tally, times: int) -> None:
    made = figure(measure, [counts] * times, draws())
    assert made.low == made.high == made.value


@given(st.lists(items, max_size=8), st.lists(items, max_size=8), st.sampled_from((overlap, touch)))
def test_no_span_is_paired_twice_and_only_with_the_same(gold: list[Item], seen: list[Item], same: Any) -> None:
    aligned = align(gold, seen, same)
    assert all(same(gold[meant], seen[given_]) for meant, given_ in aligned.pairs)
    assert (
        len({meant for meant, _ in aligned.pairs}) == len({given_ for _, given_ in aligned.pairs}) == len(aligned.pairs)
    )
    assert len(aligned.missed) == len(gold) - len(aligned.pairs)
    assert sum(right for _, right in aligned.judged()) == len(aligned.pairs)


@given(items, items)
def test_spans_that_overlap_touch_and_both_do_so_both_ways(one: Item, other: Item) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert touch(one, other) == touch(other, one)
    assert touch(one, other) or not overlap(one, other)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_every_score_falls_into_one_bin(scored: list[tuple[float, bool]]) -> None:
    calibration = calibrate(scored)
    assert calibration.count == len(scored) == sum(each.count for each in calibration.bins)
    assert all(each.low - 1e-9 <= each.score <= each.high + 1e-9 for each in calibration.bins)
    assert 0 <= calibration.error <= 1
    assert 0 <= calibration.brier <= 1


@given(st.lists(st.sampled_from(("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "S-PER", "E-PER")), min_size=1))
def test_every_token_tagged_as_a_person_lies_in_exactly_one_person(tags: list[str]) -> None:
    persons = Sentence(("x",) * len(tags), tuple(tags)).persons
    covered = sorted(place for span in persons for place in range(*span))
    assert covered == [place for place, tag in enumerate(tags) if tag.endswith("-PER")]
