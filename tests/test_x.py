"""X bots made with tweepy, against a service on loopback in the place of X."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
import requests
import tweepy
from requests.adapters import HTTPAdapter

from drafts import FORBIDDEN, INNOCENT
from khobar_moderation.hooks import NotSent, PreSendHook, ReviewQueue, Sender, SendHeld, SendRefused, State
from khobar_moderation.hooks.adapters.x import GuardedAPI, GuardedClient
from loopback import Service

DOUBTFUL = "نأمل حضور الاجتماع يوم الاحد في قاعة التدريب."


class Elsewhere(HTTPAdapter):
    """Sends what is meant for X to the service; tweepy knows no other host."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        request.url = self._url + request.path_url
        return super().send(request, *args, **options)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'queue.db'}"


@pytest.fixture(autouse=True)
def answers(service: Service) -> None:
    service.answer = lambda _: {"data": {"id": "1", "text": "…"}}


@pytest.fixture
def bot(hook: PreSendHook, service: Service) -> GuardedClient:
    keys = {"consumer_key": "k", "consumer_secret": "s", "access_token": "1-t", "access_token_secret": "s"}
    bot = GuardedClient(hook, account="@khobar_edu", bearer_token="b", **keys)
    bot.session.mount("https://", Elsewhere(service.url))
    return bot


def test_an_allowed_post_arrives(bot: GuardedClient, service: Service) -> None:
    bot.create_tweet(text=INNOCENT)
    (request,) = service.messages
    assert json.loads(request.body) == {"text": INNOCENT}


@pytest.mark.parametrize(
    "post",
    [
        {"text": FORBIDDEN},
        {"text": FORBIDDEN, "in_reply_to_tweet_id": 5},
        {"text": INNOCENT, "poll_options": ["نعم", FORBIDDEN[:60]], "poll_duration_minutes": 60},
    ],
)
def test_what_is_forbidden_is_refused_wherever_it_stands(
    bot: GuardedClient, service: Service, post: dict[str, Any]
) -> None:
    with pytest.raises(SendRefused):
        bot.create_tweet(**post)
    assert service.requests == []


def test_direct_messages_and_lists_are_messages(bot: GuardedClient, service: Service) -> None:
    with pytest.raises(SendRefused):
        bot.create_direct_message(participant_id=7, text=FORBIDDEN)
    with pytest.raises(SendRefused):
        bot.create_list(name="قائمة", description=FORBIDDEN)
    bot.create_direct_message(participant_id=7, text=INNOCENT)
    assert [request.path for request in service.requests] == ["/2/dm_conversations/with/7/messages"]


def test_what_nobody_read_goes_to_a_person(bot: GuardedClient, service: Service) -> None:
    for post in ({"text": INNOCENT, "media_ids": [4]}, {"text": INNOCENT, "quote_tweet_id": 9}):
        with pytest.raises(SendHeld):
            bot.create_tweet(**post)
    with pytest.raises(SendHeld):
        bot.retweet(11, user_auth=True)
    assert service.messages == []


def test_an_account_that_is_not_registered_cannot_post(hook: PreSendHook, service: Service) -> None:
    bot = GuardedClient(hook, account="@khobar_edu_events", bearer_token="b")
    bot.session.mount("https://", Elsewhere(service.url))
    with pytest.raises(NotSent):
        bot.create_tweet(text=INNOCENT, user_auth=False)
    assert service.requests == []


@pytest.mark.parametrize(
    ("statuses", "state", "times"),
    [([429, 503], State.SENT, 3), ([500], State.UNKNOWN, 1), ([403], State.FAILED, 1)],
)
def test_what_is_approved_goes_out_as_it_was(
    bot: GuardedClient, hook: PreSendHook, queue: ReviewQueue, service: Service,
    statuses: list[int], state: State, times: int,
) -> None:  # fmt: skip
    with pytest.raises(SendHeld) as held:
        bot.create_tweet(text=DOUBTFUL)
    queue.approve(str(held.value.outcome.draft), "sara")
    service.statuses = statuses
    sender = Sender(queue, hook, {"x": bot.deliver}, worker="w1", wait=0.01)
    assert sender.send_due() == {state: 1}
    assert sender.send_due() == {}
    assert [json.loads(request.body) for request in service.messages] == [{"text": DOUBTFUL}] * times


def test_an_unknown_request_is_refused(bot: GuardedClient, service: Service) -> None:
    with pytest.raises(SendRefused, match="unknown request"):
        bot.request("POST", "/2/notes", json={"text": INNOCENT}, user_auth=True)
    assert service.requests == []


METHODS = [
    name for name, _ in inspect.getmembers(tweepy.Client, inspect.isfunction) if name[0] != "_" and name != "request"
]
WORDS = {"text", "name", "description", "direct_message_deep_link"}


@pytest.mark.filterwarnings("ignore:Client:DeprecationWarning")  # old names of methods are methods too
@pytest.mark.parametrize("name", METHODS)
def test_no_method_of_the_library_goes_round_the_hook(bot: GuardedClient, service: Service, name: str) -> None:
    """Call each with words that may not go out wherever it takes words."""
    bot.return_type = requests.Response  # as the service's answers are no tweets, users, lists …
    method = getattr(bot, name)
    arguments: dict[str, Any] = {}
    for parameter in inspect.signature(method).parameters.values():
        if parameter.name in WORDS:
            arguments[parameter.name] = FORBIDDEN
        elif parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD:
            arguments[parameter.name] = [1, 2] if parameter.name.endswith("s") else 1
    if name in ("create_direct_message", "create_dm", "get_direct_message_events", "get_dm_events"):
        arguments["participant_id"] = 1
    if name in ("get_spaces", "get_users"):
        arguments["ids"] = [1]
    if name == "get_user":
        arguments["id"] = 1
    try:
        method(**arguments)
    except NotSent:
        assert service.messages == []
    assert not any("0551234567" in request.text for request in service.messages if "compliance" not in request.path)


OLD = [name for name, _ in inspect.getmembers(tweepy.API, inspect.isfunction) if name[0] != "_" and name != "request"]
POSTS = [name for name in OLD if "'POST'" in inspect.getsource(getattr(tweepy.API, name))]


@pytest.mark.parametrize("name", [name for name in POSTS if "upload" not in name])
def test_the_old_interface_sends_no_words(service: Service, name: str) -> None:
    api = GuardedAPI(tweepy.OAuth1UserHandler("k", "s", "t", "s"), host="localhost:1", upload_host="localhost:1")
    required = {
        parameter.name: FORBIDDEN
        for parameter in inspect.signature(getattr(api, name)).parameters.values()
        if parameter.default is parameter.empty
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    }
    required = {key: __file__ if key == "filename" else value for key, value in required.items()}
    with pytest.raises(SendRefused):
        getattr(api, name)(**required)
    assert service.requests == []
