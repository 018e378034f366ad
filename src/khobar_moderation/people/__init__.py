"""The persons that a post mentions, and in which capacity: official, source or private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from khobar_moderation.people.disguised import find_disguised_names
from khobar_moderation.people.encoding import Encoded, encode
from khobar_moderation.people.mention import PersonMention
from khobar_moderation.people.names import find_names
from khobar_moderation.people.roles import assign_roles

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["Encoded", "PersonMention", "encode", "find_people"]


def find_people(document: Document) -> tuple[PersonMention, ...]:
    """Return the persons mentioned in a post, in reading order."""
    encoded = document.encoded
    names = find_names(encoded)
    disguised = list(find_disguised_names(encoded))
    if disguised:
        names = sorted([*names, *disguised], key=lambda name: name.start)
    return assign_roles(document, names) if names else ()
