"""Persons are found by name, with the span that redaction needs, and in the right role."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khobar_moderation.document import Document
from khobar_moderation.people import PersonMention
from khobar_moderation.policy import load_policy
from khobar_moderation.post import Post
from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import Rulebook, load_rules

RULEBOOK = Rulebook(load_rules(RULES))
POLICY = load_policy("khobar")


def read(text: str) -> Document:
    return Document(Post(text=text), RULEBOOK, POLICY, datetime(2026, 11, 24, tzinfo=UTC))


def marked(text: str) -> tuple[str, list[str]]:
    """Return the text without its [[marks]], and what they mark."""
    plain = text.replace("[[", "").replace("]]", "")
    return plain, [part.split("]]")[0] for part in text.split("[[")[1:]]


def names(document: Document) -> list[str]:
    return [document.surface(mention.start, mention.end) for mention in document.people]


NAMED = [
    # one word, two, chains
    "كلّم [[فهد]] قبل الظهر",
    "حضرت [[نورة الشمري]] مبكرًا",
    "حضر [[صالح بن راشد بن علي آل مانع]] مبكرًا",
    "استلمها [[ضيف الله بن غرم الله الغامدي]]",
    "المدرب [[صلاح الدين أحمد]] وصل",
    "المدرب [[عبد الرحمن السهلي]] وصل",
    "زارنا [[أبو بكر صالح العمودي]] أمس",
    # a word that is a name only beside other signs of one
    "وصلت [[أمل الدوسري]] إلى القاعة",
    "سألت الطالبة [[أمل]] عن الكتاب",
    "يا [[سعيد]] تعال",
    "الأستاذة [[وفاء]] في الإجازة",
    # clitics stay outside
    "أعطوا الكشف ل[[خالد]] و[[ماجد]]",
    "مبروك ل[[أم تركي]]",
    "وصل البلاغ من [[سارة]] و[[لمى]] و[[منى القرني]]",
    # kunya
    "سلّم المفتاح [[أبو فيصل]] للحارس",
    "عند [[أم لجين الرويلي]] نسخة",
    # names from elsewhere after a title
    "المعلمة [[ماريسول ديلا كروز]] تغيب غدًا",
    "السائق [[سوريش ناير]] في الطريق",
    "المهندس [[هارشاد موكيش]] يصل غدًا",
    # initials
    "الطالبة ([[ن. ع.]]) في الصف الثاني",
    "الطالب [[م.ع.]] في الصف الثالث",
    # lists
    "المتغيبون:\n1- [[نواف حسن]]\n2- [[جوري]]\n3- [[يزن علي]]",
    "الفائزون: [[علي حسن]]، [[محمد سعيد]]، [[خالد فرج]]",
    # disguised
    "شكرًا #بطلة_الخط_[[نوف_الشهري]]",
    "في ملف استمارة_[[زياد_الجعيد]]_نهائي",
    "اسمها [[ش ه د ا ل ر و ي ل ي]] وبس",
    "الطالبة [[Layan Al-7arbi]] غائبة",
    "نسلّم على [[Sara Alqahtani]] كثيرًا",
    "حضر الطَّالِبُ [[نَوَّافٌ السَّرْحَانِيُّ]] اليوم",
    "تهنئ المدرسة الطالبة [[أثـيــر الشـلـوي]] اليوم",
    # a definite word that is a family name after a title
    "الأستاذ [[ناصر الخمشي]]، مع التحية",
]


@pytest.mark.parametrize("text", NAMED)
def test_finds_the_name_without_its_titles_and_clitics(text: str) -> None:
    plain, expected = marked(text)
    assert names(read(plain)) == expected


NAMELESS = [
    "في مدرسة خالد بن الوليد وثانوية الملك فهد",
    "شارع الأمير محمد بن فهد مغلق",
    "جائزة حمدان بن راشد ومستشفى الملك فهد الجامعي",
    "مستشفى الدكتور سليمان الحبيب يعتذر",
    "متوسطة «عثمان بن عفان» تستقبلكم",
    "قرأنا لابن الهيثم والمتنبي وأحمد شوقي",
    "قصيدة للشاعر أحمد شوقي",
    "عن أبي هريرة رضي الله عنه",
    "جامعة أم القرى وأبوظبي وأبو عريش",
    "كل أمل في نور العلم، وسعيد من شارك، وكريم من أعان",
    "التسجيل في نظام نور وفارس صباح الأحد",
    "نجاح باهر وفوز مستحق وعيد سعيد",
    "دوام رمضان وشعبان يعلن لاحقًا",
    "الخط علي السبورة مني",
    "لدينا بطاقات ورقية كاملة",
    "الأستاذة الفاضلة والمديرة المتميزة",
    "2/أ و3/د في القاعة، م/ 4",
    "Google Classroom وMicrosoft Teams متاحان",
    "تواصلوا على sara.alqahtani@example.com",
]


@pytest.mark.parametrize("text", NAMELESS)
def test_avoids_false_positive_on_places_public_figures_and_words(text: str) -> None:
    assert names(read(text)) == []


ROLES = [
    ("عُقد الاجتماع برئاسة مدير المكتب الأستاذ سعد بن فالح العجمي", "official"),
    ("وكيلة الشؤون المدرسية\nنوال القحطاني", "official"),
    ("دورة السلامة مع المدرب طلال الهاجري", "official"),
    ("صدر قرار تكليف الأستاذة هند الزهراني مديرةً للثانوية", "official"),
    ("أكدت الدكتورة رانيا السويكت أن النوم ضروري", "source"),
    ("نقلًا عن أ. فاطمة الغامدي: الدوام كالمعتاد", "source"),
    ("أ. منيرة الهاجري تقول إن اللقاء تأجل", "source"),
    ("قال المتحدث الرسمي باسم التعليم بدر الحمودي إن الدوام مستمر", "source"),
    ("معلم الفيزياء كريم عبدالعاطي أجرى عملية في القلب", "private"),
    ("ذكرت أم راكان أن الدوام تغير", "private"),
    ("زميلتنا هدى السبيعي رُزقت بمولودة", "private"),
    ("رئيسة القسم لولوة الجبر ترقد في العناية المركزة إثر جلطة", "private"),
    ("أفاد مصدر بأن المعلم سراج المكي أوقف عن العمل", "private"),
    ("أعلن مدير المدرسة نقل المعلم هاني الصالح", "private"),
    ("وصل شافي المسيفر", "private"),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_role_comes_from_context(text: str, role: str) -> None:
    (mention,) = read(text).people
    assert mention.role == role
    assert not mention.pupil


PUPILS = [
    "فازت الطالبة ليان بنت ماجد السبيعي بالمركز الثاني",
    "درجات الرياضيات:\nغلا المطيري 38\n",
    "تأخر نايف السبيعي من الصف الخامس",
    "ولدي فيصل معه ربو",
    "هنأ مدير المدرسة الأستاذ الطالب أنس المالكي",
    "قال الطالب زياد برناوي إنه سعيد",
]


@pytest.mark.parametrize("text", PUPILS)
def test_pupils_are_private_and_told_apart(text: str) -> None:
    (mention,) = read(text).people
    assert mention.role == "private"
    assert mention.pupil


def test_a_title_says_that_a_person_in_a_list_of_pupils_is_none() -> None:
    mentions = read("أسماء الطلاب المتغيبين:\n1- نواف حسن\nالمرشد الطلابي: أ. سعد الحربي").people
    assert [mention.pupil for mention in mentions] == [True, False]


def test_title_start_is_where_the_titles_begin() -> None:
    document = read("قال الأستاذ الدكتور فهد العمري ما قال، ثم سارة الشهري")
    with_title, without = document.people
    assert document.key[with_title.title_start : with_title.start].split() == ["الاستاذ", "الدكتور"]
    assert without.title_start == without.start


def test_every_mention_names_a_rule_that_there_is() -> None:
    for text, _ in ROLES:
        assert all(mention.rule in RULEBOOK.rules for mention in read(text).people)


def test_nothing_of_the_post_is_in_a_repr() -> None:
    assert "شافي" not in repr(read("وصل شافي المسيفر").people)


@given(st.text(st.sampled_from("محمد أ.بنتيالقسعdT#_():\n،0 و"), max_size=80).filter(str.strip))
def test_mentions_lie_in_the_post_and_apart(text: str) -> None:
    assert_apart(read("الأستاذ " + text))


def assert_apart(document: Document) -> None:
    ends = 0
    for mention in document.people:
        assert isinstance(mention, PersonMention)
        assert 0 <= mention.title_start <= mention.start < mention.end <= len(document.key)
        assert mention.start >= ends
        assert 0 < mention.score <= 1
        ends = mention.end


HOSTILE = [
    "أ. ",
    "الأستاذ المتميز ",
    "محمد بن ",
    "1- محمد الحربي\n",
    "محمد الحربي، ",
    "قال الأستاذ محمد الحربي أن ",
    "ا ",
    "الأستاذ sara ",
    "الطالب: محمد الحربي ",
    "محمد الحربي والأستاذ الذي يقول إنه من الصف الخامس\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_mentions_in_what_is_repeated_lie_apart(piece: str) -> None:
    assert_apart(read(piece * 100))
