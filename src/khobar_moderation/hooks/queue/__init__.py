"""The review queue: drafts that wait for a person or for their time."""

from khobar_moderation.hooks.queue.queue import ReviewQueue
from khobar_moderation.hooks.queue.records import Change, Draft
from khobar_moderation.hooks.queue.states import NoSuchDraft, QueueError, State, WrongState

__all__ = ["Change", "Draft", "NoSuchDraft", "QueueError", "ReviewQueue", "State", "WrongState"]
