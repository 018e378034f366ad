"""Broken YAML ends in one typed error that names file, line and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from khobar_moderation.errors import PolicyError, RuleError, SourceFileError
from khobar_moderation.yamlfile import compose, merge, read_mapping, validate


class Hours(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    opens: str
    closes: str = ""


class Sheet(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    hours: list[Hours] = []
    share: float = 0.5


def _write(folder: Path, text: str | bytes, name: str = "sheet.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _load(path: Path) -> Sheet:
    node = compose(path, PolicyError)
    return validate(path, node, read_mapping(node), Sheet, PolicyError)


BROKEN = {
    "not a mapping": ("- a\n- b\n", 1, "must hold a mapping"),
    "empty": ("", 1, "must hold a mapping"),
    "open quotes": ('name: "a\n', 2, "no valid YAML"),
    "tab": ("name: a\n\tshare: 1\n", 2, "no valid YAML"),
    "two documents": ("name: a\n---\nname: b\n", 2, "no valid YAML"),
    "not utf-8": (b"name: \xd8\n", 1, "UTF-8"),
    "control character": (b"name: a\x01\n", 1, "no valid YAML"),
    "key twice": ("name: a\nshare: 1\nname: b\n", 3, "key name stands twice"),
    "key twice inside": ('name: a\nhours:\n  - {opens: "7",\n     opens: "8"}\n', 4, "key opens stands twice"),
    "key no word": ("name: a\n? [b]\n: 1\n", 2, "a key must be a word"),
    "merge key": ("name: a\n<<: {share: 1}\n", 2, "a key must be a word"),
    "alias": ("name: a\nhours: &h [{opens: a}]\nshare: *h\n", 2, "alias"),
    "alias to itself": ("name: a\nhours: &h [*h]\n", 2, "alias"),
    "tag": ("name: a\nshare: !!python/object:os.system b\n", 2, "tag"),
    "tag that does not fit": ("name: a\nshare: !!int b\n", 2, "tag"),
    "endless nesting": ("name: a\nhours: " + "[" * 60 + "]" * 60, 2, "nested deeper"),
    "unknown key": ("name: a\nhors: []\n", 2, "unknown key hors; did you mean hours?"),
    "unknown key inside": ('name: a\nhours:\n  - opens: "7"\n    close: "9"\n', 4, "did you mean closes?"),
    "missing key": ("share: 0.1\n", 1, "name: Field required"),
    "missing key inside": ('name: a\nhours:\n  - closes: "9"\n', 3, "opens: Field required"),
    "number for text": ("name: 055\n", 1, "name: must be text; put it in quotes"),
    "no for text": ("share: 0.1\nname: no\n", 2, "put it in quotes"),
    "text for number": ('name: a\nshare: "0.1"\n', 2, "share: Input should be a valid number"),
}


@pytest.mark.parametrize(("text", "line", "problem"), BROKEN.values(), ids=BROKEN)
def test_error_names_file_line_and_problem(tmp_path: Path, text: str | bytes, line: int, problem: str) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(PolicyError) as caught:
        _load(path)
    assert problem in caught.value.problem
    assert (str(caught.value.path), caught.value.line) == (str(path), line)
    assert str(caught.value).startswith(f"{path}:{line}: ")


@pytest.mark.parametrize("name", ["absent.yaml", "."])
def test_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        compose(tmp_path / name, RuleError)


def test_plain_values_are_read_as_yaml_means_them(tmp_path: Path) -> None:
    path = _write(tmp_path, "\ufeffa: 1\nb: 0.5\nc: true\nd:\ne: [x, 'y']\nf: {g: 2026-11-23}\n")
    expected = {"a": 1, "b": 0.5, "c": True, "d": None, "e": ["x", "y"], "f": {"g": "2026-11-23"}}
    assert read_mapping(compose(path, SourceFileError)) == expected


def test_merge_lays_mappings_over_each_other_and_replaces_the_rest(tmp_path: Path) -> None:
    base = compose(_write(tmp_path, "a: {x: 1, y: [1, 2]}\nb: 1\nc: {z: 1}\n", "base.yaml"), SourceFileError)
    over = compose(_write(tmp_path, "a: {y: [3]}\nc: 7\nd: 2\n", "over.yaml"), SourceFileError)
    assert read_mapping(merge(base, over)) == {"a": {"x": 1, "y": [3]}, "b": 1, "c": 7, "d": 2}
    assert read_mapping(base) == {"a": {"x": 1, "y": [1, 2]}, "b": 1, "c": {"z": 1}}


@pytest.mark.parametrize(
    ("base", "over", "where"),
    [
        ("share: []\n", "name: a\n", "base.yaml:1"),
        ("name: a\nhours:\n  - opens: 7\n", "share: 0.1\n", "base.yaml:3"),
        ("name: a\n", "\nshare: []\n", "over.yaml:2"),
        ("share: 0.1\n", "share: 0.2\n", "over.yaml:1"),
    ],
)
def test_error_in_a_merged_file_points_into_the_right_one(tmp_path: Path, base: str, over: str, where: str) -> None:
    below = compose(_write(tmp_path, base, "base.yaml"), PolicyError)
    path = _write(tmp_path, over, "over.yaml")
    node = merge(below, compose(path, PolicyError))
    with pytest.raises(PolicyError) as caught:
        validate(path, node, read_mapping(node), Sheet, PolicyError)
    assert str(caught.value).startswith(f"{tmp_path}/{where}: ")
