"""A diff as one page that needs nothing else: charts that add up, and pictures of both years."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from models import Change, ChangeKind
from pipeline.diff import Diff, is_news
from pipeline.diff.coverage import cautions, left_out_of, partial_sides, reading_of
from pipeline.diff.mainly import Section, sections
from pipeline.diff.model import Totals
from pipeline.export.cells import clean
from pipeline.originals import Originals
from pipeline.report_diff.charts import Chart, charts_of, overview
from pipeline.report_diff.cuts import Cuts, Seen
from pipeline.report_diff.labels import ABSENT, KINDS, SETTLED_BY, WHY, Wording, settling, unit_of
from pipeline.report_diff.table import both, remarks
from pipeline.words import Language, mark

_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_ORDER: tuple[ChangeKind, ...] = (
    "added",
    "removed",
    "renamed",
    "moved",
    "split",
    "merged",
    "continued",
)
_LISTED = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A change as it is listed, with what it looks like on the pages of both years."""

    change: Change
    old: Sequence[Seen]
    new: Sequence[Seen]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of changes under its title; `more` are those that are not shown."""

    anchor: str
    title: str
    rows: Sequence[Row]
    number: int
    more: int = 0
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A cell of the budget: its charts, its changes by kind, and its sums."""

    anchor: str
    title: str
    total: Totals | None
    charts: Sequence[Chart]
    lists: Sequence[Listed]


def diff_page(
    diff: Diff,
    *,
    originals: Originals | None = None,
    beside: Path | None = None,
    language: Language = "en",
) -> str:
    """The page, for the folder `beside`. All text from documents is escaped; nothing is loaded."""
    say = Wording(language)
    shown = sections(diff)
    changes = [change for section in shown for change in section.changes]
    with Cuts(diff, originals, beside=beside) as cuts:
        parts = [_part(diff, each, cuts, say, number=n) for n, each in enumerate(shown, start=1)]
        apart = _apart(changes, cuts, say)
    return _template(language).render(
        diff=diff,
        language=language,
        title=f"{say.side(diff.old)} → {say.side(diff.new)}",
        cautions=cautions(diff),
        partial=partial_sides(diff),
        sides=[(side, reading_of(side)) for side in (diff.old, diff.new)],
        overview=overview(diff, say),
        parts=[part for part in parts if part.lists or part.charts],
        apart=apart,
        unit=unit_of(a for c in changes for a in (c.old_amount, c.new_amount)),
        settled_by=f"{say(SETTLED_BY)}: {settling(diff)}",
        left_out=[*left_out_of(diff, "old"), *left_out_of(diff, "new")],
    )


def _part(diff: Diff, section: Section, cuts: Cuts, say: Wording, *, number: int) -> Part:
    """A section with its changes by kind, the biggest of each first."""
    total = section.total
    sure = [change for change in section.changes if not change.doubts and is_news(change)]
    lists = [
        _listed(f"s{number}-{kind}", say(KINDS[kind]), some, cuts)
        for kind in _ORDER
        if (some := [change for change in sure if change.kind == kind])
    ]
    title = say(mark("indicators")) if total is None else say.cell(total.cell)
    return Part(f"s{number}", title, total, charts_of(diff, section, say), lists)


def _apart(changes: Sequence[Change], cuts: Cuts, say: Wording) -> list[Listed]:
    """What is in no sum, and what a person has to settle."""
    doubtful = [change for change in changes if change.doubts]
    settle = [change for change in changes if change.candidates and change.kind == "added"]
    title = say(mark("to settle: may be the same, counted as two"))
    found = [
        _listed("doubtful", say(mark("doubtful, in no sum")), doubtful, cuts),
        _listed("settle", title, settle, cuts),
    ]
    return [each for each in found if each.number]


def _listed(anchor: str, title: str, changes: Sequence[Change], cuts: Cuts) -> Listed:
    ordered = sorted(changes, key=lambda change: -abs(change.amount_change or 0))
    rows = [
        Row(change, cuts.seen(change.old_sources), cuts.seen(change.new_sources))
        for change in ordered[:_LISTED]
    ]
    known = [change.amount_change for change in changes if change.amount_change is not None]
    more = max(len(changes) - _LISTED, 0)
    return Listed(anchor, title, rows, len(changes), more, sum(known) if known else None)


@cache
def _template(language: Language) -> Template:
    return environment(Wording(language)).get_template("diff.html.j2")


def environment(say: Wording) -> Environment:
    """Where pages about years are made: their filters, in one language."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: Mapping[str, Callable[..., object]] = {
        "amount": say.amount,
        "signed": say.signed,
        "unit": say.unit,
        "caution": say.caution,
        "headline": say.headline,
        "level": say.level,
        "cell": say.cell,
        "kind": lambda kind: say(KINDS[kind]),
        "stage": say.stage,
        "doubts": say.doubts,
        "absent": lambda why: say(ABSENT[why]),
        "why": lambda why: say(WHY[why]),
        "remarks": lambda change: [each for each in remarks(change, say) if each],
        "told": _isolated,
        "count": lambda value: f"{value:,}",
        "percent": lambda part, whole: "–" if not whole else f"{100 * part / whole:.1f} %",
    }
    made.filters.update(filters)
    made.globals.update({"_": say, "both": both})
    return made


def _isolated(text: str | None) -> Markup:
    """Text of a document: clean, and unable to turn the direction of what stands around it."""
    return Markup("<bdi>{}</bdi>").format(escape(clean(text) or ""))
