"""A diff as one page that needs nothing else: tables and bars, offline and on paper."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from models import Change, ChangeKind
from pipeline.diff import Diff, is_news
from pipeline.show_years import cell_words

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_BARS = 15
_TITLES: tuple[tuple[ChangeKind, str], ...] = (
    ("added", "New"),
    ("removed", "Gone"),
    ("renamed", "Renamed"),
    ("moved", "Moved between departments"),
    ("split", "Split"),
    ("merged", "Merged"),
    ("continued", "Continued, with a difference"),
)
_NOWHERE = "(no department)"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, in yen, and its start and length in percent of the chart's width."""

    label: str
    value: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars around one zero line, at `zero` percent of the width."""

    title: str
    bars: Sequence[Bar]
    zero: float


def diff_page(diff: Diff) -> str:
    """The page. All text from documents is escaped; nothing is loaded from anywhere."""
    lists = []
    for kind, title in _TITLES:
        shown = [change for change in diff.changes if change.kind == kind and is_news(change)]
        if shown:
            shown = sorted(shown, key=lambda change: -abs(change.amount_change or 0))
            lists.append((kind, title, shown))
    return _template().render(
        diff=diff,
        totals=[total for total in diff.totals if total.old or total.new],
        charts=charts(diff.changes),
        lists=lists,
        unchanged=sum(not is_news(change) for change in diff.changes),
        wrong=[change for change in diff.changes if change.prior_disagrees],
        doubtful=[change for change in diff.changes if change.candidates],
    )


def charts(changes: Sequence[Change]) -> list[Chart]:
    """The biggest rises and falls, what is new and gone, and the departments' sums."""
    lasting = [change for change in changes if change.old and change.new]
    rises = _biggest(change for change in lasting if (change.amount_change or 0) > 0)
    falls = _biggest(change for change in lasting if (change.amount_change or 0) < 0)
    alone = {
        kind: _biggest(change for change in changes if change.kind == kind and change.amount_change)
        for kind in ("added", "removed")
    }
    found = [
        ("Biggest rises", rises),
        ("Biggest falls", falls),
        ("New", alone["added"]),
        ("Gone", alone["removed"]),
        ("By department", _by_department(changes)),
    ]
    return [_chart(title, values) for title, values in found if values]


def _biggest(changes: Iterable[Change]) -> list[tuple[str, int]]:
    ordered = sorted(changes, key=lambda change: -abs(change.amount_change or 0))
    return [
        (change.new_name or change.old_name or "", change.amount_change or 0)
        for change in ordered[:_BARS]
    ]


def _by_department(changes: Iterable[Change]) -> list[tuple[str, int]]:
    """What each department has more or less; a move takes from one and gives to the other."""
    sums: dict[str, int] = defaultdict(int)
    for change in changes:
        if change.old_amount is not None:
            sums[change.old_department or _NOWHERE] -= change.old_amount
        if change.new_amount is not None:
            sums[change.new_department or _NOWHERE] += change.new_amount
    if set(sums) <= {_NOWHERE}:
        return []
    ordered = sorted(sums.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    return sorted(ordered[: 2 * _BARS], key=lambda pair: -pair[1])


def _chart(title: str, values: Sequence[tuple[str, int]]) -> Chart:
    least = min(0, *(value for _, value in values))
    most = max(0, *(value for _, value in values))
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
    return Chart(title, bars, round(zero, 3))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = cell_words
    environment.filters["yen"] = lambda value: "" if value is None else f"{value:,}"
    environment.filters["signed"] = lambda value: "" if value is None else f"{value:+,}"
    return environment.get_template("diff.html.j2")
