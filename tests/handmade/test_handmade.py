"""Records that a person or another program wrote, and each error by its line."""

import json
from pathlib import Path

import pytest

from models import BudgetItem, BudgetStatementLine
from pipeline.diff import compare
from pipeline.errors import InputError
from pipeline.files import dump_records
from pipeline.handmade import read_records
from pipeline.sides import load_side
from tests.budget.made import SPENDING, book

GOLD = (
    '{"type": "budget_item", "name": "区民相談", "department": "地域振興課",'
    ' "section": ["総務費", "総務管理費"], "fiscal_year": {"year": 2026},'
    ' "amount": {"yen": 19763000}, "funding": [{"source": "bonds"}]}\n'
)


def written(folder: Path, text: str, name: str = "mine.jsonl", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_record_needs_only_what_somebody_vouches_for(
    tmp_path: Path, encoding: str, newline: str
) -> None:
    text = (GOLD + "\n" + GOLD.replace("区民相談", "髙齢者")).replace("\n", newline)
    one, two = read_records(written(tmp_path, text, encoding=encoding))
    assert isinstance(one, BudgetItem)
    assert one.amount is not None
    assert (one.name, one.amount.yen, one.amount.text, one.page) == (
        "区民相談",
        19_763_000,
        "19,763,000",
        1,
    )
    assert (one.prior_amount, one.funding[0].amount) == (None, None)
    assert isinstance(two, BudgetItem)
    assert two.name == "髙齢者"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"type": "budget_item", "ammount": {"yen": 1}}', "no field 'ammount' (amount?)"),
        ('{"type": "budget_item", "amount": {"yenn": 1}}', "no field 'amount.yenn' (yen?)"),
        ('{"type": "budget_item", "amount": {"yen": "19763000"}}', "budget_item.amount.yen"),
        ('{"type": "budget_item", "amount": 5000}', "budget_item.amount"),
        ('{"type": "budget_item", "fiscal_year": {"year": 2026, "phase": "当初"}}', "phase"),
        ('{"type": "budget_itm", "name": "x"}', "no record type 'budget_itm'"),
        ('{"name": "x"}', "no record type None"),
        ('{"type": "budget_statement_line", "level": "title"}', "name: needed, and not there"),
        (
            '{"type": "budget_item", "name": "x", "fiscal_year": {"text": ""}}',
            "year: needed",
        ),
        ('{"type": "budget_item", "amount": {"yen": 5}}', "no name"),
        ("[1]", "not a JSON object"),
        ('{"type": ', "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    path = written(tmp_path, GOLD + "\n" + line + "\n")
    with pytest.raises(InputError) as error:
        read_records(path)
    assert f"{path}: line 3: " in str(error.value)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_many_wrong_lines_are_counted(tmp_path: Path) -> None:
    path = written(tmp_path, '{"type": "x"}\n' * 8)
    with pytest.raises(InputError, match=r"line 1: .*line 5: .*; and 3 more"):
        read_records(path)


def test_what_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_bytes(b"\x80\xff\xfe\x00\x81")
    with pytest.raises(InputError, match="save it as UTF-8"):
        read_records(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_records(tmp_path / "none.jsonl")


def test_what_extract_wrote_comes_back_as_it_was(tmp_path: Path) -> None:
    records = book(SPENDING)
    assert read_records(written(tmp_path, dump_records(records))) == records


TABLE = """\
name,department,section,fiscal_year,phase,amount (千円),prior_amount
児童館運営,子育て支援課,民生費 > 児童福祉費 > 児童館費,2021,initial,"13,000","12,345,000"
敬老祝金,福祉課,,2021,initial,△5,－
新庁舎,,,2021,initial,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_table_is_a_record_a_row(tmp_path: Path, encoding: str) -> None:
    rows = read_records(written(tmp_path, TABLE.replace("△", "-"), "t.csv", encoding))
    assert all(isinstance(row, BudgetItem) for row in rows)
    first, second, third = [row for row in rows if isinstance(row, BudgetItem)]
    assert first.amount is not None
    assert (first.amount.yen, first.amount.unit) == (13_000_000, 1_000)
    assert first.prior_amount is not None
    assert first.prior_amount.yen == 12_345_000
    assert first.section == ("民生費", "児童福祉費", "児童館費")
    assert second.amount is not None
    assert second.amount.yen == -5_000
    assert second.prior_amount is not None
    assert second.prior_amount.none
    assert (third.amount, third.department) == (None, None)
    assert first.fiscal_year is not None
    assert (first.fiscal_year.year, first.fiscal_year.phase) == (2021, "initial")


def test_statement_lines_in_a_table(tmp_path: Path) -> None:
    text = (
        "level\tname\ttitle\titem\tdirection\tamount_yen\n"
        "subitem\t児童館費\t民生費\t児童福祉費\texpenditure\t5000\n"
    )
    (row,) = read_records(written(tmp_path, text, "t.tsv"))
    assert isinstance(row, BudgetStatementLine)
    assert (row.section, row.level, row.direction) == (
        ("民生費", "児童福祉費"),
        "subitem",
        "expenditure",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,ammount\n甲,5\n", "line 1: no field 'ammount' (amount?)"),
        ("name,事業費合計\n甲,5\n", "line 1: no field '事業費合計'; there are type"),
        ("name,amount\n甲,5\n乙,五千\n", "line 3: amount: '五千' is no whole number"),
        ("name,amount\n甲,1.5\n", "line 2: amount: '1.5' is no whole number"),
        ("name,amount\n甲,5,6\n", "line 2: 3 cells under 2 headings"),
        ("name,phase\n甲,initial\n", "line 2: phase: of which fiscal_year?"),
        ("name,fiscal_year,phase\n甲,2021,当初\n", "line 2: budget_item.fiscal_year.phase"),
        ("name (千円)\n甲\n", "line 1: 'name (千円)' is no amount and has no unit"),
        ("", "line 1: no headings"),
    ],
)
def test_what_is_wrong_in_a_table(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text, "t.csv")
    with pytest.raises(InputError) as error:
        read_records(path)
    assert says in str(error.value)


def test_what_export_writes_is_read(tmp_path: Path) -> None:
    text = (
        "row_id,record_id,record_type,issuer_code,issuer,fiscal_year,fiscal_year_end,"
        "fiscal_year_label,year_basis,phase,account,path,direction,level,code,name,title,section,"
        "amount_yen,amount_text,amount_unit,amount_qualifier,amount_upper_yen,share_percent,"
        "file_name,page,line,box_left,confidence,proved,corrected\n"
        "r1,a,budget_statement_line,392049,南国市,2022,,令和4年度,fiscal,initial,一般会計,"
        '歳出 > 総務費,expenditure,section,1,報酬,総務費,報酬,25222000,"25,222",1000,,,,'
        "b.pdf,56,,1.0,0.99,1,0\n"
    )
    (row,) = read_records(written(tmp_path, text, "statement_lines.csv"))
    assert isinstance(row, BudgetStatementLine)
    assert row.amount is not None
    assert (row.section, row.amount.yen, row.page, row.id) == (
        ("歳出", "総務費"),
        25_222_000,
        56,
        "a",
    )


def test_two_tables_by_hand_are_compared(tmp_path: Path) -> None:
    old = written(tmp_path, "name,amount,fiscal_year\n児童館運営,5000,2020\n", "old.csv", "cp932")
    new = written(
        tmp_path,
        json.dumps(
            {
                "type": "budget_item",
                "name": "児童館運営",
                "amount": {"yen": 6_000},
                "fiscal_year": {"year": 2021},
            },
            ensure_ascii=False,
        ),
        encoding="utf-8-sig",
    )
    diff = compare(load_side(str(old)), load_side(str(new)))
    assert diff.adjacent
    assert [(c.kind, c.amount_change, c.doubts) for c in diff.changes] == [("continued", 1_000, ())]


OFFICE = """\
年度,会計,款,項,目,所管課,事業名,当初予算額（千円）,前年度当初予算額（千円）
令和4年度,一般会計,民生費,児童福祉費,児童福祉施設費,子育て支援課,放課後児童対策事業費,"222,006","185,358"
R4,一般会計,土木費,道路橋梁費,道路維持費,建設課,道路維持費,"152,600",皆増
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_table_may_have_the_headings_of_an_office(tmp_path: Path, encoding: str) -> None:
    rows = read_records(written(tmp_path, OFFICE, "office.csv", encoding))
    first, second = (row for row in rows if isinstance(row, BudgetItem))
    assert (first.name, first.department, first.account) == (
        "放課後児童対策事業費",
        "子育て支援課",
        "一般会計",
    )
    assert first.section == ("民生費", "児童福祉費", "児童福祉施設費")
    assert first.fiscal_year is not None
    assert first.fiscal_year.year == 2022
    assert first.amount is not None
    assert first.amount.yen == 222_006_000
    assert second.prior_amount is not None
    assert second.prior_amount.none


@pytest.mark.parametrize("year", ["4", "R99x", "元年", "昔"])
def test_what_is_no_year_is_said_with_its_line(tmp_path: Path, year: str) -> None:
    path = written(tmp_path, f"name,fiscal_year\n除雪費,R4\n除雪費,{year}\n", "t.csv")
    with pytest.raises(InputError, match=f"line 3: fiscal_year: '{year}' is no fiscal year"):
        read_records(path)


def test_the_fields_are_listed_once_for_all_strange_headings(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_records(written(tmp_path, "x,y,departmnt\n1,2,3\n", "t.csv"))
    said = str(error.value)
    assert said.count("there are") == 1
    assert "no field 'departmnt' (department?)" in said
