"""Write a trained network as the files that ship: an ONNX graph in eight bits, word vectors and the configuration.

Beside them lie the weights that the graph was made of, in half precision: who adapts the model goes on from these.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from khobar_moderation.errors import ModelError
from khobar_moderation.fusion.weights import Weights
from khobar_moderation.heads.features import FEATURES
from khobar_moderation.heads.labels import LANGUAGE, POST_HEADS, WORD_HEADS
from khobar_moderation.heads.lexical import LEXICAL
from khobar_moderation.heads.model import FORMAT, Model
from khobar_moderation.training.network import LanguageHead, ModeratorNetwork, Shape

__all__ = ["export_graph", "export_model", "load_network"]

_OPSET = 17
_NETWORK = "network.safetensors"


def export_model(
    network: ModeratorNetwork,
    weights: Weights,
    vectors: Path,
    out: Path,
    *,
    facts: dict[str, Any],
    eight_bits: bool = True,
) -> None:
    """Write the model folder `out`.

    Args:
        network: what was trained.
        weights: what rules and heads weigh.
        vectors: the folder that holds the word vectors.
        out: the folder to write; what it holds of a model is replaced.
        facts: further entries of the configuration, such as how it was trained.
        eight_bits: whether the graph is quantised.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name in ("vectors.safetensors", "words.txt"):
        shutil.copyfile(vectors / name, out / name)
    export_graph(network, out / "encoder.onnx", eight_bits=eight_bits)
    halves = {name: weight.half().contiguous() for name, weight in network.state_dict().items()}
    (out / _NETWORK).write_bytes(save(halves))  # `save_file` would keep it from other users of the machine
    digest = hashlib.sha256(b"".join((out / name).read_bytes() for name in ("encoder.onnx", "vectors.safetensors")))
    config = {
        "format": FORMAT,
        "version": digest.hexdigest()[:12],
        "shape": network.encoder.shape.to_dict(),
        "features": list(FEATURES),
        "weights": weights.to_dict(),
        **({LANGUAGE: _describe(network.language)} if network.language else {}),
        **facts,
    }
    (out / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", "utf-8")


def load_network(folder: Path, dropout: float = 0.0) -> ModeratorNetwork:
    """Return the network that `export_model` wrote to `folder`, in single precision.

    Args:
        folder: of the model.
        dropout: share of the encoder's numbers left out, should it learn on.

    Raises:
        ModelError: the folder holds no model that this version can read, or not its weights; names file and remedy.
    """
    config = Model(folder).config
    network = ModeratorNetwork(Shape(**config["shape"]), dropout)
    if LANGUAGE in config:
        network.language = LanguageHead(Shape(**config[LANGUAGE]["shape"]), config[LANGUAGE]["labels"])
    path = folder / _NETWORK
    try:
        network.load_state_dict({name: weight.float() for name, weight in load_file(path).items()})
    except FileNotFoundError:
        raise ModelError(f"{path}: no such file. Take the folder of the model as it was shipped") from None
    except (SafetensorError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"{path}: does not hold the weights of this model ({reason}). Take its folder anew") from None
    return network.eval()


def _describe(head: LanguageHead) -> dict[str, Any]:
    return {"shape": head.encoder.shape.to_dict(), "labels": list(head.labels), "lexical": list(LEXICAL)}


def export_graph(network: ModeratorNetwork, out: Path, *, eight_bits: bool) -> None:
    """Write the network as an ONNX graph whose batch and length are free."""
    network = network.eval()
    shape = network.encoder.shape
    sample = {
        "vectors": torch.randn(2, 7, shape.vector), "features": torch.zeros(2, 7, shape.features),
        "present": torch.ones(2, 7),
    }  # fmt: skip
    words = list(WORD_HEADS)
    if network.language:
        sample["lexical"] = torch.zeros(2, 7, len(LEXICAL))
        words.append(LANGUAGE)
    heads = [*words, *POST_HEADS]
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            _InOrder(network, heads),
            tuple(sample.values()),
            str(plain),
            input_names=list(sample),
            output_names=heads,
            dynamic_axes={name: {0: "batch", 1: "words"} for name in (*sample, *words)}
            | {name: {0: "batch"} for name in POST_HEADS},
            opset_version=_OPSET,
            dynamo=False,  # the newer exporter cannot lower attention with a free length (torch 2.13)
        )
        if eight_bits:
            _quantise(plain, out)
        else:
            shutil.copyfile(plain, out)


def _quantise(plain: Path, out: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)  # it recommends a preparation that has nothing to do for this graph
    try:
        # Seven bits of eight: processors without VNNI overflow on full ones and answer something else.
        quantize_dynamic(
            plain, out, op_types_to_quantize=["MatMul", "Gemm"], weight_type=QuantType.QInt8, per_channel=True,
            reduce_range=True,
        )  # fmt: skip
    finally:
        logging.disable(logging.NOTSET)


class _InOrder(torch.nn.Module):
    """The network with its answers in a given order, as ONNX knows outputs by order."""

    def __init__(self, network: ModeratorNetwork, heads: Sequence[str]) -> None:
        super().__init__()
        self.network = network
        self.heads = heads

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        answers = self.network(*inputs)
        return tuple(answers[head] for head in self.heads)
