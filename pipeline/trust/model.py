"""What evidence is worth: bits for each piece.

The numbers are in `weights.json`, written by `python -m fixtures.calibrate` from documents whose
truth is known, and read by nobody else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.bind.texts import probability

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """What the evidence of one group of values is worth.

    `start` are the bits before anything is known, `bits` those of each piece: log-odds, to base 2.
    """

    start: float
    bits: Mapping[str, float]

    def probability(self, evidence: Iterable[str]) -> float:
        """How likely a value with this evidence is right. What was never seen says nothing.

        >>> Weights(1.0, {"unit=printed": 2.0}).probability(["unit=printed", "page=9"])
        0.8888888888888888
        """
        return probability(self.start + sum(self.bits.get(each, 0.0) for each in evidence))


@cache
def weights() -> Mapping[str, Weights]:
    """The weights of each group of values: figure, fact, name, year."""
    groups = json.loads(WEIGHTS.read_text(encoding="utf-8"))["groups"]
    return {
        name: Weights(start=group["start"], bits=group["bits"]) for name, group in groups.items()
    }
