"""A model's folder that cannot be used: the error names the file and the remedy, when the moderator is made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from khobar_moderation import Moderator, Post
from khobar_moderation.errors import ModelError
from khobar_moderation.heads.graph import Graph
from khobar_moderation.heads.model import Model
from khobar_moderation.heads.vectors import WordVectors, hash_ngrams, ngrams
from tiny_models import tiny_model

ANEW = "Take the model's folder anew"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("models") / "tiny")


def _change_config(**changes: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "config.json"
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")

    return change


def _cut(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:200])


def _remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _widen(folder: Path) -> None:
    arrays = load_file(folder / "vectors.safetensors")
    save_file({**arrays, "rows": np.tile(arrays["rows"], (1, 2))}, folder / "vectors.safetensors")


def _lose_scales(folder: Path) -> None:
    save_file({"rows": load_file(folder / "vectors.safetensors")["rows"]}, folder / "vectors.safetensors")


BROKEN: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "no folder": (shutil.rmtree, "config.json: no such file", "models=None for rules only"),
    "no config": (_remove("config.json"), "config.json: no such file", "models=None for rules only"),
    "config cut off": (_cut("config.json"), "config.json: is not JSON", ANEW),
    "config of another kind": (lambda f: (f / "config.json").write_text("[]"), "format None is not 1", "this version"),
    "another format": (_change_config(format=7), "config.json: format 7 is not 1", "Train it with this version"),
    "other features": (_change_config(features=["length"]), "config.json: the features", "Train it with this version"),
    "no version": (_change_config(version=None), "config.json: says no version", ANEW),
    "no weights": (_change_config(weights=None), "config.json: its weights", ANEW),
    "other weights": (_change_config(weights={"person": {"threshold": 1}}), "config.json: its weights", ANEW),
    "no graph": (_remove("encoder.onnx"), "encoder.onnx: no such file", ANEW),
    "graph cut off": (_cut("encoder.onnx"), "encoder.onnx: is no graph that can be run", ANEW),
    "no vectors": (_remove("vectors.safetensors"), "vectors.safetensors", ANEW),
    "vectors cut off": (_cut("vectors.safetensors"), "holds no word vectors that can be read", ANEW),
    "no scales": (_lose_scales, "holds no word vectors that can be read", ANEW),
    "no words": (_remove("words.txt"), "words.txt: no such file", ANEW),
    "words of no text": (lambda f: (f / "words.txt").write_bytes(b"\xff\xfe\xff"), "holds no word vectors", ANEW),
    "words of another": (lambda f: (f / "words.txt").write_text("a\n" * 90_000), "do not fit together", ANEW),
    "vectors of another": (_widen, "graph and word vectors are of two models", ANEW),
}


@pytest.mark.parametrize(("break_", "problem", "remedy"), BROKEN.values(), ids=BROKEN)
def test_broken_folder_is_told_when_it_is_loaded(
    break_: Callable[[Path], object], problem: str, remedy: str, whole: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(whole, folder)
    break_(folder)
    with pytest.raises(ModelError) as told:
        Moderator(models=folder)
    assert problem in str(told.value)
    assert remedy in str(told.value)
    assert str(folder) in str(told.value)


def test_unknown_name_is_told() -> None:
    with pytest.raises(ModelError, match=r"nothing-of-this-name.*no such file.*models=None"):
        Moderator(models="nothing-of-this-name")


def test_graph_of_something_else_is_told(whole: Path) -> None:
    with pytest.raises(ModelError, match=r"encoder\.onnx: does not answer weather\. Take"):
        Graph(whole / "encoder.onnx", ["people", "weather"])


def test_forgotten_session_is_opened_anew(whole: Path, moderator: Moderator) -> None:
    model = Model(whole)
    documents = [moderator.read(Post(text=f"يبدأ البرنامج رقم {number} يوم الأحد")) for number in range(5)]
    before = [reading.words["people"] for reading in model.read(documents)]
    model._graph.forget()
    after = [reading.words["people"] for reading in model.read(documents)]
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def test_vector_of_a_word_is_the_mean_of_its_rows() -> None:
    drawn = np.random.default_rng(1).normal(size=(50, 8)).astype(np.float32)
    vectors = WordVectors.quantised(["من", "إلى"], drawn[:2], drawn[2:])
    known, unknown = vectors.of_words(["من", "عن"])
    expected = np.mean([drawn[0], *(drawn[2 + row] for row in hash_ngrams("من", 48))], axis=0)
    assert np.abs(known - expected).max() < 0.02
    expected = np.mean([drawn[2 + row] for row in hash_ngrams("عن", 48)], axis=0)
    assert np.abs(unknown - expected).max() < 0.02
    assert vectors.of_words([]).shape == (0, 8)


def test_hash_is_fasttexts() -> None:
    """By the definition: FNV-1a of 32 bits, each byte taken as signed before it is mixed in."""
    for word in ("من", "المدرسة", "a", ""):
        rows = []
        for ngram in ngrams(word):
            value = np.uint32(2166136261)
            for byte in ngram.encode():
                value = np.uint32(
                    value ^ np.uint32(np.int8(np.uint8(byte).astype(np.int8)).astype(np.int64) & 0xFFFFFFFF)
                )
                value = np.uint32((int(value) * 16777619) & 0xFFFFFFFF)
            rows.append(int(value) % 1000)
        assert hash_ngrams(word, 1000) == rows
