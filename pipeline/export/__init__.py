"""Records as tables that offices, journalists and portals take as they are.

Documents are gone through one by one and their records streamed to a writer, so that an export
needs no more memory for a million records than for a thousand.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from models import Document, Record
from pipeline.export.as_csv import CsvWriter
from pipeline.export.as_datapackage import DataPackageWriter
from pipeline.export.as_parquet import ParquetWriter
from pipeline.export.as_xlsx import WORKBOOK, XlsxWriter
from pipeline.export.cells import clean, year
from pipeline.export.columns import Row
from pipeline.export.delta import CHANGES, Delta
from pipeline.export.frame import Sheaf, frame_of, issuer_cells
from pipeline.export.labels import labels_of
from pipeline.export.rows import rows_of
from pipeline.export.tables import DOCUMENTS, TABLES, Table
from pipeline.export.writing import Writer, put_in_place
from pipeline.words import Language, translator

__all__ = ["FORMATS", "Exported", "Format", "Look", "Volume", "export", "rows_of_volume"]

Format: TypeAlias = Literal["csv", "xlsx", "parquet", "datapackage"]
FORMATS: Sequence[Format] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Volume:
    """A document to export: its card, and its records, read when they are asked for."""

    document: Document
    records: Callable[[], Iterable[Record]]


@dataclass(frozen=True, slots=True)
class Look:
    """How files are to be for whom: CSV for Excel, headings in a language, where pages stand."""

    excel: bool = False
    language: Language = "ja"
    documents: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: the files by name, and the rows of each table."""

    files: Sequence[Path]
    rows: Mapping[str, int]


def export(
    volumes: Sequence[Volume],
    to: Format,
    folder: Path,
    *,
    look: Look | None = None,
    since: Path | None = None,
) -> Exported:
    """Writes the records of all volumes in one format; the files come into `folder` when whole.

    A document that is there twice is exported once. With `since`, the folder of an earlier export,
    there is a further table of what changed; the new export may take that folder's place.
    MissingToolError where a format's library is not installed, UsageError where the folder cannot
    be written.
    """
    written: Counter[str] = Counter()
    with put_in_place(folder) as scratch, ExitStack() as stack:
        delta = stack.enter_context(Delta(since)) if since else None
        tables = (*TABLES, CHANGES) if delta else TABLES
        writer = _writer(to, scratch, look or Look(), tables)
        for table, row in _with_changes(_all_rows(volumes), delta):
            writer.add(table, row)
            written[table.name] += 1
        writer.close()
        if not delta:
            _drop_changes(folder)
        files = [folder / file.name for file in sorted(scratch.iterdir())]
    return Exported(files, written)


def rows_of_volume(volume: Volume, label: str) -> Iterator[tuple[Table, Row]]:
    """A document's rows, that of the document first, then those of its records in their order."""
    sheaf = Sheaf(volume.document, label)
    yield DOCUMENTS, _document_row(sheaf)
    seen: Counter[str] = Counter()
    for record in volume.records():
        seen[record.id] += 1
        yield from rows_of(frame_of(record, sheaf, number=seen[record.id]))


def _all_rows(volumes: Sequence[Volume]) -> Iterator[tuple[Table, Row]]:
    labels = labels_of(volume.document for volume in volumes)
    done: set[str] = set()
    for volume in volumes:
        sha256 = volume.document.sha256
        if sha256 not in done:
            done.add(sha256)
            yield from rows_of_volume(volume, labels[sha256])


def _drop_changes(folder: Path) -> None:
    """Takes away what an export that is now replaced said of changes: it is no longer so."""
    for suffix in (".csv", ".parquet"):
        if (folder / DOCUMENTS.name).with_suffix(suffix).is_file():
            (folder / CHANGES.name).with_suffix(suffix).unlink(missing_ok=True)


def _with_changes(
    rows: Iterable[tuple[Table, Row]], delta: Delta | None
) -> Iterator[tuple[Table, Row]]:
    for table, row in rows:
        yield table, row
        if delta:
            yield from ((CHANGES, change) for change in delta.changes(table, row))
    if delta:
        yield from ((CHANGES, change) for change in delta.removed())


def _writer(to: Format, folder: Path, look: Look, tables: Sequence[Table]) -> Writer:
    match to:
        case "csv":
            return CsvWriter(folder, excel=look.excel, tables=tables)
        case "xlsx":
            translate = translator(look.language)
            return XlsxWriter(
                folder / WORKBOOK, translate=translate, documents=look.documents, tables=tables
            )
        case "parquet":
            return ParquetWriter(folder, tables=tables)
        case "datapackage":
            return DataPackageWriter(folder, tables=tables)


def _document_row(sheaf: Sheaf) -> Row:
    document, counts = sheaf.document, sheaf.document.counts
    return {
        "document": document.sha256,
        "file_name": sheaf.label,
        "title": clean(document.title),
        **issuer_cells(document.issuer),
        **year(document.fiscal_year),
        "kind": document.kind,
        "page_count": document.page_count,
        "record_count": sum(counts.records.values()),
        "figure_count": counts.figures,
        "figures_in_records": counts.figures_in_records,
        "figures_left_over": counts.figures_left_over,
        "amount_count": counts.amounts,
        "amounts_proved": counts.amounts_proved,
        "check_count": counts.checks,
        "checks_failed": counts.checks_failed,
        "issue_count": sum(counts.issues.values()),
        "pages_with_ocr": counts.pages_with_ocr,
        "yosano_version": document.versions.get("yosano"),
    }
