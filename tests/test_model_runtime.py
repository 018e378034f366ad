"""The model at run time: a long post is read to its end, no verdict hangs on other posts, and nothing fails open."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from khobar_moderation import Decision, InvalidPost, Moderator, Post, Verdict
from khobar_moderation.errors import ModelError
from khobar_moderation.heads.graph import Answers, Feed
from khobar_moderation.heads.labels import POST_HEADS, SOURCES, WORD_HEADS
from khobar_moderation.heads.model import Model
from khobar_moderation.heads.windows import OVERLAP, SIZE, windows
from khobar_moderation.schema import verdict_schema
from tiny_models import tiny_model

WORK = "يبدأ البرنامج التدريبي لمعلمات الصفوف الأولية يوم الأحد في قاعة التدريب."
PHONE = "للتواصل مع ولي الأمر على جواله 0551234567 بعد الدوام."
PLANTED, BREAKING = "زقرطم", "كسكسة"
TEXTS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent.parent / "benchmarks" / "data" / "written.jsonl").read_text("utf-8").splitlines()
][:60]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def random_moderator(folder: Path) -> Moderator:
    """A moderator whose model has random weights: it finds something nearly everywhere."""
    return Moderator(models=folder)


@pytest.fixture
def knowing(folder: Path) -> Moderator:
    """A moderator whose model knows one name, and breaks on one word; of everything else it says nothing."""
    moderator = Moderator(models=folder)
    moderator.model = model = Model(folder)
    name, breaking = model._vectors.of_words([PLANTED, BREAKING])

    def run(feed: Feed) -> Answers:
        vectors = feed["vectors"][0]
        if (vectors == breaking).all(axis=1).any():
            raise RuntimeError(BREAKING)
        answers = {head: np.zeros((len(vectors), len(labels)), np.float32) for head, labels in WORD_HEADS.items()}
        for head in ("people", "attributes", "sources"):
            answers[head][:, 0] = 12.0
        answers["personal"] -= 12.0
        answers["unsound"] -= 12.0
        answers["people"][(vectors == name).all(axis=1), WORD_HEADS["people"].index("B-private")] = 24.0
        posts = {head: np.full(len(labels), -12.0, np.float32) for head, labels in POST_HEADS.items()}
        posts["post_personal"][0] = posts["post_source"][SOURCES.index("first_party")] = 12.0
        return answers | posts

    model._graph.run = run  # type: ignore[method-assign]
    return moderator


def content(verdict: Verdict) -> dict[str, Any]:
    return {key: value for key, value in verdict.to_dict().items() if key != "milliseconds"}


@given(st.integers(0, 3_000), st.integers(2, SIZE), st.data())
def test_windows_answer_for_each_word_once(count: int, size: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, size - 1))
    parts = list(windows(count, size, overlap))
    assert [word for part in parts for word in range(part.first, part.last)] == list(range(count))
    for part in parts:
        assert 0 <= part.start <= part.first <= part.last <= part.end <= count
        assert part.end - part.start <= size


@given(st.integers(0, 20_000))
def test_every_word_has_words_around_it(count: int) -> None:
    for part in windows(count):
        assert part.start == 0 or part.first - part.start >= OVERLAP // 2
        assert part.end == count or part.end - part.last >= OVERLAP // 2


def test_long_post_is_read_to_its_last_word(knowing: Moderator) -> None:
    text = (f"{WORK} " * (50_000 // len(WORK) + 1))[:50_000].rsplit(" ", 1)[0]
    assert knowing.check(text).decision is Decision.ALLOW
    verdict = knowing.check(f"{text} {PLANTED}")
    assert verdict.decision is not Decision.ALLOW
    spans = [finding.span for finding in verdict.findings if finding.rule == "model/people"]
    assert spans == [(len(text) + 1, len(text) + 1 + len(PLANTED))]


def test_every_place_of_a_long_post_is_read_once(knowing: Moderator) -> None:
    words = WORK.split() * 60
    for place in (0, SIZE - OVERLAP // 2 - 1, SIZE - OVERLAP // 2, SIZE - 1, SIZE, len(words) - 1):
        planted = [*words[:place], PLANTED, *words[place:]]
        verdict = knowing.check(" ".join(planted))
        assert [finding.rule for finding in verdict.findings if finding.type == "person"] == ["model/people"], place


def test_rules_judge_alone_where_the_model_breaks(knowing: Moderator) -> None:
    verdict = knowing.check(f"{PHONE} {BREAKING}")
    assert [(item.check, item.reason, item.detail) for item in verdict.failures] == [
        ("readability", "model", "RuntimeError")
    ]
    assert "exposure/phone" in {finding.rule for finding in verdict.findings}
    assert verdict.decision is Decision.BLOCK
    assert knowing.check(f"{WORK} {BREAKING}").decision is Decision.REVIEW
    assert BREAKING not in repr(verdict.failures)


def test_a_post_that_breaks_the_model_spoils_no_other(knowing: Moderator) -> None:
    texts = [WORK, f"{WORK} {PLANTED}", f"{WORK} {BREAKING}", PHONE, WORK]
    verdicts = list(knowing.check_many(texts))
    assert [content(verdict) for verdict in verdicts] == [content(knowing.check(text)) for text in texts]
    assert [len(verdict.failures) for verdict in verdicts] == [0, 0, 1, 0, 0]


def test_answers_that_are_no_numbers_are_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moderator = Moderator(models=folder)
    moderator.model = Model(folder)
    run = moderator.model._graph.run

    def mistaken(feed: Feed) -> Answers:
        return run(feed) | {
            "people": np.full((feed["vectors"].shape[1], len(WORD_HEADS["people"])), np.nan, np.float32)
        }

    monkeypatch.setattr(moderator.model._graph, "run", mistaken)
    verdict = moderator.check(f"{WORK} {PLANTED}")
    assert [(item.reason, item.detail) for item in verdict.failures] == [("model", "ModelError")]
    assert verdict.decision is not Decision.ALLOW
    with pytest.raises(ModelError, match="no numbers") as told:
        moderator.model.read([moderator.read(Post(text=f"{WORK} {PLANTED}"))])
    assert PLANTED not in str(told.value)


def test_verdict_hangs_neither_on_company_nor_on_threads(random_moderator: Moderator) -> None:
    alone = [content(random_moderator.check(text)) for text in TEXTS]
    assert any(finding["rule"].startswith("model/") for report in alone for finding in report["findings"])
    assert [content(verdict) for verdict in random_moderator.check_many(TEXTS)] == alone
    assert [content(verdict) for verdict in random_moderator.check_many(reversed(TEXTS))] == alone[::-1]
    with ThreadPoolExecutor(8) as pool:
        assert [content(verdict) for verdict in pool.map(random_moderator.check, TEXTS)] == alone


def test_bad_post_among_others_is_told_in_its_turn(random_moderator: Moderator) -> None:
    verdicts = random_moderator.check_many([WORK, PHONE, " ", WORK])
    assert [content(next(verdicts)), content(next(verdicts))] == [
        content(random_moderator.check(text)) for text in (WORK, PHONE)
    ]
    with pytest.raises(InvalidPost, match="text"):
        next(verdicts)


def test_posts_before_the_one_that_cannot_be_had_are_judged(random_moderator: Moderator) -> None:
    def posts() -> Iterator[str]:
        yield WORK
        yield PHONE
        raise OSError("the file ends here")

    verdicts = random_moderator.check_many(posts())
    assert content(next(verdicts)) == content(random_moderator.check(WORK))
    assert content(next(verdicts)) == content(random_moderator.check(PHONE))
    with pytest.raises(OSError, match="ends here"):
        next(verdicts)


_shared: list[Moderator] = []


def _check_many(texts: list[str]) -> list[dict[str, Any]]:
    return [content(verdict) for verdict in _shared[0].check_many(texts)]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_forked_process_uses_what_was_loaded_before(random_moderator: Moderator) -> None:
    _shared[:] = [random_moderator]
    expected = _check_many(TEXTS[:20])
    with ThreadPoolExecutor(1) as pool, ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as processes:
        busy = pool.submit(_check_many, TEXTS)  # so that its locks are held, and its threads at work, at the fork
        forked = [processes.submit(_check_many, TEXTS[:20]) for _ in range(2)]
        assert [job.result(timeout=60) for job in forked] == [expected, expected]
        assert busy.result()[:20] == expected


def test_verdict_says_by_which_model_and_keeps_the_schema(random_moderator: Moderator) -> None:
    verdicts = [random_moderator.check(text) for text in TEXTS]
    version = json.loads((random_moderator.model.folder / "config.json").read_text("utf-8"))["version"]  # type: ignore[union-attr]
    assert {verdict.versions.model for verdict in verdicts} == {version}
    found = {finding.rule for verdict in verdicts for finding in verdict.findings}
    assert {"model/people", "model/attributes", "model/personal", "model/soundness"} <= found
    validator = Draft202012Validator(verdict_schema())
    assert [error.message for verdict in verdicts for error in validator.iter_errors(verdict.to_dict())] == []


@pytest.mark.parametrize("text", ["🌹🌹👏", "!!!", "\u064b\u0640\u0640"], ids=["emoji", "marks", "diacritics"])
def test_post_without_a_word_is_not_asked_of_the_model(text: str, random_moderator: Moderator) -> None:
    together = list(random_moderator.check_many([text, WORK, text]))
    for verdict in (random_moderator.check(text), together[0], together[2]):
        assert verdict.decision is Decision.REVIEW
        assert {item.reason for item in verdict.failures} == {"not_arabic"}
        assert not [finding for finding in verdict.findings if finding.rule.startswith("model/")]
