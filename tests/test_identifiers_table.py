"""Every kind of identifier in every spelling: found with the right type at the right place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from khobar_moderation import Moderator

INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
WORDS = ("صفر", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة")


def _groups(text: str, mark: str, sizes: tuple[int, ...]) -> str:
    """Split the digits of `text` after its sign into groups; the last size repeats."""
    head = text[: next(at for at, letter in enumerate(text) if letter.isdigit())]
    rest, parts = text[len(head) :], []
    for number in range(len(rest)):
        size = sizes[min(number, len(sizes) - 1)]
        if rest:
            parts.append(rest[:size])
            rest = rest[size:]
    return head + mark.join(parts)


def _inside(mark: str) -> Callable[[str], str]:
    return lambda text: text[:4] + mark + text[4:7] + mark + text[7:]


def _digits(text: str, word: Callable[[int], str], joiner: str) -> str:
    return joiner.join(word(int(digit)) for digit in text if digit.isdigit())


SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "arabic digits": lambda text: text.translate(INDIC),
    "persian digits": lambda text: text.translate(PERSIAN),
    "blanks": lambda text: _groups(text, " ", (4, 3, 3)),
    "blanks and arabic digits": lambda text: _groups(text, " ", (3, 3, 4)).translate(INDIC),
    "dots": lambda text: _groups(text, ".", (4, 3, 3)),
    "dashes": lambda text: _groups(text, "-", (3, 3, 4)),
    "zero width space": _inside("\u200b"),
    "zero width non-joiner": _inside("\u200c"),
    "word joiner": _inside("\u2060"),
    "byte order mark": _inside("\ufeff"),
    "direction marks": _inside("\u200f"),
    "embedding": lambda text: f"\u202a{text}\u202c",
    "isolate": lambda text: f"\u2066{text}\u2069",
    "full width": lambda text: "".join(chr(ord(digit) + 0xFEE0) if digit.isdigit() else digit for digit in text),
    "keycaps": lambda text: _digits(text, lambda digit: f"{digit}\ufe0f\u20e3", ""),
    "words": lambda text: _digits(text, lambda digit: WORDS[digit], " "),
    "words and commas": lambda text: _digits(text, lambda digit: WORDS[digit], "، "),
    "every digit apart": lambda text: _groups(text, " ", (1,)),
}

NUMBERS: dict[str, tuple[str, str, str]] = {
    "mobile": ("phone", "0553907241", "كلموا أبا سعود على {} بعد العصر"),
    "mobile +966": ("phone", "+966553907241", "رقمه للتواصل {} بعد العصر"),
    "mobile 00966": ("phone", "00966553907241", "رقم ولي الأمر {} في الملف"),
    "mobile 966": ("phone", "966553907241", "واتساب {} لمن أراد"),
    "mobile +966 0": ("phone", "+9660553907241", "جوالها {} للحجز"),
    "landline": ("phone", "0138904417", "هاتف البيت {} للاتصال"),
    "national id": ("national_id", "1058529940", "السجل المدني {} للمتدرب"),
    "iqama": ("national_id", "2000000006", "رقم الإقامة {} للعامل"),
    "card": ("card", "4111111111111111", "حُوّل على بطاقة الراجحي {} أمس"),
    "iban digits": ("iban", "0380000000608010167519", "الآيبان {} للتحويل"),
}

WRITTEN: dict[str, tuple[str, str]] = {
    "glued b": ("phone", "من أراد الحجز فليتصل ب[[0551234567]] اليوم"),
    "glued arabic": ("phone", "اتصلوا بـ[[٠٥٥١٢٣٤٥٦٧]] اليوم"),
    "glued l": ("phone", "أرسل الصورة ل[[0551234567]] الآن"),
    "plus with blanks": ("phone", "رقمها [[+966 55 123 4567]] واتس"),
    "trunk zero in brackets": ("phone", "رقمها [[+966 (0)55 123 4567]] واتس"),
    "foreign": ("phone", "جواله في مصر [[+20 100 123 4567]] للضرورة"),
    "gulf": ("phone", "جواله [[00971 50 123 4567]] للضرورة"),
    "spoken": ("phone", "رقمي [[055 ثم 123 وبعدها 4567]] لا تنسون"),
    "compound words": ("phone", "رقمه [[صفر خمسة وخمسين، مية وثلاثة وعشرين، أربعة خمسة ستة سبعة]] خذوه"),
    "chat link": ("phone", "للطلب wa.me/[[966551234567]] فقط"),
    "chat link 2": ("phone", "للطلب https://api.whatsapp.com/send?phone=[[966551234567]]"),
    "mention": ("phone", "تولى الأمر @[[966551234567]] مشكورًا"),
    "iban": ("iban", "التحويل على [[SA0380000000608010167519]] وشكرًا"),
    "iban in fours": ("iban", "التحويل على [[SA03 8000 0000 6080 1016 7519]] وشكرًا"),
    "iban lower case": ("iban", "التحويل على [[sa0380000000608010167519]] وشكرًا"),
    "iban arabic": ("iban", "التحويل على [[SA٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩]] وشكرًا"),
    "iban arabic in fours": ("iban", "التحويل على [[SA٠٣ ٨٠٠٠ ٠٠٠٠ ٦٠٨٠ ١٠١٦ ٧٥١٩]] وشكرًا"),
    "iban dashes": ("iban", "التحويل على [[SA03-8000-0000-6080-1016-7519]] وشكرًا"),
    "iban glued": ("iban", "حولوا لـ[[SA0380000000608010167519]] وشكرًا"),
    "iban zero width": ("iban", "التحويل على [[SA03\u200b8000\u200b0000608010167519]] وشكرًا"),
    "foreign iban": ("iban", "حساب الوسيط [[AE07 0331 2345 6789 0123 456]] في دبي"),
    "card": ("card", "رقم بطاقتي [[5555 5555 5555 4444]] أرسلتها للمورد"),
    "id after name": ("national_id", "الطلاب المرشحون: سلطان بن فهد العتيبي [[1058529940]] للمسابقة"),
    "id in two parts": ("national_id", "هويته تبدأ [[10585 وآخره 29940]] للمراجعة"),
    "mistyped id": ("national_id", "رقم هويتها [[1058529941]] غير مطابق"),
    "plate spaced": ("plate", "سيارة واقفة عند الباب [[ح ر س 1234]] حركوها"),
    "plate arabic digits": ("plate", "سيارة واقفة عند الباب [[ح ر س ١٢٣٤]] حركوها"),
    "plate dashes": ("plate", "صاحب اللوحة [[ح-ر-س 1234]] يتفضل"),
    "plate joined": ("plate", "صاحب اللوحة [[حرس 1234]] يتفضل"),
    "plate digits first": ("plate", "صاحب اللوحة [[1234 ح ر س]] يتفضل"),
    "plate with hamza": ("plate", "صاحب اللوحة [[أ ب هـ 77]] يتفضل"),
    "plate latin": ("plate", "السيارة [[DKB 7781]] عند المخرج"),
    "plate latin spaced": ("plate", "السيارة [[D K B 7781]] عند المخرج"),
    "plate latin joined": ("plate", "اللوحة [[DKB7781]] عند المخرج"),
    "passport": ("passport", "جواز السفر رقم [[K4471902]] منتهٍ"),
    "passport arabic digits": ("passport", "جوازها [[A٤٤٧١٩٠٢٣]] منتهٍ"),
    "passport digits only": ("passport", "رقم جوازه [[19082213]] منتهٍ"),
    "e-mail": ("email", "ترسل إلى [[salma.r77@gmail.com]] قبل الأحد"),
    "e-mail upper case": ("email", "ترسل إلى [[Salma.R77@Gmail.Com]] قبل الأحد"),
    "e-mail glued": ("email", "ترسل ل[[salma.r77@gmail.com]] قبل الأحد"),
    "e-mail at dot": ("email", "ترسل إلى [[salma.r77 (at) gmail (dot) com]] قبل الأحد"),
    "e-mail square brackets": ("email", "ترسل إلى [[salma.r77[at]gmail[dot]com]] قبل الأحد"),
    "e-mail words": ("email", "ترسل إلى [[salma.r77 at gmail dot com]] قبل الأحد"),
    "e-mail in arabic": ("email", "ترسل إلى [[salma.r77 آت جيميل دوت كوم]] قبل الأحد"),
    "e-mail blanks": ("email", "ترسل إلى [[salma.r77 @ gmail.com]] قبل الأحد"),
    "handle": ("personal_account", "تابعوا صورها [[@salma_shots77]] جميلة"),
    "handle with dots": ("personal_account", "تابعوا صورها [[@salma.shots]] جميلة"),
    "snap name": ("personal_account", "سنابها [[salma.shots]] للطلب"),
    "insta name": ("personal_account", "انستقرام: [[salmashots]] للطلب"),
    "telegram link": ("personal_account", "الملخص في [[https://t.me/salma_shots]] كاملًا"),
    "telegram bare link": ("personal_account", "الملخص في [[t.me/salma_shots]] كاملًا"),
    "snapchat link": ("personal_account", "أضيفوني [[https://www.snapchat.com/add/salma.shots]] الآن"),
    "instagram link": ("personal_account", "الصور [[https://instagram.com/salma.shots?igsh=abc]] كاملة"),
    "x link": ("personal_account", "رأيها في [[https://x.com/salma_shots]] أمس"),
    "twitter link": ("personal_account", "رأيها في [[https://twitter.com/salma_shots]] أمس"),
    "tiktok link": ("personal_account", "المقطع عند [[https://www.tiktok.com/@salma.shots]] أمس"),
    "birth date": ("birth_date", "الطالب من مواليد [[12/5/2012]] في الدمام"),
    "birth date hijri": ("birth_date", "تاريخ الميلاد: [[1433/6/20هـ]] حسب السجل"),
    "birth date arabic digits": ("birth_date", "تاريخ ميلادها [[٢٠ / ٦ / ١٤٣٣هـ]] حسب السجل"),
    "birth date dashes": ("birth_date", "وُلد في [[2012-05-12]] بالدمام"),
    "birth date month": ("birth_date", "المولودة في [[12 مايو 2012م]] بالدمام"),
    "birth date hijri month": ("birth_date", "من مواليد [[20 جمادى الآخرة 1433هـ]] بالدمام"),
    "birth date in words": ("birth_date", "المولود في [[العشرين من رجب عام ألف وأربعمئة وثلاثة وثلاثين]] بالدمام"),
    "address": ("address", "العزاء في [[منزله بحي النسيم شارع 22 فيلا 9]] بعد المغرب"),
    "address with commas": ("address", "عنوان السكن: [[حي النسيم، شارع الملك فهد، عمارة 7، شقة 3]]"),
    "flat first": ("address", "تسكن في [[شقة 3، عمارة 7، شارع الملك فهد، حي النسيم]]"),
    "national address": ("address", "العنوان الوطني للطالب [[RKHB4471]]"),
    "villa of a guardian": ("address", "يسكن الطالب في [[حي الواحة شارع 14 منزل رقم 8]] مع جده"),
}


def _cases() -> list[tuple[str, str, str]]:
    """Each case: its name, the kind, and the post with [[ ]] around the identifier."""
    table = [
        (f"{name}: {spelling}", kind, template.format(f"[[{spell(number)}]]"))
        for name, (kind, number, template) in NUMBERS.items()
        for spelling, spell in SPELLINGS.items()
    ]
    return table + [(name, kind, text) for name, (kind, text) in WRITTEN.items()]


CASES = _cases()


def _unmark(text: str) -> tuple[str, int, int]:
    start, end = text.index("[["), text.rindex("]]") - 2
    return text.replace("[[", "", 1)[::-1].replace("]]", "", 1)[::-1], start, end


@pytest.mark.parametrize(("kind", "marked"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_found_with_its_type_and_place(kind: str, marked: str, moderator: Moderator) -> None:
    text, start, end = _unmark(marked)
    found = [(finding.type, finding.span) for finding in moderator.check(text).findings if finding.check == "exposure"]
    spans = [span for type_, span in found if type_ == kind and span]
    assert any(min(end, s.end) - max(start, s.start) >= 0.8 * max(end - start, s.end - s.start) for s in spans), found


def test_nothing_else_is_said_of_a_number(moderator: Moderator) -> None:
    for _, kind, marked in CASES:
        text, start, end = _unmark(marked)
        others = [
            finding.type
            for finding in moderator.check(text).findings
            if finding.check == "exposure" and finding.span and finding.span.start < end and start < finding.span.end
        ]
        assert set(others) <= {kind}, marked
