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
# # ٢. افحص مجموعة مسودات
#
# 1. ثبّت الحزمة مرة واحدة: `pip install 'khobar-moderation[notebooks]'`
# 2. ضع مسوداتك في ملف Excel أو CSV أو JSONL فيه عمود اسمه `text` (ويفيد `sent_at` و`account` إن وُجدا).
# 3. اكتب اسم الملف أدناه وشغّل الخلايا واحدة بعد أخرى.
#
# </div>

# %% [markdown]
# *Score a batch: load, table, filters, charts, worst first, export.*

# %%
from khobar_moderation import Moderator
from khobar_moderation.notebook import batch, charts

drafts = batch.load("drafts.jsonl")
drafts.head()

# %%
scored = batch.score(drafts, Moderator())
scored[["id", "decision", "checks", "text"]].head(12)

# %% [markdown]
# <div dir="rtl">
#
# ما يُمنع نشره فقط، مع الأسباب:
#
# </div>

# %%
scored.query("decision == 'block'")[["text", "reasons"]]

# %% [markdown]
# <div dir="rtl">
#
# ما يحتاج إلى تصويب لغوي، مع النص المصوّب:
#
# </div>

# %%
scored.query("corrected != ''")[["text", "corrected"]]

# %% [markdown]
# <div dir="rtl">
#
# ## المسودات بحسب الفحص واليوم
#
# </div>

# %%
charts.show_everywhere()
charts.decisions_by(batch.by_check(scored), "check", "الفحص")

# %%
charts.decisions_by(batch.by_day(scored), "day", "اليوم")

# %% [markdown]
# <div dir="rtl">
#
# ## خذها معك
#
# جدول Excel من اليمين إلى اليسار، وCSV يفتحه Excel.
#
# </div>

# %%
batch.export(scored, "scored.xlsx"), batch.export(scored, "scored.csv")
