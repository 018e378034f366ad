"""The page of an evaluation: right to left, safe, self-contained."""

from __future__ import annotations

import builtins
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest

from annotated import annotated, evaluated, reported
from khobar_moderation.errors import MissingExtra
from khobar_moderation.evaluation import Evaluation
from khobar_moderation.evaluation.phrases import _phrases
from khobar_moderation.evaluation.plots import require_matplotlib

HOSTILE = '</bdi></svg><script>alert(1)</script>$\\frac{ --> \x1b[31m" onload="x'
BARE = ("br", "meta", "img", "link", "use", "path", "rect", "line", "circle")


class Page(HTMLParser):
    """Gathers tags with their attributes, and whether they nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in BARE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluated(
        (annotated(decision="block", text=HOSTILE, register=HOSTILE, tricky=HOSTILE), reported()),
        (annotated(), reported()),
    )


@pytest.fixture(scope="module")
def page(evaluation: Evaluation) -> str:
    return evaluation.to_html(title=HOSTILE, show_text=True)


def test_it_is_arabic_and_right_to_left(page: str) -> None:
    (html,) = Page(page).named("html")
    assert (html["dir"], html["lang"]) == ("rtl", "ar")
    assert {"charset": "utf-8"} in Page(page).named("meta")
    assert "تقييم الفحص قبل النشر" in page


def test_it_nests_and_needs_no_script_and_nothing_from_elsewhere(page: str) -> None:
    parsed = Page(page)
    assert parsed.open == []
    assert not parsed.named("script")
    for _, attributes in parsed.tags:
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "xlink:href", "action"):
            assert (attributes.get(name) or "#").startswith("#")
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_text_of_users_is_escaped_and_isolated(page: str) -> None:
    escaped = "&lt;/bdi&gt;&lt;/svg&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    assert f"<bdi>{escaped}" in page  # the title
    assert "<bdi>&lt;/bdi&gt;&lt;/svg&gt;&lt;script&gt;alert(1)&lt;/</bdi>" in page  # the register, shortened
    assert f'<div class="post" dir="auto">{escaped}' in page
    assert "<script" not in page
    assert 'onload="' not in page


def test_posts_are_shown_only_when_asked_for(evaluation: Evaluation) -> None:
    assert 'class="post"' not in evaluation.to_html()


def test_it_follows_the_light_or_dark_of_the_reader(page: str) -> None:
    assert "prefers-color-scheme: dark" in page
    assert "color-scheme: light dark" in page
    drawn = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert "var(--ink)" in drawn
    assert not re.search(r"#(?:0[1-5]){3}\b|fill: #000", drawn)


def test_its_plots_are_named_and_share_no_ids(page: str) -> None:
    drawings = Page(page).named("svg")
    assert len(drawings) == 5
    assert all(drawing["role"] == "img" and drawing["aria-label"] for drawing in drawings)
    ids = [attributes["id"] for _, attributes in Page(page).tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    referred = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page))
    assert {name or other for name, other in referred} <= set(ids)


def test_it_is_the_same_each_time(evaluation: Evaluation) -> None:
    assert evaluation.to_html() == evaluation.to_html()


def test_posts_that_are_all_right_make_a_page_too() -> None:
    page = evaluated((annotated(), reported())).to_html()
    assert "لا قرار خاطئ." in page
    assert len(Page(page).named("svg")) == 4  # nothing was to be blocked, so there is no plot of leaks


def test_every_measure_decision_and_fault_has_its_words(evaluation: Evaluation) -> None:
    from khobar_moderation.evaluation.measures import MEASURES
    from khobar_moderation.evaluation.slices import GROUPS
    from khobar_moderation.evaluation.worst import FAULTS
    from khobar_moderation.finding import Decision

    words = _phrases()
    assert list(words["measures"]) == [measure.name for measure in MEASURES]
    assert set(words["groups"]) == set(GROUPS)
    assert set(words["faults"]) == set(FAULTS.values())
    assert set(words["decisions"]) == set(map(str, Decision))
    told = {f"{each.group}.{each.value}" for each in evaluation.slices if each.value != HOSTILE}
    assert told <= set(words["slices"])


def test_without_matplotlib_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtra, match=r"pip install 'khobar-moderation\[evaluation\]'"):
        require_matplotlib()


def test_a_matplotlib_that_does_not_shape_arabic_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib

    monkeypatch.setattr(matplotlib, "__version_info__", (3, 10, 9))
    with pytest.raises(MissingExtra, match=r"matplotlib >= 3\.11 is needed"):
        require_matplotlib()


def test_importing_loads_neither_torch_nor_matplotlib() -> None:
    code = "import sys, khobar_moderation.evaluation; print({'torch', 'matplotlib', 'onnxruntime'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
