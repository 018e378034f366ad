"""Private facts about people whom a post lets its readers identify."""

from khobar_moderation.attributes.anchors import Anchor, find_anchors
from khobar_moderation.attributes.facts import Fact, find_facts
from khobar_moderation.attributes.finder import find_attributes

__all__ = ["Anchor", "Fact", "find_anchors", "find_attributes", "find_facts"]
