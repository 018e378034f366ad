"""Models made for tests: a tiny one of our own, and classifiers that look up what each word is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
import transformers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from khobar_moderation.heads.features import FEATURES
from khobar_moderation.heads.lexical import LEXICAL
from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.training.calibration import plain_weights
from khobar_moderation.training.exporting import export_model
from khobar_moderation.training.network import LanguageHead, ModeratorNetwork, Shape

WIDTH = 32
_SURE = 10.0
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأإؤئ0123456789abcdefghijklmnopqrstuvwxyz.،:#@"


def tiny_vectors(folder: Path) -> Path:
    """Write word vectors of 200 words, drawn at random."""
    drawn = np.random.default_rng(1)
    words = [f"{first}{second}" for first in _LETTERS[:20] for second in _LETTERS[:10]]
    own, buckets = (drawn.normal(size=(count, 16)).astype(np.float32) for count in (len(words), 1000))
    WordVectors.quantised(words, own, buckets).save(folder)
    return folder


def tiny_network() -> ModeratorNetwork:
    """Return a network with random weights, always the same."""
    torch.manual_seed(1)
    return ModeratorNetwork(Shape(vector=16, features=len(FEATURES), width=WIDTH, layers=1, heads=2, inner=64))


def tiny_model(folder: Path) -> Path:
    """Write a model of our own with random weights, whose heads alone decide."""
    vectors = tiny_vectors(folder.with_name(f"{folder.name}-vectors"))
    export_model(tiny_network(), plain_weights(), vectors, folder, facts={"name": "tiny"})
    return folder


def tiny_language_model(folder: Path, labels: Sequence[str]) -> Path:
    """Write a model with random weights that has a language head, but nothing to weigh its answers with."""
    network = tiny_network()
    shape = Shape(vector=16, features=WIDTH + len(LEXICAL), width=WIDTH, layers=1, heads=2, inner=64)
    network.language = LanguageHead(shape, labels).eval()
    vectors = tiny_vectors(folder.with_name(f"{folder.name}-vectors"))
    export_model(network, plain_weights(), vectors, folder, facts={"name": "tiny"})
    return folder


def tagger(
    folder: Path, labels: Sequence[str], words: Mapping[str, str], *, places: int = 64, blanks_only: bool = False
) -> Path:
    """Write a token classifier that gives the words their labels, and every other word the first label.

    With `blanks_only`, marks do not end a word for it.
    """
    config = _config(labels, places)
    config.architectures = ["BertForTokenClassification"]
    tokenizer = _tokenizer(words, blanks_only)
    model = transformers.BertForTokenClassification(config)
    _look_up(model, {_number(tokenizer, word): labels.index(label) for word, label in words.items()})
    return _saved(folder, model, tokenizer)


def sorter(folder: Path, labels: Sequence[str], words: Mapping[str, str], *, places: int = 64) -> Path:
    """Write a sequence classifier that gives a text the label of the word in it, or the first label."""
    config = _config(labels, places)
    tokenizer = _tokenizer(words)
    model = transformers.BertForSequenceClassification(config)
    _look_up(model, {_number(tokenizer, word): labels.index(label) for word, label in words.items()})
    weights = dict(model.named_parameters())
    for name in ("encoder.layer.0.attention.self.value", "encoder.layer.0.attention.output.dense", "pooler.dense"):
        torch.nn.init.eye_(weights[f"bert.{name}.weight"])
    with torch.no_grad():  # of many words one, and it must be heard
        weights["bert.encoder.layer.0.attention.output.dense.weight"].mul_(1000.0)
    return _saved(folder, model, tokenizer)


def _config(labels: Sequence[str], places: int) -> transformers.BertConfig:
    return transformers.BertConfig(
        vocab_size=len(_LETTERS) * 2 + 40,
        hidden_size=WIDTH,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=places,
        id2label=dict(enumerate(labels)),
        label2id={label: place for place, label in enumerate(labels)},
    )


def _number(tokenizer: transformers.PreTrainedTokenizerFast, word: str) -> int:
    number = tokenizer.convert_tokens_to_ids(word)
    assert isinstance(number, int)
    return number


def _tokenizer(words: Mapping[str, str], blanks_only: bool = False) -> transformers.PreTrainedTokenizerFast:
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words, *_LETTERS, *(f"##{letter}" for letter in _LETTERS)]
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit() if blanks_only else pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    )
    tokenizer.enable_truncation(8)  # as many folders ask for; nothing must be cut for it
    return transformers.PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
    )


@torch.no_grad()
def _look_up(model: transformers.PreTrainedModel, classes: Mapping[int, int]) -> None:
    """Empty the network, and let the embedding of a word alone say its class."""
    weights = dict(model.named_parameters())
    for name, weight in weights.items():
        weight.fill_(1.0 if name.endswith("LayerNorm.weight") else 0.0)
    for word, place in classes.items():
        weights["bert.embeddings.word_embeddings.weight"][word, place] = 1.0
    torch.nn.init.eye_(weights["classifier.weight"])
    weights["classifier.weight"].mul_(2 * _SURE)
    weights["classifier.bias"][0] = _SURE


def _saved(folder: Path, model: transformers.PreTrainedModel, tokenizer: transformers.PreTrainedTokenizerFast) -> Path:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
