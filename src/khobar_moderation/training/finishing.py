"""The last steps: fit the fusion, export, measure everything, write card and pictures."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from khobar_moderation.evaluation import Annotation, Evaluation, read_gold
from khobar_moderation.heads.labels import POST_HEADS, WORD_HEADS
from khobar_moderation.heads.model import Model
from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.post import Post
from khobar_moderation.training.calibration import fit_weights
from khobar_moderation.training.card import write_card, write_eval
from khobar_moderation.training.exporting import export_model
from khobar_moderation.training.language_fitting import fit_language
from khobar_moderation.training.language_pipeline import judged_texts, language_head, language_texts
from khobar_moderation.training.measuring import ablation, five_fold, language_by_type, persons, same_decisions
from khobar_moderation.training.ngrams import NgramBaseline
from khobar_moderation.training.pipeline import FOLDS, Workshop, fold_of

__all__ = ["finish", "measure"]

_CONLL = "ner/anercorp_train.conll"
_CONLL_SENTENCES = 397
"""The last tenth of ANERcorp's train split, never learnt from (see `pipeline.held_out_conll`)."""
_COMPARED = 2500
"""Posts on which eight bits are held against floats."""
_ANNOTATED = "train.jsonl"


def finish(shop: Workshop) -> None:
    """Fit what rules and heads weigh, and write the model's folder, but for its figures."""
    posts = list(shop.marked_posts())
    weights = fit_weights(posts, shop.answers())
    network = shop.network()
    network.language = language_head(shop)
    floats = shop.work / "floats"
    export_model(network, weights, shop.vectors, floats, facts={}, eight_bits=False)
    language, correction = fit_language(judged_texts(shop, floats))
    weights = replace(weights, language=language, correction=correction)
    export_model(network, weights, shop.vectors, floats, facts={}, eight_bits=False)
    export_model(network, weights, shop.vectors, shop.out, facts={"made": date.today().isoformat()})


def measure(
    shop: Workshop, gold: Mapping[str, Path], texts: Mapping[str, Path], training: str, limits: str
) -> dict[str, dict[str, Evaluation]]:
    """Measure the model and write `eval.json` and `MODEL_CARD.md` into its folder; return the evaluations.

    Args:
        shop: the run.
        gold: sets of posts that nothing was learnt from, by name.
        texts: sets of texts of which only the language is annotated, by name; nothing was learnt from them either.
        training: for the card: how long, on what.
        limits: for the card: what it does not do well, in words.
    """
    model = Model(shop.out)
    heads_only = fit_weights(list(shop.marked_posts()), shop.answers(), heads_only=True)
    annotated = read_gold(shop.posts / _ANNOTATED)
    baseline = NgramBaseline(annotated)
    evaluations = {name: ablation(path, shop.out, heads_only, baseline) for name, path in gold.items()}
    evaluations["train, five-fold by author"] = five_fold(
        shop.posts / _ANNOTATED, shop.answers(), model.weights, heads_only, _folded_baselines(annotated)
    )
    people = persons(shop.data / _CONLL, shop.out, last=_CONLL_SENTENCES)
    compared = list(islice(_texts(shop), _COMPARED))
    same = same_decisions(compared, shop.out, shop.work / "floats")
    by_type = {name: language_by_type(path, shop.out) for name, path in (*gold.items(), *texts.items())}
    further = {"persons in ANERcorp": people, "eight bits as floats": same, "language by type": by_type}
    write_eval(shop.out, evaluations, further)
    facts = _facts(shop, model) | {
        "persons": "; ".join(f"{name} F1 {figure['f1']:.3f}" for name, figure in people.items()),
        "same": f"{same:.1%}",
        "compared": f"{len(compared):,}",
        "training": training,
        "limits": limits,
    }
    write_card(shop.out, evaluations, facts)
    return evaluations


def _folded_baselines(annotated: Sequence[Annotation]) -> list[tuple[NgramBaseline, set[str]]]:
    """Return for each fold an n-gram model of the others, with the ids of the fold."""
    folded = []
    for fold in range(FOLDS):
        ids = {str(each.id) for each in annotated if fold_of(str(each.id)) == fold}
        folded.append((NgramBaseline([each for each in annotated if str(each.id) not in ids]), ids))
    return folded


def _texts(shop: Workshop) -> list[Post]:
    return [Post(text=marked.text, channel=marked.channel, id=marked.id) for marked in shop.marked_posts()]


def _facts(shop: Workshop, model: Model) -> dict[str, str]:
    shape, vectors = model.config["shape"], WordVectors.load(shop.out)
    parameters = sum(weight.numel() for net in (shop.network(), language_head(shop)) for weight in net.parameters())
    size = sum(entry.stat().st_size for entry in os.scandir(shop.out)) / 1e6
    return {
        "version": model.version,
        "date": model.config["made"],
        "dimensions": str(shape["vector"]),
        "layers": str(shape["layers"]),
        "width": str(shape["width"]),
        "parameters": f"{parameters / 1e6:.1f} million",
        "heads": str(len(WORD_HEADS) + len(POST_HEADS)),
        "words": f"{len(vectors):,}",
        "buckets": f"{vectors.buckets:,}",
        "size": f"{size:.0f}",
        "posts": f"{len(list(shop.marked_posts())):,}",
        "texts": f"{sum(1 for _ in language_texts(shop)):,}",
    }
