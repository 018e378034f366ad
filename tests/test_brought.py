"""Classifiers that a user brings: their answers take a head's place; what could run code or does not fit is refused."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import numpy as np
import pytest
import torch
import transformers
from safetensors.torch import load_file

from khobar_moderation import Moderator, Post
from khobar_moderation.errors import ModelError
from khobar_moderation.heads import Brought, Reading, load_model
from khobar_moderation.heads.labels import PEOPLE, SOUNDNESS
from tiny_models import sorter, tagger, tiny_model

ROLES = ["O", *(f"{edge}-{role}" for role in PEOPLE for edge in "BI")]
PRIVATE = {"زقرطم": "B-private", "البشنقي": "I-private"}
PERSONS = {"زقرطم": "B-PERS", "البشنقي": "I-PERS", "الدمام": "B-LOC"}
NAME = "زقرطم البشنقي"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("models") / "base")


@pytest.fixture(scope="module")
def private(base: Path) -> Path:
    return tagger(base.with_name("private"), ROLES, PRIVATE)


@pytest.fixture(scope="module")
def personal(base: Path) -> Path:
    return sorter(base.with_name("personal"), ["work", "mixed", "personal"], {"زفاف": "personal"})


@pytest.fixture
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("something asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def reading(base: Path, text: str, **models: Any) -> Reading:
    read = Moderator(models={"base": base, **models}).read(Post(text=text)).reading
    assert read is not None
    return read


def people(moderator: Moderator, text: str) -> list[str]:
    """Return the private persons of a text, as they are posted."""
    findings = (each for each in moderator.check(text).findings if each.id == "exposure.person")
    return [text[slice(*each.span)] for each in findings if each.span]


@pytest.mark.usefixtures("_offline")
def test_finds_the_persons_that_the_classifier_marks_and_no_others(base: Path, private: Path) -> None:
    moderator = Moderator(models={"base": base, "exposure": private})
    text = f"تأخر اليوم {NAME} عن الموعد."
    assert people(Moderator(models=None), text) == []
    assert people(moderator, text) == [NAME]
    assert list(moderator.read(Post(text="تأخر اليوم الموظف عن الموعد.")).reading.spans("people")) == []  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", ["زَقَرْطَمٌ البَشْنَقِيّ", "زقـــرطم البشنـــقي", "ز\u200bقرطم البشنقي\u200f", "زقرطم البشنقی", "زقرطم  البشنقي"]
)
def test_tells_where_a_name_is_posted_whatever_its_spelling(base: Path, private: Path, name: str) -> None:
    moderator = Moderator(models={"base": base, "exposure": private})
    text = f"تأخّر اليـــوم {name}، عن المَوعد."
    start = text.index(name)
    [span] = [each.span for each in moderator.check(text).findings if each.id == "exposure.person"]
    assert span is not None
    assert span.start == start
    assert text[slice(*span)].rstrip("\u200f") == name.rstrip("\u200f")


def test_reads_a_long_post_to_its_last_word(base: Path, private: Path) -> None:
    words = ["كلام"] * 3000
    places = [*range(5, 2990, 41), 2998]
    for place in places:
        words[place : place + 2] = NAME.split()
    text = " ".join(words)
    spans = list(reading(base, text, exposure=private).spans("people"))
    assert [text[span.start : span.end] for span in spans] == [NAME] * len(places)
    assert spans[-1].end == len(text)
    assert min(span.score for span in spans) > 0.99


def test_shares_a_person_out_over_the_roles_as_the_model_that_ships_does(base: Path) -> None:
    folder = tagger(base.with_name("persons"), ["O", "B-PERS", "I-PERS", "B-LOC"], PERSONS)
    text = f"وصل {NAME} إلى الدمام"
    before, after = reading(base, text), reading(base, text, exposure=folder)
    [span] = after.spans("people")
    assert text[span.start : span.end] == NAME
    tags = after.words["people"]
    assert np.allclose(tags.sum(axis=1), 1.0, atol=1e-5)
    assert tags[1, 1::2].sum() > 0.99  # its first word begins it
    assert tags[2, 2::2].sum() > 0.99
    assert tags[4, 0] > 0.99  # a place is nobody
    for place in (1, 2):
        shares = before.words["people"][place, 1::2] + before.words["people"][place, 2::2]
        got = tags[place, 1::2] + tags[place, 2::2]
        assert np.allclose(got / got.sum(), shares / shares.sum(), atol=1e-4)


def test_leaves_every_other_answer_as_it_was(base: Path, private: Path, personal: Path) -> None:
    text = f"دعوة إلى زفاف {NAME}"
    before, after = reading(base, text), reading(base, text, exposure=private, personal=personal)
    for head in set(before.words) - {"people"}:
        assert np.array_equal(before.words[head], after.words[head])
    for head in set(before.posts) - {"post_personal"}:
        assert before.posts[head] == after.posts[head]
    assert before.posts["post_personal"] != after.posts["post_personal"]


def test_joins_what_it_says_of_the_windows_of_a_long_post(base: Path, personal: Path) -> None:
    assert reading(base, "زفاف", personal=personal).posts["post_personal"]["personal"] > 0.99
    assert reading(base, "عمل " * 1000, personal=personal).posts["post_personal"]["work"] > 0.99
    long = reading(base, "عمل " * 1000 + "زفاف", personal=personal).posts["post_personal"]
    assert long["work"] < 0.01
    assert long["mixed"] > 0.99
    assert sum(long.values()) == pytest.approx(1.0, abs=1e-5)


def test_takes_the_label_of_the_post(base: Path, personal: Path) -> None:
    source = sorter(base.with_name("source"), ["first_party", "hearsay"], {"وصلني": "hearsay"})
    moderator = Moderator(models={"base": base, "personal": personal, "source": source})
    labels = moderator.check("زفاف كما وصلني").labels
    assert labels["personal"] == "personal"
    assert labels["source"] == "hearsay"


def test_keeps_the_kinds_that_a_classifier_does_not_know(base: Path) -> None:
    folder = sorter(base.with_name("offensive"), ["none", "offensive"], {"غبي": "offensive"})
    before, after = (reading(base, "أنت غبي", **models) for models in ({}, {"soundness": folder}))
    known, now = before.posts["post_soundness"], after.posts["post_soundness"]
    assert now["offensive"] > 0.99
    assert {kind: now[kind] for kind in SOUNDNESS[1:]} == {kind: known[kind] for kind in SOUNDNESS[1:]}
    assert reading(base, "أنت هنا", soundness=folder).posts["post_soundness"]["offensive"] < 0.01


def test_gives_each_kind_by_itself_without_a_label_for_none(base: Path) -> None:
    folder = sorter(base.with_name("kinds"), list(SOUNDNESS), {"علاج": "unscientific"})
    kinds = reading(base, "علاج", soundness=folder).posts["post_soundness"]
    assert kinds["unscientific"] > 0.99
    assert kinds["offensive"] > 0.99  # not what the other leaves of 1


def test_takes_labels_that_are_called_otherwise(base: Path) -> None:
    folder = sorter(base.with_name("numbered"), ["LABEL_0", "LABEL_1"], {"غبي": "LABEL_1"})
    brought = Brought(folder, labels={"LABEL_0": "none", "LABEL_1": "offensive"})
    assert reading(base, "أنت غبي", soundness=brought).posts["post_soundness"]["offensive"] > 0.99
    with pytest.raises(ModelError, match="LABEL_2"):
        load_model({"base": base, "soundness": Brought(folder, labels={"LABEL_2": "offensive"})})


def test_the_version_names_each_classifier(base: Path, private: Path, personal: Path) -> None:
    one, both = (
        load_model({"base": base, **models}).version
        for models in ({"exposure": private}, {"personal": personal, "exposure": private})
    )
    assert one.startswith(f"{load_model(base).version}+exposure:")
    assert both.startswith(f"{one}+personal:")


def test_answers_the_same_from_many_threads_and_many_posts(base: Path, private: Path, personal: Path) -> None:
    moderator = Moderator(models={"base": base, "exposure": private, "personal": personal})
    texts = [f"{'كلمة ' * count}{NAME}{' زفاف' * (count % 2)}" for count in range(40)]
    alone = [(v.decision, [(f.id, f.span) for f in v.findings]) for v in map(moderator.check, texts)]
    with ThreadPoolExecutor(8) as pool:
        threaded = [(v.decision, [(f.id, f.span) for f in v.findings]) for v in pool.map(moderator.check, texts)]
    together = [(v.decision, [(f.id, f.span) for f in v.findings]) for v in moderator.check_many(texts)]
    assert alone == threaded == together


@pytest.mark.parametrize("text", ["😀 نعم", "\n.\nلا", "ـــنعم", "@khobar_edu، نعم", "نعم."])
def test_reads_texts_of_which_the_classifier_sees_little(base: Path, private: Path, text: str) -> None:
    read = reading(base, text, exposure=private)
    assert read.words["people"].shape == (len(read.tokens), len(ROLES))
    assert not list(read.spans("people"))


def test_begins_a_name_once_where_a_piece_goes_over_several_of_our_tokens(base: Path) -> None:
    folder = tagger(base.with_name("wide"), ["O", "B-PER"], {"د.زقرطم": "B-PER"}, blanks_only=True)
    text = "نعم د.زقرطم نعم"
    read = reading(base, text, exposure=folder)
    assert [text[span.start : span.end] for span in read.spans("people")] == ["د.زقرطم"]
    assert np.allclose(read.words["people"][1:4, 1::2].sum(axis=1), [1, 0, 0], atol=0.01)


def test_reads_a_tokenizer_that_is_but_a_list_of_words(base: Path, tmp_path: Path) -> None:
    folder = tagger(tmp_path / "mine", ROLES, PRIVATE)
    words = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    (folder / "vocab.txt").write_text("\n".join(sorted(words, key=words.__getitem__)))
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer"}')
    [span] = reading(base, f"{NAME} نعم", exposure=folder).spans("people")
    assert (span.start, span.end) == (0, len(NAME))


def in_cache(monkeypatch: pytest.MonkeyPatch, cache: Path, folder: Path) -> None:
    """Lay a folder into a cache of the hub as `office/tagger`."""
    stored = cache / "models--office--tagger"
    (stored / "refs").mkdir(parents=True)
    (stored / "refs" / "main").write_text("0" * 40)
    (stored / "snapshots").mkdir()
    (stored / "snapshots" / ("0" * 40)).symlink_to(folder)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(cache))


@pytest.mark.usefixtures("_offline")
def test_finds_a_name_in_the_local_cache(
    base: Path, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_cache(monkeypatch, tmp_path, private)
    assert list(reading(base, NAME, exposure="office/tagger").spans("people"))


def _pickled(folder: Path) -> None:
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def _pickled_shard(folder: Path) -> None:
    torch.save(load_file(folder / "model.safetensors"), folder / "shard.bin")
    names = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").rename(folder / "other.safetensors")
    index = {"metadata": {}, "weight_map": dict.fromkeys(names, "shard.bin")}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def _configured(**entries: Any) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text()) | entries
        (folder / "config.json").write_text(json.dumps(config))

    return change


def _without_head(folder: Path) -> None:
    transformers.BertModel.from_pretrained(folder).save_pretrained(folder)
    _configured(architectures=None)(folder)


def _with_code(folder: Path) -> None:
    (folder / "code.py").write_text("raise SystemExit('the code of the folder ran')")
    _configured(model_type="own", auto_map={"AutoConfig": "code.C", "AutoModelForTokenClassification": "code.M"})(
        folder
    )


def _broken(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"no weights")


def _no_config(folder: Path) -> None:
    (folder / "config.json").unlink()


def _bad_config(folder: Path) -> None:
    (folder / "config.json").write_text("{")


def _no_tokenizer(folder: Path) -> None:
    for path in folder.glob("tokenizer*"):
        path.unlink()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_pickled, r"safetensors.*convert it once: AutoModelForTokenClassification"),
        (_pickled_shard, "not in the safetensors format"),
        (_configured(transformers_weights="adapter_model.bin"), "not in the safetensors format"),
        (
            _configured(architectures=["BertForSequenceClassification"]),
            "Fine-tune it as AutoModelForTokenClassification",
        ),
        (_without_head, r"lacks weights \(classifier.bias, classifier.weight\)"),
        (_with_code, "cannot be read"),
        (_broken, "cannot be read"),
        (_no_tokenizer, "holds no words of a tokenizer"),
        (_no_config, r"config\.json: no such file"),
        (_bad_config, "is not JSON"),
        (_configured(max_position_embeddings=4), "cannot be read|reads no more than"),
        (
            _configured(id2label={"0": "O", "1": "B-LOC", **{str(n): f"X{n}" for n in range(2, 9)}}),
            r"its labels \(O, B-LOC, .*wants some of O, B-official, .*B-PER",
        ),
    ],
)
@pytest.mark.usefixtures("_offline")
def test_refuses_what_it_cannot_use_and_says_why(
    base: Path, tmp_path: Path, change: Callable[[Path], None], told: str
) -> None:
    folder = tagger(tmp_path / "mine", ROLES, PRIVATE)
    change(folder)
    with pytest.raises(ModelError, match=told) as raised:
        load_model({"base": base, "exposure": folder})
    assert str(folder) in str(raised.value)


@pytest.mark.parametrize(
    ("models", "told"),
    [
        ({"language": "office/tagger"}, r"no check language takes a model. Give some of exposure, personal, source"),
        ({"exposure": "office/missing"}, "neither a folder nor in the local cache.*hf download office/missing"),
        ({"exposure": "no name/of/a hub"}, "neither a folder nor in the local cache"),
        ({"exposure": Path("nowhere")}, "nowhere: no such folder"),
        ({"base": Path("nowhere")}, "nowhere/config.json: no such file"),
    ],
)
@pytest.mark.usefixtures("_offline")
def test_refuses_models_that_are_not_there(
    base: Path, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: dict[str, Any], told: str
) -> None:
    in_cache(monkeypatch, tmp_path, private)
    with pytest.raises(ModelError, match=told):
        Moderator(models={"base": base, **models})


def test_refuses_labels_of_posts_that_are_not_ours(base: Path, tmp_path: Path) -> None:
    folder = sorter(tmp_path / "mine", ["work", "none"], {})
    with pytest.raises(
        ModelError, match=r"\(work, none\) do not fit “personal”, which wants some of work, mixed, pers"
    ):
        load_model({"base": base, "personal": folder})


@pytest.fixture
def _quiet_again() -> Iterator[None]:
    transformers.utils.logging.enable_progress_bar()  # type: ignore[no-untyped-call]
    yield
    transformers.utils.logging.enable_progress_bar()  # type: ignore[no-untyped-call]


@pytest.mark.usefixtures("_quiet_again")
def test_writes_nothing_and_leaves_the_librarys_settings(
    base: Path, private: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    load_model({"base": base, "exposure": private})
    assert transformers.utils.logging.is_progress_bar_enabled()
    assert capfd.readouterr() == ("", "")


def test_needs_torch_only_when_a_classifier_is_brought() -> None:
    code = "import sys, khobar_moderation as k; k.Moderator(models=None).check('نعم'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "khobar_moderation.heads.brought" in loaded
    assert not {"torch", "transformers", "tokenizers", "huggingface_hub"} & set(loaded)
