"""The choice between two readings of the same figures: the one that explains more of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from models import BBox, BudgetItem, BudgetStatementLine, Record, Source
from models.values import Money

Place = tuple[int, int, int]
"""Page, and the middle of a box in whole points; for text, page, line and 0."""

_TYPED = (
    "budget_item",
    "budget_statement_line",
    "regional_project",
    "facility_progress",
    "funding_channel",
    "theme",
    "target",
    "indicator",
)


_REPEATS = 0.3
_TRUSTED = 0.9


@dataclass(frozen=True, slots=True)
class Proposal:
    """Records that were read together, and how sure that reading is, in bits."""

    records: tuple[BudgetItem, ...]
    bits: float


def choose(records: Sequence[Record], proposals: Sequence[Proposal]) -> list[Record]:
    """The records with those of each proposal in place of what they outdo.

    A proposal wins where it gives more figures a name and a role than the records that hold the
    same figures now.
    """
    kept = list(records)
    for proposal in sorted(proposals, key=lambda each: -each.bits):
        kept = _with(kept, proposal)
    return kept


def _with(records: list[Record], proposal: Proposal) -> list[Record]:
    figures = {place for record in proposal.records for place in _values(record)}
    if not figures:
        return records
    same = [record for record in records if not figures.isdisjoint(_values(record))]
    here = {id(record) for record in same}
    known = {
        (r.name, r.amount.yen)
        for r in records
        if isinstance(r, BudgetStatementLine) and r.amount and id(r) not in here
    }
    repeats = sum(
        (item.name, item.amount.yen if item.amount else None) in known for item in proposal.records
    )
    if repeats > _REPEATS * len(proposal.records):
        # The document says elsewhere that these are lines of its statement.
        return records
    typed = [record for record in same if record.type in _TYPED]
    if _worth(proposal.records) <= _worth(typed):
        return records
    gone = {
        id(record)
        for record in same
        if record.type in (*_TYPED, "fact", "budget_total", "slide_point")
    }
    return [*(record for record in records if id(record) not in gone), *proposal.records]


def _worth(records: Sequence[Record]) -> float:
    """How many values of records are expected to be right, owners and roles included.

    Records of the readers that know one kind of document say nothing of how sure they are.
    """
    worth = 0.0
    for record in records:
        fields = [name for name in record.sources if isinstance(getattr(record, name, None), Money)]
        sure = record.confidence.get("name", _TRUSTED)
        worth += sure * (1.0 + sum(record.confidence.get(name, _TRUSTED) - 0.4 for name in fields))
        worth += 0.2 * ("mark" in record.sources)
    return worth


def _values(record: Record) -> set[Place]:
    """Where the figures of a record stand."""
    found: set[Place] = set()
    for name, source in record.sources.items():
        top = name.split(".")[0]
        if top in ("name", "label", "description", "department", "mark", "code", "section", "text"):
            continue
        place = _place(source)
        if place is not None:
            found.add(place)
    return found


def _place(source: Source) -> Place | None:
    if source.bbox is not None:
        box: BBox = source.bbox
        return (source.page, round((box[0] + box[2]) / 8), round((box[1] + box[3]) / 8))
    if source.line is not None:
        return (source.page, source.line, hash(source.text) % 1000003)
    return None
