"""What an extraction says about the document itself: its card, its issues and its leftovers."""

from typing import Literal

from models.base import SCHEMA_VERSION
from models.values import BBox, FiscalYear, Value


class Issue(Value):
    """What could not be read, was assumed, or does not add up.

    `code` is a stable word from docs/issues.md; `message` says what to look at or do.
    """

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    page: int | None = None
    bbox: BBox | None = None
    line: int | None = None
    text: str | None = None


class Leftover(Value):
    """A figure on a page that is in no record. `why` is a stable word: unassigned, chart, …"""

    text: str
    value: int | float | None = None
    page: int
    bbox: BBox | None = None
    line: int | None = None
    why: str


class OutlineEntry(Value):
    """A heading of the document's section tree, outermost level 1."""

    level: int
    title: str
    page: int


class Evidence(Value):
    """A fact about the document, where it was printed, or `given` on the command line."""

    field: str
    text: str
    page: int | None = None


class PageCounts(Value):
    """How many figures a page has, and how many of them some record gives as a value."""

    page: int
    figures: int
    figures_in_records: int


class Counts(Value):
    """Figures found, kept and left; records by type; what was proved; what was repaired.

    A sum is one check, at the record that owns it. `confidence` counts the values of all records
    by how sure they are: `0.99`, `0.9`, `0.5` and `0` are the lower ends of the bands, `copied` are
    those without an entry. `least_accounted` are the pages with the smallest share of figures kept,
    the worst first, pages without loss left out.
    """

    figures: int = 0
    figures_in_records: int = 0
    figures_left_over: int = 0
    figures_not_counted: dict[str, int] = {}
    records: dict[str, int] = {}
    amounts: int = 0
    amounts_proved: int = 0
    confidence: dict[str, int] = {}
    least_accounted: tuple[PageCounts, ...] = ()
    checks: int = 0
    checks_failed: int = 0
    issues: dict[str, int] = {}
    pages_with_ocr: int = 0
    repairs: dict[str, int] = {}


class Document(Value):
    """The card of an extracted document (document.json). No clock, no host.

    `files` are the files beside the card that yosano wrote, each with its sha256: only these are
    replaced when the document is extracted again.
    """

    schema_version: str = SCHEMA_VERSION
    sha256: str
    file_name: str
    title: str | None = None
    issuer: str | None = None
    fiscal_year: FiscalYear | None = None
    kind: str | None = None
    page_count: int = 0
    outline: tuple[OutlineEntry, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    counts: Counts = Counts.model_construct()  # not built before somebody needs it
    versions: dict[str, str] = {}
    files: dict[str, str] = {}
