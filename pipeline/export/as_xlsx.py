"""Tables as a workbook for people: headings in their language, filters, formats, links to pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.errors import MissingToolError
from pipeline.export.codes import CODES, code_rows, translated_labels
from pipeline.export.columns import Cell, Column, Row, text
from pipeline.export.tables import TABLES, Table
from pipeline.extras import install
from pipeline.words import Translate, mark

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

COLUMNS = Table(
    "columns",
    mark("columns"),
    (
        text("table", mark("table")),
        text("column", mark("column")),
        text("heading", mark("heading")),
        text("kind", mark("kind of value")),
        text("unit", mark("unit")),
        text("code_table", mark("code table")),
    ),
)
# What a sheet and a cell hold at the most, and how many links a sheet may have.
_ROWS, _LETTERS, _LINKS = 1_048_576, 32_767, 65_530
# When a workbook was made is no part of what it says: the same records give the same bytes.
_EPOCH = datetime(1980, 1, 1)
WORKBOOK = "yosano.xlsx"
_WIDTHS = {"integer": 11, "number": 12, "boolean": 10, "text": 16}
_WIDE = {
    "name": 40,
    "title": 28,
    "item": 24,
    "subitem": 24,
    "description": 60,
    "text": 80,
    "path": 40,
    "label": 32,
    "scope": 32,
    "reason": 40,
    "row_path": 40,
    "column_path": 32,
    "file_name": 30,
    "label_en": 32,
    "label_ja": 24,
    "heading": 32,
    "column": 24,
    "page": 7,
    "old_page": 7,
    "phase": 13,
    "what": 48,
    "doubts": 36,
    "old_name": 36,
    "old_file_name": 30,
    "candidate": 40,
    "evidence": 40,
    "why": 36,
}
_MONEY_WIDTH = 17
# Text keeps away from the figures of the column before it.
_INDENT = {"indent": 1}


@dataclass(slots=True)
class _Sheet:
    """A sheet that is being written: `row` is the next one, `links` how many are still free.

    `used` are the columns that have something.
    """

    table: Table
    sheet: "Worksheet"
    row: int = 1
    links: int = _LINKS
    number: int = 1
    used: set[int] = field(default_factory=set)


class XlsxWriter:
    """Writes a workbook with a sheet for each table, row by row, so that it needs little memory.

    Codes stand as their labels, and what is true or false as yes or no, in the language.

    `documents` is the folder or address where the documents stand, for links to their pages, and
    `links` the columns of files and pages; `notes` adds sheets about columns and codes.
    """

    def __init__(
        self,
        file: Path,
        *,
        translate: Translate,
        documents: str = "",
        tables: Sequence[Table] = TABLES,
        notes: bool = True,
        links: Sequence[tuple[str, str]] = (("file_name", "page"),),
    ) -> None:
        try:
            from xlsxwriter import Workbook
        except ImportError as error:
            raise MissingToolError(
                f"workbooks need the extra `export`: {install('export')}"
            ) from error
        self._translate = translate
        self._yes, self._no = translate(mark("yes")), translate(mark("no"))
        self._labels = translated_labels(translate)
        base = f"{documents.rstrip('/')}/" if documents else ""
        self._base = base if "://" in base else f"external:{base}"
        self._book = Workbook(str(file), {"constant_memory": True, "strings_to_numbers": False})
        self._book.set_properties({"created": _EPOCH, "title": "yosano"})
        self._formats = _Formats(
            heading=self._book.add_format(
                {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6EE"} | _INDENT
            ),
            yen=self._book.add_format({"num_format": "#,##0;[Red]-#,##0"}),
            whole=self._book.add_format({"num_format": "0"}),
            number=self._book.add_format({"num_format": "#,##0.####"}),
            share=self._book.add_format({"num_format": "0.0%"}),
            plain=self._book.add_format({"num_format": "@"} | _INDENT),
            link=self._book.add_format({"num_format": "0", "color": "#0563C1", "underline": 1}),
        )
        self._linked = links
        told = (COLUMNS, CODES) if notes else ()
        self._sheets = {table.name: self._open(table) for table in (*tables, *told)}
        for row in _column_rows(tables, translate) if notes else ():
            self.add(COLUMNS, row)
        for row in code_rows() if notes else ():
            self.add(CODES, row)

    def add(self, table: Table, row: Row) -> None:
        """Writes one row of a table, on a further sheet where one is full."""
        place = self._sheets[table.name]
        if place.row >= _ROWS:
            self._end(place)
            place = self._sheets[table.name] = self._open(table, number=place.number + 1)
        for index, column in enumerate(table.columns):
            cell = row.get(column.name)
            if cell is not None:
                self._write(place, index, column, cell)
                place.used.add(index)
        if table.name not in (CODES.name, COLUMNS.name):
            for file, page in self._linked:
                self._link(place, row, file, page)
        place.row += 1

    def close(self) -> None:
        """Ends the workbook; sheets without a row are hidden."""
        for place in self._sheets.values():
            self._end(place)
            if place.row == 1:
                place.sheet.hide()
        self._book.close()

    def _open(self, table: Table, *, number: int = 1) -> _Sheet:
        title = self._translate(table.title)
        sheet = self._book.add_worksheet(title if number == 1 else f"{title} {number}")
        sheet.set_row(0, 48)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for index, column in enumerate(table.columns):
            sheet.write_string(0, index, _heading(column, self._translate), self._formats.heading)
        return _Sheet(table, sheet, number=number)

    def _end(self, place: _Sheet) -> None:
        """Folds away what says how figures were printed, and columns that have nothing."""
        for index, column in enumerate(place.table.columns):
            folded = column.detail or (index not in place.used and place.row > 1)
            options = {"level": 1, "hidden": True} if folded else {}
            place.sheet.set_column(index, index, _width(column), None, options)
        place.sheet.autofilter(0, 0, max(place.row - 1, 1), len(place.table.columns) - 1)

    def _write(self, place: _Sheet, index: int, column: Column, cell: Cell) -> None:
        sheet, row = place.sheet, place.row
        if isinstance(cell, bool):
            sheet.write_string(row, index, self._yes if cell else self._no, self._formats.plain)
        elif isinstance(cell, str):
            shown = self._labels.get(column.codes or "", {}).get(cell, cell)
            cut = shown if len(shown) <= _LETTERS else f"{shown[: _LETTERS - 1]}…"
            sheet.write_string(row, index, cut, self._formats.plain)
        elif cell is not None:
            sheet.write_number(row, index, cell, self._formats.of(column))

    def _link(self, place: _Sheet, row: Row, file_column: str, page_column: str) -> None:
        """Makes the page's number, or the file's name, lead to the page of the document."""
        name, page = row.get(file_column), row.get(page_column)
        if not isinstance(name, str) or not place.links or not name.lower().endswith(".pdf"):
            return
        where = self._base + quote(name) + (f"#page={page}" if page else "")
        column = page_column if page else file_column
        index = place.table.names.index(column)
        if place.sheet.write_url(place.row, index, where, self._formats.link, str(page or name)):
            return
        place.links -= 1
        if isinstance(page, int):
            place.sheet.write_number(place.row, index, page, self._formats.link)


@dataclass(frozen=True, slots=True)
class _Formats:
    """The looks of cells."""

    heading: "Format"
    yen: "Format"
    whole: "Format"
    number: "Format"
    share: "Format"
    plain: "Format"
    link: "Format"

    def of(self, column: Column) -> "Format":
        """The look of a column's numbers."""
        if column.name.endswith("_yen") or column.name.endswith("_unit"):
            return self.yen
        if column.name == "confidence":
            return self.share
        return self.whole if column.kind == "integer" else self.number


def _heading(column: Column, translate: Translate) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    return f"{translate(column.heading)}{unit} {column.name}"


def _width(column: Column) -> int:
    if column.name.endswith("_yen"):
        return _MONEY_WIDTH
    return _WIDE.get(column.name, _WIDTHS[column.kind])


def _column_rows(tables: Sequence[Table], translate: Translate) -> Sequence[Row]:
    return [
        {
            "table": table.name,
            "column": column.name,
            "heading": translate(column.heading),
            "kind": column.kind,
            "unit": column.unit,
            "code_table": column.codes,
        }
        for table in tables
        for column in table.columns
    ]
