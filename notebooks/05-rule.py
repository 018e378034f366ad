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
# # ٥. اكتب قاعدة وجرّبها
#
# القاعدة ملف واحد: ما تجده، ورسالتها للمراجع، وسببها، وأمثلة لما تمسكه وما تتركه. الأمثلة هي اختباراتها.
#
# </div>

# %% [markdown]
# *An office's own rule: one file, its examples are its tests.*

# %%
from pathlib import Path

folder = Path("my-rules")
(folder / "soundness").mkdir(parents=True, exist_ok=True)
rule = """
kind: "phrases"
type: "unscientific"
clause: "P4"
message:
  ar: "ربط سلوك الطلاب باكتمال القمر لا دليل عليه."
  en: "There is no evidence that the full moon changes pupils' behaviour."
why: "Studies of school records find no link between the phase of the moon and behaviour."
phrases: ["بسبب اكتمال القمر", "تأثير القمر على السلوك"]
examples:
  flags:
    - "لاحظنا شغب الطلاب هذا الأسبوع [[بسبب اكتمال القمر]]."
  allows:
    - "يشاهد طلاب العلوم مساء الخميس اكتمال القمر من ساحة المدرسة."
"""
(folder / "soundness" / "full-moon.yaml").write_text(rule, encoding="utf-8")

# %% [markdown]
# <div dir="rtl">
#
# جرّب الأمثلة: `None` تعني أن المثال كما قالت القاعدة.
#
# </div>

# %%
from khobar_moderation import Moderator
from khobar_moderation.rulepacks import load_rules
from khobar_moderation.rulepacks.testing import cases, problem_of

moderator = Moderator(rules=folder)
[problem_of(case, moderator) for rule in load_rules(folder).values() for case in cases(rule)]

# %%
moderator.check("زاد الشغب في الحصة الأخيرة بسبب اكتمال القمر.")

# %% [markdown]
# <div dir="rtl">
#
# الخطأ في الملف يُقال بسطره وعلاجه:
#
# </div>

# %%
from khobar_moderation.errors import RuleError

(folder / "soundness" / "broken.yaml").write_text(rule.replace("phrases:", "phrase:"), encoding="utf-8")
try:
    Moderator(rules=folder)
except RuleError as error:
    print(error)
(folder / "soundness" / "broken.yaml").unlink()
