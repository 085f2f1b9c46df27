"""A diff as a workbook: numbers as numbers, and text that stays text."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, cast

from models import Change
from pipeline.diff import Diff
from pipeline.errors import MissingToolError
from pipeline.show_years import cell_words

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | bool | None

_YEN = "#,##0;[Red]-#,##0"
_PERCENT = "0.0;[Red]-0.0"
_CHANGES: tuple[tuple[str, int], ...] = (
    ("kind", 11),
    ("also", 11),
    ("type", 18),
    ("phase", 14),
    ("old name", 44),
    ("new name", 44),
    ("old department", 20),
    ("new department", 20),
    ("old amount (yen)", 18),
    ("new amount (yen)", 18),
    ("change (yen)", 18),
    ("percent", 10),
    ("printed prior (yen)", 18),
    ("prior disagrees", 10),
    ("method", 14),
    ("score", 8),
    ("evidence", 50),
    ("other fields", 40),
    ("old id", 30),
    ("new id", 30),
)
_TOTALS: tuple[tuple[str, int], ...] = (
    ("what", 14),
    ("cell", 40),
    ("kind", 14),
    ("number", 10),
    ("old (yen)", 20),
    ("new (yen)", 20),
    ("change (yen)", 20),
)
_CANDIDATES: tuple[tuple[str, int], ...] = (
    ("kind", 11),
    ("name", 44),
    ("amount (yen)", 18),
    ("might be", 44),
    ("its amount (yen)", 18),
    ("score", 8),
    ("evidence", 60),
)
# When a workbook was made is no part of what it says: the same diff gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def diff_workbook(diff: Diff, file: BinaryIO) -> None:
    """Writes three sheets: the totals, every change, and what is doubtful.

    Raises MissingToolError where the extra `export` is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingToolError(
            "workbooks need the extra `export`: pip install 'yosano[export]'"
        ) from error
    book = Workbook(write_only=True)
    for title, columns, rows in (
        ("totals", _TOTALS, _total_rows(diff)),
        ("changes", _CHANGES, map(_change_row, diff.changes)),
        ("candidates", _CANDIDATES, _candidate_rows(diff.changes)),
    ):
        _fill(cast("Worksheet", book.create_sheet(title)), columns, rows)
    raw = BytesIO()
    book.save(raw)
    _settle(raw, file)


def _fill(
    sheet: "Worksheet",
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Value]],
) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for index, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    headings = [_cell(sheet, name, "") for name, _ in columns]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    names = [name for name, _ in columns]
    for row in rows:
        sheet.append([_cell(sheet, *each) for each in zip(row, names, strict=True)])


def _cell(sheet: "Worksheet", value: Value, column: str) -> "Cell":
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=value)
        if "(yen)" in column:
            cell.number_format = _YEN
        elif column == "percent":
            cell.number_format = _PERCENT
        return cell
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    # Text from a document is text, also where it begins like a formula.
    cell.data_type = "s"
    if value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        cell.quotePrefix = True
    return cell


def _total_rows(diff: Diff) -> Iterable[Sequence[Value]]:
    for total in diff.totals:
        for each in (*total.sums, *total.doubtful):
            yield (
                total.what,
                cell_words(total),
                each.kind,
                each.count,
                each.old,
                each.new,
                each.change,
            )
        count = sum(each.count for each in (*total.sums, *total.doubtful))
        says = "total" if total.reconciles else "total (does not add up)"
        yield (
            total.what,
            cell_words(total),
            says,
            count,
            total.old,
            total.new,
            total.new - total.old,
        )


def _change_row(change: Change) -> Sequence[Value]:
    match = change.match
    return (
        change.kind,
        ", ".join(change.also),
        change.type,
        change.phase,
        change.old_name,
        change.new_name,
        change.old_department,
        change.new_department,
        change.old_amount,
        change.new_amount,
        change.amount_change,
        change.percent,
        change.printed_prior,
        "yes" if change.prior_disagrees else None,
        match.method if match else None,
        match.score if match else None,
        ", ".join(match.evidence) if match else None,
        "; ".join(f"{each.field}: {each.old or '–'} → {each.new or '–'}" for each in change.fields),
        ", ".join(change.old),
        ", ".join(change.new),
    )


def _candidate_rows(changes: Iterable[Change]) -> Iterable[Sequence[Value]]:
    for change in changes:
        for each in change.candidates:
            yield (
                change.kind,
                change.new_name or change.old_name,
                change.old_amount if change.new_amount is None else change.new_amount,
                each.name,
                each.amount,
                each.match.score,
                ", ".join(each.match.evidence),
            )


def _settle(raw: BytesIO, file: BinaryIO) -> None:
    """Copies the workbook without the times at which it was written."""
    with (
        zipfile.ZipFile(raw) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as settled,
    ):
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(info, data)
