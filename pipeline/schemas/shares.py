"""Lines of a budget told with their shares outside tables: lists, cards, labels beside a chart.

市税 12億円（34.5％）: the share leads to its amount, and the amount to its name, each on one level
to the left or straight above.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models import BBox, BudgetStatementLine, Direction, Money, Record, Source
from models.page import Line, PageLayout, Passage, lines_of
from pipeline.assemble.tables.figures import whole
from pipeline.assemble.tables.vocabulary import EXPENDITURE, REVENUE, TITLES
from pipeline.bind.notes import Notes
from pipeline.bind.texts import probability
from pipeline.grids.aligned import part_of
from pipeline.grids.segments import segments
from pipeline.grids.spans import box_of
from pipeline.schemas.reading import Reading

_ATOM = re.compile(
    r"(?P<share>\d{1,3}(?:\.\d+)?\s?[%％])|"
    r"(?P<amount>[△▲]?\d[\d,]*(?:\.\d+)?(?:\s?(?:兆|億|百万|千万|万|千)\s?\d[\d,]*)*\s?(?:兆|億|百万|千万|万|千)?円?)"
)
_NAME = re.compile(r"[^\d\s%％()（）。、,…‥・･.:：=●○■□◆◇★☆※▼▲△][^\d%％()（）。…‥:：●○■□◆◇]{1,18}")
_LEADERS = " \u3000\t…‥・･.:：＝=_-"
_LEAST = 3
_MOSTLY = 0.7
_ABOVE = 2.4


@dataclass(frozen=True, slots=True)
class _Atom:
    """A name, an amount or a share, where it stands."""

    kind: str
    line: Line
    start: int
    end: int
    box: BBox

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def size(self) -> float:
        return self.line.size or 10.0

    def source(self) -> Source:
        return Passage.of([part_of(self.line, self.start, self.end)]).source()


def read_shares(layouts: Sequence[PageLayout], notes: Notes) -> list[Reading]:
    """The lines of each page; none where fewer than three bear names that the law gives."""
    readings: list[Reading] = []
    for layout in layouts:
        atoms = [
            atom
            for block in layout.blocks
            for line in lines_of(block)
            if not line.vertical and line.page == layout.number
            for atom in _atoms(line)
        ]
        every = list(_records(atoms, notes))
        # What is no line of the law may be a word that a chart cuts in two: it stays a fact.
        records = [record for record in every if _law(record.name)]
        if len(records) >= max(_LEAST, _MOSTLY * len(every)):
            readings.append(Reading(tuple(_directed(records)), 3.0 + min(4.0, 0.3 * len(records))))
    return readings


def _law(name: str) -> bool:
    return any(form.fullmatch(name) for form in (REVENUE, EXPENDITURE, TITLES))


def _atoms(line: Line) -> Iterator[_Atom]:
    for start, end in segments(line):
        at = start
        for match in _ATOM.finditer(line.text, start, end):
            yield from _name(line, at, match.start())
            kind = "share" if match["share"] else "amount"
            yield _Atom(kind, line, *match.span(), box_of(line, *match.span()))
            at = match.end()
        yield from _name(line, at, end)


def _name(line: Line, start: int, end: int) -> Iterator[_Atom]:
    text = line.text[start:end]
    found = list(_NAME.finditer(text))
    if not found:
        return
    first, last = start + found[-1].start(), start + found[-1].end()
    last -= len(found[-1][0]) - len(found[-1][0].rstrip(_LEADERS))
    if last > first:
        yield _Atom("name", line, first, last, box_of(line, first, last))


def _records(atoms: Sequence[_Atom], notes: Notes) -> Iterator[BudgetStatementLine]:
    taken: set[int] = set()
    for share in atoms:
        if share.kind != "share":
            continue
        amount = _leading(share, atoms, "amount")
        name = _leading(amount, atoms, "name") if amount else None
        if amount is None or name is None or id(amount) in taken or id(name) in taken:
            continue
        money = _money(amount, notes)
        if money is None:
            continue
        taken |= {id(amount), id(name)}
        called = "".join(name.text.split())
        yield BudgetStatementLine(
            page=share.line.page,
            name=called,
            level="title" if TITLES.fullmatch(called) else None,
            amount=money,
            share_percent=float(re.sub(r"[^\d.]", "", share.text)),
            fiscal_year=notes.year_at(name.line.page, name.box),
            sources={
                "name": name.source(),
                "amount": amount.source(),
                "share_percent": share.source(),
            },
            confidence={
                key: round(probability(5.0), 4) for key in ("name", "amount", "share_percent")
            },
        )


def _leading(atom: _Atom, atoms: Sequence[_Atom], kind: str) -> _Atom | None:
    """What stands before an atom: on its level to the left, else straight above it."""
    size = atom.size
    level = [
        other
        for other in atoms
        if abs(other.middle - atom.middle) < 0.6 * size
        and other.box[2] <= atom.box[0] + 0.3 * size
        and other is not atom
    ]
    above = [
        other
        for other in atoms
        if 0 < atom.middle - other.middle < _ABOVE * size and _stacked(other, atom)
    ]
    beside = max(level, key=lambda other: other.box[2], default=None)
    over = max(above, key=lambda other: other.middle, default=None)
    # In a chart what stands level may be another's: it counts only close by.
    far = beside is None or atom.box[0] - beside.box[2] > 2 * size
    if over is not None and over.kind == kind and far:
        return over
    return beside if beside is not None and beside.kind == kind else None


def _stacked(other: _Atom, atom: _Atom) -> bool:
    """Whether one stands straight above the other: with one middle or one edge."""
    left, right = other.box[0] - atom.box[0], other.box[2] - atom.box[2]
    return min(abs(left), abs(right), abs(left + right) / 2) < 1.1 * atom.size


def _money(amount: _Atom, notes: Notes) -> Money | None:
    figure = whole(amount.text)
    if figure is None or figure.value is None:
        return None
    unit = notes.unit_at(amount.line.page, amount.box[1])
    return figure.money(unit) if unit is not None or figure.unit == "円" else None


def _directed(records: Sequence[BudgetStatementLine]) -> list[Record]:
    """The lines with their direction: by a name of one side only, else as the line before."""
    found: list[Record] = []
    direction: Direction | None = next((way for r in records if (way := way_of(r.name))), None)
    for record in records:
        direction = way_of(record.name) or direction
        found.append(record.model_copy(update={"direction": direction}))
    return found


def way_of(name: str) -> Direction | None:
    """Revenue or expenditure, where the name is of one of them only."""
    coming, going = bool(REVENUE.fullmatch(name)), bool(EXPENDITURE.fullmatch(name))
    return None if coming == going else "revenue" if coming else "expenditure"
