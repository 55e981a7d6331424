"""Static word vectors: the meaning of a short text without a model service.

The vectors are WordLlama's, which come in its wheel. A text is the mean of its words' vectors, each
weighed by how telling the word is, less what all texts share (Arora, Liang and Ma 2017, "A simple
but tough-to-beat baseline for sentence embeddings").
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

WIDTH = 256


@cache
def _llama() -> Any:
    import wordllama

    folder = Path(wordllama.__file__).parent
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)


@cache
def word_vector(word: str) -> "Vectors":
    """The mean of the vectors of a word's pieces."""
    model = _llama()
    pieces = model.tokenizer.encode(word, add_special_tokens=False).ids
    vector: Vectors = model.embedding[pieces].mean(axis=0).astype("float32")
    return vector


def vectors(texts: Sequence[Mapping[str, float]]) -> "Vectors":
    """A row for each text, given as its words with their weights."""
    import numpy as np

    out = np.zeros((len(texts), WIDTH), np.float32)
    for row, words in zip(out, texts, strict=True):
        for word, weight in words.items():
            row += weight * word_vector(word)
    return unit(out)


def unit(rows: "Vectors") -> "Vectors":
    """The rows with length one; those without length stay."""
    import numpy as np

    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(length == 0, 1, length)).astype(np.float32)


def centred(rows: "Vectors", mean: Sequence[float], common: Sequence[Sequence[float]]) -> "Vectors":
    """Unit rows less the mean of all texts and less their share in the common directions."""
    import numpy as np

    left = np.where(rows.any(axis=1, keepdims=True), rows - np.asarray(mean, np.float32), 0)
    for axis in np.asarray(common, np.float32):
        left -= np.outer(left @ axis, axis)
    return unit(left)
