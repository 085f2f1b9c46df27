"""Exports: nothing of a record is lost, hostile text stays text, and every format says the same."""

import json
from collections import Counter
from pathlib import Path
from typing import get_args

import duckdb
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from models import (
    Actual,
    Balance,
    BudgetStatementLine,
    BudgetTotal,
    Commitment,
    CommitmentKind,
    Direction,
    Fact,
    FiscalYear,
    Funding,
    FundingSource,
    HeadingPath,
    Indicator,
    Mark,
    Money,
    Part,
    Phase,
    Qualifier,
    Quantity,
    Record,
    Series,
    SeriesValue,
    Source,
    YearAmount,
)
from models.values import Value
from pipeline.errors import UsageError
from pipeline.export import FORMATS, Look, Volume, export, rows_of_volume
from pipeline.export.cells import clean, year_label
from pipeline.export.codes import labels
from pipeline.export.labels import labels_of
from pipeline.identify.words import KINDS
from pipeline.run import extract
from pipeline.schema import record_types
from tests.export.kit import TABLE_NAMES, exported, item, rows_written, volume


def yen(amount: int | None, text: str = "1") -> Money:
    return Money(yen=amount, text=text, unit=1000)


MANY: list[Record] = [
    item(1, funding=(Funding(source="national", label="国", amount=yen(400)),)),
    BudgetStatementLine(
        id="line",
        page=2,
        section=("歳出", "民生費", "社会福祉費"),
        level="subitem",
        name="老人福祉費",
        code="3.1.2",
        amount=yen(0, "0"),
    ),
    BudgetTotal(
        id="total", page=1, name="総額", amount=yen(900), of_which=(Part(name="道", amount=yen(5)),)
    ),
    Indicator(
        id="kpi",
        page=1,
        name="出生率",
        kind="kpi",
        target=Quantity(value=1.8, text="1.8", fiscal_year=FiscalYear(year=2025)),
        actuals=(Actual(fiscal_year=FiscalYear(year=2023), text="未"),),
    ),
    Commitment(
        id="commitment",
        page=1,
        name="庁舎",
        kind="obligation",
        limit=yen(70),
        period=FiscalYear(year=2024, end_year=2026, text="令和6~8年度"),
        amounts=(YearAmount(fiscal_year=FiscalYear(year=2025), amount=yen(30)),),
    ),
    Balance(id="fund", page=1, name="財政調整基金", opening=yen(10), closing=yen(12)),
    Series(
        id="people",
        page=1,
        name="人口",
        values=(SeriesValue(fiscal_year=FiscalYear(year=2020), value=Quantity(value=5, text="5")),),
    ),
    Fact(
        id="fact",
        page=3,
        label="内訳",
        value=yen(12),
        path=HeadingPath(row=("款", "項"), column=("令和6年度",)),
        fiscal_year=FiscalYear(year=2024),
    ),
]


def test_each_kind_of_fact_has_its_rows(tmp_path: Path) -> None:
    kit = rows_written(MANY, tmp_path)
    rows = {name: len(kit.rows(name)) for name in TABLE_NAMES}
    assert rows == {
        "documents": 1,
        "projects": 1,
        "statement_lines": 1,
        "totals": 2,
        "funding": 1,
        "indicators": 2,
        "commitments": 2,
        "balances": 1,
        "series": 1,
        "facts": 1,
        "policy": 0,
    }
    (line,) = kit.rows("statement_lines")
    assert (line["title"], line["item"], line["subitem"], line["section"]) == (
        "民生費",
        "社会福祉費",
        "老人福祉費",
        "",
    )
    assert (line["amount_yen"], line["prior_amount_yen"]) == ("0", "")
    total, part = kit.rows("totals")
    assert part["part_of"] == total["row_id"]
    (project,) = kit.rows("projects")
    assert project["issuer_code"] == "392049"
    assert (project["fiscal_year"], project["fiscal_year_label"]) == ("2024", "令和6年度")
    assert (project["phase"], project["amount_text"]) == ("initial", "1")
    (fact,) = kit.rows("facts")
    assert (fact["row_path"], fact["column_path"]) == ("款 > 項", "令和6年度")


def test_a_line_whose_headings_say_no_title_has_none(tmp_path: Path) -> None:
    line = BudgetStatementLine(id="x", page=1, section=("市税見積書",), level="item", name="個人")
    (row,) = rows_written([line], tmp_path).rows("statement_lines")
    assert (row["title"], row["item"]) == ("", "個人")


def test_what_was_proved_and_corrected_is_said_of_the_figure(tmp_path: Path) -> None:
    check = {"name": "change", "holds": True, "exact": True, "bits": 20.0, "terms": {"amount": 1}}
    proved = item(1, checks=(check,), confidence={"amount": 0.97})
    source = Source(page=4, bbox=(1, 2, 3, 4), text="2", corrected="c1")
    corrected = item(2, sources={"amount": source})
    first, second = rows_written([proved, corrected], tmp_path).rows("projects")
    assert (first["proved"], first["corrected"], first["confidence"]) == ("true", "false", "0.97")
    assert (second["proved"], second["corrected"]) == ("false", "true")
    assert (second["page"], second["box_left"], second["box_bottom"]) == ("4", "1.0", "4.0")


# Nothing is lost


def _leaves(value: object, path: str = "") -> list[tuple[str, object]]:
    if isinstance(value, Money | Quantity):
        return [(path, value)]
    if isinstance(value, tuple):
        return [leaf for n, each in enumerate(value) for leaf in _leaves(each, f"{path}.{n}")]
    if isinstance(value, Value):
        skip = {"sources", "checks", "confidence", "schema_version", "id", "document", "type"}
        names = [name for name in type(value).model_fields if name not in skip]
        return [leaf for name in names for leaf in _leaves(getattr(value, name), f"{path}.{name}")]
    return [(path, value)] if isinstance(value, str) and value else []


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_every_figure_and_text_of_the_seeds_has_a_cell(root: Path, name: str) -> None:
    (seed,) = (root / "seeds").glob(f"{name}_*.txt")
    records = extract(seed).records
    assert records
    for record in records:
        rows = [row for _, row in rows_of_volume(volume([record]), "a")][1:]
        cells = {cell for row in rows for cell in row.values() if cell is not None}
        said = " ".join(str(cell) for cell in cells)
        for path, leaf in _leaves(record):
            match leaf:
                case Money():
                    assert leaf.yen is None or leaf.yen in cells, path
                    assert clean(leaf.text) in cells, path
                case Quantity():
                    assert leaf.value is None or leaf.value in cells, path
                    assert clean(leaf.text) in cells, path
                case str() if "fiscal_year" not in path and "start" not in path:
                    assert (clean(leaf) or "") in said, path


# Hostile text


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
@settings(deadline=None, max_examples=30)
def test_any_text_comes_through_as_text(names: list[str]) -> None:
    rows = [row for _, row in rows_of_volume(volume([item(1, name=n) for n in names]), "a")][1:]
    for name, row in zip(names, rows, strict=True):
        assert row["name"] == clean(name)
        assert clean(str(row["name"])) == row["name"] or row["name"] is None


HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+81",
    "@SUM(A1)",
    "-1",
    "<script>alert(1)</script>",
    "http://example.org/",
    "_x0041_",
    "{=1}",
    "\u202e逆\u202c",
    "0012",
    "1e5",
    "TRUE",
    "'引用",
    'a,b"c',
]


def test_hostile_names_are_text_in_every_format(tmp_path: Path) -> None:
    records = [item(n, name=name) for n, name in enumerate(HOSTILE)]
    kit = exported([volume(records)], tmp_path)
    assert [row["name"] for row in kit.rows("projects")] == HOSTILE
    sheet = kit.book["事業"]
    assert isinstance(sheet, Worksheet)
    column = [str(c.value).endswith(" name") for c in sheet[1]].index(True) + 1
    cells = [sheet.cell(row, column) for row in range(2, 2 + len(HOSTILE))]
    # Excel takes _x0041_ for an A, so the workbook has its underline escaped.
    assert [unescape(str(cell.value)) for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    export([volume(records)], "parquet", tmp_path / "parquet")
    read = parquet.read_table(tmp_path / "parquet/projects.parquet")
    assert read.column("name").to_pylist() == HOSTILE


def test_csv_for_excel_runs_nothing(tmp_path: Path) -> None:
    export([volume([item(1, name="=1+1")])], "csv", tmp_path, look=Look(excel=True))
    assert "'=1+1" in (tmp_path / "projects.csv").read_text(encoding="utf-8-sig")


# Formats


def test_every_format_has_the_same_rows(tmp_path: Path) -> None:
    for to in FORMATS:
        export([volume(MANY)], to, tmp_path / to)
    book = load_workbook(tmp_path / "xlsx/yosano.xlsx")
    for name, sheet in zip(TABLE_NAMES, book.worksheets, strict=False):
        query = f"select count(*) from '{tmp_path}/csv/{name}.csv'"
        ((by_duckdb,),) = duckdb.sql(query).fetchall()
        assert parquet.read_metadata(tmp_path / f"parquet/{name}.parquet").num_rows == by_duckdb
        assert sheet.max_row - 1 == by_duckdb
        assert (sheet.sheet_state == "hidden") == (by_duckdb == 0)


def test_duckdb_sees_the_types_in_parquet(tmp_path: Path) -> None:
    export([volume(MANY)], "parquet", tmp_path)
    found = duckdb.sql(f"describe select * from '{tmp_path}/projects.parquet'").fetchall()
    types = {name: kind for name, kind, *_ in found}
    assert types["amount_yen"] == "BIGINT"
    assert types["issuer_code"] == types["name"] == "VARCHAR"
    assert types["confidence"] == types["box_left"] == "DOUBLE"
    assert types["proved"] == "BOOLEAN"


def test_a_package_validates_and_speaks_of_budgets(tmp_path: Path) -> None:
    from frictionless import validate

    export([volume(MANY)], "datapackage", tmp_path)
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["type", "note"]) == []
    assert report.valid
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    types = {
        resource["name"]: [
            f["columnType"] for f in resource["schema"]["fields"] if "columnType" in f
        ]
        for resource in package["resources"]
    }
    for name, found in types.items():
        assert max(Counter(found).values(), default=1) == 1, name
    assert {
        "date:fiscal-year",
        "phase:id",
        "direction",
        "administrative-classification:generic:level1:label",
        "functional-classification:generic:level1:label",
        "functional-classification:generic:level3:label",
        "economic-classification:generic:level1:label",
        "value",
    } <= set(types["statement_lines"])
    assert "activity:generic:project:label" in types["projects"]
    assert "fin-source:generic:code" in types["funding"]


def test_frictionless_finds_what_is_wrong(tmp_path: Path) -> None:
    from frictionless import validate

    export([volume(MANY)], "datapackage", tmp_path)
    file = tmp_path / "projects.csv"
    file.write_bytes(file.read_bytes().replace(b",initial,", b",never,"))
    assert not validate(str(tmp_path / "datapackage.json")).valid


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for to in FORMATS:
        for time in ("one", "two"):
            export([volume(MANY)], to, tmp_path / time / to)
        for file in sorted((tmp_path / "one" / to).iterdir()):
            assert file.read_bytes() == (tmp_path / "two" / to / file.name).read_bytes(), file


def test_pages_of_the_workbook_lead_to_the_document(tmp_path: Path) -> None:
    look = Look(documents="https://example.org/pdf")
    export([volume([item(1), item(2)], name="予算 1.pdf")], "xlsx", tmp_path, look=look)
    sheet = load_workbook(tmp_path / "yosano.xlsx")["事業"]
    links = [cell for line in sheet.iter_rows() for cell in line if cell.hyperlink]
    assert [cell.value for cell in links] == [1, 1]
    (link, _) = links
    target = "https://example.org/pdf/%E4%BA%88%E7%AE%97%201.pdf"
    assert (link.hyperlink.target, link.hyperlink.location) == (target, "page=1")


# Files that are there, and names


def test_other_files_stay_and_a_failed_export_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    export([volume([item(1)])], "csv", tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def fails() -> list[Record]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        export([Volume(volume([]).document, fails)], "csv", tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert before["mine.txt"] == b"mine"


def test_a_file_where_the_folder_would_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UsageError, match="cannot be written"):
        export([volume([item(1)])], "csv", tmp_path / "out")


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    one, two = volume([item(1)], name="001.pdf"), volume([item(2)], name="001.pdf")
    export([one, two, one], "csv", tmp_path)
    names = {row.split(",")[1] for row in (tmp_path / "documents.csv").read_text().splitlines()[1:]}
    assert len(names) == 2
    assert all(name.startswith("001.pdf [") for name in names)
    assert set(labels_of([one.document]).values()) == {"001.pdf"}


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (FiscalYear(year=2024), "令和6年度"),
        (FiscalYear(year=2019), "令和元年度"),
        (FiscalYear(year=2018, end_year=2020), "平成30年度～令和2年度"),
        (FiscalYear(year=2024, basis="calendar"), "令和6年"),
        (FiscalYear(year=2024, open_end=True), "令和6年度～"),
        (FiscalYear(year=1500), None),
    ],
)
def test_years_are_written_as_offices_do(year: FiscalYear, label: str | None) -> None:
    assert year_label(year) == label


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("phases", get_args(Phase)),
        ("directions", get_args(Direction)),
        ("marks", get_args(Mark)),
        ("funding_sources", get_args(FundingSource)),
        ("qualifiers", get_args(Qualifier)),
        ("commitment_kinds", get_args(CommitmentKind)),
        ("record_types", tuple(record_types())),
        ("document_kinds", tuple(KINDS)),
        ("levels", get_args(get_args(BudgetStatementLine.model_fields["level"].annotation)[0])),
    ],
)
def test_every_code_that_records_can_have_is_in_a_code_table(table: str, codes: tuple[str]) -> None:
    assert set(labels(table)) == set(codes)


def test_columns_with_nothing_in_them_are_folded_away(tmp_path: Path) -> None:
    export([volume([item(1, department="総務課")])], "xlsx", tmp_path)
    sheet = load_workbook(tmp_path / "yosano.xlsx")["事業"]
    assert isinstance(sheet, Worksheet)
    spans = [(each.min, each.max) for each in sheet.column_dimensions.values() if each.hidden]
    shown = {
        str(cell.value).rpartition(" ")[2]
        for number, cell in enumerate(sheet[1], start=1)
        if not any(first <= number <= last for first, last in spans)
    }
    assert {"name", "department", "amount_yen", "fiscal_year", "page"} <= shown
    assert not {"region", "amount_text", "prior_amount_yen", "row_id"} & shown


def test_whole_numbers_with_blanks_are_whole_numbers_in_pandas(tmp_path: Path) -> None:
    export([volume(MANY)], "parquet", tmp_path)
    schema = parquet.read_schema(tmp_path / "projects.parquet")
    told = {each["name"]: each["numpy_type"] for each in schema.pandas_metadata["columns"]}
    assert list(told) == schema.names
    assert told["amount_yen"] == told["fiscal_year"] == "Int64"
    assert told["confidence"] == "Float64"
    assert told["issuer_code"] == "str"


def test_confidence_is_a_share_in_workbooks(tmp_path: Path) -> None:
    sheet = exported([volume([item(1, confidence={"amount": 0.9962})])], tmp_path).book["事業"]
    assert isinstance(sheet, Worksheet)
    cells = {
        str(head.value).split()[-1]: cell for head, cell in zip(sheet[1], sheet[2], strict=True)
    }
    assert cells["confidence"].value == 0.9962
    assert cells["confidence"].number_format == "0.0%"
    assert cells["name"].alignment.indent == 1
