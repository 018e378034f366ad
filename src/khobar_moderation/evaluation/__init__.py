"""Score a moderator, this one or another, against annotated posts.

>>> from khobar_moderation.evaluation import evaluate, read_gold
>>> gold = read_gold("dev.jsonl")  # doctest: +SKIP
>>> evaluation = evaluate(gold, Moderator().check_many(each.post for each in gold))  # doctest: +SKIP
>>> evaluation.figures["decision.leak"].value  # doctest: +SKIP
0.024
"""

from khobar_moderation.evaluation.conll import Sentence, evaluate_persons, posts_of, read_conll
from khobar_moderation.evaluation.evaluation import Evaluation, evaluate
from khobar_moderation.evaluation.figures import Figure
from khobar_moderation.evaluation.gold import Annotation
from khobar_moderation.evaluation.language import LanguageFigures, MarkedText, judge_language, read_marked_texts
from khobar_moderation.evaluation.reading import read_gold, read_reports
from khobar_moderation.evaluation.reports import Report

__all__ = [
    "Annotation",
    "Evaluation",
    "Figure",
    "LanguageFigures",
    "MarkedText",
    "Report",
    "Sentence",
    "evaluate",
    "evaluate_persons",
    "judge_language",
    "posts_of",
    "read_conll",
    "read_gold",
    "read_marked_texts",
    "read_reports",
]
