"""Language corrected by the hook itself, where the policy says so."""

from __future__ import annotations

import pytest

from drafts import FORBIDDEN, Clock, message
from khobar_moderation import Moderator, Post
from khobar_moderation.hooks import Action, Outgoing, PreSendHook, ReviewQueue, Sender, State
from khobar_moderation.hooks.amending import amended
from khobar_moderation.policy import load_policy
from khobar_moderation.policysections import Hook

SLIP = "سنرسل جدول الاختبارات اليوم الى مدارس الخبر."
MENDED = "سنرسل جدول الاختبارات اليوم إلى مدارس الخبر."


@pytest.fixture(scope="module")
def correcting() -> Moderator:
    policy = load_policy("khobar").model_copy(update={"hook": Hook(correct_language=True)})
    return Moderator(policy, models=None)


def test_the_policy_is_silent_about_it_at_first(moderator: Moderator, clock: Clock) -> None:
    assert PreSendHook(moderator, clock=clock).check(message(SLIP)).changes == {}


def test_a_message_goes_out_corrected(correcting: Moderator, clock: Clock) -> None:
    outcome = PreSendHook(correcting, clock=clock).check(message(SLIP))
    assert (outcome.action, outcome.changes) == (Action.SEND, {SLIP: MENDED})
    assert amended(message(SLIP), outcome.changes) == message(MENDED)
    assert SLIP not in repr(outcome)


def test_every_text_of_a_message_is_corrected_by_itself(correcting: Moderator, clock: Clock) -> None:
    parts = {"body": SLIP, "buttons": ["نعم", "الغاء الاجتماع"], "to": "966500000000"}
    post = Post(text="\n".join((SLIP, "نعم", "الغاء الاجتماع")))
    outgoing = Outgoing(post=post, target="966500000000", request=parts)
    outcome = PreSendHook(correcting, clock=clock).check(outgoing)
    assert amended(outgoing, outcome.changes).request == {
        "body": MENDED, "buttons": ["نعم", "إلغاء الاجتماع"], "to": "966500000000"
    }  # fmt: skip


def test_a_guarded_function_sends_the_corrected_text(correcting: Moderator, clock: Clock) -> None:
    sent: list[tuple[str, str]] = []

    @PreSendHook(correcting, clock=clock).guard(lambda chat, text: Outgoing(post=Post(text=text), target=chat))
    def send(chat: str, text: str) -> None:
        sent.append((chat, text))

    send("group", SLIP)
    send("group", text=SLIP)
    assert sent == [("group", MENDED)] * 2


def test_what_stands_otherwise_in_the_request_is_left(correcting: Moderator, clock: Clock) -> None:
    """Else what was judged, and shown to a person, would not be what is sent."""
    outgoing = Outgoing(post=Post(text=SLIP), target="group", request={"text": f"<b>{SLIP}</b>"})
    outcome = PreSendHook(correcting, clock=clock).check(outgoing)
    assert outcome.changes == {}
    assert outcome.action is Action.REFUSE


def test_correcting_excuses_nothing_else(correcting: Moderator, clock: Clock) -> None:
    assert PreSendHook(correcting, clock=clock).check(message(f"{SLIP} {FORBIDDEN}")).action is Action.REFUSE


def test_what_is_held_is_held_corrected(correcting: Moderator, queue: ReviewQueue, clock: Clock) -> None:
    doubtful = f"{SLIP} وبحسب صحيفة اليوم فإن الموعد سيتغير."
    outcome = PreSendHook(correcting, queue=queue, clock=clock).check(message(doubtful))
    assert outcome.action is Action.HOLD
    assert queue.get(str(outcome.draft)).outgoing == message(doubtful.replace(SLIP, MENDED))


def test_what_was_approved_is_sent_as_it_was_approved(correcting: Moderator, queue: ReviewQueue, clock: Clock) -> None:
    draft = queue.hold(message(SLIP), None, "bot")
    queue.approve(draft, "sara")
    sent: list[Outgoing] = []
    hook = PreSendHook(correcting, queue=queue, clock=clock)
    assert Sender(queue, hook, {"call": sent.append}, worker="w1").send_due() == {State.SENT: 1}
    assert sent == [message(SLIP)]
