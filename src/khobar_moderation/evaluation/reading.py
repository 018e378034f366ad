"""Read JSON lines of annotated posts and of reports; whatever cannot be used is told by file and line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

from khobar_moderation.errors import AnnotationError, InvalidPost
from khobar_moderation.evaluation.gold import Annotation
from khobar_moderation.evaluation.reports import Report

__all__ = ["lines_of", "read_gold", "read_reports", "records"]


class _Named(Protocol):
    @property
    def id(self) -> str | int | None: ...


Record = TypeVar("Record", bound=_Named)


def read_gold(path: str | Path) -> list[Annotation]:
    """Return the annotated posts of a JSON lines file.

    Raises:
        AnnotationError: a line cannot be used, an id comes twice, or there is no post.
        OSError: the file cannot be read.
    """
    return list(records(path, Annotation.of).values())


def read_reports(path: str | Path) -> list[Report]:
    """Return the reports of a JSON lines file, such as `khobar-moderation check --jsonl` writes.

    Raises:
        AnnotationError: a line cannot be used, has no id, an id comes twice, or there is no report.
        OSError: the file cannot be read.
    """
    return list(records(path, Report.of).values())


def lines_of(path: str | Path) -> Iterator[tuple[int, str]]:
    """Yield number (from 1) and text of each line of a UTF-8 file, without its line end.

    Raises:
        AnnotationError: a line is no UTF-8.
        OSError: the file cannot be read.
    """
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            bare = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            try:
                yield number, bare.decode().rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise AnnotationError(
                    path, number, f"is no UTF-8 at byte {error.start + 1}. Save it as UTF-8"
                ) from None


def records(path: str | Path, make: Callable[[Mapping[str, Any]], Record]) -> dict[str | int, Record]:
    """Return what `make` makes of each line, by id.

    Raises:
        AnnotationError: a line cannot be used, has no id, an id comes twice, or there is no line.
        OSError: the file cannot be read.
    """
    read: dict[str | int, Record] = {}
    number = 1
    for number, line in lines_of(path):
        if line.strip():
            record = _record(path, number, line, make)
            if record.id is None:
                raise AnnotationError(path, number, "id: is missing. Give each line the id of its post")
            if record.id in read:
                raise AnnotationError(path, number, "id: comes twice. Give each post an id of its own")
            read[record.id] = record
    if not read:
        raise AnnotationError(path, number, "holds no line. Write one JSON object a line")
    return read


def _record(path: str | Path, number: int, line: str, make: Callable[[Mapping[str, Any]], Record]) -> Record:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        problem = f"is no valid JSON at column {error.colno}. Write one JSON object a line"
        raise AnnotationError(path, number, problem) from None
    except (ValueError, RecursionError):
        raise AnnotationError(path, number, "is nested too deeply or holds a number too long. Shorten it") from None
    if not isinstance(fields, dict):
        raise AnnotationError(path, number, "is no JSON object. Write one JSON object a line")
    try:
        return make(fields)
    except InvalidPost as error:
        raise AnnotationError(path, number, str(error)) from None
