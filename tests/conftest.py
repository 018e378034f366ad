"""What tests share."""

from __future__ import annotations

import pytest

from khobar_moderation import Moderator


@pytest.fixture(scope="session")
def moderator() -> Moderator:
    """The moderator as every user gets it."""
    return Moderator()
