"""The media check: what hangs on a post beside its text.

No attachment is read yet, and what nobody read is never allowed: each kind is a failure of this check.
"""

from __future__ import annotations

from collections.abc import Iterator

from khobar_moderation.document import Document
from khobar_moderation.finding import CheckFailure, Message

__all__ = ["check"]

_KINDS = {
    "image": Message("صورة", "image"),
    "document": Message("مستند", "document"),
    "voice": Message("مقطع صوتي", "voice message"),
    "video": Message("مقطع مرئي", "video"),
    "contact": Message("بطاقة اتصال", "contact card"),
    "location": Message("موقع", "location"),
    "other": Message("ملف", "file"),
}


def check(document: Document) -> Iterator[CheckFailure]:
    """Yield a failure for each kind of attachment that the post carries."""
    for kind in dict.fromkeys(attachment.kind for attachment in document.post.attachments):
        name = _KINDS[kind]
        message = Message(
            f"لم يقرأ أي فحص المرفق ({name.ar})، ويلزم أن يراجعه شخص.",
            f"No check has read the attachment ({name.en}); a person must look.",
        )
        yield CheckFailure(check="media", reason="unread_attachment", message=message, detail=str(kind))
