"""What was learned from plans beforehand: how telling words and topics are, and what a pair weighs.

`weights.json` is written by `benchmarks/overlaps/train.py` from plans and pairs that were judged by
hand, so that a pair's score depends on its two statements alone and never on what else is loaded.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Weights:
    """`words` and `topics` give how telling each is, from 0; `unknown` is that of any other.

    `mean` and `common` are what all word vectors share, to be taken away (Arora, Liang and Ma
    2017). `models` holds, for each level and grade, the weight of each feature.
    """

    words: Mapping[str, float]
    topics: Mapping[str, float]
    unknown: float
    mean: tuple[float, ...]
    common: tuple[tuple[float, ...], ...]
    models: Mapping[str, Mapping[str, Mapping[str, float]]]

    def word(self, stem: str) -> float:
        return self.words.get(stem, self.unknown)

    def topic(self, concept: str) -> float:
        return self.topics.get(concept, 1.0)


@cache
def weights() -> Weights:
    """The weights in the package."""
    data = json.loads((files(__package__) / "weights.json").read_text("utf-8"))
    data["common"] = tuple(map(tuple, data["common"]))
    return Weights(**data | {"mean": tuple(data["mean"])})
