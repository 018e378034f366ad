"""Before every send: the hook, the review queue, and what sends after an approval.

Needs `pip install 'khobar-moderation[hooks]'`.
"""

from importlib.util import find_spec

from khobar_moderation.errors import MissingExtra

for _library in ("sqlalchemy", "tenacity"):
    if find_spec(_library) is None:
        raise MissingExtra(_library, "hooks")

from khobar_moderation.hooks.hook import PreSendHook  # noqa: E402
from khobar_moderation.hooks.outcome import Action, NotSent, Outcome, SendHeld, SendRefused, SendScheduled  # noqa: E402
from khobar_moderation.hooks.outgoing import Outgoing  # noqa: E402
from khobar_moderation.hooks.queue import Change, Draft, NoSuchDraft, QueueError, ReviewQueue, State, WrongState  # noqa: E402
from khobar_moderation.hooks.sending import NotAccepted, Refused, Sender  # noqa: E402

__all__ = [
    "Action",
    "Change",
    "Draft",
    "NoSuchDraft",
    "NotAccepted",
    "NotSent",
    "Outcome",
    "Outgoing",
    "PreSendHook",
    "QueueError",
    "Refused",
    "ReviewQueue",
    "SendHeld",
    "SendRefused",
    "SendScheduled",
    "Sender",
    "State",
    "WrongState",
]
