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
# # ٣. راجع المسودات
#
# شغّل الخلية، ثم انقر المسودة واعمل بلوحة المفاتيح: <kbd>1</kbd> يُنشر، <kbd>2</kbd> يحتاج نظرًا، <kbd>3</kbd> لا يُنشر، <kbd>Enter</kbd> موافق على رأي الفاحص، والأسهم للتنقل، و<kbd>u</kbd> تراجع، و<kbd>e</kbd> تعديل النص، و<kbd>c</kbd> تطبيق التصويبات، و<kbd>m</kbd> تعليم المحدد، و<kbd>x</kbd> إزالة العلامة، و<kbd>n</kbd> ملاحظة.
#
# ![مسودة تحت المراجعة](../docs/review.png)
#
# كل ضغطة تُحفظ قبل أن تظهر؛ فإن انقطع العمل فشغّل الخلية من جديد لتكمل من حيث وقفت.
#
# </div>

# %% [markdown]
# *Review by keyboard; each key is kept before it is answered.*

# %%
from khobar_moderation.notebook.widget import review

widget = review("drafts.jsonl", reviewer="سارة", journal="journal.jsonl")
widget

# %% [markdown]
# <div dir="rtl">
#
# القرارات منشوراتٍ موسومةً، يقيس عليها الأمر `khobar-moderation evaluate` ويتعلم منها النموذج:
#
# </div>

# %%
widget.session.save("reviewed.jsonl")

# %% [markdown]
# <div dir="rtl">
#
# وإن كانت المسودات من قائمة المراجعة (`review(ReviewQueue("sqlite:///queue.db"), …)`) فهذه تعتمدها وترفضها هناك:
#
# </div>

# %%
widget.session.submit()
