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
# # ٤. هل نتفق؟ وأين نضع الحد؟
#
# نقارن قرارات الفاحص بقرارات من راجع. المنشورات هنا مئتا منشور موسوم من ملفات القياس في هذا المستودع (`benchmarks/data/fresh.jsonl`): المراجع فيها كاتبها؛ ضع ملفك أنت مكانها.
#
# </div>

# %% [markdown]
# *Agreement of machine and reviewer, and what a threshold would change.*

# %%
import json
from pathlib import Path

from khobar_moderation import Moderator
from khobar_moderation.notebook import charts, thresholds
from khobar_moderation.notebook.agreement import agreement, confusion

posts = [json.loads(line) for line in Path("../benchmarks/data/fresh.jsonl").read_text(encoding="utf-8").splitlines()]
moderator = Moderator()
reports = [verdict.to_dict() for verdict in moderator.check_many(post["text"] for post in posts)]
reviewer = [post["decision"] for post in posts]
machine = [report["decision"] for report in reports]
agreement(reviewer, machine)

# %%
confusion(reviewer, machine)  # الصفوف قرار المراجع، والأعمدة قرار الفاحص

# %% [markdown]
# <div dir="rtl">
#
# ## الحد الأدنى للثقة
#
# ما قلّت ثقة الفاحص فيه عن الحد صار تنبيهًا لا يوقف المنشور. كلما ارتفع الحد قلّ الإيقاف الخطأ وزاد ما يتسرّب، والتسرّب أغلى: نعدّه هنا بخمسة إيقافات.
#
# </div>

# %%
charts.show_everywhere()
checks = {
    "personal": "الأمور الشخصية",
    "source": "المصدر",
    "soundness": "السلامة التربوية والعلمية",
    "exposure.person": "اسم شخص",
}
sweeps = {name: thresholds.sweep(posts, reports, check) for check, name in checks.items()}
charts.beside(charts.curves(sweep, name) for name, sweep in sweeps.items())

# %% [markdown]
# <div dir="rtl">
#
# كم وُجد مما وسمه المراجع، وكم صحّ مما وُجد؟ كل نقطة حدّ، من ٠ (أقصى اليمين) إلى ١:
#
# </div>

# %%
charts.beside(charts.precision_recall(sweep, name) for name, sweep in sweeps.items())

# %% [markdown]
# <div dir="rtl">
#
# حرّك الحد وانظر أثره:
#
# </div>

# %%
from ipywidgets import FloatSlider, interact


@interact(threshold=FloatSlider(0.0, min=0.0, max=1.0, step=0.05, description="الحد"))
def show(threshold: float) -> None:
    after = thresholds.at(reports, {"personal": threshold})
    leaks = sum(meant == "block" and said == "allow" for meant, said in zip(reviewer, after, strict=True))
    stops = sum(meant == "allow" and said != "allow" for meant, said in zip(reviewer, after, strict=True))
    print(f"ما تسرّب: {leaks}   ما أُوقف خطأ: {stops}")


# %% [markdown]
# <div dir="rtl">
#
# اكتب السياسة التي اخترتها في ملف، ثم استعملها: `Moderator("my-office.yaml")`.
#
# </div>

# %%
path = thresholds.write_policy("my-office.yaml", {"personal": 0.3})
print(path.read_text(encoding="utf-8"))
Moderator(path.resolve(), models=None).policy.thresholds
