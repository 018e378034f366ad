"""What annotated posts and reports share: models that tell a wrong field, never what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from khobar_moderation.errors import InvalidPost

__all__ = ["Fields", "one_of"]

_SPANS = "Give a list of objects with start, end and type; an empty list for nothing"
_OFFSET = "Give an offset in code points of the text, a whole number"
_REMEDIES = {
    "id": "Give a str or an int, another one for each post",
    "decision": "Give allow, review or block",
    "personal": 'Give an object such as {"label": "work", "spans": []}',
    "label": "Give work, mixed or personal",
    "source": 'Give an object such as {"status": "named", "spans": []}',
    "status": "Give one of the statuses",
    "language": _SPANS,
    "soundness": _SPANS,
    "exposure": _SPANS,
    "spans": _SPANS,
    "findings": _SPANS,
    "evidence": _SPANS,
    "labels": 'Give an object such as {"personal": "work", "source": "first_party"}',
    "start": _OFFSET,
    "end": _OFFSET,
    "type": "Give a type of the closed list",
    "role": "Give official, source or private",
    "pupil": "Give true or false",
    "score": "Give a number from 0 to 1",
}


class Fields(BaseModel):
    """Frozen; ignores fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


def one_of(names: Iterable[str]) -> Callable[[str], str]:
    """Return a check that a value is one of `names`."""
    known = tuple(names)

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"is none of {', '.join(known)}")
        return value

    return check


def validated(model: type[Any], fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an instance of `model`
    """Return a model made of `fields`.

    Raises:
        InvalidPost: a field is missing or wrong; names the field and the remedy, never the value.
    """
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        path = [str(part) for part in first["loc"]]
        problem = "is missing" if first["type"] == "missing" else first["msg"].removeprefix("Value error, ")
        remedy = next((_REMEDIES[part] for part in reversed(path) if part in _REMEDIES), "See the annotated posts")
        raise InvalidPost(".".join(path) or "line", problem, remedy) from None
