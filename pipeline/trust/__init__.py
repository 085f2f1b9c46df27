"""How sure each value of a record is: the one place where confidence is written.

What a value's record and page say for it and against it (`evidence.py`) is weighed by what the same
evidence was worth in documents whose truth is known (`model.py`). A figure is no surer than the
document's own arithmetic leaves it (`sums.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models import Issue, Leftover, Record
from models.page import PageLayout
from pipeline.trust.beside import beside
from pipeline.trust.evidence import Rated, rated, surroundings
from pipeline.trust.model import weights
from pipeline.trust.named import OWNERS, is_surely_torn, owner_text
from pipeline.trust.sums import misread

__all__ = ["Around", "Judgement", "Rated", "at_most", "evidence", "judge", "weigh"]

_PLACES = 4
# What is left of a name that no name is like: of 16,500 names of gold none is.
_TORN = 0.5


@dataclass(frozen=True, slots=True)
class Around:
    """What a document's records are seen against: its pages, what was left, its own year.

    The boxes of all are those of the layouts.
    """

    layouts: Sequence[PageLayout]
    issues: Sequence[Issue]
    leftovers: Sequence[Leftover]
    year: int | None


def evidence(records: Sequence[Record], around: Around) -> list[Rated]:
    """Each decided value of the records with what speaks for it and against it."""
    seen = surroundings(
        records,
        around.issues,
        around.leftovers,
        year=around.year,
        beside=beside(around.layouts, records),
    )
    return list(rated(records, seen))


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure a value is, and what that is made of. `bits` are those of its evidence, by name.

    `most` is what the document's own sums, or the looks of a name, leave of it at the most.
    """

    place: int
    path: str
    sure: float
    most: float
    bits: Mapping[str, float]

    @property
    def because(self) -> str:
        """Whether the evidence or the sums decided it."""
        return f"its sums leave {self.most:.2f}" if self.most == self.sure else "by its evidence"

    def strongest(self, count: int) -> list[tuple[str, float]]:
        """The pieces of evidence that weigh most, for or against."""
        return sorted(self.bits.items(), key=lambda each: (-abs(each[1]), each[0]))[:count]


def at_most(record: Record, path: str, doubts: Mapping[str, float]) -> float:
    """What the sums of a figure, or the looks of a name, leave of a value at the most."""
    most = 1 - doubts.get(path, 0.0)
    torn = path in OWNERS and is_surely_torn(owner_text(record))
    return min(most, _TORN) if torn else most


def judge(records: Sequence[Record], around: Around) -> Iterator[Judgement]:
    """Each decided value with the probability that it is right in all respects."""
    known = weights()
    doubts = misread(records, around.issues)
    for each in evidence(records, around):
        group = known[each.group]
        most = at_most(records[each.place], each.path, doubts[each.place])
        sure = min(most, group.probability(each.evidence))
        bits = {name: group.bits[name] for name in each.evidence if name in group.bits}
        yield Judgement(each.place, each.path, sure, most, bits)


def weigh(records: Sequence[Record], around: Around) -> list[Record]:
    """The same records, each decided value with the probability that it is right in all respects.

    What a reader said of its own values is evidence, and gives way to what it turned out to mean.
    """
    found: list[dict[str, float]] = [{} for _ in records]
    for each in judge(records, around):
        found[each.place][each.path] = round(each.sure, _PLACES)
    return [
        record.model_copy(update={"confidence": sure})
        for record, sure in zip(records, found, strict=True)
    ]
