"""What every row of a record says, whatever table it is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models import BudgetItem, BudgetStatementLine, Document, FiscalYear, Record, Source
from pipeline.export import cells
from pipeline.export.columns import Row
from pipeline.issuers import government_of
from pipeline.values import PROOF, proved_bits


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A document of an export: its card, and the name that only it has among those exported."""

    document: Document
    label: str
    front: Row = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "front", issuer_cells(self.document.issuer))


def issuer_cells(issuer: str | None) -> Row:
    """An issuer by name and official code; one that no code list knows has its name alone."""
    government = government_of(issuer)
    return {
        "issuer_code": government.code if government else None,
        "issuer": government.name if government else cells.clean(issuer),
    }


@dataclass(frozen=True, slots=True)
class Frame:
    """A record with what all its rows share. `id` is the record's, made unique in its document."""

    record: Record
    id: str
    common: Row
    proved: Mapping[str, float]

    def row(
        self,
        own: Row,
        *,
        at: str = "",
        years: Sequence[FiscalYear | None] = (),
        sources: Sequence[str] = (),
    ) -> Row:
        """A row of the record: what is its own, and where its figure stands.

        `at` is the field path that the row is about, "" for the record as a whole; the first of
        `sources` (field paths, `at` where there are none) that was printed somewhere is its place.
        """
        paths = sources or (at,)
        found = next((path for path in paths if path in self.record.sources), None)
        source = self.record.sources[found] if found is not None else self._nearest(paths[0])
        within = [
            each.corrected is not None
            for path, each in self.record.sources.items()
            if not at or path == at or path.startswith(f"{at}.")
        ]
        return {
            **self.common,
            "row_id": f"{self.id}:{at}" if at else self.id,
            **cells.years([each for each in years if each]),
            **own,
            **cells.place(source, self.record.page),
            "confidence": self.record.confidence.get(paths[0]),
            "proved": self.proved.get(paths[0], 0.0) >= PROOF,
            "corrected": any(within),
        }

    def _nearest(self, path: str) -> Source | None:
        """The source of the field that holds this one, or of the record's name."""
        while "." in path:
            path = path.rpartition(".")[0]
            if path in self.record.sources:
                return self.record.sources[path]
        return self.record.sources.get("name")


def frame_of(record: Record, sheaf: Sheaf, *, number: int = 1) -> Frame:
    """The frame of a record that is the `number`th of its id in the document."""
    identity = record.id if number == 1 else f"{record.id}#{number}"
    account = record.account if isinstance(record, BudgetItem | BudgetStatementLine) else None
    common = {
        "record_id": record.id,
        "record_type": record.type,
        **sheaf.front,
        "account": cells.clean(account),
        "path": cells.path(record.section),
        "file_name": sheaf.label,
        "document": sheaf.document.sha256,
    }
    return Frame(record, identity, common, proved_bits(record))
