"""Identifiers of persons in a post: numbers, addresses, dates and accounts that lead to one of them."""

from khobar_moderation.identifiers.model import Identifier
from khobar_moderation.identifiers.registry import find_identifiers

__all__ = ["Identifier", "find_identifiers"]
