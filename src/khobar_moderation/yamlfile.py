"""Read a YAML file strictly into a pydantic model, with errors that name file, line and the nearest right key.

Every node knows the file it was read from, so that an error in a mapping merged from two files names the right one.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from khobar_moderation.errors import SourceFileError

__all__ = ["compose", "entry", "merge", "read_mapping", "validate"]

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_NUMBERS = {_TAG + "int", _TAG + "float", _TAG + "bool"}
_TAGS = _NUMBERS | {_TAG + "str", _TAG + "null", _TAG + "map", _TAG + "seq"}


class _Loader(_Base):  # type: ignore[misc]
    """Reads dates as text: the models check them, and can say what is wrong."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _TAG + "timestamp"]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }


_Model = TypeVar("_Model")
_Location = tuple[Hashable, ...]
_MAX_DEPTH = 50
"""How deep a file may nest; no rule or policy comes near it."""


class _NamedText(io.StringIO):
    """A text that tells YAML which file it stands in."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def compose(path: Path, error: type[SourceFileError]) -> yaml.MappingNode:
    """Return the syntax tree of the mapping in `path`.

    Raises:
        SourceFileError: of the type given; unreadable, not YAML, not a mapping, or with a key twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = type(problem).__name__
        raise error(path, 1, f"cannot be read ({reason}); check its name and that it is UTF-8") from None
    try:
        node = yaml.compose(_NamedText(text, str(path)), Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise error(path, line, f"is no valid YAML: {problem.problem}") from None
    except (yaml.YAMLError, RecursionError) as problem:
        raise error(path, 1, f"is no valid YAML ({type(problem).__name__})") from None
    if not isinstance(node, yaml.MappingNode):
        raise error(path, 1, "must hold a mapping of keys to values")
    _refuse_surprises(node, error, set(), 0)
    return node


def read_mapping(node: yaml.MappingNode) -> dict[str, Any]:
    """Return plain Python data for a syntax tree made by `compose`."""
    return {key.value: _read(value) for key, value in node.value}


def validate(
    path: Path,
    node: yaml.MappingNode,
    data: dict[str, Any],
    model: type[_Model] | TypeAdapter[_Model],
    error: type[SourceFileError],
) -> _Model:
    """Return `data`, read from `node` of `path`, as a `model`.

    Raises:
        SourceFileError: of the type given, at the file and line of the first thing that is wrong.
    """
    adapter = model if isinstance(model, TypeAdapter) else TypeAdapter(model)
    try:
        return adapter.validate_python(data)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        location = tuple(part for part in first["loc"] if part != "[key]")
        mark = _mark(node, location)
        raise error(mark.name or path, mark.line + 1, _explain(first, location, adapter)) from None


def merge(base: yaml.MappingNode, over: yaml.MappingNode) -> yaml.MappingNode:
    """Return `base` with what `over` says instead: mappings are merged key by key, anything else is replaced."""
    pairs = {key.value: (key, value) for key, value in base.value}
    for key, value in over.value:
        below = pairs[key.value][1] if key.value in pairs else None
        if isinstance(value, yaml.MappingNode) and isinstance(below, yaml.MappingNode):
            value = merge(below, value)
        pairs[key.value] = (key, value)
    return yaml.MappingNode(over.tag, list(pairs.values()), over.start_mark, over.end_mark, over.flow_style)


def entry(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    """Return what stands under `key`, None when nothing does."""
    return next((value for name, value in node.value if name.value == key), None)


def _explain(problem: Any, location: _Location, adapter: TypeAdapter[Any]) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    where = ".".join(str(part) for part in location) or "the file"
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(location[-1]), sorted(_field_names(adapter)), n=1, cutoff=0.4)
        return f"unknown key {where}" + (f"; did you mean {near[0]}?" if near else "")
    if problem["type"] == "string_type":
        return f"{where}: must be text; put it in quotes (YAML reads 055 as a number and no as false)"
    return f"{where}: {problem['msg'].removeprefix('Value error, ')}"


def _field_names(adapter: TypeAdapter[Any]) -> Iterator[str]:
    schema = adapter.json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {})


def _mark(node: yaml.Node, location: _Location) -> yaml.Mark:
    mark = node.start_mark
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                continue  # the tag of a union, which is no key of the file
            mark, node = pair[0].start_mark, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.start_mark
    return mark


def _refuse_surprises(node: yaml.Node, error: type[SourceFileError], seen: set[int], depth: int) -> None:
    """Raise for tags, aliases, keys that stand twice or are no words, and nesting without end."""
    if node.tag not in _TAGS or (node.tag in _NUMBERS and not _is_readable(node)):
        raise _at(node, error, "a tag (!name) is not allowed; write the plain value")
    if isinstance(node, yaml.ScalarNode):
        return
    if id(node) in seen:
        raise _at(node, error, "an alias (*name) is not allowed; write it out")
    if depth > _MAX_DEPTH:
        raise _at(node, error, f"is nested deeper than {_MAX_DEPTH}")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        _refuse_keys([key for key, _ in node.value], error)
    for item in node.value:
        _refuse_surprises(item[1] if isinstance(node, yaml.MappingNode) else item, error, seen, depth + 1)


def _refuse_keys(keys: list[yaml.Node], error: type[SourceFileError]) -> None:
    known: set[str] = set()
    for key in keys:
        if not isinstance(key, yaml.ScalarNode) or key.tag != _TAG + "str":
            raise _at(key, error, "a key must be a word; put it in quotes")
        if key.value in known:
            raise _at(key, error, f"key {key.value} stands twice")
        known.add(key.value)


def _is_readable(node: yaml.Node) -> bool:
    try:
        _read_number(node)
    except (ValueError, KeyError):
        return False
    return True


def _read(node: yaml.Node) -> Any:  # noqa: ANN401 - whatever YAML holds
    if isinstance(node, yaml.MappingNode):
        return read_mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [_read(item) for item in node.value]
    if node.tag == _TAG + "null":
        return None
    return _read_number(node) if node.tag in _NUMBERS else node.value


def _read_number(node: yaml.Node) -> Any:  # noqa: ANN401 - a number or a truth value
    loader = _Loader("")
    try:
        return loader.construct_object(node)
    finally:
        loader.dispose()


def _at(node: yaml.Node, error: type[SourceFileError], problem: str) -> SourceFileError:
    return error(node.start_mark.name, node.start_mark.line + 1, problem)
