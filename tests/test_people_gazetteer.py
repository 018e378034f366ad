"""The names that ship, the words they are told from, and the builder that makes both."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from khobar_moderation.people.gazetteer import Gazetteer, bare_word, load_gazetteer
from khobar_moderation.people.romanised import is_latin_family, is_latin_given, skeleton_of_arabic, skeleton_of_latin
from khobar_moderation.resources import RULES
from khobar_moderation.text import match_key
from khobar_moderation.training.gazetteer import build_names, main
from khobar_moderation.training.word_counts import WordCounts, count_words

LEXICONS = RULES / "lexicons"


@pytest.mark.parametrize(
    ("word", "letter", "clitics"),
    [
        ("محمد", "G", 0),
        ("لمحمد", "G", 1),
        ("ولمى", "G", 1),
        ("ولمحمد", "G", 2),
        ("وليد", "G", 0),
        ("فهد", "G", 0),
        ("القحطاني", "F", 0),
        ("عبدالإله", "G", 0),
        ("بوعبدالله", "G", 0),
        ("على", "v", 0),
        ("مني", "v", 0),
        ("لدينا", "v", 0),
        ("المدرسة", "d", 0),
        ("المعلمين", "d", 0),
        ("لقاءها", "v", 0),
        ("الهرشماوي", "N", 0),
        ("الهرشماو", "u", 0),
        ("هرشماو", "U", 0),
    ],
)
def test_class_of_a_word(word: str, letter: str, clitics: int) -> None:
    found = load_gazetteer().classify(word)
    assert (found.letter, found.clitics) == (letter, clitics)


def test_every_written_name_ships() -> None:
    written = [line.split("\t") for line in (LEXICONS / "names-written.tsv").read_text("utf-8").splitlines()]
    names = [name for kind, *rest in written if rest and kind != "never" for name in rest[0].split()]
    assert len(names) > 3000
    assert [name for name in names if match_key(name) not in load_gazetteer()] == []


def test_lists_name_their_sources_and_licences() -> None:
    header = (LEXICONS / "names.tsv").read_text("utf-8")[:700]
    assert all(word in header for word in ("MIT", "CC0", "CC BY 4.0", "Faker", "camel_morph"))
    assert "CC BY 4.0" in (LEXICONS / "names-vocabulary.tsv").read_text("utf-8")[:700]


def test_bare_word() -> None:
    assert [bare_word(word) for word in ("والمدرسه", "للمدرسه", "بيت", "وبمدرسه")] == ["مدرسه", "مدرسه", "بيت", "مدرسه"]


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Al-3tebi", "العتيبي"),
        ("Mo7ammed", "محمد"),
        ("Alqahtani", "القحطاني"),
        ("Sara", "ساره"),
        ("khaled", "خالد"),
        ("Noura", "نوره"),
    ],
)
def test_a_latin_spelling_has_the_consonants_of_the_name(latin: str, arabic: str) -> None:
    assert skeleton_of_latin(latin) == skeleton_of_arabic(arabic)


def test_latin_words_that_are_no_names() -> None:
    assert is_latin_given("Fahad")
    assert is_latin_family("Al-Ghamdi")
    assert not is_latin_family("Ghamdi")
    assert not is_latin_given("SA98")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data as the builder expects it, with a handful of lines."""
    folder = tmp_path / "data"
    for name in ("names", "text", "posts", "posts_annotated"):
        (folder / name).mkdir(parents=True)
    rows = "name\tkind\tgender\tsources\tlicences\n" + "".join(
        f"{name}\t{kind}\t\tx\tMIT\n"
        for name, kind in (("عبد السلام", "given"), ("سعيد", "given"), ("العنزي", "family"), ("بيت", "family"))
    )
    (folder / "names" / "names_free_licence.tsv").write_text(rows, encoding="utf-8")
    camel = "name\tgender\tgloss\nكرامنليس\tU\tKaramanlis\nآنا\tF\tAnna\n"
    (folder / "names" / "camel_morph_proper_names.tsv").write_text(camel, encoding="utf-8")
    with lzma.open(folder / "text" / "hindawi_pd50.txt.xz", "wt", encoding="utf-8") as lines:
        lines.write("كان يوم سعيد في البيت والمدرسة\n" * 300)
    for name in ("saudi_irony", "motaz_tweets", "arsarcasm_v2", "idrisi_ra", "mpold"):
        with lzma.open(folder / "posts" / f"{name}.jsonl.xz", "wt", encoding="utf-8") as lines:
            lines.write((json.dumps({"text": "بيت"}) + "\n") * 9)
    post = {"text": "وصل فلاح اليوم", "exposure": [{"type": "person", "start": 4, "end": 8}]}
    (folder / "posts_annotated" / "train.jsonl").write_text(json.dumps(post) + "\n", encoding="utf-8")
    return folder


def test_counts_leave_persons_out(data: Path) -> None:
    counts = count_words(data)
    assert counts.everyday["سعيد"] == 100
    assert counts.in_posts == {"وصل": 1, "اليوم": 1}
    assert {"بيت", "مدرسه", "يوم"} <= counts.vocabulary(names=["سعيد"])
    assert "سعيد" not in counts.vocabulary(names=["سعيد"])


def test_the_written_list_has_the_last_word(data: Path, tmp_path: Path) -> None:
    written = tmp_path / "names-written.tsv"
    written.write_text("# note\ngiven\tفهد سعيد\ngiven_word\tفهد\nfamily\tفهد\nnever\tلدينا\n", encoding="utf-8")
    names = build_names(written, data / "names", count_words(data))
    assert names["فهد"] == "gF"
    assert names["سعيد"] == "G"
    assert names["لدينا"] == "x"
    assert names["عبدالسلام"] == "G"
    assert names["العنزي"] == "F"
    assert names["كرامنليس"] == "F"
    assert "بيت" not in names
    assert "آنا" not in names


def test_words_of_the_free_lists_are_graded_by_how_often_they_stand_in_text(data: Path, tmp_path: Path) -> None:
    written = tmp_path / "names-written.tsv"
    written.write_text("given\tفهد\n", encoding="utf-8")
    assert build_names(written, data / "names", count_words(data))["سعيد"] == "g"
    assert build_names(written, data / "names", WordCounts())["سعيد"] == "G"


def test_command_writes_both_files(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "names-written.tsv").write_text("given\tفهد\n", encoding="utf-8")
    output = tmp_path / "names.tsv"
    monkeypatch.setattr("sys.argv", ["gazetteer", str(data), "-o", str(output)])
    main()
    assert "فهد" in output.read_text("utf-8").partition("\nG\t")[2]
    gazetteer = Gazetteer(output, tmp_path / "names-vocabulary.tsv")
    assert "فهد" in gazetteer
    assert gazetteer.classify("والبيت").letter == "v"
