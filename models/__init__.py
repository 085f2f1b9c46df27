"""What things are: the records that yosano emits and the values inside them."""

from typing import Annotated, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter

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
from models.change import (
    Candidate,
    Change,
    ChangeDoubt,
    ChangeKind,
    ChangeSource,
    FieldChange,
    Match,
)
from models.correction import (
    Correction,
    CorrectionAction,
    CorrectionTarget,
    Place,
    Settled,
    SettledThing,
)
from models.document import Counts, Document, Evidence, Issue, Leftover, OutlineEntry, PageCounts
from models.extraction import Extraction
from models.outlook import (
    Balance,
    Commitment,
    CommitmentKind,
    Movement,
    Series,
    SeriesValue,
    YearAmount,
)
from models.policy import (
    Actual,
    Analysis,
    Axis,
    BureauProposal,
    Fact,
    HeadingPath,
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
    Direction,
    FiscalYear,
    Funding,
    FundingSource,
    Money,
    Phase,
    Probability,
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
    | Commitment
    | Balance
    | Series
    | Fact,
    Field(discriminator="type"),
]
"""Any record, told apart by `type`."""

RECORD: TypeAdapter[Record] = TypeAdapter(Record, config=ConfigDict(defer_build=True))
"""Validates and serialises one record."""

__all__ = [
    "RECORD",
    "SCHEMA_VERSION",
    "Actual",
    "Analysis",
    "Axis",
    "BBox",
    "Balance",
    "BudgetItem",
    "BudgetStatementLine",
    "BudgetTotal",
    "BureauProposal",
    "Candidate",
    "Change",
    "ChangeDoubt",
    "ChangeKind",
    "ChangeSource",
    "Check",
    "Commitment",
    "CommitmentKind",
    "Correction",
    "CorrectionAction",
    "CorrectionTarget",
    "Counts",
    "Direction",
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
    "HeadingPath",
    "Indicator",
    "Initiative",
    "Issue",
    "ItemList",
    "Leftover",
    "Mark",
    "Match",
    "Milestone",
    "Money",
    "Movement",
    "MunicipalGroup",
    "OutlineEntry",
    "PageCounts",
    "Part",
    "Phase",
    "Place",
    "PlanOutline",
    "Probability",
    "Qualifier",
    "Quantity",
    "Record",
    "RecordBase",
    "Reflection",
    "RegionalProject",
    "Series",
    "SeriesValue",
    "Settled",
    "SettledThing",
    "SlidePoint",
    "Source",
    "StaffDispatch",
    "Target",
    "Theme",
    "Value",
    "YearAmount",
    "record_id",
]
