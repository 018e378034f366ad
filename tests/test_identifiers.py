"""How identifiers are weighed, told from offices' contacts, and found in whatever is repeated."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from khobar_moderation import Moderator, Post
from khobar_moderation.checks import evasion
from khobar_moderation.document import Document
from khobar_moderation.identifiers.checksums import iban_valid, luhn
from khobar_moderation.policy import Policy, load_policy
from khobar_moderation.policysections import Contacts
from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import Rulebook, load_rules


def _types(moderator: Moderator, text: str) -> list[str]:
    return [finding.type for finding in moderator.check(text).findings if finding.check == "exposure"]


@pytest.fixture(scope="module")
def listing() -> Moderator:
    """A moderator whose policy lists contacts of the office."""
    contacts = Contacts(
        phones=["+966 13 889 4400", "0500000001"],
        emails=["Office.Khobar@gmail.com"],
        accounts=["@khobar_activities7"],
        domains=["khobar-edu.example"],
    )
    policy: Policy = load_policy("khobar").model_copy(update={"contacts": contacts})
    return Moderator(policy, models=None)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    """The rules as every moderator has them."""
    return Rulebook(load_rules(RULES))


@pytest.mark.parametrize("number", ["1058529940", "1001244019", "1101798278", "2000000006"])
def test_checksum_of_ids(number: str) -> None:
    assert luhn(number)
    assert not luhn(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_checksum_of_accounts() -> None:
    assert iban_valid("SA0380000000608010167519")
    assert not iban_valid("SA0380000000608010167591")


def test_word_about_a_number_outweighs_its_checksum(moderator: Moderator) -> None:
    assert _types(moderator, "المعاملة رقم 1058529940 لدى القسم") == []
    assert "national_id" in _types(moderator, "رقم الهوية 1058529941 لدى القسم")


def test_nearest_word_decides(moderator: Moderator) -> None:
    text = "تم استلام طلب رقم 2000000006 لصاحب الهوية 1058529940"
    found = [finding for finding in moderator.check(text).findings if finding.type == "national_id"]
    assert [finding.span for finding in found if finding.span] == [(text.index("1058"), len(text))]


def test_number_in_a_chat_link_is_one_finding(moderator: Moderator) -> None:
    assert _types(moderator, "التواصل عبر https://wa.me/966551234567 فقط") == ["phone"]


@pytest.mark.parametrize(
    "text",
    [
        "هاتف المكتب 0138894400 للاستفسار",
        "واتس المكتب ٠٥٠ ٠٠٠ ٠٠٠١ للاستفسار",
        "التواصل عبر wa.me/966500000001 للاستفسار",
        "البريد office.khobar@gmail.com للاستفسار",
        "البريد salma@khobar-edu.example للاستفسار",
        "الحساب @Khobar_Activities7 للاستفسار",
        "الحساب https://x.com/khobar_activities7 للاستفسار",
    ],
)
def test_listed_contact_is_evidence(text: str, listing: Moderator, moderator: Moderator) -> None:
    verdict = listing.check(text)
    assert [finding for finding in verdict.findings if finding.check == "exposure"] == []
    assert "office_contact" in [item.type for item in verdict.evidence]
    assert _types(moderator, text) != []


def test_personal_mailbox_of_a_ministry_is_a_persons(moderator: Moderator) -> None:
    assert _types(moderator, "راسلوا المشرفة s.alqahtani@tvtc.gov.sa مباشرة") == ["email"]


def test_several_of_a_kind(moderator: Moderator) -> None:
    text = "سعد 0551234567، فهد 0559876543 - نوف 0530001122\nوالسيارة ح ر س 1234 والثانية د ط ر 77"
    types = _types(moderator, text)
    assert types.count("phone") == 3
    assert types.count("plate") == 2


def test_unlisted_identifier_blocks(moderator: Moderator) -> None:
    assert moderator.check(Post(text="للتنسيق مع المشرف 0551234567 قبل الزيارة")).decision == "block"


HEAVY = [
    "1",
    "1 ",
    "0551234567 ",
    "12/5/1447 ",
    "a",
    "a.",
    "a@",
    "@ab_1 ",
    "خمسة ",
    "(",
    "0\u200b",
    "SA03 8000 ",
    "https://x.com/ab1 ",
    "بيت شارع 12 ",
    "مواليد 1/1/2010 ",
    "سناب ab_c ",
    "سيارة ح ر س 12 ",
    "جواز A1234567 ",
    "أ ح س ن ",
    "حـ.ـ",
    "محmد ",
    "mo7ammed ",
]


@pytest.mark.parametrize("piece", HEAVY, ids=[ascii(piece) for piece in HEAVY])
def test_identifiers_in_what_is_repeated_lie_apart(piece: str, rulebook: Rulebook) -> None:
    policy = load_policy("khobar")
    post = Post(text="مرحبا " + piece * (4_000 // len(piece)))
    document = Document(post, rulebook, policy, datetime(2026, 11, 24, 9, tzinfo=UTC))
    document.__dict__["people"] = ()  # who is named is not asked here
    assert all(before.end <= after.start for before, after in pairwise(document.identifiers))
    assert all(0 <= found.start < found.end <= len(document.key) for found in document.identifiers)
    assert all(finding.span for finding in evasion.check(document))
