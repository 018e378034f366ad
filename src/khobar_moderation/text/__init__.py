"""Text as checks see it: normalised, with the way back to the text as posted."""

from khobar_moderation.text.normalise import AlignedText, fold_letters, match_key, normalise
from khobar_moderation.text.ranges import starting_between
from khobar_moderation.text.tokens import Token, Unit, clauses, sentences, tokenise

__all__ = [
    "AlignedText",
    "Token",
    "Unit",
    "clauses",
    "fold_letters",
    "match_key",
    "normalise",
    "sentences",
    "starting_between",
    "tokenise",
]
