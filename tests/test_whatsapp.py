"""WhatsApp bots made with pywa, against a service on loopback that speaks the Cloud API's requests."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import pywa
import pywa_async
from pywa import types
from pywa.api import GraphAPI

from drafts import DOUBTFUL, FORBIDDEN, INNOCENT
from khobar_moderation.hooks import NotSent, PreSendHook, ReviewQueue, Sender, SendHeld, SendRefused, State
from khobar_moderation.hooks.adapters.whatsapp import GuardedAsyncClient, GuardedClient
from loopback import Request, Service


def _answer(_: Request) -> object:
    return {"messages": [{"id": "wamid.1"}], "contacts": [{"wa_id": "1", "input": "1"}], "id": "7", "success": True}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'queue.db'}"


@pytest.fixture(autouse=True)
def answers(service: Service) -> None:
    service.answer = _answer


@pytest.fixture
def client(hook: PreSendHook) -> Iterator[GuardedClient]:
    with GuardedClient(hook) as client:
        yield client


@pytest.fixture
def bot(client: GuardedClient, service: Service) -> pywa.WhatsApp:
    bot = pywa.WhatsApp(phone_id="100", token="t", session=client)
    client.base_url = f"{service.url}/v23.0"
    return bot


def test_an_allowed_message_arrives(bot: pywa.WhatsApp, service: Service) -> None:
    bot.send_message(to="966500000000", text=INNOCENT)
    (request,) = service.messages
    assert json.loads(request.body)["text"]["body"] == INNOCENT


@pytest.mark.parametrize(("text", "stopped"), [(FORBIDDEN, SendRefused), (DOUBTFUL, SendHeld)])
def test_what_may_not_go_out_does_not(bot: pywa.WhatsApp, service: Service, text: str, stopped: type[NotSent]) -> None:
    with pytest.raises(stopped):
        bot.send_message(to="966500000000", text=text)
    assert service.requests == []


def test_what_is_approved_goes_out_once_as_it_was(
    bot: pywa.WhatsApp, client: GuardedClient, hook: PreSendHook, queue: ReviewQueue, service: Service
) -> None:
    with pytest.raises(SendHeld) as held:
        bot.send_message(to="966500000000", text=DOUBTFUL, footer="مكتب التعليم", buttons=[types.Button("نعم", "y")])
    queue.approve(str(held.value.outcome.draft), "sara")
    sender = Sender(queue, hook, {"whatsapp": client.deliver}, worker="w1", wait=0.01)
    service.statuses = [429, 503]
    assert sender.send_due() == {State.SENT: 1}
    assert sender.send_due() == {}
    first, second, third = service.messages
    assert first.body == second.body == third.body
    body = json.loads(third.body)
    assert (body["to"], body["interactive"]["body"]["text"]) == ("966500000000", DOUBTFUL)


def test_a_limit_told_in_an_error_of_its_own_is_waited_out(
    bot: pywa.WhatsApp, client: GuardedClient, hook: PreSendHook, queue: ReviewQueue, service: Service
) -> None:
    with pytest.raises(SendHeld) as held:
        bot.send_message(to="966500000000", text=DOUBTFUL)
    queue.approve(str(held.value.outcome.draft), "sara")
    service.statuses, service.error = [400], {"error": {"code": 130429}}
    sender = Sender(queue, hook, {"whatsapp": client.deliver}, worker="w1", wait=0.01)
    assert sender.send_due() == {State.SENT: 1}
    assert len(service.messages) == 2


@pytest.mark.parametrize(("status", "state"), [(500, State.UNKNOWN), (400, State.FAILED)])
def test_an_error_is_not_answered_with_the_same_message(
    bot: pywa.WhatsApp, client: GuardedClient, hook: PreSendHook, queue: ReviewQueue, service: Service,
    status: int, state: State,
) -> None:  # fmt: skip
    with pytest.raises(SendHeld) as held:
        bot.send_message(to="966500000000", text=DOUBTFUL)
    queue.approve(str(held.value.outcome.draft), "sara")
    service.statuses = [status]
    assert Sender(queue, hook, {"whatsapp": client.deliver}, worker="w1", wait=0.01).send_due() == {state: 1}
    assert len(service.messages) == 1


def test_every_word_of_a_message_is_judged(bot: pywa.WhatsApp, service: Service) -> None:
    button = [types.Button("نعم", "y")]
    row = types.SectionRow(title="سطر", callback_data="r", description=FORBIDDEN[:70])
    sections = [types.Section(title="الأقسام", rows=[row])]
    attempts: list[dict[str, Any]] = [
        {"text": INNOCENT, "buttons": button, "header": FORBIDDEN[:60]},
        {"text": INNOCENT, "buttons": button, "footer": FORBIDDEN[:60]},
        {"text": INNOCENT, "buttons": [types.Button("اتصل 0551234567", "y")]},
        {"text": INNOCENT, "buttons": types.SectionList("القائمة", sections)},
    ]
    for attempt in attempts:
        with pytest.raises(NotSent):
            bot.send_message(to="966500000000", **attempt)
    assert service.requests == []


def test_what_nobody_read_goes_to_a_person(bot: pywa.WhatsApp, service: Service) -> None:
    person = types.Contact(name=types.Contact.Name(formatted_name="سالم", first_name="سالم"))
    attempts: list[Callable[[], object]] = [
        lambda: bot.send_image(to="1", image="123456", caption=INNOCENT),
        lambda: bot.send_document(to="1", document="123456", filename="plan.pdf", caption=INNOCENT),
        lambda: bot.send_location(to="1", latitude=26.2, longitude=50.2, name=INNOCENT),
        lambda: bot.send_audio(to="1", audio="123456"),
        lambda: bot.send_contact(to="1", contact=person),
    ]
    for attempt in attempts:
        with pytest.raises(SendHeld):
            attempt()
    assert service.requests == []


def test_reading_and_marks_pass_unasked(bot: pywa.WhatsApp, service: Service) -> None:
    bot.mark_message_as_read("wamid.1")
    bot.api.get_media_url("12")
    assert [request.method for request in service.requests] == ["POST", "GET"]


def test_an_unknown_request_is_refused(bot: pywa.WhatsApp, service: Service) -> None:
    with pytest.raises(SendRefused, match="unknown request"):
        bot.api.send_raw_request("POST", "/100/broadcasts", json={"text": INNOCENT})
    with pytest.raises(SendRefused, match="unknown request"):
        bot.api.update_group_info("100/x", subject=INNOCENT)
    assert service.requests == []


def _value(parameter: inspect.Parameter) -> Any:
    kind = str(parameter.annotation)
    if parameter.name.endswith("_id") or parameter.name in ("sender", "to", "recipient", "code", "endpoint"):
        return "100"
    if parameter.name in ("method", "indicator", "typ", "type"):
        return {"method": "POST"}.get(parameter.name, "text")
    if "dict" in kind or parameter.kind is parameter.VAR_KEYWORD:
        return {"text": {"body": FORBIDDEN}, "type": "text"}
    if "tuple" in kind or "list" in kind:
        return (FORBIDDEN,)
    if "int" in kind or "float" in kind:
        return 1
    return FORBIDDEN.encode() if "bytes" in kind else True if "bool" in kind else FORBIDDEN


METHODS = [name for name, _ in inspect.getmembers(GraphAPI, inspect.isfunction) if not name.startswith("_")]
_UNSEEN = (
    "media", "subscriptions", "subscribed_apps", "whatsapp_business_encryption", "register", "verify_code",
    "request_code", "phone_numbers", "block_users", "settings", "join_requests",
)  # fmt: skip
"""Ends of the paths whose bodies no reader of a message sees."""


@pytest.mark.parametrize("name", METHODS)
def test_no_method_of_the_library_goes_round_the_hook(bot: pywa.WhatsApp, service: Service, name: str) -> None:
    """Call each with words that may not go out wherever it takes words: none may arrive in a body that people see."""
    method = getattr(bot.api, name)
    arguments = {
        parameter.name: _value(parameter)
        for parameter in inspect.signature(method).parameters.values()
        if parameter.kind is not parameter.VAR_KEYWORD
    }
    extra = {"json": {"text": {"body": FORBIDDEN}}} if name == "send_raw_request" else {}
    try:
        answer = method(**arguments, **extra)
        if isinstance(answer, AbstractContextManager):
            answer.__enter__()
    except NotSent:
        assert service.messages == []
    seen = [request for request in service.requests if request.method in ("POST", "PUT", "PATCH")]
    seen = [request for request in seen if not request.path.partition("?")[0].rstrip("/").endswith(_UNSEEN)]
    assert not any("0551234567" in request.text for request in seen)


def test_an_async_bot_is_guarded_too(hook: PreSendHook, service: Service) -> None:
    async def run() -> list[type[BaseException] | None]:
        async with GuardedAsyncClient(hook) as client:
            bot = pywa_async.WhatsApp(phone_id="100", token="t", session=client)
            client.base_url = f"{service.url}/v23.0"
            sends = (bot.send_message(to="1", text=text) for text in (INNOCENT, FORBIDDEN, DOUBTFUL))
            outcomes = await asyncio.gather(*sends, return_exceptions=True)
            return [type(outcome) if isinstance(outcome, BaseException) else None for outcome in outcomes]

    assert asyncio.run(run()) == [None, SendRefused, SendHeld]
    assert [json.loads(request.body)["text"]["body"] for request in service.messages] == [INNOCENT]
