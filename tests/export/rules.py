"""The rules for data that machines read, each as a check that lists what breaks it.

They are those of 総務省「統計表における機械判読可能なデータの表記方法の統一ルール」 and of the
guides for open data that build on it, as far as tables can break them; docs/export.md lists them.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.export.as_xlsx import COLUMNS
from pipeline.export.codes import CODES
from pipeline.export.columns import Column
from pipeline.export.tables import DOCUMENTS, TABLES
from pipeline.issuers import governments
from tests.export.kit import ALL_NAMES, TABLE_NAMES, Kit

Rule = Callable[[Kit], list[str]]
RULES: dict[str, Rule] = {}
_COLUMNS = {table.name: {column.name: column for column in table.columns} for table in TABLES}
_DATA = [name for name in TABLE_NAMES if name != DOCUMENTS.name]


def rule(check: Callable[[Kit], Iterator[str]]) -> Callable[[Kit], Iterator[str]]:
    RULES[check.__name__] = lambda kit: sorted(set(check(kit)))[:5]
    return check


def _cells(kit: Kit) -> Iterator[tuple[str, Column, str]]:
    for table, columns in _COLUMNS.items():
        for row in kit.rows(table):
            for name, cell in row.items():
                if cell:
                    yield f"{table}.{name}: {cell!r}", columns[name], cell


def _sheets(kit: Kit) -> Iterator[Worksheet]:
    for sheet in kit.book.worksheets:
        assert isinstance(sheet, Worksheet)
        yield sheet


# Files and tables


@rule
def files_are_of_open_formats(kit: Kit) -> Iterator[str]:
    yield from (file.name for file in kit.folder.iterdir() if file.suffix != ".csv")


@rule
def csv_is_utf_8_and_says_so_to_excel_only_where_asked(kit: Kit) -> Iterator[str]:
    for name in ALL_NAMES:
        plain = (kit.folder / f"{name}.csv").read_bytes()
        marked = (kit.excel / f"{name}.csv").read_bytes()
        plain.decode("utf-8")
        if plain.startswith(b"\xef\xbb\xbf") or not marked.startswith(b"\xef\xbb\xbf"):
            yield name


@rule
def csv_is_as_rfc_4180_has_it(kit: Kit) -> Iterator[str]:
    for name in ALL_NAMES:
        data = (kit.folder / f"{name}.csv").read_bytes()
        ended = data.count(b"\n") == data.count(b"\r\n") and data.endswith(b"\r\n")
        if not ended or len({len(line) for line in kit.lines(name)}) != 1:
            yield name


@rule
def file_names_are_ascii(kit: Kit) -> Iterator[str]:
    yield from (
        file.name for file in kit.folder.iterdir() if not re.fullmatch(r"[a-z_]+\.csv", file.name)
    )


@rule
def one_table_stands_on_a_sheet_from_its_first_cell_on(kit: Kit) -> Iterator[str]:
    for sheet in _sheets(kit):
        if (sheet.min_row, sheet.min_column) != (1, 1) or len(sheet.tables) > 1:
            yield sheet.title


@rule
def every_table_is_there_also_without_rows(kit: Kit) -> Iterator[str]:
    there = {file.stem for file in kit.folder.iterdir()}
    yield from set(ALL_NAMES) - there
    if len(kit.book.worksheets) != len(ALL_NAMES) + 1:
        yield "workbook"


@rule
def no_blank_rows(kit: Kit) -> Iterator[str]:
    for name in ALL_NAMES:
        if not all(any(line) for line in kit.lines(name)):
            yield name


@rule
def totals_do_not_stand_among_what_they_add_up(kit: Kit) -> Iterator[str]:
    yield from (
        row["row_id"] for row in kit.rows("projects") if row["record_type"].endswith("total")
    )
    for row in kit.rows("statement_lines"):
        if re.fullmatch(r"合計|歳[入出]合計|総計", row["name"]) and row["level"] != "total":
            yield row["row_id"]


# Headings


@rule
def the_first_row_is_the_header(kit: Kit) -> Iterator[str]:
    for table in TABLES:
        if kit.header(table.name) != list(table.names):
            yield table.name


@rule
def there_is_one_header_row(kit: Kit) -> Iterator[str]:
    for name in ALL_NAMES:
        header, *lines = kit.lines(name)
        if header in lines:
            yield name
    for sheet in _sheets(kit):
        if sheet.freeze_panes != "A2":
            yield sheet.title


@rule
def no_heading_is_blank(kit: Kit) -> Iterator[str]:
    yield from (name for name in ALL_NAMES if not all(kit.header(name)))
    for sheet in _sheets(kit):
        if not all(cell.value for cell in sheet[1]):
            yield sheet.title


@rule
def no_heading_stands_twice(kit: Kit) -> Iterator[str]:
    yield from (n for n in ALL_NAMES if len(set(kit.header(n))) != len(kit.header(n)))
    for sheet in _sheets(kit):
        if len({cell.value for cell in sheet[1]}) != sheet.max_column:
            yield sheet.title


@rule
def field_names_are_ascii(kit: Kit) -> Iterator[str]:
    for name in ALL_NAMES:
        yield from (h for h in kit.header(name) if not re.fullmatch(r"[a-z][a-z0-9_]*", h))


@rule
def workbooks_have_the_japanese_heading_beside_the_field_name(kit: Kit) -> Iterator[str]:
    for table, sheet in zip([*TABLES, COLUMNS, CODES], _sheets(kit), strict=True):
        for column, cell in zip(table.columns, sheet[1], strict=True):
            heading, _, name = str(cell.value).rpartition(" ")
            if name != column.name or not re.search(r"[ぁ-んァ-ヶ一-龠]", heading):
                yield f"{sheet.title}: {cell.value}"


@rule
def one_name_means_one_kind_of_value_in_all_tables(kit: Kit) -> Iterator[str]:
    kinds = defaultdict(set)
    for columns in _COLUMNS.values():
        for column in columns.values():
            kinds[column.name].add(column.kind)
    yield from (name for name, found in kinds.items() if len(found) > 1)


@rule
def headings_are_not_abbreviated(kit: Kit) -> Iterator[str]:
    for name in ALL_NAMES:
        yield from (h for h in kit.header(name) if "…" in h or "." in h or len(h) < 3)


# Cells


@rule
def a_cell_is_one_line(kit: Kit) -> Iterator[str]:
    yield from (where for where, _, cell in _cells(kit) if len(cell.splitlines()) > 1)


@rule
def no_spaces_for_looks(kit: Kit) -> Iterator[str]:
    yield from (w for w, _, c in _cells(kit) if c != c.strip() or "  " in c or "\u3000" in c)


@rule
def no_characters_that_only_some_machines_know(kit: Kit) -> Iterator[str]:
    for where, _, cell in _cells(kit):
        if any(unicodedata.category(each) in ("Cc", "Co", "Cs") for each in cell):
            yield where


@rule
def no_merged_cells(kit: Kit) -> Iterator[str]:
    yield from (sheet.title for sheet in _sheets(kit) if sheet.merged_cells.ranges)


@rule
def no_formulas(kit: Kit) -> Iterator[str]:
    for sheet in _sheets(kit):
        for line in sheet.iter_rows():
            yield from (f"{sheet.title}!{c.coordinate}" for c in line if c.data_type == "f")


@rule
def no_objects(kit: Kit) -> Iterator[str]:
    for sheet in _sheets(kit):
        if sheet._images or sheet._charts or sheet.legacy_drawing:  # type: ignore[attr-defined]
            yield sheet.title


@rule
def colours_carry_no_meaning(kit: Kit) -> Iterator[str]:
    for sheet in _sheets(kit):
        for line in sheet.iter_rows(min_row=2):
            yield from (f"{sheet.title}!{c.coordinate}" for c in line if c.fill.fill_type)


# Numbers


@rule
def numbers_are_digits_and_nothing_else(kit: Kit) -> Iterator[str]:
    for where, column, cell in _cells(kit):
        whole = re.fullmatch(r"-?(0|[1-9]\d*)", cell)
        if column.kind == "integer" and not whole:
            yield where
        if column.kind == "number" and not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", cell):
            yield where


@rule
def what_is_less_has_a_minus_sign(kit: Kit) -> Iterator[str]:
    for where, column, cell in _cells(kit):
        if column.kind in ("integer", "number") and re.search(r"[▲△()−－]", cell):
            yield where


@rule
def amounts_are_whole_yen(kit: Kit) -> Iterator[str]:
    for where, column, cell in _cells(kit):
        if column.name.endswith("_yen") and not re.fullmatch(r"-?\d+", cell):
            yield where


@rule
def numbers_are_numbers_in_the_workbook(kit: Kit) -> Iterator[str]:
    for table, sheet in zip(TABLES, _sheets(kit), strict=False):
        for line in sheet.iter_rows(min_row=2):
            for column, cell in zip(table.columns, line, strict=True):
                numeric = column.kind in ("integer", "number")
                if cell.value is not None and (cell.data_type == "n") != numeric:
                    yield f"{sheet.title}!{cell.coordinate}"


@rule
def units_are_stated(kit: Kit) -> Iterator[str]:
    named = ("_yen", "_percent", "_unit", "_count", "_year", "_year_end")
    plain = {"page", "line", "depth", "number", "fiscal_year", "confidence"}
    counts = {"figures_in_records", "figures_left_over", "amounts_proved", "checks_failed"}
    years = {"period_start", "period_end"}
    for table, columns in _COLUMNS.items():
        for column in columns.values():
            beside = column.name in ("value", "value_upper") and "value_unit" in columns
            known = column.name in plain | counts | years | {"pages_with_ocr"}
            said = column.unit or column.name.endswith(named) or beside or known
            if column.kind in ("integer", "number") and not said:
                yield f"{table}.{column.name}"


@rule
def what_is_missing_is_blank(kit: Kit) -> Iterator[str]:
    for where, column, cell in _cells(kit):
        if column.kind != "text" and cell in ("-", "−", "…", "*", "N/A", "null", "None", "nan"):
            yield where


@rule
def a_blank_is_no_zero(kit: Kit) -> Iterator[str]:
    for table, columns in _COLUMNS.items():
        texts = [n.removesuffix("_text") for n in columns if n.endswith("_text")]
        for row in kit.rows(table):
            for name in texts:
                if row.get(f"{name}_yen") and not row[f"{name}_text"]:
                    yield f"{table}.{name}: {row['row_id']}"


@rule
def a_printed_zero_is_zero(kit: Kit) -> Iterator[str]:
    for table, columns in _COLUMNS.items():
        amounts = [
            n.removesuffix("_yen") for n in columns if n.endswith("_yen") and "upper" not in n
        ]
        for row in kit.rows(table):
            if not any(row[f"{name}_yen"] for name in amounts):
                continue  # the document does not say its unit
            for name in amounts:
                if row[f"{name}_text"] == "0" and row[f"{name}_yen"] != "0":
                    yield f"{table}.{name}: {row['row_id']}"


# Codes, years, identity


@rule
def codes_keep_their_zeros(kit: Kit) -> Iterator[str]:
    for where, column, cell in _cells(kit):
        if column.codes == "issuers" and not re.fullmatch(r"\d{6}", cell):
            yield where
    for sheet in _sheets(kit):
        for line in sheet.iter_rows(min_row=2, max_col=sheet.max_column):
            yield from (
                f"{sheet.title}!{cell.coordinate}"
                for heading, cell in zip(sheet[1], line, strict=True)
                if "issuer_code" in str(heading.value) and isinstance(cell.value, int | float)
            )


@rule
def codes_stand_in_a_code_table(kit: Kit) -> Iterator[str]:
    known = {(row["code_table"], row["code"]) for row in kit.rows("codes")}
    for where, column, cell in _cells(kit):
        if column.codes and (column.codes, cell) not in known:
            yield where


@rule
def issuers_have_their_official_code(kit: Kit) -> Iterator[str]:
    names = Counter(each.name for each in governments())
    for table in TABLE_NAMES:
        for row in kit.rows(table):
            if names[row["issuer"]] == 1 and not row["issuer_code"]:
                yield row["issuer"]


@rule
def years_are_western_with_the_japanese_form_beside(kit: Kit) -> Iterator[str]:
    for table in TABLE_NAMES:
        for row in kit.rows(table):
            year, label = row["fiscal_year"], row["fiscal_year_label"]
            if bool(year) != bool(label) or not re.fullmatch(r"(\d{4})?", year):
                yield f"{table}: {year} {label}"


@rule
def every_row_says_all_that_it_is_about(kit: Kit) -> Iterator[str]:
    dittoes = re.compile(r'[〃々"”″]|同上|同右|同左|\'\'')
    for table in _DATA:
        for row in kit.rows(table):
            if not (row["document"] and row["file_name"] and row["page"] and row["record_type"]):
                yield f"{table}: {row['row_id']}"
            if dittoes.fullmatch(row.get("name") or row.get("label") or "-"):
                yield f"{table}: {row['row_id']}"


@rule
def every_row_has_an_id_of_its_own(kit: Kit) -> Iterator[str]:
    for table in _DATA:
        ids = Counter((row["row_id"], row["document"]) for row in kit.rows(table))
        yield from (str(each) for each, number in ids.items() if number > 1)


@rule
def references_lead_to_a_row(kit: Kit) -> Iterator[str]:
    documents = {row["document"] for row in kit.rows("documents")}
    ids = {(row["row_id"], row["document"]) for name in _DATA for row in kit.rows(name)}
    for table in _DATA:
        for row in kit.rows(table):
            if row["document"] not in documents:
                yield row["row_id"]
            for name in ("owner", "part_of"):
                if row.get(name) and (row[name], row["document"]) not in ids:
                    yield row[name]
