"""Lines over the years as people see them: on a terminal, and as one page with a chart of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

from pipeline.diff.reasons import reason_in_words
from pipeline.export.cells import clean
from pipeline.history import Line, Point, Remark
from pipeline.report_diff.labels import Wording, unit_of
from pipeline.report_diff.page import environment
from pipeline.words import Language, mark
from pipeline.words.terminal import Terminal

_BAR = 24


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its title, unit, and the length of each point's bar from 0 to 1."""

    title: str
    line: Line
    unit: int
    bars: Sequence[float]


def print_lines(lines: Sequence[Line], language: Language) -> None:
    """Prints each line as a table with bars."""
    say, terminal = Wording(language), Terminal()
    for each in _shown(lines, say):
        table = Table(title=f"{each.title} ({say.unit(each.unit)})")
        table.title_justify = "left"
        for heading in ("year", "name", "department", "phase"):
            table.add_column(heading, overflow="fold")
        for heading in ("amount", "printed prior", "change"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("", overflow="fold")
        table.add_column("document", overflow="fold")
        for point, bar in zip(each.line.points, each.bars, strict=True):
            said = "; ".join(
                (*point.values, *(reason_in_words(each, say) for each in point.evidence))
            )
            table.add_row(
                str(point.year),
                point.name,
                point.department,
                say.phase(point.phase),
                say.amount(point.amount, each.unit),
                say.amount(point.prior, each.unit),
                say.signed(point.change, each.unit) if point.change is not None else "",
                "\n".join(filter(None, ("█" * round(_BAR * bar), said))),
                _place(point),
            )
        terminal.print(table)
        for remark in each.line.said:
            why = "; ".join(reason_in_words(reason, say) for reason in remark.evidence)
            terminal.print(f"{_said_at(remark)} {clean(remark.text)} ({why})")


def history_page(lines: Sequence[Line], language: Language) -> str:
    """One page that needs nothing else: a chart and a table for each line."""
    say = Wording(language)
    page = environment(say).get_template("history.html.j2")
    return page.render(
        language=language,
        title=say(mark("Amounts over the years")),
        lines=_shown(lines, say),
        place=_place,
        said_at=_said_at,
        say=say,
    )


def _shown(lines: Sequence[Line], say: Wording) -> list[Shown]:
    found = []
    for line in lines:
        amounts = [point.amount for point in line.points]
        most = max((abs(amount) for amount in amounts if amount), default=1)
        words = (line.issuer, *line.path, line.name, say.direction(line.direction))
        found.append(
            Shown(
                title=clean(" ".join(filter(None, words))) or "",
                line=line,
                unit=unit_of(
                    figure for point in line.points for figure in (point.amount, point.prior)
                ),
                bars=[max(amount or 0, 0) / most for amount in amounts],
            )
        )
    return found


def _place(point: Point) -> str:
    return f"{point.file_name} p.{point.page}" if point.file_name else ""


def _said_at(remark: Remark) -> str:
    return f"{remark.file_name} p.{remark.page}:"
