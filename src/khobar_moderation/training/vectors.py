"""Word vectors that know spelling: skip-gram over words and letter n-grams, as in fastText (Bojanowski et al. 2017)."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from khobar_moderation.heads.vectors import LONGEST, SHORTEST, WordVectors

__all__ = ["train_vectors"]

_WORDS = 30_000  # words, the most frequent, that ship with a vector of their own
_BUCKETS = 80_000
_DIMENSIONS = 160


def train_vectors(corpus: Path, out: Path, *, epochs: int = 2, workers: int = 2, seed: int = 1) -> WordVectors:
    """Train vectors on the lines of `corpus`, write them to the folder `out` and return them.

    All words that stand five times teach the n-grams; only the most frequent ones keep a vector of their own.
    """
    from gensim.models import FastText

    logging.getLogger("gensim").setLevel(logging.INFO)
    model = FastText(
        vector_size=_DIMENSIONS, window=5, min_count=5, min_n=SHORTEST, max_n=LONGEST, bucket=_BUCKETS,
        sg=1, negative=5, sample=1e-4, workers=workers, seed=seed,
    )  # fmt: skip
    model.build_vocab(corpus_file=str(corpus))
    model.train(
        corpus_file=str(corpus), total_examples=model.corpus_count, total_words=model.corpus_total_words, epochs=epochs
    )
    words = model.wv.index_to_key[:_WORDS]
    vectors = WordVectors.quantised(words, model.wv.vectors_vocab[: len(words)], model.wv.vectors_ngrams)
    vectors.save(out)
    np.save(out / "softmax.npy", model.syn1neg[: len(words)].astype(np.float32))
    return vectors
