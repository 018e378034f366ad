"""The network: word vectors in, one encoder, and a head for each thing that checks ask of a post.

Each layer is a gated convolution, which sees what stands beside a word, and attention, which sees the whole window
(as in Conformer, Gulati et al. 2020; with so few steps of training the convolution learns soonest). Positions enter
by the convolution and by a learned bias for the distance between two words (Raffel et al. 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from khobar_moderation.heads.labels import POST_HEADS, WORD_HEADS

__all__ = ["Encoder", "Heads", "LanguageHead", "MaskedWords", "ModeratorNetwork", "Shape"]


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of an encoder.

    Attributes:
        vector: numbers of a word vector.
        features: numbers beside it (see `heads.features`).
        width: numbers of a word inside the encoder.
        layers: how many layers.
        heads: attention heads of a layer.
        inner: width of the feed-forward part.
        kernel: words that a convolution sees.
        reach: words beyond which distances count as equal.
    """

    vector: int = 160
    features: int = 96
    width: int = 256
    layers: int = 3
    heads: int = 4
    inner: int = 768
    kernel: int = 5
    reach: int = 24

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready object."""
        return asdict(self)


class _Convolution(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.norm = nn.LayerNorm(width)
        self.gate = nn.Linear(width, 2 * width)
        self.mix = nn.Conv1d(width, width, shape.kernel, padding=shape.kernel // 2, groups=width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        gated = F.glu(self.gate(self.norm(x)), dim=-1) * mask
        mixed = self.mix(gated.transpose(1, 2)).transpose(1, 2)
        out: Tensor = self.out(F.silu(mixed))
        return out


class _Attention(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.norm = nn.LayerNorm(shape.width)
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, words, width = x.shape
        qkv = self.qkv(self.norm(x)).view(batch, words, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        out: Tensor = self.out(mixed.transpose(1, 2).flatten(2))
        return out


class _Layer(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.convolution = _Convolution(shape)
        self.attention = _Attention(shape)
        self.feed = nn.Sequential(
            nn.LayerNorm(shape.width),
            nn.Linear(shape.width, shape.inner),
            nn.GELU(approximate="tanh"),
            nn.Linear(shape.inner, shape.width),
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor, bias: Tensor) -> Tensor:
        x = x + self.dropout(self.convolution(x, mask))
        x = x + self.dropout(self.attention(x, bias))
        out: Tensor = x + self.dropout(self.feed(x))
        return out


class Encoder(nn.Module):
    """Word vectors and features in, one vector a word in context out."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.vectors = nn.Linear(shape.vector, shape.width)
        self.features = nn.Linear(shape.features, shape.width, bias=False)
        nn.init.zeros_(self.features.weight)  # they join when the heads are trained
        self.mask_vector = nn.Parameter(torch.randn(shape.width) * 0.1)
        self.distance = nn.Parameter(torch.zeros(shape.heads, 2 * shape.reach + 1))
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(_Layer(shape, dropout) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width)

    def forward(
        self, vectors: Tensor, features: Tensor | None, present: Tensor, hidden: Tensor | None = None
    ) -> Tensor:
        """Return [batch, words, width].

        Args:
            vectors: [batch, words, shape.vector].
            features: [batch, words, shape.features], or None while only text is learnt from.
            present: [batch, words], 1.0 for words and 0.0 for padding.
            hidden: [batch, words], true for words that are to be guessed.
        """
        x = self.vectors(vectors)
        if features is not None:
            x = x + self.features(features)
        if hidden is not None:
            x = torch.where(hidden[..., None], self.mask_vector, x)
        x = self.dropout(x)
        mask = present[..., None]
        bias = self._bias(x.shape[1]) + (1.0 - present)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, mask, bias)
        out: Tensor = self.norm(x)
        return out

    def _bias(self, words: int) -> Tensor:
        place = torch.arange(words, device=self.distance.device)
        reach = self.shape.reach
        apart = (place[None, :] - place[:, None]).clamp(-reach, reach) + reach
        return self.distance[:, apart][None]


class MaskedWords(nn.Module):
    """The encoder with a guess at hidden words, for learning from plain text."""

    def __init__(self, shape: Shape, softmax: Tensor) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.encoder.features.requires_grad_(False)
        self.project = nn.Sequential(nn.Linear(shape.width, shape.vector), nn.GELU(), nn.LayerNorm(shape.vector))
        self.words = nn.Parameter(softmax.clone())
        self.bias = nn.Parameter(torch.zeros(len(softmax)))

    def forward(self, vectors: Tensor, hidden: Tensor, targets: Tensor) -> Tensor:
        """Return the mean loss over the hidden words; `targets` holds their rows in reading order."""
        present = torch.ones(vectors.shape[:2], device=vectors.device)
        encoded = self.encoder(vectors, None, present, hidden)[hidden]
        return F.cross_entropy(self.project(encoded) @ self.words.T + self.bias, targets)


class Heads(nn.Module):
    """One linear layer a question: some are asked of each word, some of the window as a whole."""

    def __init__(self, width: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.words = nn.ModuleDict({name: nn.Linear(width, len(labels)) for name, labels in WORD_HEADS.items()})
        self.look = nn.Linear(width, len(POST_HEADS))
        self.posts = nn.ModuleDict({name: nn.Linear(2 * width, len(labels)) for name, labels in POST_HEADS.items()})

    def forward(self, encoded: Tensor, present: Tensor) -> dict[str, Tensor]:
        """Return logits by head: [batch, words, labels] of words, [batch, labels] of posts."""
        encoded = self.dropout(encoded)
        out: dict[str, Tensor] = {name: head(encoded) for name, head in self.words.items()}
        absent = (1.0 - present)[..., None] * -1e4
        attention = (self.look(encoded) + absent).softmax(dim=1)
        highest = (encoded + absent).amax(dim=1)
        for place, (name, head) in enumerate(self.posts.items()):
            pooled = (attention[..., place : place + 1] * encoded).sum(dim=1)
            out[name] = head(torch.cat([pooled, highest], dim=-1))
        return out


class LanguageHead(nn.Module):
    """What is wrong with each word: a second, smaller encoder reads the words beside what the first made of them.

    The first is left as it is, so that this head can be taught by itself, from millions of words.

    Attributes:
        labels: what it answers, in the order of its outputs (see `heads.labels`).
    """

    def __init__(self, shape: Shape, labels: Sequence[str], dropout: float = 0.0) -> None:
        super().__init__()
        self.labels = tuple(labels)
        self.encoder = Encoder(shape, dropout)
        self.out = nn.Linear(shape.width, len(labels))

    def forward(self, vectors: Tensor, encoded: Tensor, lexical: Tensor, present: Tensor) -> Tensor:
        """Return logits, [batch, words, labels]; each label holds or not by itself.

        Args:
            vectors: as for the first encoder.
            encoded: what the first encoder made of them.
            lexical: [batch, words, numbers], what the spelling lexicon knows (see `heads.lexical`).
            present: as for the first encoder.
        """
        out: Tensor = self.out(self.encoder(vectors, torch.cat([encoded, lexical], dim=-1), present))
        return out


class ModeratorNetwork(nn.Module):
    """Encoder and heads: what is fine-tuned, exported and shipped.

    Attributes:
        language: the language head, where the network has one; it is taught by itself (see `training.language`).
    """

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.encoder = Encoder(shape, dropout)
        self.heads = Heads(shape.width, dropout)
        self.language: LanguageHead | None = None

    def forward(
        self, vectors: Tensor, features: Tensor, present: Tensor, lexical: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Return logits by head (see `Heads`), those of the language head where the lexicon's numbers are given."""
        encoded = self.encoder(vectors, features, present)
        out: dict[str, Tensor] = self.heads(encoded, present)
        if self.language is not None and lexical is not None:
            out["language"] = self.language(vectors, encoded, lexical, present)
        return out
