"""Projects on cards: the name above, 予算額 with last year's in brackets, the department below."""

import pytest

from models import BudgetItem
from models.page import Placed, Role
from pipeline.assemble.lists.cards import cards
from tests.assemble.made import block, take


def card(name: str, amount: str, *rest: str, top: float) -> list[Placed]:
    frame = (40.0, top - 5, 400.0, top + 100)
    return [
        block(name, top=top, frame=(45.0, top - 2, 395.0, top + 12), role=Role.HEADING),
        block(amount, *rest, top=top + 20, frame=frame),
    ]


def items(*blocks: Placed) -> list[BudgetItem]:
    return [record for record in take(cards, *blocks).records if isinstance(record, BudgetItem)]


def test_a_card_is_a_project() -> None:
    first, second = items(
        *card(
            "【新規】産後ケア事業",
            "予算額 25,440千円（前年度 16,851千円）",
            "○ 産後の母子を助ける。",
            "〔福祉部 子育て支援課〕",
            top=100.0,
        ),
        *card("道路改良事業", "予算額：2,968千円", "○ 拡幅する。", top=300.0),
    )
    assert (first.name, first.mark, first.department) == (
        "産後ケア事業",
        "new",
        "福祉部 子育て支援課",
    )
    assert first.amount is not None
    assert first.prior_amount is not None
    assert (first.amount.yen, first.prior_amount.yen) == (25_440_000, 16_851_000)
    assert first.prior_fiscal_year is not None
    assert first.prior_fiscal_year.year == 2020
    assert first.description == "○産後の母子を助ける。"
    assert first.sources["amount"].text == "25,440千円"
    assert second.amount is not None
    assert (second.name, second.amount.yen, second.prior_amount) == (
        "道路改良事業",
        2_968_000,
        None,
    )


@pytest.mark.parametrize(
    ("line", "year", "amount", "prior"),
    [
        ("【予算額】1億2,000万円", 2021, 120_000_000, None),
        ("令和3年度当初予算額 500千円（令和2年度 400千円）", 2021, 500_000, 400_000),
        ("R3予算額：500千円 [R2：400千円]", 2021, 500_000, 400_000),
        ("事業費 500千円（うち国費 400千円）", 2021, 500_000, None),
        ("R3予算額 500千円（R元 400千円）", 2021, 500_000, None),
    ],
)
def test_years_and_brackets(line: str, year: int, amount: int, prior: int | None) -> None:
    other = card("橋りょう修繕事業", "予算額 1千円", top=400.0)
    first = items(*card("道路改良事業", line, top=100.0), *other)[0]
    assert first.fiscal_year is not None
    assert first.amount is not None
    assert (first.fiscal_year.year, first.amount.yen) == (year, amount)
    assert (first.prior_amount.yen if first.prior_amount else None) == prior


def test_one_such_line_is_no_card_and_a_sentence_no_name() -> None:
    alone = card("道路改良事業", "予算額 1千円", top=100.0)
    assert items(*alone) == []
    said = [block("道路を広げます。", top=10.0), block("予算額 1千円", top=30.0)]
    assert items(*said, *said) == []
