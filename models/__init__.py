"""What things are: the records that yosano emits and the values inside them."""

from typing import Annotated, TypeAlias

from pydantic import Field, TypeAdapter

from models.base import SCHEMA_VERSION, RecordBase, record_id
from models.budget import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    FacilityProgress,
    FundingChannel,
    Mark,
    Part,
    RegionalProject,
)
from models.change import Candidate, Change, ChangeKind, FieldChange, Match
from models.document import Counts, Document, Evidence, Issue, Leftover, OutlineEntry
from models.extraction import Extraction
from models.policy import (
    Actual,
    Analysis,
    Axis,
    BureauProposal,
    Fact,
    Indicator,
    Initiative,
    ItemList,
    Milestone,
    MunicipalGroup,
    PlanOutline,
    Reflection,
    SlidePoint,
    StaffDispatch,
    Target,
    Theme,
)
from models.values import (
    BBox,
    Check,
    FiscalYear,
    Funding,
    FundingSource,
    Money,
    Phase,
    Qualifier,
    Quantity,
    Source,
    Value,
)

Record: TypeAlias = Annotated[
    BudgetItem
    | BudgetStatementLine
    | BudgetTotal
    | Theme
    | Target
    | Indicator
    | Initiative
    | Analysis
    | RegionalProject
    | BureauProposal
    | Reflection
    | FacilityProgress
    | FundingChannel
    | MunicipalGroup
    | StaffDispatch
    | Milestone
    | SlidePoint
    | PlanOutline
    | Fact,
    Field(discriminator="type"),
]
"""Any record, told apart by `type`."""

RECORD: TypeAdapter[Record] = TypeAdapter(Record)
"""Validates and serialises one record."""

__all__ = [
    "RECORD",
    "SCHEMA_VERSION",
    "Actual",
    "Analysis",
    "Axis",
    "BBox",
    "BudgetItem",
    "BudgetStatementLine",
    "BudgetTotal",
    "BureauProposal",
    "Candidate",
    "Change",
    "ChangeKind",
    "Check",
    "Counts",
    "Document",
    "Evidence",
    "Extraction",
    "FacilityProgress",
    "Fact",
    "FieldChange",
    "FiscalYear",
    "Funding",
    "FundingChannel",
    "FundingSource",
    "Indicator",
    "Initiative",
    "Issue",
    "ItemList",
    "Leftover",
    "Mark",
    "Match",
    "Milestone",
    "Money",
    "MunicipalGroup",
    "OutlineEntry",
    "Part",
    "Phase",
    "PlanOutline",
    "Qualifier",
    "Quantity",
    "Record",
    "RecordBase",
    "Reflection",
    "RegionalProject",
    "SlidePoint",
    "Source",
    "StaffDispatch",
    "Target",
    "Theme",
    "Value",
    "record_id",
]
