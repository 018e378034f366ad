"""The channel check: sending hours, the register of accounts, and what an account passes on (P6 to P9).

It speaks only of what it is told: without `sent_at` nothing of hours, without `account` nothing of the register.
A private account is its owner's business: the check says so and nothing else, and the post is out of scope (see
`judging`). Of a post that is only passed on, neither the hour nor a private author is the sender's doing; a false
official account behind it is worth saying.
"""

from __future__ import annotations

from collections.abc import Iterator

from khobar_moderation.channels import Standing, is_open, next_opening, standing_of
from khobar_moderation.document import Document
from khobar_moderation.finding import Evidence, Finding

__all__ = ["check"]

_BREACHES = {
    Standing.OFFICIAL_NAME: "channel/unregistered-account",
    Standing.LOOK_ALIKE: "channel/look-alike-account",
    Standing.UNIT_NAME: "channel/unit-account",
    Standing.NOBODY_RESPONSIBLE: "channel/no-responsible-person",
}
_EVIDENCE = {
    Standing.REGISTERED: "channel/registered-account",
    Standing.CONTACT: "channel/trusted-account",
    Standing.PRIVATE: "channel/private-account",
}


def check(document: Document) -> Iterator[Finding | Evidence]:
    """Yield what account, hour and repost of a post break, and the account's standing."""
    post = document.post
    standing = None
    if post.account:
        standing = standing_of(post.account, post.channel, document.policy, document.rulebook)
        yield from _judge_account(document, standing)
    if standing is not Standing.PRIVATE and not document.reposted:
        yield from _judge_hour(document)
        yield from _judge_repost(document)


def _judge_account(document: Document, standing: Standing) -> Iterator[Finding | Evidence]:
    if rule := _BREACHES.get(standing):
        yield document.rulebook[rule].finding(None)
    elif (rule := _EVIDENCE.get(standing)) and not (document.reposted and standing is Standing.PRIVATE):
        yield _evidence(document, rule)


def _judge_hour(document: Document) -> Iterator[Finding | Evidence]:
    post, channels = document.post, document.policy.channel
    hours = channels.hours.get(post.channel)
    if hours is None or post.sent_at is None:
        return
    moment = post.sent_at.astimezone(document.now.tzinfo)
    if is_open(hours, moment):
        return
    if post.emergency and channels.emergency_notices_any_hour:
        yield _evidence(document, "channel/emergency-notice")
        return
    yield document.rulebook["channel/outside-hours"].finding(
        None,
        opens=f"{hours.opens:%H:%M}",
        closes=f"{hours.closes:%H:%M}",
        next=f"{next_opening(hours, moment):%Y-%m-%d %H:%M}",
    )


def _judge_repost(document: Document) -> Iterator[Finding]:
    if document.repost and document.repost.labels.get("personal") == "personal":
        yield document.rulebook["channel/personal-repost"].finding(None)


def _evidence(document: Document, rule: str) -> Evidence:
    return Evidence(check="channel", type=document.rulebook[rule].type, rule=rule)
