"""Indicators: the rows of KPI and 数値目標 tables, with their targets and results by year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from models import Actual, Indicator, Quantity, Source
from models.page import Line, Passage, Placed, TextBlock, lines_of
from pipeline.assemble.family import About, Taken
from pipeline.assemble.indicators.headings import (
    NO_SCOPE,
    Grid,
    Headings,
    find_headings,
    is_grade,
    kind_of,
    kind_of_section,
    role_of,
)
from pipeline.assemble.indicators.rows import Row, rows_of
from pipeline.assemble.indicators.values import measured, percent, printed_word, year_of
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.lines.values import issue_at
from pipeline.assemble.themes.parts import nearest_heading, parts, project_names

# Words without which no heading of an indicator table does.
_NAMED = re.compile(r"目\s*標|指\s*標|K\s*P\s*I|実\s*績")
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class _Context:
    """What a table and its surroundings say of all its rows."""

    headings: Headings
    kind: Literal["goal", "kpi"] | None
    scope: str | None
    section: tuple[str, ...]


def indicators(blocks: Sequence[Placed], about: About) -> Taken:
    """Every row of every table whose headings name indicators and their values.

    A table that goes on without headings has those of the one before, where it is as wide.
    """
    scopes = parts(blocks, project_names(blocks))
    taken = Taken()
    title = ""
    before: Headings | None = None
    for placed, scope in zip(blocks, scopes, strict=True):
        block = placed.block
        if isinstance(block, TextBlock):
            taken.rest.append(placed)
            title = Passage.of(block.lines).text
            before = before if len(title) <= _LONGEST_TITLE else None
            continue
        if not _NAMED.search("".join(line.text for line in lines_of(block))) and not before:
            taken.rest.append(placed)
            continue
        grid = block.grid()
        if before and len(before.columns) != block.columns:
            before = None
        bands = list(_bands(grid, before))
        made = len(taken.records)
        for headings, span in bands:
            context = _Context(
                headings,
                headings.kind or kind_of(title) or kind_of_section(placed.section),
                scope or nearest_heading(placed.section, NO_SCOPE),
                placed.section,
            )
            for row in rows_of(grid, span, headings):
                _take(row, context, taken)
        if len(taken.records) == made:
            taken.rest.append(placed)
        before = bands[-1][0] if bands else None
    return taken


def _bands(grid: Grid, before: Headings | None) -> Iterator[tuple[Headings, range]]:
    """Each set of headings with the rows that stand under it."""
    headings = find_headings(grid, 0)
    end = headings.first if headings else len(grid)
    if before and end:
        yield before, range(end)
    while headings:
        following = find_headings(grid, headings.last + 1)
        yield headings, range(headings.last + 1, following.first if following else len(grid))
        headings = following


def _take(row: Row, context: _Context, taken: Taken) -> None:
    """Makes one row's record, and says what was assumed for it."""
    sources: dict[str, Source] = {}
    headings = context.headings
    kind, name = _name(row, context, sources)
    baseline, target, revised = (
        _value(row, headings, role, sources) for role in ("baseline", "target", "revised_target")
    )
    actuals = tuple(_actuals(row, headings, sources))
    measured_any = any(actual.value or actual.progress_percent is not None for actual in actuals)
    if not (baseline or target or revised or measured_any):
        return
    lines = list(row.all_lines())
    grade = _grade(row, headings, sources)
    scope = row.heading or context.scope or _printed(row, headings, "scope", sources)
    taken.records.append(
        Indicator(
            page=min(line.page for line in lines),
            section=context.section,
            sources=sources,
            kind=kind,
            name=name,
            baseline=baseline,
            target=target,
            revised_target=revised,
            actuals=actuals,
            grade=grade,
            scope=scope,
        )
    )
    if name is None:
        message = "a row of an indicator table has lost its name; look at the document"
        taken.issues.append(
            issue_at(lines[0].source(), "name_missing", message, severity="warning")
        )
    shifted = [strip for strip in row.strips if strip.shift]
    if shifted:
        message = "the cells of this row stand beside their columns; read by their row's label"
        line = next(line for lines in shifted[0].cells.values() for line in lines)
        taken.issues.append(issue_at(line.source(), "row_shifted", message, severity="warning"))


def _name(
    row: Row, context: _Context, sources: dict[str, Source]
) -> tuple[Literal["goal", "kpi"] | None, str | None]:
    """The row's name, from the last column that has one; a vertical 数値目標 or KPI is its kind."""
    kind, name = context.kind, None
    for column in context.headings.names:
        lines = row.lines(column)
        text = tidy(Passage.of(lines).text)
        if not text:
            continue
        if role_of(text) == "name":
            kind = kind_of(text) or kind
            continue
        name, sources["name"] = text, Passage.of(lines).source()
    return kind, name


def _printed(
    row: Row,
    headings: Headings,
    role: Literal["scope", "unit"],
    sources: dict[str, Source],
) -> str | None:
    for column in headings.at(role):
        lines = row.lines(column)
        text = tidy(Passage.of(lines).text)
        if text:
            if role != "unit":
                sources[role] = Passage.of(lines).source()
            return text
    return None


def _grade(row: Row, headings: Headings, sources: dict[str, Source]) -> str | None:
    """The row's grade; 達成度 can head grades (◎) as well as rates."""
    for column in [*headings.at("grade"), *headings.at("progress")]:
        lines = row.lines(column)
        text = tidy(Passage.of(lines).text)
        if text and (headings.columns[column].role == "grade" or is_grade(text)):
            sources["grade"] = Passage.of(lines).source()
            return text
    return None


def _value(
    row: Row,
    headings: Headings,
    role: Literal["baseline", "target", "revised_target"],
    sources: dict[str, Source],
) -> Quantity | None:
    """The value of a role: of its last filled column, or of the row labelled so."""
    unit = _printed(row, headings, "unit", sources) or ""
    dates = headings.at("baseline_year" if role == "baseline" else "target_year")
    stated = next((year for column in dates if (year := year_of(row.lines(column)))), None)
    cells = [(row.lines(column), headings.columns[column].year) for column in headings.at(role)]
    cells += [
        (row.labelled(role, column), headings.columns[column].year)
        for column in headings.at("actual")
    ]
    for lines, year in reversed(cells):
        value = measured(lines, unit=unit, fiscal_year=year or stated)
        if value is not None:
            sources[role] = Passage.of(lines).source()
            return value
    return None


def _actuals(row: Row, headings: Headings, sources: dict[str, Source]) -> Iterator[Actual]:
    """The results by year, also of years that have none yet."""
    unit = _printed(row, headings, "unit", sources) or ""
    shares = {
        (year.year, year.end_year): column
        for column in headings.at("progress")
        if (year := headings.columns[column].year)
    }
    lone = [column for column in headings.at("progress") if not headings.columns[column].year]
    dated = [column for column in headings.at("actual") if headings.columns[column].year]
    for index, column in enumerate(dated):
        year = headings.columns[column].year
        if year is None:
            continue
        if row.labels:
            lines, progress = row.labelled("actual", column), row.labelled("progress", column)
        else:
            share = shares.get((year.year, year.end_year))
            if share is None and column == dated[-1] and lone:
                share = lone[-1]
            lines = row.lines(column)
            progress = row.lines(share) if share is not None else ()
        lines = lines[:1] if _two_fold(lines) else lines
        value = measured(lines, unit=unit) if lines else None
        achieved = percent(progress) if progress else None
        if lines:
            sources[f"actuals.{index}.value"] = Passage.of(lines).source()
        if achieved is not None:
            sources[f"actuals.{index}.progress_percent"] = Passage.of(progress).source()
        yield Actual(
            fiscal_year=year,
            value=value,
            progress_percent=achieved,
            text=None if value else printed_word(lines),
        )


def _two_fold(lines: Sequence[Line]) -> bool:
    """Whether a cell has two values, one above the other (上段, 下段): the upper is the row's."""
    values = [measured([line]) for line in lines]
    return len(values) == 2 and all(value and value.value is not None for value in values)
