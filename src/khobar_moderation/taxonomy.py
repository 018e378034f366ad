"""The closed list of what a verdict can contain: findings, evidence, labels and failures, with their policy clauses."""

from __future__ import annotations

__all__ = ["CHECKS", "EVIDENCE", "FAILURES", "FINDINGS", "LABELS", "clause_of"]

IDENTIFIERS = (
    "phone",
    "national_id",
    "iban",
    "email",
    "address",
    "birth_date",
    "plate",
    "personal_account",
    "card",
    "passport",
)
ATTRIBUTES = ("health", "grade", "discipline", "family", "finance", "belief", "whereabouts")

# check → type → clause of the policy ("" where no clause names it)
FINDINGS: dict[str, dict[str, str]] = {
    "personal": {"personal": "P1", "mixed": "P1"},
    "source": {"hearsay": "P2", "anonymous": "P2", "missing": "P2", "organization": "P2", "untrusted_person": "P2"},
    "language": dict.fromkeys(
        (
            "hamza",
            "ta_marbuta",
            "alif_maqsura",
            "spelling",
            "split_merge",
            "grammar",
            "dialect",
            "punctuation",
            "foreign_letters",
        ),
        "P3",
    ),
    "soundness": {"offensive": "P4", "unsuitable": "P4", "unscientific": "P4"},
    "exposure": dict.fromkeys((*IDENTIFIERS, *ATTRIBUTES, "person", "pupil"), "P5"),
    "channel": {
        "outside_hours": "P6",
        "unregistered_account": "P7",
        "no_responsible_person": "P7",
        "personal_repost": "P8",
    },
    "evasion": dict.fromkeys(("spaced_letters", "spelled_digits", "mixed_scripts", "bidi_override", "arabizi"), ""),
}
EVIDENCE: dict[str, tuple[str, ...]] = {
    "source": ("named", "organization"),
    "exposure": ("person", "office_contact", "consented_person"),
    "channel": ("registered_account", "private_account", "trusted_account", "emergency_notice"),
}
LABELS: dict[str, tuple[str, ...]] = {
    "personal": ("work", "mixed", "personal"),
    "source": ("first_party", "named", "organization", "anonymous", "hearsay", "missing", "none"),
}
FAILURES = ("error", "deadline", "unread_attachment", "not_arabic", "model")
CHECKS = (*FINDINGS, "media", "readability")
"""All checks; the last two say only what nobody could read."""


def clause_of(check: str, type_: str) -> str:
    """Return the clause of the policy that a finding breaks, "" for none.

    Raises:
        KeyError: no such finding.
    """
    return FINDINGS[check][type_]
