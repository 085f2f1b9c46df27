"""What tests of exports share: records made by hand, and an export read back from its files."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from models import BudgetItem, Document, Extraction, FiscalYear, Money, Record, record_id
from pipeline.export import Format, Look, Volume, export
from pipeline.export.codes import CODES
from pipeline.export.tables import TABLES

YEAR = FiscalYear(year=2024, text="令和6年度", phase="initial")


@dataclass(frozen=True)
class Kit:
    """An export of the same records as CSV, for Excel, and as a workbook."""

    folder: Path
    excel: Path
    book: Workbook

    def header(self, table: str) -> list[str]:
        return self.lines(table)[0]

    def rows(self, table: str) -> list[dict[str, str]]:
        header, *lines = self.lines(table)
        return [dict(zip(header, line, strict=True)) for line in lines]

    def lines(self, table: str) -> list[list[str]]:
        text = (self.folder / f"{table}.csv").read_bytes().decode("utf-8")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))


TABLE_NAMES = [table.name for table in TABLES]
ALL_NAMES = [*TABLE_NAMES, CODES.name]


def volume(records: Sequence[Record], *, name: str = "a.pdf", issuer: str = "南国市") -> Volume:
    """A document with these records."""
    document = Document(
        sha256=sha256("".join([name, *(each.id for each in records)]).encode()).hexdigest(),
        file_name=name,
        issuer=issuer,
        fiscal_year=YEAR,
        page_count=1,
    )
    return Volume(document, lambda: records)


def item(number: int, **fields: object) -> BudgetItem:
    """A project with an amount of its own."""
    amount = Money(yen=number * 1000, text=f"{number:,}", unit=1000)
    given = {"name": f"事業{number}", "amount": amount, "fiscal_year": YEAR, **fields}
    identity = record_id("budget_item", "kit", number)
    return BudgetItem.model_validate({"id": identity, "page": 1, **given})


def exported(volumes: Sequence[Volume], folder: Path) -> Kit:
    """The volumes written in each format that is tables, and read back."""
    export(volumes, "csv", folder / "csv")
    export(volumes, "csv", folder / "excel", look=Look(excel=True))
    export(volumes, "xlsx", folder / "xlsx", look=Look(language="ja"))
    return Kit(folder / "csv", folder / "excel", load_workbook(folder / "xlsx" / "yosano.xlsx"))


def rows_written(records: Iterable[Record], folder: Path, to: Format = "csv") -> Kit:
    """The records of one document as CSV."""
    export([volume(list(records))], to, folder)
    return Kit(folder, folder, Workbook())


def as_volume(extraction: Extraction) -> Volume:
    """An extraction that was just made."""
    return Volume(extraction.document, lambda: extraction.records)
