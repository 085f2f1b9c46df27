"""The end of a project line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import FiscalYear
from models.page import Passage
from pipeline.assemble.lists.entry import find_tail, is_addition, is_tail, read_amounts
from pipeline.assemble.lists.notes import Note
from tests.assemble.made import printed

NOTE = Note(unit=1000, year=FiscalYear(year=2020), prior_year=FiscalYear(year=2019), stated=True)


def passage(*texts: str) -> Passage:
    return Passage.of([printed(text) for text in texts])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("・東京2020連携事業費 95,000 [-]", "・東京2020連携事業費"),
        ("・開発事業費95,000(拡充500)", "・開発事業費"),
        ("・支援事業費 1億3,000万円", "・支援事業費"),
        ("・整備事業費 (R元補正) 2,020,000", "・整備事業費"),
        ("・整備事業費 950", "・整備事業費"),
        ("・私学関連予算 30,796,227 [24,968,843] ほか1事業", "・私学関連予算"),
        ("・再開発(第2期)事業費 1,000", "・再開発(第2期)事業費"),
    ],
)
def test_a_name_ends_where_its_amount_begins(text: str, name: str) -> None:
    tail = find_tail(passage(text))
    assert tail is not None
    assert text[: tail.start].strip() == name


@pytest.mark.parametrize(
    "text",
    [
        "・東京2020",
        "・輸出額 1,500億円 (R5)まで",
        "・自給率 70% (R8)",
        "・参加団体数 355社",
        "・令和2年度",
        "95,000",
    ],
)
def test_what_is_no_amount_at_the_end(text: str) -> None:
    assert find_tail(passage(text)) is None


def test_a_bare_number_may_belong_to_the_name() -> None:
    tail = find_tail(passage("・サミット 2021"))
    assert tail is not None
    assert not tail.sure


def test_brackets_say_what_they_hold() -> None:
    text = passage("・競技大会関連事業費", "400,000（拡充331,500）[68,500] ほか3事業")
    tail = find_tail(text)
    assert tail is not None
    found = read_amounts(text, tail, NOTE)
    assert [m and m.yen for m in (found.amount, found.expansion, found.prior)] == [
        400_000_000,
        331_500_000,
        68_500_000,
    ]
    assert tail.others == 3
    assert found.sources["prior_amount"].text == "68,500"


def test_round_brackets_hold_prior_amounts_where_the_note_says_so() -> None:
    text = passage("・除雪費 1,200 (1,000)")
    tail = find_tail(text)
    assert tail is not None
    assert read_amounts(text, tail, NOTE).prior is None
    note = Note(unit=1000, prior_year=FiscalYear(year=2019), prior_brackets="(")
    found = read_amounts(text, tail, note).prior
    assert found is not None
    assert found.yen == 1_000_000


@pytest.mark.parametrize("text", ["[68,500]", "ほかに5事業", "（拡充500）[-] ほか3事業"])
def test_additions(text: str) -> None:
    assert is_addition(passage(text).text)
    assert is_tail(passage(text).text)


@given(
    st.integers(1, 10**8),
    st.one_of(st.none(), st.integers(1, 10**8)),
    st.one_of(st.none(), st.integers(1, 99)),
)
def test_what_was_printed_is_read(amount: int, prior: int | None, others: int | None) -> None:
    shown = f"・道路整備事業費 {amount:,}"
    shown += f" [{prior:,}]" if prior else " [-]"
    shown += f" ほか{others}事業" if others else ""
    text = passage(shown)
    tail = find_tail(text)
    assert tail is not None
    found = read_amounts(text, tail, NOTE)
    assert found.amount is not None
    assert found.amount.yen == amount * 1000
    assert found.prior is not None
    assert found.prior.yen == (prior * 1000 if prior else None)
    assert tail.others == others
