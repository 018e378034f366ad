"""How the exposure check puts persons and identifiers together."""

from __future__ import annotations

from datetime import UTC, date, datetime

from khobar_moderation import Moderator
from khobar_moderation.policy import load_policy
from khobar_moderation.policysections import Consent, ConsentLists

PUPIL = "نبارك للطالبة سلمى بنت ناصر القحطاني تفوقها في مسابقة الخط."
OFFICIAL = "افتتح مدير مكتب التعليم الأستاذ ناصر بن سعد القحطاني المعرض صباح اليوم."


def _with_consent(until: date) -> Moderator:
    consent = ConsentLists(names=[Consent(name="سلمى بنت ناصر القحطاني", until=until)])
    policy = load_policy("khobar").model_copy(update={"consent": consent})
    return Moderator(policy, models=None, clock=lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))


def test_pupil_is_a_finding_of_her_own(moderator: Moderator) -> None:
    found = [finding for finding in moderator.check(PUPIL).findings if finding.type == "person"]
    assert [(finding.id, finding.role, finding.pupil) for finding in found] == [("exposure.pupil", "private", True)]
    start, end = found[0].span or (0, 0)
    assert PUPIL[start:end] == "سلمى بنت ناصر القحطاني"


def test_official_is_evidence(moderator: Moderator) -> None:
    verdict = moderator.check(OFFICIAL)
    assert [finding for finding in verdict.findings if finding.check == "exposure"] == []
    assert [(item.type, item.role) for item in verdict.evidence if item.check == "exposure"] == [("person", "official")]


def test_consent_holds_to_its_last_day_and_no_longer() -> None:
    agreed = _with_consent(date(2026, 11, 24)).check(PUPIL)
    assert "consented_person" in [item.type for item in agreed.evidence]
    assert "exposure.pupil" not in [finding.id for finding in agreed.findings]
    run_out = _with_consent(date(2026, 11, 23)).check(PUPIL)
    assert "exposure.pupil" in [finding.id for finding in run_out.findings]


def test_consent_of_another_is_none() -> None:
    verdict = _with_consent(date(2027, 1, 1)).check(PUPIL.replace("سلمى", "نورة"))
    assert "exposure.pupil" in [finding.id for finding in verdict.findings]


def test_name_inside_an_address_is_no_person(moderator: Moderator) -> None:
    verdict = moderator.check("تسكن في حي الواحة، شارع فيصل بن فهد، شقة 3")
    assert [finding.type for finding in verdict.findings if finding.check == "exposure"] == ["address"]
    assert [item for item in verdict.evidence if item.type == "person"] == []
