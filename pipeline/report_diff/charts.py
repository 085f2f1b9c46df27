"""Charts of a diff as bars around a zero line; the bars of a chart add up to its total."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from models import Change
from pipeline.budget import Cell
from pipeline.diff.mainly import Section, titles_of
from pipeline.diff.model import Diff, Headline, Totals
from pipeline.report_diff.labels import Wording, unit_of
from pipeline.words import mark

_BARS = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its amount in yen, and its start and length in percent of the chart's width."""

    label: str
    value: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars around one zero line, at `zero` percent of the width.

    `total` is what the bars add up to; null where they are only the biggest of many. `unchanged`
    are those without a bar, since nothing changed.
    """

    title: str
    bars: Sequence[Bar]
    zero: float
    unit: int
    total: int | None = None
    unchanged: int = 0


def overview(diff: Diff, say: Wording) -> list[Chart]:
    """For each account what its 款 have more or less."""
    return [chart for line in diff.headlines if (chart := _of_titles(diff, line, say))]


def charts_of(diff: Diff, section: Section, say: Wording) -> list[Chart]:
    """The departments of a section's projects, and its biggest rises and falls."""
    total = section.total
    if total is None or total.what != "project":
        return []
    department = _of_departments(diff, total, say)
    return [*([department] if department else []), *_of_biggest(section.changes, say)]


def _of_titles(diff: Diff, line: Headline, say: Wording) -> Chart | None:
    """What each 款 has more or less; what the lines lack of the printed totals is a bar as well."""
    cell = Cell(
        "statement",
        line.account,
        line.direction,
        replace(line.stage, number=None, month=None),
        "title",
        line.half,
    )
    changes = titles_of(diff, cell)
    if not changes or line.change is None:
        return None
    values = [(change.new_name or change.old_name or "", _difference(change)) for change in changes]
    rest = line.change - sum(value for _, value in values)
    if rest:
        values.append((say(mark("not in the lines")), rest))
    return _chart(say.headline(line), values, total=line.change)


def _of_departments(diff: Diff, total: Totals, say: Wording) -> Chart | None:
    """What each department has more or less; a move takes from one and gives to the other."""
    sums: dict[str, int] = defaultdict(int)
    doubtful = 0
    for change in diff.changes:
        for ids, side, cells, sign in (
            (change.old, diff.old, diff.cells.old, -1),
            (change.new, diff.new, diff.cells.new, 1),
        ):
            for each in ids:
                thing = side.things[each]
                if thing.kind != total.what or cells.get(each) != total.cell:
                    continue
                amount = sign * int(thing.amount or 0)
                if change.doubts:
                    doubtful += amount
                else:
                    sums[thing.department] += amount
    if not set(sums) - {""}:
        return None
    ordered = sorted(sums.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    kept, rest = ordered[: 2 * _BARS], ordered[2 * _BARS :]
    values = sorted(kept, key=lambda pair: -pair[1])
    values = [(name or say(mark("no department")), value) for name, value in values]
    if rest:
        values.append((say(mark("other departments")), sum(value for _, value in rest)))
    if doubtful:
        values.append((say(mark("doubtful, in no sum")), doubtful))
    return _chart(say(mark("change by department")), values, total=total.new - total.old)


def _of_biggest(changes: Sequence[Change], say: Wording) -> list[Chart]:
    lasting = [change for change in changes if change.old and change.new and not change.doubts]
    return [
        _chart(say(title), _biggest(some))
        for title, some in (
            (mark("biggest rises"), [c for c in lasting if _difference(c) > 0]),
            (mark("biggest falls"), [c for c in lasting if _difference(c) < 0]),
        )
        if some
    ]


def _biggest(changes: Iterable[Change]) -> list[tuple[str, int]]:
    ordered = sorted(changes, key=lambda change: -abs(_difference(change)))
    return [(c.new_name or c.old_name or "", _difference(c)) for c in ordered[:_BARS]]


def _difference(change: Change) -> int:
    """What the change adds to a sum; what is missing on a side adds nothing there."""
    return (change.new_amount or 0) - (change.old_amount or 0)


def _chart(title: str, values: Sequence[tuple[str, int]], *, total: int | None = None) -> Chart:
    unchanged = sum(value == 0 for _, value in values)
    values = [(label, value) for label, value in values if value]
    least = min([0, *(value for _, value in values)])
    most = max([0, *(value for _, value in values)])
    width = (most - least) or 1
    zero = -100 * least / width
    bars = [
        Bar(
            label=label,
            value=value,
            start=round(zero + 100 * min(value, 0) / width, 3),
            length=round(100 * abs(value) / width, 3),
        )
        for label, value in values
    ]
    unit = unit_of(value for _, value in values)
    return Chart(title, bars, round(zero, 3), unit, total, unchanged)
