"""Read a YAML file strictly into a pydantic model, with errors that name file, line and the nearest right key."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from khobar_moderation.errors import SourceFileError

__all__ = ["compose", "read_mapping", "validate"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Model = TypeVar("_Model")
_Location = tuple[Hashable, ...]


def compose(path: Path, error: type[SourceFileError]) -> yaml.MappingNode:
    """Return the syntax tree of the mapping in `path`.

    Raises:
        SourceFileError: of the type given; unreadable, not YAML, or not a mapping.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError) as problem:
        reason = type(problem).__name__
        raise error(path, 1, f"cannot be read ({reason}); check its name and that it is UTF-8") from None
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise error(path, line, f"is no valid YAML: {problem.problem}") from None
    if not isinstance(node, yaml.MappingNode):
        raise error(path, 1, "must hold a mapping of keys to values")
    _refuse_double_keys(path, node, error)
    return node


def read_mapping(node: yaml.Node) -> dict[str, Any]:
    """Return plain Python data for a syntax tree made by `compose`."""
    loader = _Loader("")
    try:
        data: dict[str, Any] = loader.construct_document(node)
        return data
    finally:
        loader.dispose()


def validate(
    path: Path,
    node: yaml.MappingNode,
    data: dict[str, Any],
    model: type[_Model] | TypeAdapter[_Model],
    error: type[SourceFileError],
) -> _Model:
    """Return `data`, read from `node` of `path`, as a `model`.

    Raises:
        SourceFileError: of the type given, at the line of the first thing that is wrong.
    """
    adapter = model if isinstance(model, TypeAdapter) else TypeAdapter(model)
    try:
        return adapter.validate_python(data)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        location = tuple(first["loc"])
        raise error(path, _line(node, location), _explain(first, location, adapter)) from None


def _explain(problem: Any, location: _Location, adapter: TypeAdapter[Any]) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    where = ".".join(str(part) for part in location) or "the file"
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(location[-1]), sorted(_field_names(adapter)), n=1, cutoff=0.4)
        return f"unknown key {where}" + (f"; did you mean {near[0]}?" if near else "")
    if problem["type"] == "string_type":
        return f"{where}: must be text; put it in quotes (YAML reads 055 as a number and no as false)"
    return f"{where}: {problem['msg']}"


def _field_names(adapter: TypeAdapter[Any]) -> Iterator[str]:
    schema = adapter.json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {})


def _line(node: yaml.Node, location: _Location) -> int:
    line: int = node.start_mark.line + 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                continue  # the tag of a union, which is no key of the file
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _refuse_double_keys(path: Path, node: yaml.Node, error: type[SourceFileError]) -> None:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if not isinstance(item, yaml.ScalarNode):
                _refuse_double_keys(path, item, error)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise error(path, key.start_mark.line + 1, f"key {key.value} stands twice")
            seen.add(key.value)
            if not isinstance(value, yaml.ScalarNode):
                _refuse_double_keys(path, value, error)
