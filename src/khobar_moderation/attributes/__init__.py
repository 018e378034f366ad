"""Private facts about people whom a post lets its readers identify."""

from khobar_moderation.attributes.finder import find_attributes

__all__ = ["find_attributes"]
