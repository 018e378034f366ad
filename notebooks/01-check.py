# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# <div dir="rtl">
#
# # ١. افحص مسودة
#
# اكتب المسودة بين علامتي التنصيص، ثم اضغط Shift+Enter. لا يخرج شيء من جهازك.
#
# </div>

# %% [markdown]
# *Check one draft: what may go out, what may not, and why.*

# %%
from khobar_moderation import Moderator, Post

moderator = Moderator()
moderator.check("كما وصلني: تعليق الدراسة غدًا، وللاستفسار التواصل مع ولي أمر الطالب سالم القحطاني 0551234567")

# %% [markdown]
# <div dir="rtl">
#
# تحت النص قائمة مرقمة: كل رقم يدل على موضعه في النص، ومعه السبب والبند والبديل إن وُجد. النص المصوّب، ثم النص بعد إخفاء ما يكشف الأفراد:
#
# </div>

# %%
verdict = moderator.check("نأمل من المعلمات الاطلاع علي الخطة المرفقة قبل يوم الاحد، والتواصل مع سارة 0551234567.")
print(verdict.corrected())
print(verdict.redacted())

# %% [markdown]
# <div dir="rtl">
#
# وقت الإرسال والحساب يدخلان في الحكم متى ذُكرا:
#
# </div>

# %%
moderator.check(
    Post(text="نلتقي غدًا في قاعة التدريب.", account="مكتب التعليم بالخبر", sent_at="2026-11-23T22:15:00+03:00")
)

# %% [markdown]
# <div dir="rtl">
#
# ولمشاركة الحكم صفحةً تُفتح في أي متصفح: `verdict.save_html("verdict.html")`.
#
# </div>
