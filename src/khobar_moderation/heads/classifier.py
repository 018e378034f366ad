"""A classifier that a user brings: a folder that Hugging Face's transformers can read, and nothing that runs code.

Nothing is ever fetched, and only weights in the safetensors format are read: a pickle can run whatever its maker wrote
into it. Long texts go through in windows that overlap, so that every word is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.errors import ModelError
from khobar_moderation.heads.windows import Window, windows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["Classifier", "Part"]

_LONGEST = 512
"""Pieces of words of a window at most, those that mark its ends included: what classifiers commonly are trained on."""
_BATCH = 4096
"""Pieces of words, padding included, that are read together."""
_UNCOUNTED = 2
"""Places that some models (of RoBERTa's kind) have in their table of places and cannot use."""
_SAFE = ".safetensors"


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """What a classifier answers about a window of a text.

    Attributes:
        spans: [pieces, 2], offsets into the text of the pieces of words that the window answers for.
        logits: [pieces, labels] of these pieces, or [labels] of the window.
    """

    spans: NDArray[np.int64]
    logits: NDArray[np.float32]


class Classifier:
    """A token or sequence classifier from a folder or from the local cache of the Hugging Face hub.

    Args:
        source: the folder, or the name under which the hub has it.
        task: what it must be.

    Attributes:
        folder: where it was read from.
        labels: of its answers, in their order.
        several: whether it was trained to give several labels to one text.
        version: digest of its files.

    Raises:
        ModelError: it cannot be used; names the folder and the remedy.
    """

    def __init__(self, source: str | Path, task: Literal["TokenClassification", "SequenceClassification"]) -> None:
        self.folder = _find(source)
        self._task = task
        config = _read_json(self.folder / "config.json")
        _check_architecture(self.folder, config, task)
        files = _weight_files(self.folder, config, task)
        self.version = _digest([self.folder / "config.json", *files])
        with _told_as_model_error(self.folder):
            tokenizer, self._model = _load(self.folder, task)
            self._encoder: Tokenizer = tokenizer.backend_tokenizer
            self._encoder.no_truncation()  # the folder may ask for it; what it cuts off would go unread
            self._encoder.no_padding()
            self._before, self._after = _edges(self._encoder)
        self._padding: int = tokenizer.pad_token_id or 0
        self._size = _window_size(self.folder, tokenizer, self._model.config, len(self._before) + len(self._after))
        names = self._model.config.id2label
        self.labels = tuple(str(names[place]) for place in sorted(names))
        self.several = self._model.config.problem_type == "multi_label_classification"

    def answer(self, texts: Sequence[str]) -> list[list[Part]]:
        """Return what it answers about each text, window by window."""
        encoded = [self._encoder.encode(text, add_special_tokens=False) for text in texts]
        rows = [
            (place, part)
            for place, pieces in enumerate(encoded)
            for part in windows(len(pieces.ids), self._size, self._size // 4)
        ]
        answers: dict[tuple[int, Window], NDArray[np.float32]] = {}
        for batch in self._batches(rows):
            ids = [[*self._before, *encoded[place].ids[part.start : part.end], *self._after] for place, part in batch]
            answers.update(zip(batch, self._run(ids), strict=True))
        out: list[list[Part]] = [[] for _ in texts]
        for place, part in rows:
            out[place].append(self._part(encoded[place].offsets, part, answers[place, part]))
        return out

    def _part(self, offsets: Sequence[tuple[int, int]], part: Window, logits: NDArray[np.float32]) -> Part:
        spans = np.array(offsets[part.first : part.last], np.int64).reshape(-1, 2)
        if self._task == "TokenClassification":
            shift = len(self._before) - part.start
            logits = logits[part.first + shift : part.last + shift]
        return Part(spans, logits)

    def _run(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        import torch

        longest = max(map(len, ids))
        table = torch.full((len(ids), longest), self._padding)
        present = torch.zeros((len(ids), longest), dtype=torch.long)
        for place, row in enumerate(ids):
            table[place, : len(row)] = torch.tensor(row)
            present[place, : len(row)] = 1
        with torch.inference_mode():
            logits: NDArray[np.float32] = self._model(input_ids=table, attention_mask=present).logits.numpy()
        return logits

    def _batches(self, rows: Sequence[tuple[int, Window]]) -> Iterator[list[tuple[int, Window]]]:
        """Yield the windows, those of like length together."""
        batch: list[tuple[int, Window]] = []
        for row in sorted(rows, key=lambda row: row[1].end - row[1].start):
            length = row[1].end - row[1].start + len(self._before) + len(self._after)
            if batch and (len(batch) + 1) * length > _BATCH:
                yield batch
                batch = []
            batch.append(row)
        if batch:
            yield batch


def _find(source: str | Path) -> Path:
    if Path(source).is_dir():
        return Path(source)
    if isinstance(source, Path):
        raise ModelError(f"{source}: no such folder. Give the folder of a model, or its name in the hub's local cache")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(source, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError):
        raise ModelError(
            f"{source}: neither a folder nor in the local cache of the hub, and nothing is ever fetched. "
            f"Fetch it once, where there is a network: hf download {source}"
        ) from None


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{path}: no such file. Give the folder that save_pretrained wrote") from None
    except ValueError as error:
        raise ModelError(f"{path}: is not JSON ({error}). Take the model's folder anew") from None
    return content


def _check_architecture(folder: Path, config: dict[str, Any], task: str) -> None:
    """Refuse another kind of classifier: the weights of some would fit by name, and mean something else."""
    found = config.get("architectures") or []
    if found and not any(str(name).endswith(f"For{task}") for name in found):
        raise ModelError(f"{folder}: is a {', '.join(map(str, found))}. Fine-tune it as AutoModelFor{task}")


def _weight_files(folder: Path, config: dict[str, Any], task: str) -> list[Path]:
    """Return the files that hold the weights; refuse whatever is not safetensors, or names a file that is not."""
    files = sorted(folder.glob(f"*{_SAFE}"))
    named = [str(config.get("transformers_weights") or _SAFE)]
    for index in folder.glob(f"*{_SAFE}.index.json"):
        named += map(str, _read_json(index).get("weight_map", {}).values())
    if files and all(name.endswith((_SAFE, f"{_SAFE}.index.json")) for name in named):
        return files
    raise ModelError(
        f"{folder}: its weights are not in the safetensors format; a pickle (.bin, .pt) can run code and is not read. "
        f"If you trust its maker, convert it once: AutoModelFor{task}.from_pretrained(FOLDER).save_pretrained(NEW), "
        "and the tokenizer likewise"
    )


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:12]


def _load(folder: Path, task: str) -> tuple[Any, Any]:
    import torch
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    if not tokenizer.is_fast:
        raise ModelError(f"{folder}: its tokenizer tells no offsets. Save it with a tokenizer.json")
    if not any((folder / name).exists() for name in ("tokenizer.json", *tokenizer.vocab_files_names.values())):
        raise ModelError(f"{folder}: holds no words of a tokenizer. Save it beside the model: save_pretrained(FOLDER)")
    model, told = getattr(transformers, f"AutoModelFor{task}").from_pretrained(
        folder,
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
        dtype=torch.float32,
        output_loading_info=True,
    )
    if told["missing_keys"]:
        missing = ", ".join(sorted(told["missing_keys"])[:3])
        raise ModelError(f"{folder}: it lacks weights ({missing}). Fine-tune it as AutoModelFor{task} first")
    return tokenizer, model.eval()


@contextmanager
def _told_as_model_error(folder: Path) -> Iterator[None]:
    """Tell whatever the library refuses as ours, and keep its progress bar out of the output of programs."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    except ModelError:
        raise
    except Exception as error:  # the library names no base class for what it raises
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelError(f"{folder}: cannot be read: {reason}. Save it anew with save_pretrained") from error
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _edges(encoder: Tokenizer) -> tuple[list[int], list[int]]:
    """Return the ids that stand before and after every text."""
    sample = encoder.encode("0 a \N{ARABIC LETTER ALEF}")  # one of these every tokenizer knows
    inside = [place for place, special in enumerate(sample.special_tokens_mask) if not special]
    return sample.ids[: inside[0]], sample.ids[inside[-1] + 1 :]


def _window_size(folder: Path, tokenizer: Any, config: Any, edges: int) -> int:  # noqa: ANN401  # the library's own
    places = getattr(config, "max_position_embeddings", None) or _LONGEST + _UNCOUNTED
    size: int = min(_LONGEST, places - _UNCOUNTED, tokenizer.model_max_length) - edges
    if size < 1:
        raise ModelError(f"{folder}: reads no more than {size + edges} pieces of words. Take one that reads texts")
    return size
