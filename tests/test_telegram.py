"""Telegram bots made with python-telegram-bot, against a service on loopback that speaks the Bot API's requests."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject
from telegram.error import TelegramError
from telegram.ext import Application

from drafts import FORBIDDEN, INNOCENT
from khobar_moderation.hooks import NotSent, PreSendHook, ReviewQueue, Sender, SendHeld, SendRefused, State
from khobar_moderation.hooks.adapters.telegram import GuardedRequest, deliver_by
from loopback import Request, Service

DOUBTFUL = "نأمل حضور الاجتماع يوم الاحد في قاعة التدريب."
ME = {"id": 7, "is_bot": True, "first_name": "b", "username": "b"}
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "group"}}


def _answer(request: Request) -> object:
    return {"ok": True, "result": ME if request.path.endswith("getMe") else MESSAGE}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'queue.db'}"


@pytest.fixture(autouse=True)
def answers(service: Service) -> None:
    service.answer = _answer


def run(hook: PreSendHook, service: Service, use: Callable[[telegram.Bot], Awaitable[Any]]) -> Any:
    """Use a bot of an application, as bots are made."""

    async def main() -> Any:
        builder = Application.builder().token("1:t").base_url(f"{service.url}/bot").updater(None)
        application = builder.request(GuardedRequest(hook)).build()
        async with application:
            service.requests.clear()
            return await use(application.bot)

    return asyncio.run(main())


def test_an_allowed_message_arrives(hook: PreSendHook, service: Service) -> None:
    run(hook, service, lambda bot: bot.send_message(5, INNOCENT))
    (request,) = service.messages
    assert INNOCENT in request.text


@pytest.mark.parametrize(("text", "stopped"), [(FORBIDDEN, SendRefused), (DOUBTFUL, SendHeld)])
def test_what_may_not_go_out_does_not(hook: PreSendHook, service: Service, text: str, stopped: type[NotSent]) -> None:
    for use in (lambda bot: bot.send_message(5, text), lambda bot: bot.edit_message_text(text, 5, 1)):
        with pytest.raises(stopped) as caught:
            run(hook, service, use)
        assert isinstance(caught.value, TelegramError)
    assert service.requests == []


def test_every_word_of_a_message_is_judged(hook: PreSendHook, service: Service) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("اتصل 0551234567", callback_data="x")]])
    attempts: list[Callable[[Any], Awaitable[Any]]] = [
        lambda bot: bot.send_message(5, INNOCENT, reply_markup=keyboard),
        lambda bot: bot.send_poll(5, "هل نبدأ؟", ["نعم", FORBIDDEN]),
        lambda bot: bot.send_photo(5, "file-id", caption=FORBIDDEN),
        lambda bot: bot.answer_callback_query("1", text=FORBIDDEN, show_alert=True),
        lambda bot: bot.set_chat_title(5, FORBIDDEN),
        lambda bot: bot.send_contact(5, "0551234567", "سالم القحطاني"),
        lambda bot: bot.send_media_group(5, [telegram.InputMediaPhoto("file-id", caption=FORBIDDEN)] * 2),
    ]
    for attempt in attempts:
        with pytest.raises(SendRefused):
            run(hook, service, attempt)
    assert service.requests == []


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("للتواصل مع ولي الأمر 05<b>512</b>345<i>67</i>", "HTML"),
        ("للتواصل مع ولي الأمر &#48;551234567", "HTML"),
        ("للتواصل مع ولي الأمر 05*512*345_67_", "MarkdownV2"),
        (r"للتواصل مع ولي الأمر 0551\2\345\67", "MarkdownV2"),
    ],
)
def test_markup_hides_nothing(hook: PreSendHook, service: Service, text: str, mode: str) -> None:
    with pytest.raises(SendRefused):
        run(hook, service, lambda bot: bot.send_message(5, text, parse_mode=mode))
    assert service.requests == []


def test_what_nobody_read_goes_to_a_person(hook: PreSendHook, service: Service) -> None:
    attempts: list[Callable[[Any], Awaitable[Any]]] = [
        lambda bot: bot.send_photo(5, "file-id", caption=INNOCENT),
        lambda bot: bot.forward_message(5, 6, 1),
        lambda bot: bot.send_location(5, 26.2, 50.2),
        lambda bot: bot.send_venue(5, 26.2, 50.2, "قاعة التدريب", "مكتب التعليم"),
        lambda bot: bot.send_media_group(5, [telegram.InputMediaPhoto("file-id", caption=INNOCENT)] * 2),
    ]
    for attempt in attempts:
        with pytest.raises(SendHeld):
            run(hook, service, attempt)
    with pytest.raises(SendRefused, match="file that cannot wait"):
        run(hook, service, lambda bot: bot.send_document(5, b"bytes", caption=INNOCENT))
    assert service.requests == []


def test_what_says_nothing_passes_unasked(hook: PreSendHook, service: Service) -> None:
    async def use(bot: telegram.Bot) -> None:
        await bot.send_chat_action(5, "typing")
        await bot.answer_callback_query("1")
        await bot.delete_message(5, 1)

    run(hook, service, use)
    assert len(service.requests) == 3


@pytest.mark.parametrize(
    ("statuses", "state", "times"),
    [([429, 503], State.SENT, 3), ([500], State.UNKNOWN, 1), ([403], State.FAILED, 1)],
)
def test_what_is_approved_goes_out_as_it_was(
    hook: PreSendHook, queue: ReviewQueue, service: Service, statuses: list[int], state: State, times: int
) -> None:
    with pytest.raises(SendHeld) as held:
        run(hook, service, lambda bot: bot.send_message(5, DOUBTFUL, parse_mode="HTML"))
    queue.approve(str(held.value.outcome.draft), "sara")
    service.statuses = statuses
    senders = {"telegram": deliver_by("1:t", base_url=f"{service.url}/bot")}
    sender = Sender(queue, hook, senders, worker="w1", wait=0.01)
    assert sender.send_due() == {state: 1}
    assert sender.send_due() == {}
    bodies = [json.loads(request.body) for request in service.messages]
    assert bodies == [{"chat_id": 5, "text": DOUBTFUL, "parse_mode": "HTML"}] * times
    assert {request.path for request in service.messages} == {"/bot1:t/sendMessage"}


def test_a_draft_holds_no_token(hook: PreSendHook, queue: ReviewQueue, service: Service) -> None:
    with pytest.raises(SendHeld):
        run(hook, service, lambda bot: bot.send_message(5, DOUBTFUL))
    (draft,) = queue.drafts()
    assert "1:t" not in draft.outgoing.model_dump_json()


def test_an_unknown_request_is_refused(hook: PreSendHook, service: Service) -> None:
    with pytest.raises(SendRefused, match="unknown request"):
        run(hook, service, lambda bot: bot.do_api_request("broadcastMessage", api_kwargs={"text": INNOCENT}))
    assert service.requests == []


def _methods() -> list[str]:
    """Names of the methods of a bot that ask the service for something; each has a twin in camel case."""
    named = inspect.getmembers(telegram.Bot, inspect.iscoroutinefunction)
    return [name for name, _ in named if name[0] != "_" and name == name.lower() and name not in _LIFE]


_LIFE = {"initialize", "shutdown", "do_api_request"}
_SIMPLE = {"int": 1, "float": 1.0, "bool": True}


def _value(name: str, annotation: str) -> Any:
    """Return an argument that holds words wherever it can."""
    if name.endswith(("_id", "_ids")):
        return [1, 2] if name.endswith("s") else 1
    if re.match(r"(collections\.abc\.)?(Sequence|list|tuple)\[('|\")?(str|InputPollOption)", annotation):
        return [FORBIDDEN, FORBIDDEN]
    if re.match(r"str\b|CorrectOptionID|.*\bstr\b", annotation):
        return FORBIDDEN
    return next((value for kind, value in _SIMPLE.items() if re.search(rf"\b{kind}\b", annotation)), None)


class Anything(TelegramObject):  # type: ignore[misc]  # the library is skipped by mypy
    """An object of any kind, full of words."""

    def __init__(self) -> None:
        super().__init__()
        self._freeze()

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:  # noqa: ARG002
        return {"text": FORBIDDEN, "caption": FORBIDDEN}


_SEEN_BY_NOBODY = re.compile(
    r"/(?:get|delete|ban|unban|restrict|promote|pin|unpin|setWebhook|setGameScore|read|leave|upload|addSticker|setSticker"
    r"|setCustomEmoji|refund|replace|export|revoke|approve|decline|sendChatAction|setMessageReaction|setUserEmojiStatus"
    r"|close|reopen|transfer|upgrade|convert|setChatPermissions|setChatStickerSet|setBusinessAccountGift|setManagedBot"
    r"|remove|setMyDefault|hide|unhide|logOut)\w*$"
)


def _arguments(method: Callable[..., Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = {"api_kwargs": {"more": FORBIDDEN}}
    for parameter in inspect.signature(method).parameters.values():
        wordy = parameter.name in ("text", "caption", "title", "description")
        if parameter.name != "self" and (wordy or parameter.default is parameter.empty):
            value = _value(parameter.name, str(parameter.annotation))
            arguments[parameter.name] = Anything() if value is None else value
    return arguments


async def _outcome(bot: telegram.Bot, service: Service, name: str) -> str:
    service.requests.clear()
    try:
        await getattr(bot, name)(**_arguments(getattr(telegram.Bot, name)))
    except NotSent:
        return "stopped"
    except (TelegramError, TypeError, ValueError, AttributeError, LookupError):
        pass  # the service's answer is none that fits, or the library makes no request of such arguments
    seen = [request for request in service.messages if not _SEEN_BY_NOBODY.search(request.path)]
    assert not any("0551234567" in request.text for request in seen), name
    return "asked" if service.requests else "not asked"


def test_no_method_of_the_library_goes_round_the_hook(hook: PreSendHook, service: Service) -> None:
    """Call each with words that may not go out wherever it takes words."""

    async def call_all(bot: telegram.Bot) -> dict[str, str]:
        return {name: await _outcome(bot, service, name) for name in _methods()}

    outcomes = run(hook, service, call_all)
    stopped = {name for name, outcome in outcomes.items() if outcome == "stopped"}
    assert len(stopped) > 60
    assert {name for name in outcomes if name.startswith("send_")} - stopped <= {"send_chat_action", *_OTHERWISE}


_OTHERWISE = {"send_media_group", "send_paid_media", "send_location", "send_venue", "send_contact"}
"""They ask for objects or pairs of arguments that are not made here; tests above call most of them."""
