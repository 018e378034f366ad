"""The lexicon: built from counted text, read back, and what it says of words."""

from __future__ import annotations

import lzma
import sys
from collections import Counter
from pathlib import Path

import pytest

from khobar_moderation.resources import RULES
from khobar_moderation.spelling.affixes import take_apart
from khobar_moderation.spelling.lexicon import Form, Lexicon, load_lexicon, pack_form
from khobar_moderation.spelling.repairs import drop_tanwin_alef, mend_command, repair_word
from khobar_moderation.spelling.speller import is_known, is_noun, read_word
from khobar_moderation.spelling.splits import split_word
from khobar_moderation.training.lexicon import HELD_OUT_EVERY, build_lexicon, count_words, main

SHIPPED = RULES / "lexicons" / "spelling.marisa"
MODERN = RULES / "lexicons" / "spelling-modern.txt"


def made(folder: Path, **counts: float) -> Lexicon:
    path = folder / "made.marisa"
    build_lexicon(Counter(counts)).save(str(path))
    return Lexicon(path)


def test_forms_come_back_by_key_the_frequent_first(tmp_path: Path) -> None:
    lexicon = made(tmp_path, كتابة=900, كتابه=3000, قلم=7)
    assert [form.text for form in lexicon.forms("كتابه")] == ["كتابه", "كتابة"]
    assert lexicon.forms("كتابه")[0].weight == pytest.approx(3000, rel=0.06)
    assert "قلم" in lexicon
    assert lexicon.forms("ورقه") == ()


def test_forms_too_rare_are_left_out(tmp_path: Path) -> None:
    lexicon = made(tmp_path, أن=100_000, ان=20, قلم=1)
    assert [form.text for form in lexicon.forms("ان")] == ["أن"]
    assert "قلم" not in lexicon


def test_a_packed_weight_fits_a_byte() -> None:
    assert pack_form(Form("من", 1e9))[0] == 255


def test_words_are_counted_without_marks() -> None:
    assert count_words(["ذَهَبَ الوَلَدُ", "ذهب 3 أولاد"]) == {"ذهب": 2, "الولد": 1, "أولاد": 1}


def test_the_builder_weighs_sources_and_holds_paragraphs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "names").mkdir()
    lines = ["محجوب " * 9] + ["مكتوب"] * (HELD_OUT_EVERY - 1)
    for name, content in {"hindawi_pd50": lines, "hindawi_pd70": ["قديم"] * 100, "hadith": ["حديث"] * 100}.items():
        with lzma.open(tmp_path / "text" / f"{name}.txt.xz", "wt", encoding="utf-8") as file:
            file.write("\n".join(content))
    (tmp_path / "names" / "names.tsv").write_text("name\tkind\nساره\tgiven\n", encoding="utf-8")
    (tmp_path / "spelling-modern.txt").write_text("# comment\nإلكتروني\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["lexicon", str(tmp_path), "-o", str(tmp_path)])
    main()
    lexicon = Lexicon(tmp_path / "spelling.marisa")
    weights = {key: round(lexicon.forms(key)[0].weight) for key in ("مكتوب", "قديم", "حديث", "ساره") if key in lexicon}
    assert weights == {"مكتوب": pytest.approx(199, abs=12), "قديم": pytest.approx(30, abs=2), "حديث": 5, "ساره": 2}
    assert "محجوب" not in lexicon
    assert lexicon.forms("الكتروني")[0].text == "إلكتروني"
    assert lexicon.forms("الالكتروني")[0].text == "الإلكتروني"


def test_the_shipped_lexicon_is_compact() -> None:
    assert SHIPPED.stat().st_size < 3_000_000


def test_modern_words_are_known_as_listed() -> None:
    lines = MODERN.read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    assert sorted(word for word in words if len(word) > 1 and not is_known(word)) == []


def test_a_word_is_taken_apart_in_every_way() -> None:
    parts = set(take_apart("وللمدرسات"))
    assert any(p.prefix == "ولل" and p.stem == "مدرس" and p.suffix == "ات" for p in parts)
    assert any(p.opened and p.stem == "جايزه" for p in take_apart("جايزته"))
    assert not any(p.suffix == "ه" for p in take_apart("المكتبه"))


@pytest.mark.parametrize("word", ["المدرسة", "كتابه", "أجهزتهن", "هنأ", "آلية", "الإلكترونية", "وشاركن", "للمتعلمين"])
def test_words_that_are_known(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("الاداره", "الإدارة"),
        ("اجهزتهن", "أجهزتهن"),
        ("إجتماع", "اجتماع"),
        ("مستشفي", "مستشفى"),
        ("الثانوى", "الثانوي"),
        ("الإستبانه", "الاستبانة"),
    ],
)
def test_words_that_edited_text_writes_otherwise(word: str, right: str) -> None:
    readings = read_word(word)
    assert not readings.known
    assert readings.rivals[0].text == right


def test_a_noun_takes_the_article_and_a_verb_does_not() -> None:
    assert is_noun("تعليم")
    assert not is_noun("يحضرون")


def test_the_lexicon_is_loaded_once() -> None:
    assert load_lexicon() is load_lexicon()


@pytest.mark.parametrize(
    ("word", "right", "kind"),
    [
        ("محاظرة", "محاضرة", "spelling"),
        ("الأساتزة", "الأساتذة", "spelling"),
        ("البرانمج", "البرنامج", "spelling"),
        ("شاركو", "شاركوا", "spelling"),
        ("يستلمو", "يستلموا", "spelling"),
        ("عااجل", "عاجل", "spelling"),
        ("يبدء", "يبدأ", "hamza"),
        ("المسؤلين", "المسؤولين", "hamza"),
    ],
)
def test_one_slip_is_undone(word: str, right: str, kind: str) -> None:
    repair = repair_word(word)
    assert repair is not None
    assert (repair.text, repair.kind) == (right, kind)


@pytest.mark.parametrize("word", ["كوالالمبور", "سيندو", "القطو", "يساءل", "وقرؤوا"])
def test_rare_words_are_left_alone(word: str) -> None:
    assert repair_word(word) is None


def test_endings_that_make_a_known_word_of_a_wrong_one() -> None:
    assert drop_tanwin_alef("مساءا") == "مساءً"
    assert drop_tanwin_alef("كتابا") is None
    assert mend_command("فاليتصل") == "فليتصل"
    assert mend_command("فاليوم") is None


HEADS, TAILS = frozenset({"لا", "ما", "يا", "في", "بعد"}), frozenset({"عليه", "أن"})


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("لايتجاوز", "لا يتجاوز"),
        ("يامعلمي", "يا معلمي"),
        ("فياليوم", "في اليوم"),
        ("بعدالساعة", "بعد الساعة"),
        ("نهايةالأسبوع", "نهاية الأسبوع"),
        ("الملاحظاتعليه", "الملاحظات عليه"),
        ("لامركزية", None),
        ("فيتنام", None),
        ("كوالالمبور", None),
    ],
)
def test_joined_words_part(word: str, parted: str | None) -> None:
    assert split_word(word, HEADS, TAILS) == parted


def test_verbs_of_dialect_part_in_dialect_alone() -> None:
    assert split_word("لاتخلونها", HEADS, TAILS, dialect=True) == "لا تخلونها"
    assert split_word("لاتخلونها", HEADS, TAILS) is None
