"""The form of a token that the model reads: spelling kept, what is particular to one post taken out."""

from __future__ import annotations

import re

from khobar_moderation.text import Token

__all__ = ["NEWLINE", "word_form"]

NEWLINE = "<nl>"
_FIXED = {"newline": NEWLINE, "url": "<url>", "email": "<email>", "handle": "<handle>"}
_DIGIT = re.compile(r"\d")
_LONGEST = 24  # letters: the longest Arabic words have about 15; what is longer is no word


def word_form(token: Token) -> str:
    """Return what the model reads of a token: no digit, link, address or handle, the letters as they are spelt.

    Numbers keep their shape, so that a date, a time and a telephone number differ; of several emoji the first counts.
    """
    if token.kind == "arabic":
        return token.text[:_LONGEST]
    fixed = _FIXED.get(token.kind)
    if fixed:
        return fixed
    if token.kind == "emoji":
        return token.text[0]
    if token.kind == "number":
        return _DIGIT.sub("0", token.text[:_LONGEST])
    return token.text[:_LONGEST].lower()
