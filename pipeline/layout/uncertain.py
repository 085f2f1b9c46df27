"""Figures that stand as in a table, where too little else says that they are one."""

from collections.abc import Sequence

from models.document import Issue
from models.page import Char
from pipeline.layout.figure_columns import figure_runs


def uncertain_tables(chars: Sequence[Char], number: int) -> tuple[Issue, ...]:
    """An issue for each run of three rows and more whose figures stand in two and more columns.

    `chars` are those of the page that stand in no table and no chart.
    """
    return tuple(
        Issue(
            code="table_uncertain",
            severity="info",
            message="figures stand in columns as in a table, but were read as text: too little "
            "tells its rows and columns; look at what they were read as",
            page=number,
            bbox=box,
        )
        for box in figure_runs(chars)
    )
