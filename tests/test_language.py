"""The language check on whole posts, as a user meets it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from khobar_moderation import Moderator
from khobar_moderation.finding import Finding


def found(moderator: Moderator, text: str) -> list[Finding]:
    verdict = moderator.check(text)
    assert not verdict.failures
    return [finding for finding in verdict.findings if finding.check == "language"]


def edits(moderator: Moderator, text: str) -> list[tuple[str, str | None, str]]:
    return [
        (text[finding.span.start : finding.span.end], finding.replacement, finding.type)
        for finding in found(moderator, text)
        if finding.span
    ]


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("تعلن الاداره موعد اللقاء.", ("الاداره", "الإدارة", "ta_marbuta")),
        ("نأمل احضار الكتب غدًا.", ("احضار", "إحضار", "hamza")),
        ("انتهت فعاليات المخيم امس في الشاطئ.", ("امس", "أمس", "hamza")),
        ("يسعدنا إستقبال الزوار.", ("إستقبال", "استقبال", "hamza")),
        ("سلّم الطالب ورقته فى الموعد.", ("فى", "في", "alif_maqsura")),
        ("اتفق الجميع علي الخطة.", ("علي", "على", "alif_maqsura")),
        ("نقلت الأجهزة الي المعمل.", ("الي", "إلى", "hamza")),
        ("ذكر المشرف ان الخطة جاهزة.", ("ان", "أن", "hamza")),
        ("تأخرت الحافلة حيث أن الطريق مغلق.", ("أن", "إن", "hamza")),
        ("نلتقي انشاء الله في المعرض.", ("انشاء", "إن شاء", "split_merge")),
        ("وصلت الكتب والحمدلله.", ("والحمدلله", "والحمد لله", "split_merge")),
        ("يبدأ اللقاء الساعة السابعة مساءا.", ("مساءا", "مساءً", "spelling")),
        ("وُزعت الجوائز لاكن الحفل مستمر.", ("لاكن", "لكن", "spelling")),
        ("شاهد الطلاب معرظ الخط.", ("معرظ", "معرض", "spelling")),
        ("المعلمون سجلو حضورهم.", ("سجلو", "سجلوا", "spelling")),
        ("ندعوا الآباء إلى اللقاء.", ("ندعوا", "ندعو", "spelling")),
        ("لم يتبقى سوى يوم.", ("يتبقى", "يتبق", "grammar")),
        ("المدارس التي لم تنتهي من الرصد تراسلنا.", ("تنتهي", "تنته", "grammar")),
        ("يجب أن يحضرون مبكرًا.", ("يحضرون", "يحضروا", "grammar")),
        ("بقي ثلاث أيام على الملتقى.", ("ثلاث", "ثلاثة", "grammar")),
        ("زارنا خمسة عشر طالبة.", ("خمسة عشر", "خمس عشرة", "grammar")),
        ("وصلت الدعوة إلى المعلمون.", ("المعلمون", "المعلمين", "grammar")),
        ("نشكر معلمين المدرسة على عطائهم.", ("معلمين", "معلمي", "grammar")),
        ("اللجنة الغير مكتملة تُستبدل.", ("الغير مكتملة", "غير المكتملة", "grammar")),
        ("في أحد المدارس أُقيم المعرض.", ("أحد", "إحدى", "grammar")),
        ("هل اكتملت الأعداد?", ("الأعداد?", "الأعداد؟", "punctuation")),
        ("وصلت الاستمارات الی المدرسة.", ("الی", "إلى", "hamza")),
        ("اکتملت الأعداد.", ("اکتملت", "اكتملت", "foreign_letters")),
        ("تُسلَّم الكشوف الحين في المكتب دون تأخير.", ("الحين", "الآن", "dialect")),
    ],
)
def test_an_error_is_found_with_its_correction(moderator: Moderator, text: str, edit: tuple[str, str, str]) -> None:
    assert edits(moderator, text) == [edit]


CLEAN = [
    "بسم الله الرحمن الرحيم، وبعد:",
    "أولياء الأمور الكرام، نأمل منكم متابعة أبنائكم أثناء فترة الاختبارات، والاطلاع على نتائجهم في نظام نور.",
    "أعلنت إدارة المدرسة بدء استقبال طلبات الالتحاق ببرنامج الموهوبين، وتستمر حتى نهاية الأسبوع المقبل بإذن الله.",
    "ناقش المعلم مع مديره خطته العلاجية، ثم عاد إلى مكتبه وسلّم نسخته الأولى إلى زميله.",
    "لم يبقَ إلا يومان، ولن تُقبل الطلبات بعد ذلك، فنأمل ألا يتأخر أحد.",
    "قال مدير المكتب إن الملتقى سيُعقد في موعده، وأكد أن التسجيل متاح للجميع.",
    "شارك في الملتقى خمسة عشر معلمًا وخمس عشرة معلمة من ثلاث مدارس، على مدى ثلاثة أيام.",
    "اجتاز 45 طالبًا و30 طالبة اختبار القدرات، وحصلت 100 طالبة على درجات متقدمة.",
    "زار المشرفون إحدى المدارس، والتقوا أحد الطلاب المتفوقين، وكلتا الزيارتين ناجحة.",
    "لا بد من إحضار بطاقة الهوية، وما ورد في التعميم السابق لا يزال ساريًا.",
    "هذه المبادرة تخدم هذا البرنامج، وهؤلاء الطلبة من أنشط المشاركين.",
    "تتقدم أسرة ثانوية الأمير محمد بالشكر للأستاذ علي بن أحمد الشهري على جهوده المباركة.",
    "يُرجى الدخول إلى المنصة عبر https://example.com/ar?q=1,2 ومتابعة @school_sa و#يوم_المعلم",
    "قال تعالى: ﴿اقرا باسم ربك الذى خلق﴾.",
    "من الأخطاء الشائعة كتابة «لاكن» و«انشاء الله» و«المدرسه»، والصواب لكن وإن شاء الله والمدرسة.",
    "احرص على قراءة الأسئلة جيدًا، وابدأ بالأسهل، واكتب بخط واضح، وارفع يدك عند الحاجة.",
    "كان المعلمون متعاونين طوال العام، وهنأ المدير الفائزين منهم.",
    "أقيمت ورشة «الذكاء الاصطناعي في التعليم» في معمل الحاسب الآلي بحضور منسوبي المكتب.",
    "تُسلَّم المقررات من الساعة 7:30 إلى 12:00، عدا يوم الاثنين 14/5/1447هـ.",
    "الطالبات اللاتي لم يستلمن شهاداتهن يراجعن وكيلة شؤون الطالبات، ولهن منا كل التقدير.",
    "نسأل الله أن يتقبل منكم، وأن يجزي معلمينا خير الجزاء.",
    "مسئول الشئون المالية يتولى صرف المكافآت.",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_raises_no_alarm(moderator: Moderator, text: str) -> None:
    assert edits(moderator, text) == []


def test_a_word_with_two_errors_is_one_finding_of_the_gravest_type(moderator: Moderator) -> None:
    assert edits(moderator, "نشكر لكم إهتمامكم بالتعليمات الاداريه.") == [
        ("إهتمامكم", "اهتمامكم", "hamza"),
        ("الاداريه", "الإدارية", "ta_marbuta"),
    ]


def test_a_correction_keeps_the_marks_of_the_writer(moderator: Moderator) -> None:
    assert edits(moderator, "تُعلن الإِدَاره مواعيد الاختبار.") == [("الإِدَاره", "الإِدَارة", "ta_marbuta")]


def test_the_tanwin_follows_the_writer(moderator: Moderator) -> None:
    assert ("فصل", "فصلاً", "grammar") in edits(moderator, "شكراً لكم، جُهز 25 فصل للمستجدين.")
    assert ("فصل", "فصلًا", "grammar") in edits(moderator, "شكرًا لكم، جُهز 25 فصل للمستجدين.")


def test_a_writer_who_makes_a_slip_once_is_believed_to_make_it_again(moderator: Moderator) -> None:
    doubtful = "كتب عن غرفه في الدور الأول."
    assert edits(moderator, doubtful) == []
    assert ("غرفه", "غرفة", "ta_marbuta") in edits(moderator, "اعلنت الاداره والوكيله عن الصيانه. " + doubtful)


def test_dialect_is_advice_in_a_formal_post_and_a_style_in_another(moderator: Moderator) -> None:
    formal = "نأمل من أولياء الأمور اللي لم يحدثوا بياناتهم مراجعة شؤون الطلاب قبل نهاية الدوام الرسمي."
    assert [kind for _, _, kind in edits(moderator, formal)] == ["dialect"]
    spoken = "وش رايكم نجي بكرة بدري عشان نجهز القاعه؟"
    assert [kind for _, _, kind in edits(moderator, spoken)] == ["ta_marbuta"]


def test_names_are_left_alone(moderator: Moderator) -> None:
    assert edits(moderator, "كرّم المكتب الطالب احمد الزهراني والأستاذة فاطمه الغامدي.") == []


def test_safe_corrections_can_be_applied(moderator: Moderator) -> None:
    verdict = moderator.check("تعلن الاداره عن بدأ التسجيل في المنصه, ولايقبل أي طلب بعد يوم الاحد.")
    assert verdict.corrected() == "تعلن الإدارة عن بدء التسجيل في المنصة، ولا يقبل أي طلب بعد يوم الأحد."


def test_a_word_as_long_as_the_post_is_left_alone(moderator: Moderator) -> None:
    assert edits(moderator, "بظائع" * 1000) == []


@pytest.mark.parametrize("unit", ["ان ", "الي ", "لم يتبقى ", "بظائع ", "ا ،", "خمسة وأربعون "])
def test_what_is_repeated_is_found_once_in_each_place(moderator: Moderator, unit: str) -> None:
    spans = [finding.span for finding in found(moderator, unit * 200) if finding.span]
    assert all(before.start < after.start for before, after in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(unit) * 200 for span in spans)
