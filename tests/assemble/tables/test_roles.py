from fractions import Fraction

import pytest

from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.role_proofs import confirm, infer
from pipeline.assemble.tables.roles import (
    Column,
    funding_of,
    propose,
    role_of,
    settle_years,
    unit_note,
)
from pipeline.assemble.tables.vocabulary import ColumnRole as Role


def _columns(*headings: tuple[str, ...], year: int | None = 2022) -> list[Column]:
    columns = propose(headings, lambda text: heading_year(text, year))
    return settle_years(columns, year)


def _values(*rows: tuple[int | None, ...]) -> list[list[Fraction | None]]:
    return [[None if cell is None else Fraction(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("事業名", Role.NAME),
        ("事 業 名", Role.NAME),
        ("主な事業", Role.NAME),
        ("主 な 事 業 内 容", Role.DESCRIPTION),
        ("事業概要", Role.DESCRIPTION),
        ("概要", Role.DESCRIPTION),
        ("予算額", Role.AMOUNT),
        ("予 算 額\n(千円)", Role.AMOUNT),
        ("当初予算額", Role.AMOUNT),
        ("事業費(千円)", Role.AMOUNT),
        ("前年度予算額", Role.PRIOR),
        ("前年度当初予算額", Role.PRIOR),
        ("増減", Role.CHANGE),
        ("増 減 額", Role.CHANGE),
        ("比較", Role.CHANGE),
        ("① - ②", Role.CHANGE),
        ("(A)-(B)", Role.CHANGE),
        ("対前年度増減額", Role.CHANGE),
        ("伸率", Role.CHANGE_PERCENT),
        ("伸び率", Role.CHANGE_PERCENT),
        ("増減率(%)", Role.CHANGE_PERCENT),
        ("対前年度比", Role.CHANGE_PERCENT),
        ("構成比", Role.SHARE),
        ("主管課", Role.DEPARTMENT),
        ("担当課", Role.DEPARTMENT),
        ("所管", Role.DEPARTMENT),
        ("所属", Role.DEPARTMENT),
        ("課名", Role.DEPARTMENT),
        ("課所", Role.DEPARTMENT),
        ("課・係", Role.DEPARTMENT),
        ("予算所管課", Role.DEPARTMENT),
        ("課題", None),
        ("款項目", Role.CODE),
        ("番号", Role.NUMBER),
        ("No.", Role.NUMBER),
        ("備考", Role.NOTE),
        ("区分", Role.LABEL),
        ("限度額", Role.LIMIT),
        ("期間", Role.PERIOD),
        ("財源内訳", Role.FUNDING_TEXT),
    ],
)
def test_headings_say_what_their_columns_are(heading: str, role: Role | None) -> None:
    assert role_of(heading) is role


@pytest.mark.parametrize("heading", ["市民課窓口業務委託", "資源物(ビン類)", "5,860,609", ""])
def test_other_texts_are_no_headings(heading: str) -> None:
    assert role_of(heading) is None


@pytest.mark.parametrize(
    ("heading", "source"),
    [
        ("国", "national"),
        ("国庫支出金", "national"),
        ("国支出金", "national"),
        ("県支出金", "prefectural"),
        ("道支出金", "prefectural"),
        ("都支出金", "prefectural"),
        ("府支出金", "prefectural"),
        ("地方債", "bonds"),
        ("市債", "bonds"),
        ("村債", "bonds"),
        ("その他", "other"),
        ("一般財源", "general"),
        ("一 般 財 源", "general"),
    ],
)
def test_funding_headings(heading: str, source: str) -> None:
    assert funding_of(heading) == source


@pytest.mark.parametrize(
    ("note", "unit"),
    [
        ("(単位:千円)", 1000),
        ("(単位:千円、%)", 1000),
        ("単 位 : 百 万 円", 1_000_000),
        ("R4年度当初予算額(千円)", 1000),
        ("(億円)", 100_000_000),
        ("単位:円", 1),
        ("1,234千円", None),
        ("(1,000円)", None),
    ],
)
def test_unit_notes(note: str, unit: int | None) -> None:
    assert unit_note(note) == unit


@pytest.mark.parametrize(
    "years", [("R3年度当初予算額", "R4年度当初予算額"), ("R4年度当初予算額", "R3年度当初予算額")]
)
def test_years_tell_the_amount_from_the_prior_one_whichever_way_round(
    years: tuple[str, str],
) -> None:
    columns = _columns(("事業名",), *((year,) for year in years), ("増減",))
    roles = {column.parts[0]: column.role for column in columns}
    assert roles["R4年度当初予算額"] is Role.AMOUNT
    assert roles["R3年度当初予算額"] is Role.PRIOR


def test_nested_headings_give_year_share_and_rate() -> None:
    columns = _columns(
        ("区 分",),
        ("令和4年度当初予算", "予 算 額"),
        ("令和4年度当初予算", "構 成 比"),
        ("令和3年度当初予算", "予 算 額"),
        ("令和3年度当初予算", "構 成 比"),
        ("比 較", "増 減 額"),
        ("比 較", "伸 率"),
    )
    assert [column.role for column in columns] == [
        Role.LABEL,
        Role.AMOUNT,
        Role.SHARE,
        Role.PRIOR,
        Role.SHARE,
        Role.CHANGE,
        Role.CHANGE_PERCENT,
    ]
    assert columns[1].year is not None
    assert columns[1].year.phase == "initial"


def test_funding_needs_its_parent_or_its_neighbours() -> None:
    nested = _columns(("事業名",), ("予算額",), ("財源内訳", "国"), ("財源内訳", "その他"))
    assert [column.funding for column in nested] == [None, None, "national", "other"]
    alone = _columns(("事業名",), ("予算額",), ("その他",))
    assert alone[2].funding is None
    together = _columns(("事業名",), ("予算額",), ("国庫",), ("県費",), ("その他",), ("一般財源",))
    assert [column.funding for column in together[2:]] == [
        "national",
        "prefectural",
        "other",
        "general",
    ]


def test_two_things_in_one_column() -> None:
    columns = _columns(("事業名(担当課)",), ("予算額\n(前年度予算額)",))
    assert (columns[0].role, columns[0].also) == (Role.NAME, Role.DEPARTMENT)
    assert (columns[1].role, columns[1].also) == (Role.AMOUNT, Role.PRIOR)


def test_arithmetic_proves_and_turns_round_undated_columns() -> None:
    columns = _columns(("事業名",), ("前年度",), ("本年度",), ("比較",))
    swapped = _values((None, 188, 299, -111), (None, 77, 255, -178), (None, 200, 150, 50))
    confirmed = confirm(columns, swapped)
    assert confirmed[1].role is Role.AMOUNT
    assert confirmed[2].role is Role.PRIOR
    assert all(column.proved for column in confirmed[1:])


def test_arithmetic_never_overrules_a_printed_year() -> None:
    columns = _columns(("事業名",), ("令和4年度",), ("令和3年度",), ("増減",))
    wrong = _values((None, 188, 299, 111), (None, 77, 255, 178), (None, 200, 150, -50))
    confirmed = confirm(columns, wrong)
    assert confirmed[1].role is Role.AMOUNT
    assert not confirmed[1].proved


def test_funding_that_adds_up_is_proved() -> None:
    columns = _columns(("予算額",), ("財源内訳", "国"), ("財源内訳", "一般財源"))
    proved = confirm(columns, _values((10, 4, 6), (7, None, 7)))
    assert all(column.proved for column in proved)
    failed = confirm(columns, _values((10, 4, 5), (7, None, 9)))
    assert not any(column.proved for column in failed)


def test_a_table_without_headings_is_read_by_its_change() -> None:
    rows = _values((None, 10, 7, 3), (None, 20, 25, -5), (None, 9, 9, 0), (None, 4, 1, 3))
    columns = infer(4, rows)
    assert columns is not None
    assert [c.role for c in columns[1:]] == [Role.AMOUNT, Role.PRIOR, Role.CHANGE]
    assert infer(4, _values((None, 1, 2, 4), (None, 3, 5, 9), (None, 8, 8, 8))) is None


def test_more_years_than_two_leave_the_others_without_a_role() -> None:
    columns = _columns(("項目",), ("R2決算",), ("R3予算",), ("R4予算",))
    assert [column.role for column in columns[1:]] == [Role.OTHER, Role.PRIOR, Role.AMOUNT]


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        (["款", "補正前の額", "補正額", "計"], ["title", "before", "amount", "after"]),
        (["事業名", "既決予算額", "今回補正額", "補正後"], ["name", "before", "amount", "after"]),
        (
            ["事業名", "当初予算額", "既補正額", "今回補正額", "計"],
            ["name", "before", "other", "amount", "after"],
        ),
        (["事業名", "補正予算額", "内容"], ["name", "amount", "description"]),
        (
            ["事業名", "令和6年度当初予算額", "令和7年度当初予算額", "増減"],
            ["name", "amount", "amount", "change"],
        ),
    ],
)
def test_a_supplementary_budget_stands_between_before_and_after(
    headings: list[str], roles: list[str]
) -> None:
    found = propose([[heading] for heading in headings], lambda text: heading_year(text, 2025))
    assert [column.role.value for column in found] == roles


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        ("令和7年度当初(令和6年度当初)", ("amount", "prior")),
        ("R7予算額(R6予算額)", ("amount", "prior")),
        ("令和6年度令和7年度", ("prior", "amount")),
        ("本年度予算額(前年度予算額)", ("amount", "prior")),
        ("事業名(担当課)", ("name", "department")),
    ],
)
def test_a_heading_may_head_two_lines_of_a_cell(heading: str, roles: tuple[str, str]) -> None:
    (column,) = _columns((heading,), year=2025)
    assert column.also is not None
    assert (column.role.value, column.also.value) == roles


def test_a_sum_beside_the_years_own_amount_is_not_the_amount() -> None:
    columns = _columns(
        ("事業名",),
        ("令和6年度補正予算額",),
        ("計",),
        ("令和7年度当初予算額",),
        ("令和6年度当初予算額",),
        year=2025,
    )
    assert columns[3].role is Role.AMOUNT
    assert columns[2].role is Role.OTHER
