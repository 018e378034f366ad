"""Moderation as a service: `python examples/service.py --queue sqlite:///queue.db`.

One moderator serves all threads. `/check` judges, `/send` asks the hook and sends, `/drafts` is the review queue,
`/metrics` counts for Prometheus by decision and rule, never by text. Logs are JSON and hold no word of a post. Who may
ask is left to what stands in front of it: it listens on loopback alone.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

import structlog
import uvicorn
from fastapi import FastAPI, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from pydantic import BaseModel
from structlog.typing import Processor

from khobar_moderation import Moderator, Post, Verdict
from khobar_moderation.errors import InvalidPost
from khobar_moderation.hooks import (
    Action,
    NoSuchDraft,
    Outgoing,
    PreSendHook,
    QueueError,
    ReviewQueue,
    Sender,
    WrongState,
)

log = structlog.get_logger()


class Message(BaseModel):
    """What a client wants sent."""

    text: str
    target: str
    channel: str = "whatsapp"
    account: str | None = None
    key: str | None = None

    def outgoing(self) -> Outgoing:
        """Return it as the hook takes it.

        Raises:
            InvalidPost: no post can be made of it.
        """
        post = Post(text=self.text, channel=self.channel, account=self.account)
        return Outgoing(post=post, target=self.target, request={"text": self.text}, adapter="service", key=self.key)


class Metrics:
    """What Prometheus asks for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._decisions = Counter("khobar_decisions", "Verdicts by decision.", ["decision"], registry=self.registry)
        self._findings = Counter("khobar_findings", "Findings by rule.", ["rule"], registry=self.registry)
        self._failures = Counter("khobar_failures", "Checks that could not judge.", ["check"], registry=self.registry)
        self._seconds = Histogram("khobar_seconds", "Time to judge.", registry=self.registry,
                                  buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2))  # fmt: skip

    def count(self, verdict: Verdict | None, seconds: float) -> None:
        """Count a verdict; None is one that could not be had."""
        self._decisions.labels(verdict.decision if verdict else "none").inc()
        self._seconds.observe(seconds)
        for finding in verdict.findings if verdict else ():
            self._findings.labels(finding.rule).inc()
        for failure in verdict.failures if verdict else ():
            self._failures.labels(failure.check).inc()


def create_app(moderator: Moderator, queue: ReviewQueue, send: Callable[[Outgoing], object], **options: Any) -> FastAPI:  # noqa: ANN401
    """Return the service.

    Args:
        moderator: shared by all threads.
        queue: keeps what waits.
        send: sends what may go out.
        options: of `PreSendHook`.
    """
    hook, metrics = PreSendHook(moderator, queue=queue, **options), Metrics()
    sender = Sender(queue, hook, {"service": send}, worker="service")

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        queue.close()

    app = FastAPI(title="khobar_moderation", lifespan=life)
    _answer_errors(app)

    @app.post("/check")
    async def check(post: Post) -> dict[str, Any]:
        begun = time.perf_counter()
        verdict = await moderator.acheck(post)
        metrics.count(verdict, time.perf_counter() - begun)
        log.info("checked", decision=verdict.decision, findings=len(verdict.findings))
        return verdict.to_dict()

    @app.post("/send")
    async def send_message(message: Message, response: Response) -> dict[str, Any]:
        outgoing, begun = message.outgoing(), time.perf_counter()
        outcome = await hook.acheck(outgoing)
        metrics.count(outcome.verdict, time.perf_counter() - begun)
        log.info("asked to send", action=outcome.action, draft=outcome.draft, failure=outcome.failure or None)
        if outcome.action is Action.SEND:
            await run_in_threadpool(send, outgoing)
        response.status_code = {Action.SEND: 200, Action.REFUSE: 403}.get(outcome.action, 202)
        return {"action": outcome.action, "draft": outcome.draft, "due": outcome.due, "reasons": outcome.reasons()}

    @app.get("/drafts")
    def drafts() -> list[dict[str, Any]]:
        return [{"id": each.id, "created": each.created, "text": each.outgoing.post.text} for each in queue.drafts()]

    @app.post("/drafts/{draft}/approve")
    def approve(draft: str, reviewer: Annotated[str, Header()]) -> dict[str, int]:
        queue.approve(draft, reviewer)
        return {str(state): count for state, count in sender.send_due().items()}

    @app.post("/drafts/{draft}/reject", status_code=204)
    def reject(draft: str, reviewer: Annotated[str, Header()]) -> None:
        queue.reject(draft, reviewer)

    @app.get("/metrics")
    def figures() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    @app.get("/health")
    def health() -> dict[str, Any]:
        return {"policy": moderator.versions.policy, "waiting": sum(queue.stats().values())}

    return app


def _answer_errors(app: FastAPI) -> None:
    """Tell what was wrong with a request, never what it held."""

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        fields = [".".join(map(str, each["loc"])) for each in error.errors()]
        return JSONResponse({"wrong": fields}, 422)

    @app.exception_handler(InvalidPost)
    def invalid_post(_: Request, error: InvalidPost) -> JSONResponse:
        return JSONResponse({"wrong": [error.field], "remedy": error.remedy}, 422)

    @app.exception_handler(QueueError)
    def queue_failed(_: Request, error: QueueError) -> JSONResponse:
        status = {WrongState: 409, NoSuchDraft: 404}.get(type(error), 503)
        return JSONResponse({"wrong": [str(error)]}, status)


def configure_logs() -> None:
    """Write logs as JSON lines, those of the library among them."""
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)])
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processor=structlog.processors.JSONRenderer(ensure_ascii=False)
        )
    )
    logging.getLogger("khobar_moderation").addHandler(handler)
    logging.getLogger("khobar_moderation").setLevel(logging.INFO)


def main() -> None:
    """Serve on loopback; what may go out is only logged, where a real service would send it."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--queue", default="sqlite:///queue.db")
    given = parser.parse_args()
    configure_logs()
    app = create_app(Moderator(), ReviewQueue(given.queue), lambda outgoing: log.info("sent", key=outgoing.key))
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_config=None)


if __name__ == "__main__":
    main()
