"""Numbers, names and links that look like identifiers and expose nobody."""

from __future__ import annotations

import pytest

from khobar_moderation import Moderator
from khobar_moderation.taxonomy import IDENTIFIERS

LOOKALIKES = {
    "unified number": "للدعم الفني اتصلوا على 920012345 من أي مكان.",
    "unified number with blanks": "مركز الاتصال 9200 12345 متاح.",
    "toll-free": "الرقم المجاني 8001234567 للتواصل.",
    "service numbers": "للطوارئ 911 وللصحة 937 ولتواصل التعليم 19996.",
    "commercial registration": "السجل التجاري للمورد 2051234567 ساري.",
    "commercial registration that passes the checksum": "سجل تجاري رقم 1010000003 للشركة المنفذة.",
    "unified number of a firm": "الرقم الموحد للمنشأة 7001234567 في الفاتورة.",
    "order number": "رقم المعاملة 1047712094 لدى قسم الشؤون.",
    "circular": "التعميم رقم 2000000006 وتاريخ 4/5/1446هـ.",
    "decision like a mobile": "صدر القرار رقم 0551234567 وتاريخ 4/5/1446هـ.",
    "ticket": "تم استلام طلبكم ذي الرقم 1058529940 وستصلكم رسالة.",
    "invoice": "الفاتورة رقم 4111111111111111 سُدّدت.",
    "transaction with a slash": "إشارة إلى خطابكم 45/1234567890 بشأن المقاعد.",
    "date": "اللقاء يوم الأحد 12/05/2026 الساعة 10:30 صباحًا.",
    "date and time like a phone": "يبدأ التسجيل 05/12/2024 15:30 وينتهي مساءً.",
    "dates of a term": "من 1447/2/11 إلى 1447/4/22 هـ.",
    "hijri year": "خطة العام الدراسي 1447هـ و1448هـ.",
    "link with digits": "التسجيل https://forms.example.sa/0551234567/1058529940 متاح.",
    "link of a ministry": "التفاصيل https://moe.gov.sa/news/1058529940",
    "seat": "رقم الجلوس 1058529940 يُكتب أعلى الورقة.",
    "bus and room": "الحافلة 12 والقاعة 204 والغرفة 3119.",
    "extension": "هاتف المكتب تحويلة 4417 ثم 4418.",
    "meeting": "معرف الاجتماع 918 4402 7735 ورمز الدخول 246810.",
    "zoom": "زووم: 846 2093 5517 الساعة التاسعة.",
    "percentages": "ارتفعت النسبة من 87.5% إلى 92.25% ثم 97.125%.",
    "scores": "فازت المدرسة 21-15 و25-23 و25-19 في النهائي.",
    "prices": "الرسوم 12500 ريال للابتدائي و14000 ريال للمتوسط.",
    "isbn": "كتاب لغتي ردمك 978-603-508-123-4 للصف الثالث.",
    "counts": "شارك 1250 طالبًا و1340 طالبة من 115 مدرسة.",
    "ranks": "حصلت المدارس على المراكز 1 2 3 4 5 6 7 8 9 10 على التوالي.",
    "coordinates": "موقع المعرض 26.279412, 50.208315 على الخريطة.",
    "numbered list": "1- الحضور 2- الاختبار 3- النتائج 4- الشهادات 5- التكريم",
    "rooms like plates": "توزيع القاعات: (ح ر س 101) و(ب ط ق 202) و(د س ط 303).",
    "form letters": "الاختبار بنموذجين أ ب ج 3 ورقات لكل نموذج.",
    "three letters and a figure": "السيارة رقم 12 تصل بعد 20 دقيقة، وعلى 5 طلاب انتظار الباص.",
    "registered account": "الجدول على @khobar_edu صباح الأحد.",
    "account of a ministry": "المصدر: حساب الوزارة @moe_gov_sa على إكس.",
    "account of a school": "تابعوا تغطية الحفل على @alandalus_school ليلًا.",
    "repost mark": "RT @almadar_daily: انطلاق المعرض اليوم",
    "role mailbox": "للاستفسار info@moe.gov.sa أو helpdesk@tvtc.gov.sa.",
    "group link": "انضموا https://t.me/joinchat/AAAAAEkk2wdoR6ab ثم https://chat.whatsapp.com/Kx12ab34cd56ef",
    "post link": "شاهدوا https://www.instagram.com/p/Cx12ab34/ و https://x.com/i/status/1790011223344556677",
    "admission years": "يُقبل مواليد الفترة من 1/1/2019 إلى 31/12/2019 في الصف الأول.",
    "date of an event beside birth": "تعديل تاريخ الميلاد في النظام حتى يوم 14/6/1447هـ.",
    "school address": "المدرسة في حي الواحة، شارع الملك سعود، مبنى 14، الرمز البريدي 34717.",
    "venue": "الملتقى في قاعة الخليج، حي العليا، طريق الملك فهد، الدور 3.",
    "route of a bus": "الحافلة تمر بحي الجسر ثم شارع 18 وشارع 22 حتى المدرسة.",
    "words of numbers": "شارك خمسة من الأول وستة من الثاني وسبعة من الثالث وثمانية من الرابع وتسعة من الخامس.",
    "model": "جهاز العرض HP 4515042 في المختبر رقم 12.",
    "flight": "تُسلَّم صور الجوازات قبل الرحلة SV1024321.",
    "card of a pupil": "بطاقة القارئ رقم 4711 تُسلَّم لكل طالب.",
}


@pytest.mark.parametrize("text", LOOKALIKES.values(), ids=LOOKALIKES.keys())
def test_is_no_identifier(text: str, moderator: Moderator) -> None:
    found = [finding.type for finding in moderator.check(text).findings if finding.check == "exposure"]
    assert not set(found) & set(IDENTIFIERS)
