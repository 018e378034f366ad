"""What a policy says of channels: when they may be used, and which accounts speak for the office."""

from khobar_moderation.channels.hours import is_open, next_opening
from khobar_moderation.channels.register import Standing, standing_of

__all__ = ["Standing", "is_open", "next_opening", "standing_of"]
