"""What the heads of the model answer, in the order of their outputs; read by training and by checks alike."""

from __future__ import annotations

__all__ = [
    "ANY",
    "ATTRIBUTES",
    "GRAMMAR",
    "JOIN",
    "LANGUAGE",
    "PEOPLE",
    "PERSONAL",
    "POST_HEADS",
    "SOUNDNESS",
    "SOURCES",
    "SOURCE_SPANS",
    "WORD_HEADS",
    "bio",
]


def bio(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of spans of some kinds: outside, and for each kind its first word and those that follow."""
    return ("O", *(f"{edge}-{kind}" for kind in kinds for edge in "BI"))


PEOPLE = ("official", "source", "private", "pupil")
ATTRIBUTES = ("health", "grade", "discipline", "family", "finance", "belief", "whereabouts")
SOURCE_SPANS = ("named", "organization", "anonymous", "hearsay")
SOUNDNESS = ("offensive", "unsuitable", "unscientific")
PERSONAL = ("work", "mixed", "personal")
SOURCES = ("first_party", "named", "organization", "anonymous", "hearsay", "missing", "none")

WORD_HEADS = {
    "people": bio(PEOPLE),
    "attributes": bio(ATTRIBUTES),
    "sources": bio(SOURCE_SPANS),
    "personal": ("personal",),  # yes or no for each word, as its sentence is
    "unsound": SOUNDNESS,  # likewise, each kind by itself
}
POST_HEADS = {
    "post_personal": PERSONAL,
    "post_source": SOURCES,
    "post_soundness": SOUNDNESS,  # each kind by itself
}

LANGUAGE = "language"
"""The head that says what is wrong with each word; a model may lack it."""
ANY, GRAMMAR, JOIN = "any", "grammar", "join"
"""What the language head says of a word beside the names of edits (see `spelling.edits`): that it is wrong at all, that
its error is one of grammar, that the next word belongs to it."""
