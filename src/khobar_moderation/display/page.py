"""A verdict as a page of its own, to share."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from khobar_moderation.display.verdicts import html
from khobar_moderation.explanation import headline
from khobar_moderation.wording import Language

if TYPE_CHECKING:
    from khobar_moderation.verdict import Verdict

__all__ = ["save"]


def save(verdict: Verdict, path: str | Path, lang: Language = "ar") -> Path:
    """Write a verdict as a page that any browser shows; return its path. It holds the text of the post.

    Args:
        verdict: to show.
        path: of the page; what stands there is replaced when the new page is whole.
        lang: language of the page.

    Raises:
        OSError: it cannot be written.
    """
    page = Path(path)
    direction = "rtl" if lang == "ar" else "ltr"
    content = (
        f'<!doctype html><html lang="{lang}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(headline(verdict, lang))}</title></head><body>{html(verdict, lang)}</body></html>\n"
    )
    part = page.with_name(f"{page.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return part.replace(page)
