"""A guard for Telegram bots made with python-telegram-bot: `Application.builder().request(GuardedRequest(hook))`.

All that a bot sends, `ExtBot` or plain `Bot`, passes the request object that it is given, so nothing goes round it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

try:
    import httpx
    from telegram.error import TelegramError
    from telegram.request import HTTPXRequest, RequestData
    from telegram.request._requestparameter import RequestParameter  # has no public name
except ModuleNotFoundError:
    from khobar_moderation.errors import MissingExtra

    raise MissingExtra("telegram", "telegram") from None

from khobar_moderation.hooks.adapters.wire import Wire, raise_for
from khobar_moderation.hooks.amending import amend
from khobar_moderation.hooks.hook import PreSendHook
from khobar_moderation.hooks.outcome import NotSent, SendHeld, SendRefused, SendScheduled
from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.sending import NotAccepted
from khobar_moderation.post import AttachmentKind, Channel

__all__ = ["GuardedRequest", "deliver_by", "telegram"]

_MESSAGES = re.compile(
    r"POST /(?:send(?!ChatAction)|edit|copy|forward|answer|post|repost|create|stop|savePrepared|gift|verify)\w+"
    r"|POST /set(?:My(?:Name|Description|ShortDescription|Commands|ProfilePhoto)|StickerSetTitle|PassportDataErrors"
    r"|Chat(?:Title|Description|Photo|MenuButton|AdministratorCustomTitle|MemberTag)"
    r"|BusinessAccount(?:Name|Bio|Username|ProfilePhoto))"
)
_HARMLESS = re.compile(
    r"POST /(?:get|delete|ban|unban|restrict|promote|pin|unpin|approve|decline|close|reopen|hide|unhide|remove|revoke"
    r"|export|refund|replace|upgrade|convert|transfer|read)\w*"
    r"|POST /(?:leaveChat|logOut|sendChatAction|uploadStickerFile|addStickerToSet)"
    r"|POST /set(?:Webhook|MessageReaction|ChatPermissions|ChatStickerSet|MyDefaultAdministratorRights|GameScore"
    r"|UserEmojiStatus|Sticker(?!SetTitle)\w+|CustomEmojiStickerSetThumbnail|BusinessAccountGiftSettings"
    r"|ManagedBotAccessSettings)"
)
_MACHINE = frozenset((
    "chat_id", "user_id", "message_id", "message_thread_id", "business_connection_id", "parse_mode", "type", "id",
    "callback_data", "callback_query_id", "inline_query_id", "inline_message_id", "message_effect_id",
    "custom_emoji_id", "icon_custom_emoji_id", "reply_to_message_id", "poll_id", "file_id",
    "media", "photo", "video", "audio", "document",
    "animation", "voice", "video_note", "sticker", "thumbnail", "cover", "provider_token", "currency", "payload",
    "web_app_query_id", "shipping_query_id", "pre_checkout_query_id", "start_parameter", "language_code", "scope",
    "google_place_id", "google_place_type", "foursquare_id", "foursquare_type", "gift_id", "from_chat_id", "result_id",
    "style",
))  # fmt: skip
_MEDIA = {
    "photo": AttachmentKind.IMAGE,
    "sticker": AttachmentKind.IMAGE,
    "animation": AttachmentKind.VIDEO,
    "video": AttachmentKind.VIDEO,
    "video_note": AttachmentKind.VIDEO,
    "audio": AttachmentKind.VOICE,
    "voice": AttachmentKind.VOICE,
    "document": AttachmentKind.DOCUMENT,
    "media": AttachmentKind.OTHER,
    "content": AttachmentKind.OTHER,
    "phone_number": AttachmentKind.CONTACT,
    "latitude": AttachmentKind.LOCATION,
    "from_chat_id": AttachmentKind.OTHER,  # what it passes on stands elsewhere
}

_TOLD: dict[type[NotSent], Any] = {
    kind: type(kind.__name__, (kind, TelegramError), {}) for kind in (SendRefused, SendHeld, SendScheduled)
}
"""What stops a send, as errors that the library passes on; it would hide any other in one of its own."""


def telegram(account: str | None = None) -> Wire:
    """Return how requests to Telegram's Bot API are read.

    Args:
        account: that sends, as the policy's register has it.
    """
    return Wire(
        adapter="telegram", channel=Channel.TELEGRAM, account=account, messages=_MESSAGES, harmless=_HARMLESS,
        machine=_MACHINE, media=_MEDIA, target=("chat_id", "user_id"), rendered=_rendered,
    )  # fmt: skip


def _rendered(text: str, body: Mapping[str, Any]) -> str:
    """Return a text without the markup that Telegram takes away: a number may be cut by tags, or told in entities."""
    mode = str(body.get("parse_mode", "")).casefold()
    if mode == "html":
        return unescape(re.sub(r"<[^<>]*>", "", text))
    if mode.startswith("markdown"):
        return re.sub(r"\\(.)|[*_~`|]", r"\1", text)
    return text


class GuardedRequest(HTTPXRequest):
    """What a bot sends its requests through, asking a hook about every message.

    Args:
        hook: is asked.
        account: that sends, as the policy's register has it.
        options: of `telegram.request.HTTPXRequest`, such as `connection_pool_size`.
    """

    def __init__(self, hook: PreSendHook, *, account: str | None = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._hook = hook
        self._wire = telegram(account)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        **timeouts: Any,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """Send a request, if it is no message or the hook lets it out.

        Raises:
            NotSent: the message is refused, held or scheduled, or the request is not known.
        """
        try:
            request_data = await self._judged(method, "/" + url.rpartition("/")[2], request_data)
        except NotSent as error:
            raise _TOLD[type(error)](error.outcome) from None
        answer: tuple[int, bytes] = await super().do_request(url, method, request_data, **timeouts)
        return answer

    async def _judged(self, method: str, path: str, request_data: RequestData | None) -> RequestData | None:
        fields = request_data.parameters if request_data else {}
        files = bool(request_data and request_data.contains_files)
        message = self._wire.read(method, path, fields, files=files)
        if not message:
            return request_data
        outcome = await self._hook.acheck(message)
        outcome.stop()
        return _data(amend(fields, outcome.changes)) if outcome.changes else request_data


def deliver_by(
    token: str, *, base_url: str = "https://api.telegram.org/bot", timeout: float = 10.0
) -> Callable[[Outgoing], None]:
    """Return what sends messages that were approved; for `Sender`.

    Args:
        token: of the bot.
        base_url: of the Bot API, to which the token is added.
        timeout: seconds that the service may take.

    The function raises `NotAccepted` if a message was certainly not taken, `Refused` if the service does not want it.
    """

    def deliver(outgoing: Outgoing) -> None:
        fields = outgoing.request
        try:
            answer = httpx.post(f"{base_url}{token}{fields['path']}", json=fields["body"], timeout=timeout)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise NotAccepted("no connection") from None
        raise_for(answer.status_code)

    return deliver


def _data(fields: dict[str, Any]) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in fields.items()])
