"""Which way the words of a clause move its amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Money
from pipeline.recognise import find_directions, find_money, taken_away

LESS, MORE, LEVEL = -1, 1, None

CLAUSES: tuple[tuple[str, tuple[int | None, ...]], ...] = (
    ("人件費1,234千円を減額計上", (LESS,)),
    ("人件費1,234千円、物件費567千円をそれぞれ減額計上", (LESS, LESS)),
    ("国庫支出金300千円及び県支出金150千円を減額し、町債500千円を追加する", (LESS, LESS, MORE)),
    ("5,000千円を減額し、総額を100,000千円とする", (LESS, LEVEL)),
    ("歳入歳出それぞれ5,000千円を追加し、総額を100,000千円とする", (MORE, LEVEL)),
    ("5億円減の45億円", (LESS, LEVEL)),
    ("前年度比7,600億円増の90兆5,700億円", (MORE, LEVEL)),
    ("1億円から8,000万円に減額", (LEVEL, LEVEL)),
    ("1億円に減額した", (LEVEL,)),
    ("15億円の減収", (LESS,)),
    ("減額 5,000千円", (LESS,)),
    ("減額補正額：300千円", (LESS,)),
    ("増減 1,234千円", (LEVEL,)),
    ("増減額 1,234千円", (LEVEL,)),
    ("1,000万円減税", (LEVEL,)),
    ("減債基金に3億円を積み立て", (LEVEL,)),
    ("予算額は5億円で、前年度より減少した", (LEVEL,)),
    ("3億2,000万円余の減となり、52億円を見込む", (LESS, LEVEL)),
    ("商工費は入札残1,200千円、負担金80千円、委託料45千円を減額補正", (LESS, LESS, LESS)),
    ("給料2,000千円を減額、手当500千円を増額", (LESS, MORE)),
    ("総額10億円のうち2,000万円を削減", (LEVEL, LESS)),
    ("5,000千円（うち国庫2,000千円）を減額", (LESS, LESS)),
    ("備品を3,000千円圧縮する", (LESS,)),
    ("△5,000千円を減額", (LESS,)),
    ("基金積立金1億円、予備費500万円の追加", (MORE, MORE)),
    ("除雪費5,000千円を計上し、道路費300千円を減額", (LEVEL, LESS)),
    ("補助率を引き下げ、500万円を計上", (LEVEL,)),
)


def _signs(text: str) -> tuple[int | None, ...]:
    ways = find_directions(text, find_money(text))
    return tuple(way.sign if way else None for way in ways)


@pytest.mark.parametrize(("text", "signs"), CLAUSES)
def test_a_clause_reaches_its_amounts(text: str, signs: tuple[int | None, ...]) -> None:
    assert _signs(text) == signs


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6), st.sampled_from("、・"))
def test_a_list_goes_one_way(values: list[int], mark: str) -> None:
    listed = mark.join(f"委託料{value:,}千円" for value in values)
    assert _signs(f"{listed}を減額し、予備費1千円とする。") == (*[LESS] * len(values), LEVEL)
    assert _signs(f"{listed}を計上する。") == (LEVEL,) * (len(values))


def test_a_decrease_is_a_role_of_its_amount() -> None:
    roles = [mention.role for mention in find_money("給料80千円、手当50千円を減額し、9千円とする")]
    assert roles == ["decrease", "decrease", None]


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_what_is_taken_away_is_below_zero_and_in_order(low: int, more: int) -> None:
    one = taken_away(Money(yen=low, text=""))
    both = taken_away(Money(yen=low, upper_yen=low + more, text=""))
    assert one.yen == -low
    assert both.yen is not None
    assert both.upper_yen is not None
    assert both.yen <= both.upper_yen < 0
    assert taken_away(one) == one
