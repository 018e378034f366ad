"""Go on training the heads of a model on an office's own annotated posts.

A fifth of the posts is held out and measured on, before and after; a few more tell when to stop. Word vectors and
fusion weights stay as they are: the vectors were learnt from many millions of words and any word has one by its
letters, which a few hundred posts cannot better; and what rules and heads weigh beside each other must be fitted on
posts that neither has learnt from, of which an office has too few to set its thresholds by.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch.nn import functional as F

from khobar_moderation.errors import AnnotationError, MissingExtra, ModelError
from khobar_moderation.evaluation import Annotation, Evaluation, evaluate, read_gold
from khobar_moderation.heads import load_model
from khobar_moderation.heads.labels import ATTRIBUTES, SOUNDNESS
from khobar_moderation.heads.model import Model
from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.moderator import Moderator
from khobar_moderation.training.annotation import IGNORED, Marked
from khobar_moderation.training.augmentation import misspell
from khobar_moderation.training.examples import Example, Preparer, collate
from khobar_moderation.training.exporting import export_model, load_network
from khobar_moderation.training.finetuning import Course, Material, finetune
from khobar_moderation.training.leakage import find_shared
from khobar_moderation.training.network import ModeratorNetwork

__all__ = ["FEWEST", "Adapted", "adapt"]

FEWEST = 50
"""Posts below which nothing is learnt that holds for other posts, and ten held out measure nothing."""

_MEASURED = 5  # one in so many is held out
_WATCHED, _FEWEST_WATCHED = 10, 8  # one in so many of the others tells when to stop, and at least so many
_COPY = 0.7  # share of its letters from which a post is nearly a copy of one that is measured on
_PATIENCE = 2  # epochs without improvement after which it stops
_COURSE = Course(epochs=2, rate=3e-4, encoder_share=0.3, words=250)
"""Of an epoch, which reads each post as written and with slips of spelling. Gentler than the first fine-tuning, so that
what the model knows is not unlearnt; small batches, as posts are few."""
_YES_OR_NO = frozenset({"personal", "unsound", "post_soundness"})
_WRITTEN = frozenset({"format", "version", "shape", "features", "weights"})  # of the configuration, by the export


@dataclass(frozen=True, slots=True)
class Adapted:
    """What came of it.

    Attributes:
        learnt: posts that it learnt from.
        held_out: posts that it was measured on.
        copies: posts left out because they are nearly copies of some of these.
        epochs: after how many it was best; 0 when none did it good, and the heads are as before.
        before: figures of the model as it was, on the posts held out.
        after: figures of the adapted one.
    """

    learnt: int
    held_out: int
    copies: int
    epochs: int
    before: Evaluation
    after: Evaluation


@dataclass(frozen=True, slots=True)
class _Shares:
    learnt: Sequence[Annotation]
    watched: Sequence[Annotation]
    held_out: Sequence[Annotation]
    copies: int


def adapt(
    posts: Sequence[Path],
    out: Path,
    *,
    model: str | Path = "khobar",
    policy: str | Path = "khobar",
    epochs: int = 8,
    seed: int = 1,
) -> Adapted:
    """Write the folder of a model whose heads have learnt from annotated posts too, and its figures to `eval.json`.

    Args:
        posts: files of annotated posts, as `khobar-moderation evaluate` reads them.
        out: the folder to write.
        model: the model to go on from, by name or folder.
        policy: what the posts' decisions were made by, for the figures.
        epochs: how many at most, each reading the posts twice; it stops sooner when they do no more good.
        seed: of all that is drawn.

    Raises:
        AnnotationError: a post cannot be used, an id comes twice, or there are fewer than `FEWEST`.
        MissingExtra: a library that only training needs is not installed.
        ModelError: the model cannot be used, or `out` is its own folder.
    """
    _require("onnx", "onnxruntime", "tqdm")
    shares = _share_out(_read(posts))
    base = load_model(model)
    if out.resolve() == base.folder.resolve():
        raise ModelError(f"{out}: is the folder of the model to go on from. Give another folder")
    network, kept = _learn(base, shares, epochs, seed)
    facts = {name: fact for name, fact in base.config.items() if name not in _WRITTEN}
    story = {"from": base.version, "posts": len(shares.learnt), "epochs": kept, "seed": seed}
    export_model(network, base.weights, base.folder, out, facts={**facts, "adapted": story})
    before, after = (_measure(Moderator(policy, models=each), shares.held_out) for each in (model, out))
    figures = {"before": before.to_dict(), "after": after.to_dict()}
    (out / "eval.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return Adapted(len(shares.learnt), len(shares.held_out), shares.copies, kept, before, after)


def _require(*libraries: str) -> None:
    """Fail now, not when everything has been learnt."""
    for library in libraries:
        if find_spec(library) is None:
            raise MissingExtra(library, "training")


def _read(paths: Sequence[Path]) -> list[Annotation]:
    posts: dict[str, Annotation] = {}
    for path in paths:
        for number, post in enumerate(read_gold(path), 1):
            if str(post.id) in posts:
                raise AnnotationError(path, number, "id: stands in another file too. Give each post an id of its own")
            posts[str(post.id)] = post
    if len(posts) < FEWEST:
        names = ", ".join(map(str, paths))
        raise AnnotationError(
            names, len(posts), f"{len(posts)} posts are too few to learn from. Annotate at least {FEWEST}"
        )
    return list(posts.values())


def _share_out(posts: Sequence[Annotation]) -> _Shares:
    """Share the posts out by their ids alone, so that neither order nor seed changes what is measured on."""
    drawn = sorted(posts, key=lambda post: sha256(str(post.id).encode()).digest())
    measured, others = drawn[: len(drawn) // _MEASURED], drawn[len(drawn) // _MEASURED :]
    shared = find_shared(_texts(others), _texts(measured))
    copies = {each.id for each in shared if each.share >= _COPY}
    kept = [post for post in others if str(post.id) not in copies]
    watched = min(max(_FEWEST_WATCHED, len(kept) // _WATCHED), len(kept) // 2)
    return _Shares(kept[watched:], kept[:watched], measured, len(copies))


def _texts(posts: Iterable[Annotation]) -> list[tuple[str, str]]:
    return [(str(post.id), post.text) for post in posts]


def _learn(base: Model, shares: _Shares, epochs: int, seed: int) -> tuple[ModeratorNetwork, int]:
    """Return the network after the epoch at which it answered the watched posts best, and the number of that epoch."""
    preparer, random = Preparer(WordVectors.load(base.folder)), Random(seed)
    learnt = [_marked(post) for post in shares.learnt]
    slips = [misspell(post, random) for post in learnt]
    material = Material([_prepared(preparer, version) for version in (learnt, slips)])
    watched = _prepared(preparer, [_marked(post) for post in shares.watched])
    network = best = load_network(base.folder, _COURSE.dropout)
    least, kept = _surprise(network, watched), 0
    for epoch in range(1, epochs + 1):
        course = replace(_COURSE, seed=seed + epoch)
        network = finetune(copy.deepcopy(network), [material], course)
        surprise = _surprise(network, watched)
        if surprise < least:
            best, least, kept = network, surprise, epoch
        elif epoch - kept >= _PATIENCE:
            break
    return best, kept


def _prepared(preparer: Preparer, posts: Iterable[Marked]) -> list[Example]:
    return [example for post in posts for example in preparer.prepare(post)]


@torch.no_grad()
def _surprise(network: ModeratorNetwork, examples: Sequence[Example]) -> float:
    """Return how unlikely the network thinks the right answers: the mean over the heads of the mean log loss."""
    vectors, features, present, targets = collate(examples)
    answers = network.eval()(vectors, features, present)
    losses = []
    for head, logits in answers.items():
        known = targets[head] != IGNORED
        if not known.any():
            continue
        if head in _YES_OR_NO:
            losses.append(F.binary_cross_entropy_with_logits(logits[known], targets[head][known].float()))
        else:
            losses.append(F.cross_entropy(logits[known], targets[head][known]))
    return float(torch.stack(losses).mean())


def _marked(post: Annotation) -> Marked:
    people = [span for span in post.exposure if span.type == "person"]
    kinds = {span.type for span in post.soundness}
    return Marked(
        id=str(post.id),
        text=post.text,
        channel=post.post.channel,
        people=tuple((span.start, span.end, "pupil" if span.pupil else str(span.role)) for span in people),
        attributes=_typed(span for span in post.exposure if span.type in ATTRIBUTES),
        sources=_typed(post.source.spans),
        personal=tuple((span.start, span.end) for span in post.personal.spans),
        unsound=_typed(post.soundness),
        labels={
            "personal": post.personal.label,
            "source": post.source.status,
            **{kind: kind in kinds for kind in SOUNDNESS},
        },
    )


def _typed(spans: Iterable[Any]) -> tuple[tuple[int, int, str], ...]:
    return tuple((span.start, span.end, span.type) for span in spans)


def _measure(moderator: Moderator, posts: Sequence[Annotation]) -> Evaluation:
    return evaluate(posts, moderator.check_many([each.post for each in posts]))
