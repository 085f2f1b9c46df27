"""What a diff compares, before it says anything: how much of each side is there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.budget import AccountTotal
from pipeline.diff.alike import LeftOut, SideName
from pipeline.diff.model import Diff, Headline
from pipeline.sides import Side

Warned: TypeAlias = Literal[
    "partial_total",  # values: account, direction, percent of the printed total that lines reach
    "selected_only",  # only lists that name some projects
    "partly_read",  # values: percent of the figures that records give
    "other_scale",  # values: account, factor
    "factor",  # values: factor
    "phase_unknown",
    "absent_documents",  # values: number, names
    "other_issuer",  # values: old issuer, new issuer
    "prior_total",  # values: account, direction, printed prior total, old total
    "nothing_alike",
    "as_printed",  # values: number of things of the new year that print no amount of the old one
    "about",  # values: words
]
# Lines that reach less of their printed total than this are plainly not all of them.
_WHOLE = 0.99
# Of a document of which less was read, nobody can say what is not in it.
_READ = 0.8
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Caution:
    """What a reader has to know before the first figure; `side` where it is of one side."""

    code: Warned
    side: SideName | None = None
    values: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of a side's documents was read and proved, by their own counts."""

    pages: int
    figures: int
    figures_in_records: int
    amounts: int
    amounts_proved: int


def reading_of(side: Side) -> Reading:
    """The counts of the side's documents, added up; zeros for records without documents."""
    counts = [document.counts for document in side.documents]
    return Reading(
        pages=sum(document.page_count for document in side.documents),
        figures=sum(each.figures for each in counts),
        figures_in_records=sum(each.figures_in_records for each in counts),
        amounts=sum(each.amounts for each in counts),
        amounts_proved=sum(each.amounts_proved for each in counts),
    )


def partial_sides(diff: Diff) -> tuple[SideName, ...]:
    """The sides that plainly list only a part of their budget."""
    told = {each.side for each in cautions(diff) if each.code in _PARTIAL}
    return tuple(name for name in ("old", "new") if name in told)


_PARTIAL = frozenset(
    {"as_printed", "partial_total", "selected_only", "partly_read", "absent_documents"}
)


def cautions(diff: Diff) -> list[Caution]:
    """All there is to be careful about, what is plainly partial first."""
    found: list[Caution] = []
    if diff.old.unprinted is not None:
        found.append(Caution("as_printed", "old", (diff.old.unprinted,)))
    for name, side, totals in (
        ("old", diff.old, [line.old for line in diff.headlines]),
        ("new", diff.new, [line.new for line in diff.headlines]),
    ):
        found += _of_side(name, side, totals)  # type: ignore[arg-type]
    if not diff.changes:
        found.append(Caution("nothing_alike"))
    if diff.factor != 1:
        found.append(Caution("factor", values=(diff.factor,)))
    if diff.old.issuer and diff.new.issuer and diff.old.issuer != diff.new.issuer:
        found.append(Caution("other_issuer", values=(diff.old.issuer, diff.new.issuer)))
    if any("phase_unknown" in change.doubts for change in diff.changes) or _is_untold(diff):
        found.append(Caution("phase_unknown"))
    found += [_of_prior(line) for line in diff.headlines if line.prior_agrees is False]
    if diff.about:
        found.append(Caution("about", values=(diff.about,)))
    return found


def _is_untold(diff: Diff) -> bool:
    return any(change.table and change.phase is None for change in diff.changes)


def _of_side(name: SideName, side: Side, totals: Sequence[AccountTotal]) -> list[Caution]:
    found = [*_of_totals(name, totals)]
    tables = {t.cell.table for t in side.budget.things if t.kind != "indicator"}
    if tables == {"selected"}:
        found.append(Caution("selected_only", name))
    reading = reading_of(side)
    if reading.figures and reading.figures_in_records < _READ * reading.figures:
        share = 100 * reading.figures_in_records // reading.figures
        found.append(Caution("partly_read", name, (share,)))
    if side.absent:
        names = [each.file_name for each in side.absent]
        more = " …" if len(names) > _NAMED else ""
        found.append(
            Caution("absent_documents", name, (len(names), ", ".join(names[:_NAMED]) + more))
        )
    return found


def _of_totals(name: SideName, totals: Iterable[AccountTotal]) -> list[Caution]:
    found: list[Caution] = []
    for total in totals:
        best = total.best_level
        if not total.printed or best is None:
            continue
        if total.scale != 1:
            found.append(Caution("other_scale", name, (total.name, total.scale)))
        elif best.amount < _WHOLE * total.printed[0].amount:
            share = 100 * best.amount // total.printed[0].amount
            found.append(Caution("partial_total", name, (total.name, total.direction or "", share)))
    return found


def _of_prior(line: Headline) -> Caution:
    values = (line.name, line.direction or "", line.prior or 0, line.old.amount or 0)
    return Caution("prior_total", values=values)


def left_out_of(diff: Diff, side: SideName) -> list[LeftOut]:
    """What one side has and nothing is compared with, the most first."""
    return sorted(
        (each for each in diff.left_out if each.side == side), key=lambda each: -each.number
    )
