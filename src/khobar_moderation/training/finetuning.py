"""Teach encoder and heads together what the annotated posts say."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm

from khobar_moderation.heads.labels import WORD_HEADS
from khobar_moderation.training.annotation import ANY_FIRST, ANY_INSIDE, IGNORED
from khobar_moderation.training.examples import Example, batches, collate
from khobar_moderation.training.network import ModeratorNetwork

__all__ = ["Course", "Material", "answer", "finetune"]

_WEIGHTS = {
    "people": 1.0, "attributes": 1.0, "sources": 0.6, "personal": 0.6, "unsound": 0.4,
    "post_personal": 0.5, "post_source": 0.6, "post_soundness": 0.5,
}  # fmt: skip

_RARE = 3.0
"""What a word inside a span counts, beside one outside: most words are outside, and that is soon learnt."""


@dataclass(frozen=True, slots=True)
class Course:
    """How to fine-tune.

    Attributes:
        epochs: passes over the material.
        rate: learning rate of the heads, and of the encoder times `encoder_share`.
        encoder_share: see `rate`.
        words: words of a batch, about.
        dropout: share of the encoder's numbers left out.
        without_features: share of examples whose features are left out altogether.
        noise: deviation of the noise on word vectors, so that no word is learnt by heart.
        smoothing: label smoothing of the questions with one answer.
        seed: of all that is drawn.
    """

    epochs: int = 7
    rate: float = 3e-3
    encoder_share: float = 0.3
    words: int = 600
    dropout: float = 0.2
    without_features: float = 0.25
    noise: float = 0.05
    smoothing: float = 0.05
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Material:
    """Examples to learn from.

    Attributes:
        versions: versions of the same examples (as written, with other names, with noise), one of which is read in each
            epoch.
        share: share of them that an epoch reads.
    """

    versions: Sequence[Sequence[Example]]
    share: float = 1.0

    def draw(self, epoch: int, generator: np.random.Generator) -> list[Example]:
        """Return the examples of an epoch."""
        examples = self.versions[epoch % len(self.versions)]
        kept = generator.permutation(len(examples))[: round(self.share * len(examples))]
        return [examples[int(place)] for place in kept]


def finetune(network: ModeratorNetwork, material: Sequence[Material], course: Course) -> ModeratorNetwork:
    """Return the network taught by the material: the mean of its weights over the last steps (Polyak averaging)."""
    torch.manual_seed(course.seed)
    generator = np.random.default_rng(course.seed)
    drawn = [[e for part in material for e in part.draw(epoch, generator)] for epoch in range(course.epochs)]
    plan = [batch for examples in drawn for batch in batches(examples, course.words, generator)]
    optimizer, scheduler = _optimizer(network, course, len(plan))
    average = copy.deepcopy(network)
    network.train()
    progress = tqdm(plan, desc="fine-tuning", unit="batch", mininterval=10)
    for step, batch in enumerate(progress):
        loss = _loss(network, batch, course)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        _follow(average, network, min(0.998, step / (step + 10)))
        if step % 50 == 0:
            progress.set_postfix(loss=f"{loss.item():.3f}")
    return average.eval()


@torch.no_grad()
def answer(network: ModeratorNetwork, examples: Iterable[Example]) -> list[dict[str, NDArray[np.float32]]]:
    """Return the logits by head of each example."""
    out = []
    for example in examples:
        vectors, features, present, _ = collate([example])
        out.append({name: logits[0].numpy() for name, logits in network(vectors, features, present).items()})
    return out


def _optimizer(
    network: ModeratorNetwork, course: Course, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    new = [*network.heads.parameters(), *network.encoder.features.parameters()]
    ids = {id(parameter) for parameter in new}
    old = [parameter for parameter in network.encoder.parameters() if id(parameter) not in ids]
    rates = [{"params": new, "lr": course.rate}, {"params": old, "lr": course.rate * course.encoder_share}]
    optimizer = torch.optim.AdamW(rates, weight_decay=0.02, betas=(0.9, 0.98))
    ratio = [course.rate, course.rate * course.encoder_share]
    return optimizer, torch.optim.lr_scheduler.OneCycleLR(
        optimizer, ratio, steps + 1, pct_start=0.1001
    )  # at 0.1 it divides by nothing where there are nine steps


@torch.no_grad()
def _follow(average: ModeratorNetwork, network: ModeratorNetwork, keep: float) -> None:
    for mean, new in zip(average.parameters(), network.parameters(), strict=True):
        mean.lerp_(new, 1 - keep)


def _loss(network: ModeratorNetwork, batch: Sequence[Example], course: Course) -> Tensor:
    vectors, features, present, targets = collate(batch)
    vectors = vectors + course.noise * torch.randn_like(vectors)
    features = features * (torch.rand(len(batch), 1, 1) > course.without_features)
    logits = network(vectors, features, present)
    total = vectors.new_zeros(())
    for name, weight in _WEIGHTS.items():
        total = total + weight * _head_loss(name, logits[name], targets[name], course.smoothing)
    return total


def _head_loss(name: str, logits: Tensor, target: Tensor, smoothing: float) -> Tensor:
    if name in ("personal", "unsound", "post_soundness"):
        known = target != IGNORED
        if not known.any():
            return logits.sum() * 0.0
        return F.binary_cross_entropy_with_logits(
            logits[known], target[known].float().clamp(smoothing / 2, 1 - smoothing / 2)
        )
    flat, wanted = logits.reshape(-1, logits.shape[-1]), target.reshape(-1)
    if not (wanted != IGNORED).any():
        return logits.sum() * 0.0
    if name == "people":
        return _people_loss(flat, wanted)
    if name in WORD_HEADS:
        weight = torch.full((logits.shape[-1],), _RARE)
        weight[0] = 1.0
        return F.cross_entropy(flat, wanted, ignore_index=IGNORED, weight=weight)
    return F.cross_entropy(flat, wanted, ignore_index=IGNORED, label_smoothing=smoothing)


def _people_loss(logits: Tensor, target: Tensor) -> Tensor:
    """The cross entropy of tags, where the tag of a person of unknown role stands for that edge in every role."""
    logs = logits.log_softmax(-1)
    first, inside = logs[:, 1::2].logsumexp(-1), logs[:, 2::2].logsumexp(-1)
    known = logs.gather(1, target.clamp(min=0)[:, None])[:, 0]
    loss = -torch.where(target == ANY_FIRST, first, torch.where(target == ANY_INSIDE, inside, known))
    weight = torch.where(target == 0, 1.0, _RARE) * (target != IGNORED)
    return (loss * weight).sum() / weight.sum()
