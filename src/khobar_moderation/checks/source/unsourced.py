"""Claims from outside that name nobody: studies, reported speech without a speaker, decisions of other bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from khobar_moderation.checks.source.reader import Reader
from khobar_moderation.checks.source.sighting import Sighting
from khobar_moderation.checks.source.subjects import Subject

__all__ = ["find_continued_speech", "find_unsourced_claims"]

_SPEECH = "source/no-speaker"
_STUDY = "source/study-claim"


def find_unsourced_claims(reader: Reader, subjects: Sequence[Subject]) -> Iterator[Sighting]:
    """Yield claims that need a source and have none."""
    document = reader.document
    for rule in document.triggered.get("source", ()):
        if rule.id == _STUDY and document.rulebook.occurrences(rule, document):
            yield Sighting("missing", _STUDY)
    if any(finding.type == "unscientific" for finding in document.unsound):
        yield Sighting("missing", "source/unproven-claim")
    if _outside_body_acts(reader, subjects):
        yield Sighting("missing", "source/outside-act")


def find_continued_speech(reader: Reader, subjects: Sequence[Subject]) -> Iterator[Sighting]:
    """Yield whose speech goes on without a subject ("and added that"), or that there is nobody to have begun it."""
    verbs, complements = reader.word_list(_SPEECH, "verbs"), reader.complements
    openings = [index for index, word in enumerate(reader.words) if word.key in complements and index]
    for word in (reader.words[index - 1] for index in openings):
        if word.key.removeprefix("و") in verbs:
            speaker = next((s for s in subjects if s.kind == "named" and s.end <= word.start), None)
            if speaker:
                yield Sighting("named", "source/speech-verb", speaker.start, speaker.end)
            elif not any(subject.end <= word.start for subject in subjects):
                yield Sighting("missing", _SPEECH)
            return


def _outside_body_acts(reader: Reader, subjects: Sequence[Subject]) -> bool:
    """Whether a body outside the office is the subject of a decision, right after its verb."""
    ends = {hit.end for hit in reader.document.hits.get("source/outside-act", ())}
    return bool(ends) and any(
        subject.kind in ("trusted", "body") and subject.start - 1 in ends and not subject.is_addressed
        for subject in subjects
    )
