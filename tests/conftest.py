"""What tests share."""

from __future__ import annotations

import pytest

from khobar_moderation import Moderator


@pytest.fixture(scope="session")
def moderator() -> Moderator:
    """A moderator with rules only: what a rule sees does not change with the model."""
    return Moderator(models=None)


@pytest.fixture(scope="session")
def full_moderator() -> Moderator:
    """The moderator as every user gets it, with rules and model."""
    return Moderator()
