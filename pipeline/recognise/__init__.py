"""Amounts, years, quantities and project names in a text, exact to the character."""

from pipeline.recognise.cells import (
    read_amount,
    read_mark,
    read_percent,
    read_periods,
    read_unit_note,
    read_year_heading,
)
from pipeline.recognise.clauses import Direction, find_directions, taken_away
from pipeline.recognise.kinds import Evidence, FigureKind, Judged, heading_kind, judge_figure
from pipeline.recognise.mention import Doubt, Mention, MentionRole, Periods
from pipeline.recognise.money import find_money
from pipeline.recognise.organisations import find_organisations, find_places
from pipeline.recognise.projects import find_projects, find_projects_in
from pipeline.recognise.quantities import find_quantities
from pipeline.recognise.reach import find_noted_money
from pipeline.recognise.years import find_years

__all__ = [
    "Direction",
    "Doubt",
    "Evidence",
    "FigureKind",
    "Judged",
    "Mention",
    "MentionRole",
    "Periods",
    "find_directions",
    "find_money",
    "find_noted_money",
    "find_organisations",
    "find_places",
    "find_projects",
    "find_projects_in",
    "find_quantities",
    "find_years",
    "heading_kind",
    "judge_figure",
    "read_amount",
    "read_mark",
    "read_percent",
    "read_periods",
    "read_unit_note",
    "read_year_heading",
    "taken_away",
]
