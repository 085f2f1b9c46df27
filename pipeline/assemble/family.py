"""What a family of records is given and what it hands on."""

from dataclasses import dataclass, field

from models import FiscalYear, Issue, Record
from models.page import Placed


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the document while its records are made."""

    sha256: str
    issuer: str | None = None
    title: str | None = None
    fiscal_year: FiscalYear | None = None
    kind: str | None = None

    @property
    def budget_year(self) -> FiscalYear | None:
        """The year of an amount that says none.

        The day on which a newsletter appears or somebody speaks is none.
        """
        return None if self.kind == "newsletter" or self.of_a_meeting else self.fiscal_year

    @property
    def of_a_meeting(self) -> bool:
        """Whether the document is minutes of which no year but that of their day is known."""
        return self.kind == "minutes" and "年度" not in (self.title or "")


@dataclass(frozen=True, slots=True)
class Taken:
    """Records made, issues found, and the blocks that were left to others, in their order.

    A block of which only some lines were used comes back with the others.
    """

    records: list[Record] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rest: list[Placed] = field(default_factory=list)
