"""The JSON schema of a verdict, made from the closed list of what a verdict can contain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from khobar_moderation.finding import Decision, Role, Safety
from khobar_moderation.taxonomy import CHECKS, EVIDENCE, FAILURES, FINDINGS, LABELS

__all__ = ["verdict_schema"]

_TEXT = {"type": "string"}
_DECISION = {"enum": [str(decision) for decision in Decision]}
_ROLE = {"enum": [str(role) for role in Role]}
_OFFSET = {"type": "integer", "minimum": 0}
_MESSAGE = {
    "type": "object",
    "properties": {"ar": _TEXT, "en": _TEXT},
    "required": ["ar", "en"],
    "additionalProperties": False,
}
_SEEN = {
    "check": _TEXT,
    "type": _TEXT,
    "rule": _TEXT,
    "start": _OFFSET,
    "end": _OFFSET,
    "role": _ROLE,
    "score": {"type": "number", "minimum": 0, "maximum": 1},
}


def verdict_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12) of `Verdict.to_dict()` and of a line that `check --jsonl` writes.

    A line of that command may be an object with `error` instead, for a line that holds no post.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Verdict",
        "oneOf": [{"$ref": "#/$defs/verdict"}, {"$ref": "#/$defs/bad_line"}],
        "$defs": {
            "verdict": _verdict(),
            "bad_line": _bad_line(),
            "finding": _finding(),
            "evidence": _evidence(),
            "failure": _failure(),
        },
    }


def _verdict() -> dict[str, Any]:
    properties = {
        "id": {"type": ["string", "integer"]},
        "decision": _DECISION,
        "labels": _object({check: {"enum": list(values)} for check, values in LABELS.items()}, required=()),
        "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
        "evidence": {"type": "array", "items": {"$ref": "#/$defs/evidence"}},
        "failures": {"type": "array", "items": {"$ref": "#/$defs/failure"}},
        "checks": {"type": "array", "items": {"enum": list(CHECKS)}, "uniqueItems": True},
        "versions": _object({"policy": _TEXT, "rules": _TEXT, "model": {"type": ["string", "null"]}}),
        "milliseconds": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
        "repost": {"$ref": "#/$defs/verdict"},
    }
    return _object(properties, required=[name for name in properties if name not in {"id", "repost"}])


def _bad_line() -> dict[str, Any]:
    error = _object({"field": _TEXT, "message": _TEXT})
    fields = {"line": {"type": "integer", "minimum": 1}, "id": {"type": ["string", "integer", "null"]}, "error": error}
    return _object({**fields, "decision": {"const": str(Decision.REVIEW)}})


def _finding() -> dict[str, Any]:
    properties = {
        **_SEEN,
        "pupil": {"type": "boolean"},
        "replacement": _TEXT,
        "safety": {"enum": [str(safety) for safety in Safety]},
        "decision": _DECISION,
        "clause": _TEXT,
        "message": _MESSAGE,
    }
    required = ["check", "type", "rule", "decision", "score", "clause", "message"]
    return _object(properties, required=required) | _closed(FINDINGS) | _dependent(replacement=["safety"])


def _evidence() -> dict[str, Any]:
    return _object(_SEEN, required=["check", "type", "rule", "score"]) | _closed(EVIDENCE) | _dependent()


def _failure() -> dict[str, Any]:
    fields = {"check": {"enum": list(CHECKS)}, "reason": {"enum": list(FAILURES)}, "detail": _TEXT}
    return _object({**fields, "decision": _DECISION, "message": _MESSAGE})


def _closed(types: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """Return the condition that a check and its type stand in the closed list."""
    pairs = [{"check": {"const": check}, "type": {"enum": list(names)}} for check, names in types.items()]
    return {"anyOf": [{"properties": pair} for pair in pairs]}


def _dependent(**more: list[str]) -> dict[str, Any]:
    return {"dependentRequired": {"start": ["end"], "end": ["start"], **more}}


def _object(properties: Mapping[str, Any], required: Iterable[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }
