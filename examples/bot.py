"""A guarded WhatsApp bot from end to end, on this machine alone: `python examples/bot.py`.

A service on loopback stands for WhatsApp. The bot is made with pywa as any other; all that it sends passes the hook:
what is sound arrives, what the policy forbids is refused with the reasons, what is doubtful is held, approved by a
person, and sent then. The clock stands at ten in the morning, so that the hours of the office do not matter.
"""

from __future__ import annotations

import json
import tempfile
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pywa

from khobar_moderation import Moderator
from khobar_moderation.hooks import NotSent, PreSendHook, ReviewQueue, Sender
from khobar_moderation.hooks.adapters.whatsapp import GuardedClient
from khobar_moderation.wording import term

MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
DRAFTS = (
    "يبدأ البرنامج التدريبي لمعلمات الصفوف الأولية يوم الأحد في قاعة التدريب بالمكتب.",
    "كما وصلني: يرجى التواصل مع ولي أمر الطالب سالم القحطاني على الرقم 0551234567",
    "نأمل من المدارس الاطلاع على الخطه المرفقة قبل يوم الاحد.",
)


class WhatsApp(BaseHTTPRequestHandler):
    """The part of the Cloud API that takes messages; it prints what arrives."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        print(f"   📨 وصلت إلى المجموعة: {body['text']['body']}")
        answer = json.dumps({"contacts": [{"wa_id": "1", "input": "1"}], "messages": [{"id": "wamid.1"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Print nothing beside the transcript."""


def main() -> None:
    """Send the drafts, approve what is held, and send that."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), WhatsApp)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        queue = ReviewQueue(f"sqlite:///{Path(folder) / 'queue.db'}", clock=lambda: MORNING)
        hook = PreSendHook(Moderator(), queue=queue, clock=lambda: MORNING)
        client = GuardedClient(hook)
        bot = pywa.WhatsApp(phone_id="100", token="token", session=client)
        client.base_url = f"http://127.0.0.1:{server.server_port}/v23.0"
        for number, text in enumerate(DRAFTS, 1):
            print(f"{number}. المسودة: {text}")
            send(bot, text)
        print("\nالمشرفة تراجع ما حُفظ وتعتمده:")
        for draft in queue.drafts():
            queue.approve(draft.id, "المشرفة")
            print(f"   ✅ اعتُمدت المسودة {draft.id[:8]}")
        print("\nيُرسل ما اعتُمد:")
        Sender(queue, hook, {"whatsapp": client.deliver}, worker="bot").send_due()
        print(
            "\nحال القائمة في النهاية:", *(f"{term('states', state, 'ar')} {n}" for state, n in queue.stats().items())
        )
        queue.close()
    server.shutdown()


def send(bot: pywa.WhatsApp, text: str) -> None:
    """Send a text, or say why it did not go out."""
    try:
        bot.send_message(to="966500000000", text=text)
    except NotSent as stopped:
        outcome = stopped.outcome
        print("   ⏳ حُفظت للمراجعة:" if outcome.draft else "   ⛔ لم تُرسل:")
        for reason in outcome.reasons():
            print(f"      – {reason}")


if __name__ == "__main__":
    main()
