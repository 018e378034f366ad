"""A guard for X bots made with tweepy: `GuardedClient(hook, consumer_key=…)` in the place of `tweepy.Client`.

Every method of tweepy's client ends in `request`, so nothing goes round it. Of the old interface (`tweepy.API`) only
what a bot still needs it for is let through: reading, and uploading media.
"""

from __future__ import annotations

import re
from typing import Any

try:
    import requests
    import tweepy
except ModuleNotFoundError:
    from khobar_moderation.errors import MissingExtra

    raise MissingExtra("tweepy", "x") from None

from khobar_moderation.hooks.adapters.wire import AGAIN, Wire, refuse
from khobar_moderation.hooks.amending import amend
from khobar_moderation.hooks.hook import PreSendHook
from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.sending import NotAccepted, Refused
from khobar_moderation.post import AttachmentKind, Channel

__all__ = ["GuardedAPI", "GuardedClient", "x"]

_MESSAGES = re.compile(
    r"POST /2/(?:tweets|users/[^/]+/retweets|dm_conversations(?:/[^/]+)*(?:/messages)?|lists)|PUT /2/lists/[^/]+"
)
_HARMLESS = re.compile(
    r"(?:GET|DELETE) .*|PUT /2/tweets/[^/]+/hidden|POST /2/compliance/jobs|POST /2/lists/[^/]+/members"
    r"|POST /2/users/[^/]+/(?:bookmarks|likes|following|blocking|muting|followed_lists|pinned_lists)"
)
_MACHINE = frozenset((
    "in_reply_to_tweet_id", "exclude_reply_user_ids", "media_ids", "media_id", "tagged_user_ids", "quote_tweet_id",
    "tweet_id", "place_id", "reply_settings", "conversation_type", "participant_ids",
))  # fmt: skip
_MEDIA = {
    "media_ids": AttachmentKind.IMAGE,
    "media_id": AttachmentKind.IMAGE,
    "place_id": AttachmentKind.LOCATION,
    "quote_tweet_id": AttachmentKind.OTHER,  # what it passes on stands elsewhere
    "tweet_id": AttachmentKind.OTHER,
}
_UPLOADS = frozenset(("media/upload", "media/upload_chunked"))


def x(account: str | None = None) -> Wire:
    """Return how requests to the API of X are read.

    Args:
        account: that sends, as the policy's register has it.
    """
    return Wire(
        adapter="x", channel=Channel.X, account=account, messages=_MESSAGES, harmless=_HARMLESS, machine=_MACHINE,
        media=_MEDIA,
    )  # fmt: skip


class GuardedClient(tweepy.Client):
    """A client of X that asks a hook about every message.

    Args:
        hook: is asked.
        account: that sends, as the policy's register has it, such as "@khobar_edu".
        options: of `tweepy.Client`, such as `consumer_key`.
    """

    def __init__(self, hook: PreSendHook, *, account: str | None = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._hook = hook
        self._wire = x(account)

    def request(
        self,
        method: str,
        route: str,
        params: Any = None,  # noqa: ANN401 - as tweepy has it
        json: Any = None,  # noqa: ANN401 - as tweepy has it
        user_auth: bool = False,
    ) -> requests.Response:
        """Send a request, if it is no message or the hook lets it out.

        Raises:
            NotSent: the message is refused, held or scheduled, or the request is not known.
        """
        message = self._wire.read(method, route, json)
        if message:
            outcome = self._hook.check(message)
            outcome.stop()
            json = amend(json, outcome.changes)
        answer: requests.Response = super().request(method, route, params=params, json=json, user_auth=user_auth)
        return answer

    def deliver(self, outgoing: Outgoing) -> None:
        """Send a message that was approved, in the name of the account; for `Sender`.

        Raises:
            NotAccepted: it was certainly not taken.
            Refused: the service does not want it.
        """
        fields = outgoing.request
        try:
            super().request(fields["method"], fields["path"], json=fields["body"], user_auth=bool(self.access_token))
        except tweepy.HTTPException as error:
            status = error.response.status_code
            if status in AGAIN:
                raise NotAccepted(f"status {status}") from None
            if status < 500:
                raise Refused(f"status {status}") from None
            raise
        except requests.ConnectTimeout:
            raise NotAccepted("no connection") from None


class GuardedAPI(tweepy.API):
    """The old interface, for reading and for uploading media; words that it would send are refused."""

    def request(self, method: str, endpoint: str, **options: Any) -> Any:  # noqa: ANN401 - as tweepy has it
        """Send a request that reads, or uploads media.

        Raises:
            SendRefused: it could carry words; `GuardedClient` sends those.
        """
        if method != "GET" and endpoint not in _UPLOADS:
            refuse("unknown request")
        return super().request(method, endpoint, **options)
