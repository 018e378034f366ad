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
# # ٦. علّم النموذج منشورات مكتبك
#
# يتعلم النموذج من منشورات راجعها مكتبك (الملف الذي حفظه دفتر المراجعة). كلما كثرت وتنوعت كان أنفع؛ والقليل منها لا يغيّر شيئًا يُذكر، والجدول يقول الحقيقة قبل التعلّم وبعده على خُمسٍ لم يتعلم منه.
#
# هنا ستون منشورًا ودورة واحدة ليكتمل المثال في دقيقة: هذا يريك الطريق، لا النتيجة.
#
# </div>

# %% [markdown]
# *Fine-tune the heads on your office's own annotated posts; the table is of a held-out fifth.*

# %%
import itertools
import sys
from pathlib import Path

lines = Path("../benchmarks/data/written.jsonl").read_text(encoding="utf-8").splitlines()
Path("mine.jsonl").write_text("\n".join(itertools.islice(lines, 60)) + "\n", encoding="utf-8")

# %%
!{sys.executable} -m khobar_moderation.training adapt --posts mine.jsonl --out my-model --epochs 1 2>&1 | tail -25

# %% [markdown]
# <div dir="rtl">
#
# ثم استعمله: `Moderator(models=Path("my-model"))`.
#
# </div>

# %%
from khobar_moderation import Moderator

Moderator(models=Path("my-model")).check("يبدأ البرنامج التدريبي يوم الأحد في قاعة التدريب.").decision
