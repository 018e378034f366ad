"""Where a post has its information from: the settled cases of the policy, and what the rules must leave alone."""

from __future__ import annotations

import pytest

from khobar_moderation import Evidence, Finding, Moderator, Verdict
from khobar_moderation.policy import Policy, load_policy


def spans(verdict: Verdict, kind: str) -> list[str]:
    """Return what the source check marked as `kind`, as it stands in the post."""
    both: list[Finding | Evidence] = [*verdict.findings, *verdict.evidence]
    seen = [item for item in both if item.check == "source" and item.type == kind]
    return [verdict.text[item.span.start : item.span.end] for item in seen if item.span]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        pytest.param("missing", "وأضاف أن المبلغ سيُصرف على دفعتين.", id="speaker only in the verb"),
        pytest.param("anonymous", "أكد مدير إدارة المشتريات أن الأجهزة ستصل قريبًا.", id="title stands for no name"),
        pytest.param("anonymous", "أوضح الناطق الرسمي لوزارة الصحة أن الحملة مجانية.", id="title with its body"),
        pytest.param("anonymous", "أم ناصر تقول إن الحافلة لن تمر بالحي.", id="kunya is no explicit name"),
        pytest.param("missing", "أصدرت وزارة التعليم دليلًا جديدًا للمختبرات.", id="body acts, is not quoted"),
        pytest.param("first_party", "أصدرت لجنة السلامة دليلها للمختبرات.", id="the office's own act"),
        pytest.param("organization", "ذكرت صحيفة الخليج أن المعرض سيُمدد.", id="newspaper"),
        pytest.param("organization", "تفاصيل المعرض https://okaz.com.sa/n/77120", id="link to a newspaper"),
        pytest.param("named", "بقلم هادي الشمري: لماذا نقرأ؟ أسئلة عن المكتبة والكتاب.", id="byline"),
        pytest.param("hearsay", "دعاء الفرج، أرسله لعشرة من إخوانك", id="call to pass it on"),
        pytest.param("first_party", "نأمل تعميم الموعد على معلمات القسم قبل الخميس.", id="own circular passed on"),
        pytest.param("missing", "أثبتت الدراسات أن الألوان تسرّع الحفظ.", id="studies without a name"),
        pytest.param("named", "أفاد المهندس وليد الحربي من شركة النقل بأن المسار تغير.", id="named person of a body"),
        pytest.param("hearsay", "م ن ق و ل: الإجازة ستُمدد أسبوعًا", id="mark spaced out"),
        pytest.param("none", "كل الشكر لكم، تسلمون", id="thanks"),
        pytest.param("none", "متى نستلم الكتب؟", id="question"),
    ],
)
def test_settled_case(moderator: Moderator, status: str, text: str) -> None:
    assert moderator.check(text).labels["source"] == status


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("لا صحة لما يُتداول عن نقل مدرستنا، والدراسة مستمرة.", id="denial"),
        pytest.param("ورشة للطلاب: ماذا نفعل حين نقرأ «منقول» أو «يُقال»؟", id="lesson that quotes the words"),
        pytest.param("نرحب بالمعلم المنقول إلى مدرستنا هذا الفصل.", id="transferred teacher"),
        pytest.param("يوضح المعلم خطوات التجربة قبل دخول المعمل.", id="teacher explains a lesson"),
        pytest.param("المشرف: يتابع الحضور عند البوابة ويرصد المتأخرين.", id="list of duties"),
        pytest.param("يُفتح مركز مصادر التعلم في الفسحتين.", id="learning resources"),
        pytest.param("لا يُعتمد خبر إلا من مصدر موثوق.", id="advice on sources"),
        pytest.param("تُوزَّع الكتب بين المعلمة نورة القحطاني والمعلمة سارة العنزي.", id="between two teachers"),
        pytest.param("ينعقد اللقاء يوم الأحد في المكتبة.", id="Sunday is nobody"),
    ],
)
def test_avoids_false_block(moderator: Moderator, text: str) -> None:
    assert moderator.check(text).labels["source"] not in {"hearsay", "anonymous"}


def test_weakest_of_several_attributions_decides(moderator: Moderator) -> None:
    verdict = moderator.check("قال الأستاذ سعد الحربي إن الدورة مجانية، وأفاد مصدر مطلع بأنها ستُلغى.")
    assert verdict.labels["source"] == "anonymous"
    assert spans(verdict, "named") == ["الأستاذ سعد الحربي"]
    assert spans(verdict, "anonymous") == ["مصدر مطلع"]


def test_hearsay_outweighs_a_named_speaker(moderator: Moderator) -> None:
    verdict = moderator.check("كما وصلني: الأستاذ سعد الحربي قال إن المعرض سيُمدد.")
    assert verdict.labels["source"] == "hearsay"
    assert spans(verdict, "hearsay") == ["كما وصلني"]


def test_trusted_body_is_evidence_and_another_a_finding(moderator: Moderator) -> None:
    trusted = moderator.check("أعلنت وزارة الصحة بدء حملة الفحص.")
    other = moderator.check("أعلنت جمعية البر بدء حملة الفحص.")
    assert [item.type for item in trusted.evidence if item.check == "source"] == ["organization"]
    assert [str(item.decision) for item in other.findings if item.check == "source"] == ["review"]


def test_directorate_of_another_region_is_not_the_trusted_one(moderator: Moderator) -> None:
    ours = moderator.check("أعلنت إدارة تعليم الشرقية موعد الملتقى.")
    theirs = moderator.check("أعلنت إدارة التعليم بمنطقة تبوك موعد الملتقى.")
    assert not spans_of_findings(ours)
    assert spans_of_findings(theirs) == ["إدارة التعليم بمنطقة تبوك"]


def spans_of_findings(verdict: Verdict) -> list[str]:
    """Return the spans of the source findings alone."""
    found = [item.span for item in verdict.findings if item.check == "source" and item.span]
    return [verdict.text[span.start : span.end] for span in found]


def test_missing_source_has_no_span(moderator: Moderator) -> None:
    verdict = moderator.check("أثبتت الدراسات أن الألوان تسرّع الحفظ.")
    assert [item.span for item in verdict.findings if item.type == "missing"] == [None]


def with_trust(policy: Policy, **changes: object) -> Policy:
    """Return `policy` with other settings for whom it trusts."""
    return policy.model_copy(update={"source": policy.source.model_copy(update=changes)})


def test_policy_may_ask_for_trusted_names() -> None:
    text = "قال الأستاذ سعد الحربي إن الدورة مجانية."
    strict = with_trust(load_policy(), named_source_must_be_trusted=True)
    listing = with_trust(load_policy(), named_source_must_be_trusted=True, trusted_persons=["سعد الحربي"])
    assert "untrusted_person" in {item.type for item in Moderator(strict, models=None).check(text).findings}
    assert "untrusted_person" not in {item.type for item in Moderator(listing, models=None).check(text).findings}


def test_label_names_a_rule_of_the_check(moderator: Moderator) -> None:
    for text in ("يقولون الإجازة تمددت", "تُسلَّم الكشوف غدًا للوكيل.", "صباح الخير", "🌹"):
        assert moderator.check(text).label_rules["source"].startswith("source/")
