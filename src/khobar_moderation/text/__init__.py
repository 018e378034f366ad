"""Text as checks see it: normalised, with the way back to the text as posted."""

from khobar_moderation.text.normalise import AlignedText, match_key, normalise
from khobar_moderation.text.tokens import Token, Unit, clauses, sentences, tokenise

__all__ = ["AlignedText", "Token", "Unit", "clauses", "match_key", "normalise", "sentences", "tokenise"]
