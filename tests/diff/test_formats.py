"""What changed between two sides, every yen of the difference accounted for, in each format."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from rich.cells import cell_len

from models import (
    RECORD,
    Actual,
    BudgetItem,
    Change,
    Document,
    FiscalYear,
    Indicator,
    Money,
    Quantity,
    Record,
)
from pipeline.budget import Sheet
from pipeline.diff import Diff, compare
from pipeline.errors import InputError, MissingToolError, StoreError, UsageError
from pipeline.files import dump_records
from pipeline.history import trace
from pipeline.history_of_issuer import trace_issuer
from pipeline.report_diff import render, summary
from pipeline.sides import load_side, make_side, side_of
from pipeline.store import Store, open_store
from tests.budget.made import SPENDING, book, sum_of
from tests.diff.test_compare import AFTER


def item(
    name: str,
    amount: int | None,
    prior: int | None = None,
    *,
    department: str | None = "福祉課",
    year: int = 2021,
    phase: str | None = None,
) -> BudgetItem:
    return BudgetItem.model_validate(
        {
            "page": 1,
            "id": f"{year}-{name}-{department}-{phase}",
            "name": name,
            "department": department,
            "section": ("民生費",),
            "amount": amount if amount is None else Money(yen=amount, text=f"{amount:,}"),
            "prior_amount": prior if prior is None else Money(yen=prior, text=f"{prior:,}"),
            "fiscal_year": FiscalYear.model_validate({"year": year, "phase": phase}),
        }
    )


OLD = [
    item("児童館運営", 12_345_000, year=2020),
    item("敬老祝金", 5_678_000, year=2020),
    item("商店街振興事業", 3_210_000, department="商工課", year=2020),
    item("除雪事業", 8_000_000, department="土木課", year=2020),
    item("プレミアム商品券", 50_000_000, department="商工課", year=2020),
    item("臨時給付金", 90_000_000, year=2020, phase="supplementary"),
    item("総合相談支援", 9_876_000, year=2020),
]
NEW = [
    item("児童館運営費", 13_000_000, 12_345_000),
    item("敬老祝金", 5_500_000, 5_600_000),
    item("まちなか再生プロジェクト", 4_000_000, 3_210_000, department="商工課"),
    item("除雪事業", 8_500_000, 8_000_000, department="道路課"),
    item("子ども食堂支援", 1_234_000, 0),
    item("総合相談窓口", 6_000_000, 5_432_000),
    item("相談支援員配置", 5_000_000, 4_444_000),
    item("計画策定", None),
]


def diff_of(old: list[Record], new: list[Record]) -> Diff:
    return compare(make_side("old", [Sheet(old)]), make_side("new", [Sheet(new)]))


@pytest.fixture
def diff() -> Diff:
    return diff_of(list(OLD), list(NEW))


def named(diff: Diff, name: str) -> Change:
    (change,) = [each for each in diff.changes if name in (each.old_name, each.new_name)]
    return change


def test_each_kind_of_change(diff: Diff) -> None:
    kinds = {(each.old_name, each.new_name): each.kind for each in diff.changes}
    assert kinds == {
        ("児童館運営", "児童館運営費"): "continued",
        ("敬老祝金", "敬老祝金"): "continued",
        ("商店街振興事業", "まちなか再生プロジェクト"): "renamed",
        ("除雪事業", "除雪事業"): "moved",
        ("総合相談支援", "総合相談窓口 + 相談支援員配置"): "split",
        (None, "子ども食堂支援"): "added",
        (None, "計画策定"): "added",
        ("プレミアム商品券", None): "removed",
    }
    (left,) = diff.left_out
    assert (left.side, left.why, left.number, left.amount) == (
        "old",
        "stage_one_side",
        1,
        90_000_000,
    )
    moved = named(diff, "除雪事業")
    assert (moved.old_department, moved.new_department) == ("土木課", "道路課")
    assert (moved.amount_change, moved.percent) == (500_000, 6.25)
    assert moved.match is not None
    assert moved.match.method == "name"
    assert 0.9 < moved.match.score <= 1


def test_printed_prior_amounts_are_held_against_last_years_document(diff: Diff) -> None:
    wrong = [change.new_name for change in diff.changes if change.prior_disagrees]
    assert wrong == ["敬老祝金"]
    assert named(diff, "敬老祝金").printed_prior == 5_600_000
    assert named(diff, "敬老祝金").doubts == ("prior_disagrees",)


def test_sums_leave_doubtful_changes_out_and_reconcile(diff: Diff) -> None:
    (total,) = diff.totals
    assert (total.cell.table, total.old, total.new) == ("projects", 89_109_000, 43_234_000)
    assert {each.kind: each.change for each in total.sums} == {
        "added": 1_234_000,
        "removed": -50_000_000,
        "continued": 655_000,
        "renamed": 790_000,
        "moved": 500_000,
        "split": 1_124_000,
    }
    assert {each.kind: each.change for each in total.doubtful} == {
        "added": 0,
        "continued": -178_000,
    }
    assert named(diff, "計画策定").doubts == ("no_amount",)
    assert total.reconciles


amounts = st.one_of(st.none(), st.integers(-(10**12), 10**12))
years = st.lists(
    st.tuples(st.sampled_from("甲乙丙丁戊己庚辛"), amounts, amounts, st.sampled_from(["", "課"])),
    max_size=12,
)


@given(years, years)
def test_totals_always_reconcile_and_nothing_is_lost_or_doubled(
    old: list[tuple[str, int | None, int | None, str]],
    new: list[tuple[str, int | None, int | None, str]],
) -> None:
    before = [item(f"{n}運営事業", a, p, department=d, year=2020) for n, a, p, d in old]
    after = [item(f"{n}運営事業", a, p, department=d) for n, a, p, d in new]
    found = diff_of(list(before), list(after))
    assert all(total.reconciles for total in found.totals)
    for side, get in ((found.old, lambda c: c.old), (found.new, lambda c: c.new)):
        assert sorted(i for c in found.changes for i in get(c)) == sorted(side.things)
    left = {(each.side, each.why): each.number for each in found.left_out}
    if before and after:
        assert left == {}
    else:
        assert sum(left.values()) == len(before) + len(after)
        assert found.changes == []


def test_a_diff_with_itself_is_empty(diff: Diff) -> None:
    same = diff_of(list(NEW), list(NEW))
    assert {change.kind for change in same.changes} == {"continued"}
    assert not any(change.amount_change or change.prior_disagrees for change in same.changes)
    assert not same.adjacent


def test_json_lines_are_changes(diff: Diff) -> None:
    lines = render(diff, "jsonl").decode().splitlines()
    assert [Change.model_validate_json(line) for line in lines] == diff.changes
    assert summary(diff)["changes"] == {
        "added": 2,
        "continued": 2,
        "moved": 1,
        "removed": 1,
        "renamed": 1,
        "split": 1,
    }


EVIL = "=cmd|'/c calc'!A1 <script>alert(1)</script> & \"x\"\x07"


def test_a_page_escapes_what_documents_say_and_loads_nothing() -> None:
    found = diff_of(
        [item("敬老祝金", 1, year=2020)],
        [item(EVIL, 5_000), item("除雪", 7_000, department="土木課")],
    )
    page = render(found, "html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert re.findall(r'src=|href="(?!#)|url\(|@import|https?:', page) == []
    assert page.count("<rect") >= 2
    assert page.count("+12,000") >= 1


def test_a_workbook_has_numbers_as_numbers_and_never_a_formula() -> None:
    names = [EVIL, "+1事業", "-2事業", "@SUM(A1)", "=1+1"]
    found = diff_of(
        [item("敬老祝金", 1, year=2020)], [item(name, 5_000 + i) for i, name in enumerate(names)]
    )
    data = render(found, "xlsx")
    assert data == render(found, "xlsx"), "the same diff gives the same bytes"
    book = load_workbook(io.BytesIO(data))
    sheet = book["projects"]
    headings = [str(cell.value).split()[-1] for cell in sheet[1]]
    by_name, by_amount = headings.index("name"), headings.index("new_yen")
    rows = list(sheet.iter_rows(min_row=2))[: len(names)]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet.auto_filter.ref is not None
    assert [row[by_amount].value for row in rows] == [5_000, 5_001, 5_002, 5_003, 5_004]
    assert {row[by_amount].data_type for row in rows} == {"n"}
    texts = [row[by_name] for row in rows]
    assert [str(cell.value).replace("_x0007_", "\x07") for cell in texts] == names
    assert {cell.data_type for cell in texts} == {"s"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_a_workbook_without_its_extra_says_which(
    diff: Diff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingToolError, match=r"pip install .*openpyxl"):
        render(diff, "xlsx")


def test_the_table_says_all_that_changed(diff: Diff) -> None:
    text = render(diff, "table").decode()
    for words in (
        "商店街振興事業 → ",
        "土木課 → 道路課",
        "+500",
        "-45,875",
        "prints 5,600,000",
        "FY2020 → FY2021 (thousand yen)",
        "to settle" if any(change.candidates for change in diff.changes) else "",
    ):
        assert words in text
    assert "does not add up" not in text
    # Names are folded and never cut, also where there is little room.
    assert max(cell_len(line) for line in text.split("\n")) <= 110


def test_what_people_read_is_in_their_language(diff: Diff) -> None:
    page = render(diff, "html", language="ja").decode()
    assert '<html lang="ja">' in page
    assert "当初" in page
    assert "△45,875" in page
    assert "部局の移管" in page
    text = render(diff, "table", language="ja").decode()
    assert "令和2年度 → 令和3年度 (千円)" in text
    book = load_workbook(io.BytesIO(render(diff, "xlsx", language="ja")))
    assert "事業" in book.sheetnames
    assert str(book["事業"]["A1"].value).startswith("名称")


def indicator(year: int, target: int, **actuals: int) -> Indicator:
    return Indicator(
        page=1,
        id=f"i{year}",
        name="道産食品輸出額",
        target=Quantity(value=target, unit="億円", text="", fiscal_year=FiscalYear(year=2023)),
        actuals=tuple(
            Actual(
                fiscal_year=FiscalYear(year=int(key[1:])),
                value=Quantity(value=value, unit="億円", text=""),
            )
            for key, value in actuals.items()
        ),
    )


def test_targets_that_are_revised_and_results_that_are_filled_in() -> None:
    found = diff_of(
        [indicator(2019, 1_000, y2018=774)], [indicator(2020, 1_500, y2018=774, y2019=664)]
    )
    (change,) = found.changes
    assert change.kind == "continued"
    assert change.amount_change is None
    assert [(each.field, each.old, each.new) for each in change.fields] == [
        ("target", "1,000億円 (2023)", "1,500億円 (2023)"),
        ("actual 2019", None, "664億円"),
    ]


def card(sha256: str, year: int, file_name: str = "budget.pdf", **fields: object) -> Document:
    return Document.model_validate(
        {
            "sha256": sha256,
            "file_name": file_name,
            "issuer": "甲市",
            "fiscal_year": {"year": year},
            **fields,
        }
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    kept = open_store(str(tmp_path / "yosano.db"), create=True)
    kept.keep(card("a", 2020), OLD)
    kept.keep(card("b", 2021), NEW)
    later = [
        item("児童館運営", 14_000_000, 13_000_000, year=2023),
        item("除雪", 9_000_000, year=2023),
    ]
    kept.keep(card("c", 2023), later)
    return kept


def test_years_in_a_store(store: Store) -> None:
    assert len(side_of(store, "甲市", 2020).things) == 7
    assert len(side_of(store, "甲市", 2020, phase="supplementary").things) == 1
    address = store.shown
    assert load_side("甲市@2020:補正", store=address).label == "甲市@2020:supplementary"
    with pytest.raises(StoreError, match=r"甲市@2022: no such documents.*甲市@2020, 甲市@2021"):
        load_side("甲市@2022", store=address)
    with pytest.raises(UsageError, match="no such phase"):
        load_side("甲市@2020:冬", store=address)
    with pytest.raises(UsageError, match="ISSUER@YEAR"):
        load_side("甲市", store=address)


def test_what_two_documents_of_a_year_list_is_one_thing(store: Store) -> None:
    outline = [item("児童館運営", 12_345_000, year=2020), item("新庁舎建設", 1, year=2020)]
    store.keep(card("outline", 2020, "outline.pdf"), outline)
    names = [thing.name for thing in side_of(store, "甲市", 2020).things.values()]
    assert len(names) == 8
    assert names.count("児童館運営") == 1


def test_a_line_over_the_years_through_a_rename_and_a_pause(store: Store) -> None:
    (line,) = trace(store, "児童館運営費")
    assert [(point.year, point.amount, point.change) for point in line.points] == [
        (2020, 12_345_000, None),
        (2021, 13_000_000, 655_000),
        (2023, 14_000_000, 1_000_000),
    ]
    (renamed,) = trace(store, "商店街振興")
    assert [point.name for point in renamed.points] == [
        "商店街振興事業",
        "まちなか再生プロジェクト",
    ]
    assert any("prior amount" in reason for reason in renamed.points[1].evidence)
    (split,) = trace(store, OLD[6].id)
    assert [point.name for point in split.points] == [
        "総合相談支援",
        "総合相談窓口",
        "相談支援員配置",
    ]
    with pytest.raises(StoreError, match="nothing of this name"):
        trace(store, "空港整備")


def test_a_project_whose_later_document_states_no_phase_goes_on(tmp_path: Path) -> None:
    kept = open_store(str(tmp_path / "y.db"), create=True)
    names = [f"第{n}橋整備" for n in range(1, 9)]
    for year, phase in ((2020, "initial"), (2021, None)):
        rows = [
            item(name, 3_333_000 + 7_000 * n + year, 3_333_000 + 7_000 * n + year - 1, year=year)
            for n, name in enumerate(names)
        ]
        fiscal = FiscalYear(year=year, phase=phase)  # type: ignore[arg-type]
        kept.keep(card(str(year), year).model_copy(update={"fiscal_year": fiscal}), rows)
    (line,) = trace(kept, names[2])
    assert [point.year for point in line.points] == [2020, 2021]


def test_an_issuers_accounts_over_the_years(tmp_path: Path) -> None:
    file = tmp_path / "y.db"
    kept = open_store(str(file), create=True)
    for year, tree in ((2022, SPENDING), (2023, AFTER)):
        fiscal = FiscalYear(year=year, phase="initial")
        document = card(f"b{year}", year).model_copy(update={"fiscal_year": fiscal})
        kept.keep(document, book(tree, year=year))
    lines = trace_issuer(kept, "甲市")
    account = lines[0]
    whole = [sum_of(SPENDING, ()), sum_of(AFTER, ())]
    assert (account.name, account.direction) == ("一般会計", "expenditure")
    assert [(point.year, point.amount) for point in account.points] == [
        (2022, whole[0]),
        (2023, whole[1]),
    ]
    assert account.points[1].change == whole[1] - whole[0]
    titles = {line.name: [point.amount for point in line.points] for line in lines[1:]}
    assert titles == {
        title: [sum_of(SPENDING, (title,)), sum_of(AFTER, (title,))] for title in SPENDING
    }
    page = tmp_path / "h.html"
    store = ("--store", str(file))
    done = history("--issuer", "甲市", *store, "--format", "html", "--out", str(page))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = page.read_text(encoding="utf-8")
    assert text.count("<rect") == 2 * (1 + len(SPENDING))
    assert "http" not in text.replace("http-equiv", "")
    missing = history(*store)
    assert (missing.returncode, len(missing.stderr.splitlines())) == (2, 1)
    shown = history("--issuer", "甲市", *store, "--lang", "ja").stdout
    assert "一般会計 歳出" in shown
    assert "█" in shown
    with pytest.raises(StoreError, match="no totals"):
        trace_issuer(kept, "乙市")


def history(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "history", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_record_files_and_what_is_wrong_with_them(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(dump_records(OLD), encoding="utf-8")
    side = load_side(str(file))
    assert (len(side.things), side.year) == (7, 2020)
    file.write_text(dump_records(OLD) + '{"type": "budget_item"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 8: budget_item: no name"):
        load_side(str(file))
    document = tmp_path / "budget.pdf"
    document.write_bytes(b"%PDF-1.7")
    with pytest.raises(UsageError, match="run `yosano extract` first"):
        load_side(str(document))


def test_the_command(tmp_path: Path, store: Store) -> None:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    out = tmp_path / "made" / "diff.html"
    sides = ("甲市@2020", "甲市@2021", "--store", store.shown)
    done = run("diff", *sides, "--format", "html", "--out", str(out))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "まちなか再生プロジェクト" in out.read_text(encoding="utf-8")
    lines = run("diff", *sides, "--format", "jsonl").stdout.splitlines()
    assert {json.loads(line)["kind"] for line in lines} >= {"split", "moved", "renamed"}
    told = run("history", "児童館運営", "--store", store.shown, "--json")
    assert [point["year"] for point in json.loads(told.stdout)[0]["points"]] == [2020, 2021, 2023]
    missing = run("diff", "甲市@1999", "甲市@2021", "--store", store.shown)
    assert missing.returncode == 5
    assert len(missing.stderr.splitlines()) == 1


def test_records_that_cannot_be_compared_are_left_alone() -> None:
    point = RECORD.validate_python({"type": "slide_point", "page": 1, "text": "除雪の強化"})
    assert diff_of([point], []).changes == []
