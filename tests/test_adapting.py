"""Going on from a model on posts of one's own: what is held out, what is learnt, what is refused, what it writes."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from typer.testing import CliRunner

from annotated import annotated
from khobar_moderation import Moderator, Post
from khobar_moderation.errors import AnnotationError, MissingExtra, ModelError
from khobar_moderation.heads import load_model
from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.training import adapting
from khobar_moderation.training.__main__ import app
from khobar_moderation.training.adapting import FEWEST, Adapted, adapt
from khobar_moderation.training.annotation import Marked
from khobar_moderation.training.examples import Preparer
from khobar_moderation.training.exporting import load_network
from khobar_moderation.training.finetuning import answer
from tiny_models import tiny_model, tiny_network

POSTS = Path(__file__).parents[1] / "data" / "posts" / "train.jsonl"


def written(path: Path, posts: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(post, ensure_ascii=False) + "\n" for post in posts), "utf-8")
    return path


def made_up(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Return posts of which no two share much wording."""
    drawn = np.random.default_rng(first)
    letters = list("ابتجدرسعفكلمنهي")
    texts = [" ".join("".join(drawn.choice(letters, 5)) for _ in range(12)) for _ in range(count)]
    return [annotated(f"p{first + number}", text=text) for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("models") / "base")


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = POSTS.read_text("utf-8").splitlines(keepends=True)[:60]
    path = tmp_path_factory.mktemp("posts") / "mine.jsonl"
    path.write_text("".join(lines), "utf-8")
    return path


@pytest.fixture(scope="module")
def adapted(base: Path, sixty: Path) -> tuple[Adapted, Path]:
    """Return what came of sixty posts, and the folder."""
    out, threads = base.with_name("adapted"), torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        done = adapt([sixty], out, model=base, epochs=3)
    finally:
        torch.set_num_threads(threads)
    return done, out


def test_learns_from_sixty_posts(adapted: tuple[Adapted, Path]) -> None:
    done, _ = adapted
    assert done.held_out == 12
    assert done.learnt + done.copies + 8 == 48
    assert len(done.before) == len(done.after) == 12


def test_writes_a_model_that_judges_and_is_another(base: Path, adapted: tuple[Adapted, Path]) -> None:
    done, out = adapted
    moderator = Moderator(models=out)
    assert done.epochs > 0
    assert moderator.versions.model not in (None, load_model(base).version)
    assert set(moderator.check("يعقد المكتب لقاءه يوم الأحد.").labels) >= {"personal", "source"}
    assert all("readability" not in each.check for each in moderator.check("لقاء").failures)


def test_unlearns_nothing_else(base: Path, adapted: tuple[Adapted, Path]) -> None:
    done, out = adapted
    before, after = (json.loads((folder / "config.json").read_text("utf-8")) for folder in (base, out))
    assert after["adapted"] == {"from": before["version"], "posts": done.learnt, "epochs": done.epochs, "seed": 1}
    assert {**after, "adapted": 0, "version": 0} == {**before, "adapted": 0, "version": 0}
    for name in ("vectors.safetensors", "words.txt"):
        assert (out / name).read_bytes() == (base / name).read_bytes()


def test_writes_the_figures_without_text(adapted: tuple[Adapted, Path], sixty: Path) -> None:
    done, out = adapted
    content = (out / "eval.json").read_text("utf-8")
    figures = json.loads(content)
    assert figures["before"]["posts"] == figures["after"]["posts"] == 12
    assert figures["after"]["measures"]["personal.exact"]["accuracy"] == done.after.figures["personal.exact"].value
    assert not any(json.loads(line)["text"][:20] in content for line in sixty.read_text("utf-8").splitlines())


def test_the_graph_answers_as_the_network_that_it_was_made_of(adapted: tuple[Adapted, Path]) -> None:
    _, out = adapted
    kept = load_file(out / "network.safetensors")
    assert {weight.dtype for weight in kept.values()} == {torch.float16}
    text = "زار المدير علي السالم مدرسة الخبر"
    [example] = Preparer(WordVectors.load(out)).prepare(Marked("p1", text))
    [logits] = answer(load_network(out), [example])
    wanted = torch.from_numpy(logits["people"]).softmax(-1).numpy()
    read = Moderator(models=out).read(Post(text=text)).reading
    assert read is not None
    assert np.abs(wanted - read.words["people"]).max() < 0.05  # eight bits


def test_the_same_seed_gives_the_same_model(base: Path, tmp_path: Path) -> None:
    posts = written(tmp_path / "mine.jsonl", made_up(FEWEST))
    versions = [
        (adapt([posts], tmp_path / str(place), model=base, epochs=1, seed=seed), load_model(tmp_path / str(place)))[1]
        for place, seed in enumerate((5, 5, 6))
    ]
    assert versions[0].version == versions[1].version != versions[2].version


def test_holds_out_a_fifth_by_id_whatever_the_order_and_the_seed(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = made_up(55)
    ids = sorted((post["id"] for post in posts), key=lambda id_: sha256(id_.encode()).digest())[:11]
    measured: list[list[str]] = []
    real = adapting._measure

    def measure(m: Any, held: Any) -> Any:
        measured.append([each.id for each in held])
        return real(m, held)

    monkeypatch.setattr(adapting, "_measure", measure)
    first, second = (written(tmp_path / name, part) for name, part in (("a", posts[20:]), ("b", posts[:20])))
    done = adapt([first, second], tmp_path / "out", model=base, epochs=1, seed=9)
    assert measured == [ids, ids]
    assert (done.learnt, done.held_out, done.copies) == (36, 11, 0)


def test_learns_from_no_copy_of_what_it_is_measured_on(base: Path, tmp_path: Path) -> None:
    posts = made_up(60)
    held_out = min(posts, key=lambda post: sha256(post["id"].encode()).digest())
    copies = [annotated(f"copy{number}", text=f"{held_out['text']} {number}") for number in range(4)]
    done = adapt([written(tmp_path / "mine.jsonl", posts + copies)], tmp_path / "out", model=base, epochs=1)
    assert done.held_out == 12
    assert done.copies >= 2  # what of the four is not held out itself
    assert done.learnt == 64 - 12 - 8 - done.copies


def test_keeps_the_heads_when_nothing_does_them_good(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worse = iter(range(100))
    monkeypatch.setattr(adapting, "_surprise", lambda *_: next(worse))
    done = adapt([written(tmp_path / "mine.jsonl", made_up(60))], tmp_path / "out", model=base, epochs=8)
    assert done.epochs == 0
    assert next(worse) == 3  # looked at before, and after the two epochs of its patience
    assert (tmp_path / "out" / "network.safetensors").read_bytes() == (base / "network.safetensors").read_bytes()


def test_refuses_too_few_posts(base: Path, tmp_path: Path) -> None:
    mine = written(tmp_path / "mine.jsonl", made_up(FEWEST - 1))
    with pytest.raises(AnnotationError, match=rf"mine\.jsonl:49: 49 posts are too few .* at least {FEWEST}"):
        adapt([mine], tmp_path / "out", model=base)
    assert not (tmp_path / "out").exists()


def test_refuses_an_id_that_stands_in_two_files(base: Path, tmp_path: Path) -> None:
    first, second = written(tmp_path / "a", made_up(60)), written(tmp_path / "b", [*made_up(1, 90), *made_up(1)])
    with pytest.raises(AnnotationError, match=r"b:2: id: stands in another file too"):
        adapt([first, second], tmp_path / "out", model=base)


def test_does_not_write_over_the_model_that_it_goes_on_from(base: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Give another folder"):
        adapt([written(tmp_path / "mine.jsonl", made_up(60))], base, model=base)


def test_names_what_is_to_be_installed_before_it_learns(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapting, "find_spec", lambda name: None if name == "onnx" else object())
    with pytest.raises(MissingExtra, match=r"onnx is needed .*khobar-moderation\[training\]"):
        adapt([written(tmp_path / "mine.jsonl", made_up(60))], tmp_path / "out", model=base)


def test_refuses_a_folder_without_weights_to_go_on_from(base: Path, tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "bare")
    (folder / "network.safetensors").unlink()
    with pytest.raises(ModelError, match=r"bare/network\.safetensors: no such file. Take the folder"):
        load_network(folder)
    (folder / "network.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="does not hold the weights of this model"):
        load_network(folder)
    (folder / "network.safetensors").write_bytes((base / "vectors.safetensors").read_bytes())
    with pytest.raises(ModelError, match="does not hold the weights of this model"):
        load_network(folder)


def test_a_network_comes_back_as_it_was_saved(base: Path) -> None:
    saved, loaded = tiny_network().state_dict(), load_network(base).state_dict()
    assert saved.keys() == loaded.keys()
    assert all(torch.allclose(saved[name], loaded[name], atol=1e-2, rtol=1e-3) for name in saved)


def test_the_command_shows_before_and_after(base: Path, sixty: Path, tmp_path: Path) -> None:
    arguments = ["adapt", "--posts", str(sixty), "--model", str(base), "--out", str(tmp_path / "out"), "--epochs", "1"]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "before" in result.stdout
    assert "after" in result.stdout
    assert "decision.leak" in result.stdout
    assert "measured on 12 others" in result.stdout
    assert Moderator(models=tmp_path / "out").check("لقاء").decision


def test_the_command_tells_in_one_line_what_is_wrong(base: Path, tmp_path: Path) -> None:
    mine = written(tmp_path / "mine.jsonl", [annotated(text="نص لا يظهر في الأخطاء", exposure=[])])
    command = [
        sys.executable,
        "-m",
        "khobar_moderation.training",
        "adapt",
        "--posts",
        str(mine),
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run([*command, "--model", str(base)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "1 posts are too few to learn from" in done.stderr
    assert "لا يظهر" not in done.stderr + done.stdout
