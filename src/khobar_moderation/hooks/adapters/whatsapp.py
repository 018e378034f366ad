"""A guard for WhatsApp bots made with pywa: `WhatsApp(session=GuardedClient(hook), …)`.

All that pywa asks of the Cloud API passes the client that it is given, so nothing goes round it.
"""

from __future__ import annotations

import json
import re
from typing import Any

try:
    import httpx
except ModuleNotFoundError:
    from khobar_moderation.errors import MissingExtra

    raise MissingExtra("httpx", "whatsapp") from None

from khobar_moderation.hooks.adapters.wire import Wire, raise_for
from khobar_moderation.hooks.amending import amend
from khobar_moderation.hooks.hook import PreSendHook
from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.sending import NotAccepted
from khobar_moderation.post import AttachmentKind, Channel

__all__ = ["GuardedAsyncClient", "GuardedClient", "whatsapp"]

_VERSION = r"(?:/v[\d.]+)?/"
_MESSAGES = re.compile(
    rf"POST {_VERSION}[^/]+/(?:messages|marketing_messages|message_templates|upsert_message_templates"
    r"|conversational_automation|whatsapp_business_profile|message_qrdls|groups)"
    rf"|POST {_VERSION}\d+/?"
)
_HARMLESS = re.compile(
    rf"(?:GET|DELETE) .*"
    rf"|POST {_VERSION}[^/]+/(?:media|subscriptions|subscribed_apps|register|deregister|request_code|verify_code"
    r"|phone_numbers|whatsapp_business_encryption|settings|whatsapp_commerce_settings|block_users|invite_link"
    r"|join_requests|unpause|publish|deprecate)"
)
_MACHINE = frozenset((
    "messaging_product", "recipient_type", "to", "recipient", "type", "id", "message_id", "code", "status", "wa_id",
    "sender", "action_id", "flow_id", "flow_token", "flow_action", "flow_message_version", "mode", "policy", "index",
    "sub_type", "catalog_id", "product_retailer_id", "link", "biz_opaque_callback_data",
))  # fmt: skip
_MEDIA = {
    "image": AttachmentKind.IMAGE,
    "sticker": AttachmentKind.IMAGE,
    "video": AttachmentKind.VIDEO,
    "audio": AttachmentKind.VOICE,
    "document": AttachmentKind.DOCUMENT,
    "location": AttachmentKind.LOCATION,
    "contacts": AttachmentKind.CONTACT,
    "product_retailer_id": AttachmentKind.OTHER,
    "header_handle": AttachmentKind.OTHER,
}

_THROTTLED = frozenset((4, 80007, 130429, 131048, 131056))
"""Codes of errors that tell of a limit reached (Cloud API, "Error Codes", throttling)."""


def whatsapp(account: str | None = None) -> Wire:
    """Return how requests to the WhatsApp Cloud API are read.

    Args:
        account: name of the group or account that sends, as the policy's register has it.
    """
    return Wire(
        adapter="whatsapp", channel=Channel.WHATSAPP, account=account, messages=_MESSAGES, harmless=_HARMLESS,
        machine=_MACHINE, media=_MEDIA, target=("to", "recipient"),
    )  # fmt: skip


class GuardedClient(httpx.Client):
    """The client that pywa is given as its session.

    Args:
        hook: is asked about every message.
        account: name of the group or account that sends, as the policy's register has it.
        options: of `httpx.Client`, such as `timeout`.
    """

    def __init__(self, hook: PreSendHook, *, account: str | None = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._hook = hook
        self._wire = whatsapp(account)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:  # noqa: ANN401 - as httpx has it
        """Send a request, if it is no message or the hook lets it out.

        Raises:
            NotSent: the message is refused, held or scheduled, or the request is not known.
        """
        message = _read(self._wire, request)
        if message:
            outcome = self._hook.check(message)
            outcome.stop()
            request = _amended(self, request, outcome.changes)
        return super().send(request, **options)

    def deliver(self, outgoing: Outgoing) -> None:
        """Send a message that was approved; for `Sender`.

        Raises:
            NotAccepted: it was certainly not taken.
            Refused: the service does not want it.
        """
        fields = outgoing.request
        request = self.build_request(str(fields["method"]), _url(self.base_url, fields["path"]), json=fields["body"])
        try:
            answer = super().send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise NotAccepted("no connection") from None
        if _is_throttled(answer):
            raise NotAccepted("too many messages")
        raise_for(answer.status_code)


class GuardedAsyncClient(httpx.AsyncClient):
    """The client that `pywa_async` is given as its session; arguments as for `GuardedClient`."""

    def __init__(self, hook: PreSendHook, *, account: str | None = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._hook = hook
        self._wire = whatsapp(account)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:  # noqa: ANN401 - as httpx has it
        """Send a request, as `GuardedClient.send` does."""
        message = _read(self._wire, request)
        if message:
            outcome = await self._hook.acheck(message)
            outcome.stop()
            request = _amended(self, request, outcome.changes)
        return await super().send(request, **options)


def _is_throttled(answer: httpx.Response) -> bool:
    """Return whether the service says in an error of its own, whatever the status, that it takes no more for now."""
    try:
        return answer.json()["error"]["code"] in _THROTTLED
    except (ValueError, LookupError, TypeError):
        return False


def _read(wire: Wire, request: httpx.Request) -> Outgoing | None:
    body = _body(request)
    if isinstance(body, dict) and body.get("status") == "read" and "message_id" in body:
        return None  # says that a message was read, or that one is being typed
    return wire.read(request.method, request.url.path, body)


def _body(request: httpx.Request) -> object:
    """Return the body as JSON; None where it is something else, or comes as a stream."""
    try:
        return json.loads(request.content)
    except (httpx.RequestNotRead, ValueError):
        return None


def _amended(
    client: httpx.Client | httpx.AsyncClient,
    request: httpx.Request,
    changes: Any,  # noqa: ANN401
) -> httpx.Request:
    if not changes:
        return request
    return client.build_request(request.method, request.url, json=amend(_body(request), changes))


def _url(base: httpx.URL, path: object) -> httpx.URL:
    return base.copy_with(path=str(path))
