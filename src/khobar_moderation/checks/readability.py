"""The readability check: whether the text is in the language that the other checks read.

They read Arabic. A text in English, in Arabizi or in Persian may say anything, and so may one that is nothing but a
link or an emoji: silence of the other checks about it means nothing, so it is a failure, and never an allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.document import Document
from khobar_moderation.finding import CheckFailure, Message

__all__ = ["MIN_ARABIC_SHARE", "check"]

MIN_ARABIC_SHARE = 0.5
"""Share of a text's letters that must be Arabic. Posts of the training set, with links and English terms in some, have
0.65 and more; links, addresses, handles and numbers do not count."""
MIN_FOREIGN_SHARE = 0.3
"""Share of the words with a Persian or Urdu letter from which a text is taken for Persian or Urdu; running text of
theirs has over 0.4. Two words must hold a letter that Arabic keyboards lack the like of, for Persian kaf and yeh are
in Arabic texts too, typed on such a keyboard."""
MAX_FOREIGN_RUN = 12
"""How many words in other letters may follow each other: names, terms and titles do, but what is longer is a statement
that no check has read. Posts of the training set have 6 at most."""

_NOT_ARABIC = Message(
    "النص أو جزء كبير منه ليس عربيًا، فلا تكفي نتيجة الفحوص، ويلزم أن يراجعه شخص.",
    "The text, or a long part of it, is not Arabic, so what the checks say is not enough; a person must look.",
)
_NO_MODEL = Message(
    "تعذّر تشغيل النموذج، فحكمت القواعد وحدها، ويلزم أن يراجع المنشور شخص.",
    "The model could not run, so the rules judged alone; a person must look.",
)
_FOREIGN = re.compile("[پچژگٹڈڑںےہھۂۃ]")
_FOREIGN_OR_TWIN = re.compile("[پچژگٹڈڑںےہھۂۃیک]")
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_OTHER_LETTER = re.compile("[^\\W\\d_\u0600-\u06ff]")


def check(document: Document) -> Iterator[CheckFailure]:
    """Yield a failure when the text is not mainly Arabic, holds a long part that is not, or no Arabic letter at all."""
    if not (_mainly_arabic_letters(document) and _arabic_words(document)):
        yield CheckFailure(check="language", reason="not_arabic", message=_NOT_ARABIC)
    if document.reading is None and document.unread:
        yield CheckFailure(check="readability", reason="model", message=_NO_MODEL, detail=document.unread)


def _mainly_arabic_letters(document: Document) -> bool:
    if not _OTHER_LETTER.search(document.normal.text):
        return bool(_ARABIC_LETTER.search(document.normal.text))
    arabic = other = tagged = run = 0
    for word in document.words:
        if word.kind == "arabic":
            arabic += word.end - word.start
            run = 0
        elif word.kind == "latin":
            other += word.end - word.start
            run += 1
            if run > MAX_FOREIGN_RUN:
                return False
        elif word.kind == "hashtag":
            tagged += bool(_ARABIC_LETTER.search(word.text))
    return arabic >= MIN_ARABIC_SHARE * (arabic + other) if arabic or other else tagged > 0


def _arabic_words(document: Document) -> bool:
    """Return False for Persian and Urdu, which share most letters with Arabic."""
    text = document.post.text
    if not _FOREIGN.search(text):
        return True
    words = text.split()
    foreign = sum(1 for word in words if _FOREIGN_OR_TWIN.search(word))
    return foreign < MIN_FOREIGN_SHARE * len(words) or sum(1 for word in words if _FOREIGN.search(word)) < 2
