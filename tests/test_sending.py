"""What sends after an approval: judged again, once each, never again where nobody knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, update

from drafts import DOUBTFUL, FORBIDDEN, INNOCENT, NIGHT, Clock, message
from khobar_moderation import Decision, Moderator
from khobar_moderation.hooks import NotAccepted, Outgoing, PreSendHook, Refused, ReviewQueue, Sender, State
from khobar_moderation.hooks.queue.tables import DraftRow
from khobar_moderation.policy import load_policy


class Service:
    """A service that takes messages, or fails as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.taken: list[str] = []
        self.failures = list(failures)

    def __call__(self, outgoing: Outgoing) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(outgoing.post.text)


def _sender(queue: ReviewQueue, hook: PreSendHook, service: Service) -> Sender:
    return Sender(queue, hook, {"call": service}, worker="w1", wait=0.01)


def _approved(queue: ReviewQueue, text: str = DOUBTFUL) -> str:
    draft = queue.hold(message(text), None, "bot")
    queue.approve(draft, "sara")
    return draft


def test_what_was_approved_goes_out_once(queue: ReviewQueue, hook: PreSendHook) -> None:
    service, draft = Service(), _approved(queue)
    assert _sender(queue, hook, service).send_due() == {State.SENT: 1}
    assert _sender(queue, hook, service).send_due() == {}
    assert service.taken == [DOUBTFUL]
    assert queue.history(draft)[-1].verdict_hash


def test_what_the_policy_forbids_goes_back_to_a_person(queue: ReviewQueue, hook: PreSendHook) -> None:
    service, draft = Service(), _approved(queue, FORBIDDEN)
    assert _sender(queue, hook, service).send_due() == {State.HELD: 1}
    assert service.taken == []
    assert queue.get(draft).verdict


def test_a_policy_that_has_changed_since_is_asked_again(queue: ReviewQueue, clock: Clock) -> None:
    policy = load_policy("khobar")
    strict = policy.model_copy(update={"decisions": {**policy.decisions, "language": Decision.BLOCK}})
    draft = _approved(queue)
    hook = PreSendHook(Moderator(strict, models=None), queue=queue, clock=clock)
    assert _sender(queue, hook, Service()).send_due() == {State.HELD: 1}
    assert queue.get(draft).state is State.HELD


def test_an_approval_at_night_waits_for_the_morning(queue: ReviewQueue, hook: PreSendHook, clock: Clock) -> None:
    clock.now = NIGHT
    service, draft = Service(), _approved(queue, INNOCENT)
    assert _sender(queue, hook, service).send_due() == {State.APPROVED: 1}
    assert str(queue.get(draft).due) == "2026-11-24 04:00:00+00:00"
    clock.pass_(hours=10)
    assert _sender(queue, hook, service).send_due() == {State.SENT: 1}


def test_what_was_only_scheduled_is_held_if_it_is_doubtful_now(
    queue: ReviewQueue, hook: PreSendHook, moderator: Moderator, clock: Clock
) -> None:
    queue.schedule(message(DOUBTFUL), moderator.check(DOUBTFUL), "bot", clock.now)
    service = Service()
    assert _sender(queue, hook, service).send_due() == {State.HELD: 1}
    assert service.taken == []


def test_what_was_surely_not_taken_is_tried_again(queue: ReviewQueue, hook: PreSendHook) -> None:
    _approved(queue)
    service = Service(NotAccepted("429"), NotAccepted("429"))
    assert _sender(queue, hook, service).send_due() == {State.SENT: 1}
    assert service.taken == [DOUBTFUL]


def test_what_an_outage_kept_back_is_tried_again_later(queue: ReviewQueue, hook: PreSendHook, clock: Clock) -> None:
    _approved(queue)
    service = Service(*[NotAccepted("503")] * 5)
    assert _sender(queue, hook, service).send_due() == {State.APPROVED: 1}
    assert _sender(queue, hook, service).send_due() == {}
    clock.pass_(minutes=5)
    assert _sender(queue, hook, service).send_due() == {State.SENT: 1}
    assert service.taken == [DOUBTFUL]


@pytest.mark.parametrize(
    ("failures", "state"),
    [
        ([Refused("400")], State.FAILED),
        ([ConnectionResetError("while waiting for the answer")], State.UNKNOWN),
        ([TimeoutError("no answer")], State.UNKNOWN),
    ],
)
def test_a_failure_says_whether_it_may_have_gone_out(
    queue: ReviewQueue, hook: PreSendHook, failures: list[Exception], state: State
) -> None:
    service, draft = Service(*failures), _approved(queue)
    assert _sender(queue, hook, service).send_due() == {state: 1}
    assert service.taken == []
    assert _sender(queue, hook, Service()).send_due() == {}
    assert queue.get(draft).state is state


def test_drafts_of_another_adapter_wait_for_their_own_sender(queue: ReviewQueue, hook: PreSendHook) -> None:
    draft = queue.hold(message(INNOCENT, adapter="pigeon"), None, "bot")
    queue.approve(draft, "sara")
    service = Service()
    assert _sender(queue, hook, service).send_due() == {}
    assert queue.get(draft).state is State.APPROVED
    assert Sender(queue, hook, {"pigeon": service}, worker="w2").send_due() == {State.SENT: 1}


def test_a_message_that_was_changed_in_the_database_goes_back_to_a_person(
    queue: ReviewQueue, hook: PreSendHook, url: str
) -> None:
    draft, service = _approved(queue), Service()
    with create_engine(url).begin() as connection:
        connection.execute(update(DraftRow).values(outgoing=message(INNOCENT).model_dump_json()))
    assert _sender(queue, hook, service).send_due() == {State.HELD: 1}
    assert service.taken == []
    assert queue.get(draft).state is State.HELD


def test_drafts_of_a_dead_sender_are_counted_and_left(queue: ReviewQueue, hook: PreSendHook, clock: Clock) -> None:
    draft = _approved(queue)
    queue.claim("dead")
    clock.pass_(minutes=10)
    service = Service()
    assert _sender(queue, hook, service).send_due() == {State.UNKNOWN: 1}
    assert service.taken == []
    assert queue.get(draft).state is State.UNKNOWN
    clock.pass_(days=timedelta(days=1).days)
    assert _sender(queue, hook, service).send_due() == {}


@pytest.mark.parametrize(
    ("now", "action"),
    [
        (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), State.SENT),  # 21:00 in Khobar: still allowed
        (datetime(2026, 11, 23, 18, 1, tzinfo=UTC), State.APPROVED),
        (datetime(2026, 11, 23, 21, 0, tzinfo=UTC), State.APPROVED),  # midnight
        (datetime(2026, 11, 24, 3, 59, tzinfo=UTC), State.APPROVED),
        (datetime(2026, 11, 24, 4, 0, tzinfo=UTC), State.SENT),
    ],
)
def test_the_clock_is_asked_at_the_minute_of_sending(
    queue: ReviewQueue, hook: PreSendHook, clock: Clock, now: datetime, action: State
) -> None:
    draft = _approved(queue, INNOCENT)
    clock.now = now
    assert _sender(queue, hook, Service()).send_due() == {action: 1}
    if action is State.APPROVED:
        assert queue.get(draft).due == datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
