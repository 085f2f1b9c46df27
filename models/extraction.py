"""All that came out of one document, as it is written to disk and kept in a store."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.document import Document, Issue, Leftover

if TYPE_CHECKING:
    from models import Record


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document's card, its records in reading order, what is left over, and what to look at."""

    document: Document
    records: "list[Record]"
    leftovers: list[Leftover]
    issues: list[Issue]
