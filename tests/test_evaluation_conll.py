"""Persons in tokens with tags, counted by hand and as conlleval counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from khobar_moderation.errors import AnnotationError
from khobar_moderation.evaluation import Report, Sentence, evaluate_persons, posts_of, read_conll
from khobar_moderation.evaluation.conll import persons_found


def persons(*tags: str) -> set[tuple[int, int]]:
    return {(span.start, span.end) for span in Sentence(("x",) * len(tags), tags).persons}


def report(*spans: tuple[int, int], evidence: tuple[tuple[int, int], ...] = ()) -> Report:
    def person(span: tuple[int, int]) -> dict[str, object]:
        return {"check": "exposure", "type": "person", "start": span[0], "end": span[1]}

    labels = {"personal": "work", "source": "none"}
    found = {"findings": list(map(person, spans)), "evidence": list(map(person, evidence))}
    return Report.of({"decision": "allow", "labels": labels, **found})


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O B-PER I-PER O", {(1, 3)}),
        ("B-PER B-PER", {(0, 1), (1, 2)}),
        ("I-PER I-PER", {(0, 2)}),
        ("B-LOC I-PER", {(1, 2)}),
        ("B-PER I-LOC I-PER", {(0, 1), (2, 3)}),
        ("B-PERS I-PERS B-LOC", {(0, 2)}),
        ("S-PER B-PERSON E-PERSON I-PERSON", {(0, 1), (1, 3), (3, 4)}),
        ("O B-ORG", set()),
    ],
)
def test_tags_are_read_as_conlleval_reads_them(tags: str, expected: set[tuple[int, int]]) -> None:
    assert persons(*tags.split()) == expected


def test_a_name_spans_the_tokens_that_it_touches() -> None:
    sentence = Sentence(("قال", "لسالم", "القحطاني", "."), ("O", "B-PER", "I-PER", "O"))
    assert sentence.text == "قال لسالم القحطاني ."
    assert persons_found(sentence, report((5, 18))) == {(1, 3)}  # behind the clitic
    assert persons_found(sentence, report((3, 4))) == set()  # a blank
    assert persons_found(sentence, report((0, 3), evidence=((5, 9),))) == {(0, 1), (1, 2)}


def test_only_whole_persons_count() -> None:
    sentences = [Sentence(tuple("abcd"), ("B-PER", "I-PER", "O", "B-PER")), Sentence(("e",), ("O",))]
    figure = evaluate_persons(sentences, [report((0, 1), (6, 7)), report((0, 1))])
    assert (figure.precision, figure.recall, figure.value) == (1 / 3, 1 / 2, 0.4)
    assert figure.n == 2


def test_reports_are_one_for_each_sentence() -> None:
    with pytest.raises(ValueError, match="shorter"):
        evaluate_persons([Sentence(("a",), ("O",))] * 2, [report()])


def test_a_file_is_read_with_tabs_blanks_more_columns_and_no_last_blank_line(tmp_path: Path) -> None:
    file = tmp_path / "a.conll"
    file.write_bytes("\ufeff-DOCSTART- -X- O\n\nقال\tO\r\nسالم\tB-PER\n\n\n\nأ ب\tO\nهند NN B-PERS".encode())
    first, second = read_conll(file)
    assert (first.tokens, first.tags) == (("قال", "سالم"), ("O", "B-PER"))
    assert (second.tokens, second.tags) == (("أ ب", "هند"), ("O", "B-PERS"))
    assert [post.text for post in posts_of([first])] == ["قال سالم"]
    assert "سالم" not in repr(first)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd8\xa3\tO\n\xd8\xa8\n", ":2: holds no token and tag"),
        (b"a\tO\n\tO\n", ":2: holds no token and tag"),
        (b"a\tPER\n", ":1: has no tag at its end. Write O, or B- or I- with a type"),
        (b"a\tB-\n", ":1: has no tag"),
        (b"\n\n", ":2: holds no sentence"),
        (b"", ":1: holds no sentence"),
        (b"a\tO\n\xff\tO\n", ":2: is no UTF-8 at byte 1"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_by_number(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "a.conll"
    file.write_bytes(content)
    with pytest.raises(AnnotationError, match=told):
        read_conll(file)
