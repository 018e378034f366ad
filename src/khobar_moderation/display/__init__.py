"""A verdict as people see it: static HTML for notebooks and for sharing, right to left, without any script."""

from khobar_moderation.display.page import save
from khobar_moderation.display.verdicts import html

__all__ = ["html", "save"]
