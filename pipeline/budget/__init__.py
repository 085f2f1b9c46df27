"""A year's budget of an issuer: what may be added to what, each thing once, phase by phase."""

from pipeline.budget.cells import LEVELS, Cell, Table
from pipeline.budget.merge import Disagreement
from pipeline.budget.phases import Break
from pipeline.budget.read import Sheet, read_things, with_ids
from pipeline.budget.settle import Learnt
from pipeline.budget.stage import REVISED, UNKNOWN, Stage, StageName
from pipeline.budget.things import Place, Thing, places_of
from pipeline.budget.totals import AccountTotal, LevelSum, Printed
from pipeline.budget.year import Year, gather, make_year

__all__ = [
    "LEVELS",
    "REVISED",
    "UNKNOWN",
    "AccountTotal",
    "Break",
    "Cell",
    "Disagreement",
    "Learnt",
    "LevelSum",
    "Place",
    "Printed",
    "Sheet",
    "Stage",
    "StageName",
    "Table",
    "Thing",
    "Year",
    "gather",
    "make_year",
    "places_of",
    "read_things",
    "with_ids",
]
