"""No amount changes its sign, year or subject when a sentence says the same in other words."""

import unicodedata
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from models import BudgetItem, BudgetStatementLine, BudgetTotal, Fact, Money, Record
from pipeline.assemble.stated.told import told
from pipeline.prose.binding import bind
from tests.assemble.grids import ABOUT, text

_SUBJECTS = st.sampled_from(
    [
        "人件費",
        "県税",
        "地方交付税",
        "国庫支出金",
        "街路灯整備事業費",
        "介護保険特別会計",
        "道路補修工事費",
    ]
)
# 百万円 alone is a unit.
_AMOUNTS = st.integers(2, 9_999).filter(lambda n: n % 10 > 0).map(lambda n: n * 10_000)
_LESS = (
    "{list}をそれぞれ減額しています。",
    "{list}がそれぞれ減額されています。",
    "{list}を減額するものです。",
    "{list}の減額であります。",
    "{list}の減となっております。",
    "今回の補正は、事業の確定に伴い、{list}を減額計上いたしました。",
)
_MORE = tuple(each.replace("減額計上", "増額計上").replace("減", "増") for each in _LESS)
_HEADS = ("{name}{yen}", "{name}で{yen}", "{name}については{yen}", "{name}を{yen}")
_KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")


def _yen(amount: int, form: str) -> str:
    count = amount // 10_000
    if form == "kanji":
        digits = "".join(
            f"{'' if digit == 1 and unit else '〇一二三四五六七八九'[digit]}{unit}"
            for digit, unit in zip(_digits(count), ("千", "百", "十", ""), strict=True)
            if digit
        )
        return f"{digits}万円"
    printed = f"{count:,}万円"
    if form == "wide":
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in printed)
    return printed


def _digits(count: int) -> list[int]:
    """The four digits of a number below ten thousand."""
    return [count // 1000 % 10, count // 100 % 10, count // 10 % 10, count % 10]


@given(
    st.lists(st.tuples(_SUBJECTS, _AMOUNTS), min_size=1, max_size=4, unique_by=lambda e: e[0]),
    st.sampled_from([*((each, -1) for each in _LESS), *((each, 1) for each in _MORE)]),
    st.sampled_from(_HEADS),
    st.sampled_from(["plain", "wide", "kanji"]),
)
@settings(max_examples=150, deadline=None)
def test_signs_and_subjects_survive_rewording(
    said: list[tuple[str, int]], form: tuple[str, int], head: str, width: str
) -> None:
    frame, sign = form
    listed = "、".join(head.format(name=name, yen=_yen(yen, width)) for name, yen in said)
    sentence = unicodedata.normalize("NFKC", frame.format(list=listed))
    found = [
        (
            each.label,
            each.figure.value.yen if isinstance(each.figure.value, Money) else None,
            {"less": -1, "more": 1}.get(each.turn.way),
        )
        for each in bind(sentence)
    ]
    assert found == [(name, yen, sign) for name, yen in said]


def _values(records: list[Record]) -> list[tuple[str, int | None, int | None]]:
    found: list[tuple[str, int | None, int | None]] = []
    for record in records:
        if isinstance(record, Fact):
            value = record.value.yen if isinstance(record.value, Money) else None
            year = record.fiscal_year.year if record.fiscal_year else None
            found.append((record.label, value, year))
        if isinstance(record, BudgetItem | BudgetStatementLine):
            year = record.fiscal_year.year if record.fiscal_year else None
            found += [
                (record.name or "", money.yen, year)
                for money in (record.amount, record.change)
                if money is not None
            ]
        if isinstance(record, BudgetTotal):
            year = record.fiscal_years[0].year if record.fiscal_years else None
            found += [
                (record.name, money.yen, year)
                for money in (record.amount, record.change)
                if money is not None
            ]
    return sorted(found, key=repr)


_TOLD = (
    "令和3年度の市税収入につきましては、納税者の増により、前年度比1,200万円増の3億4,500万円となり、"
    "令和2年度との比較では2,300万円の増収となります。地方交付税は6億7,800万円、県支出金は"
    "前年度に比べ450万円の減を見込んでおります。"
)
_READ = [
    ("地方交付税", 678_000_000, 2021),
    ("市税収入", 12_000_000, 2021),
    ("市税収入", 23_000_000, 2021),
    ("市税収入", 345_000_000, 2021),
    ("県支出金", -4_500_000, 2021),
]


@given(st.lists(st.integers(min_value=1, max_value=len(_TOLD) - 1), max_size=12, unique=True))
@settings(max_examples=100, deadline=None)
def test_lines_may_break_anywhere(places: list[int]) -> None:
    cuts = [0, *sorted(places), len(_TOLD)]
    lines = [_TOLD[a:b] for a, b in pairwise(cuts)]
    assert _values(told([text(*lines)], ABOUT).records) == _READ


_ORDERS = (
    "{name}は{yen}で、前年度に比べ{change}の{turn}となりました。",
    "{name}は、前年度に比べ{change}{turn}の{yen}となりました。",
    "前年度に比べ{change}{turn}の{yen}となったのは{name}です。",
    "前年度に比べ{change}の{turn}となった{name}は、{yen}です。",
    "{name}につきましては、人口の変動により、前年度より{change}{turn}額し、{yen}を見込みました。",
    "{yen}を見込んだ{name}は、前年度から{change}{turn}額しました。",
    "{name}が{yen}となり、前年度当初と比較して{change}の{turn}が見込まれます。",
    "また、{name}({yen})は前年度比{change}の{turn}となっています。",
)


@given(
    _SUBJECTS,
    _AMOUNTS,
    _AMOUNTS,
    st.sampled_from(["増", "減"]),
    st.sampled_from(_ORDERS),
    st.sampled_from(["plain", "wide", "kanji"]),
)
@settings(max_examples=200, deadline=None)
def test_clauses_may_stand_in_any_order(
    name: str, yen: int, change: int, turn: str, order: str, width: str
) -> None:
    said = order.format(name=name, yen=_yen(yen, width), change=_yen(change, width), turn=turn)
    found = bind(unicodedata.normalize("NFKC", said))
    way = "more" if turn == "増" else "less"
    ways = [each.turn.way if each.turn.way in ("more", "less") else "level" for each in found]
    amounts = [each.figure.value.yen for each in found if isinstance(each.figure.value, Money)]
    assert [each.label for each in found] == [name, name]
    assert sorted(zip(amounts, ways, strict=True)) == sorted([(yen, "level"), (change, way)])


_PARAGRAPHS = [
    line
    for each in sorted((Path(__file__).resolve().parents[2] / "fixtures" / "prose").glob("*.txt"))
    for line in each.read_text(encoding="utf-8").splitlines()
    if line.endswith("。")
]


# What no line begins with (行頭禁則); an opening bracket or bullet there would be an item's.
_NEVER_FIRST = "、。,.」』)）・ー々%○(「"


def _set(whole: str, width: int) -> list[str]:
    """A text in lines, as it is set: a line that would begin with a mark takes that in."""
    lines = [""]
    for character in whole:
        in_word = (lines[-1][-1:] + character).isascii() and character.isalpha()
        if len(lines[-1]) >= width and not in_word and character not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += character
    return lines


@given(st.sampled_from(_PARAGRAPHS), st.integers(min_value=12, max_value=60))
@settings(max_examples=120, deadline=None)
def test_a_paragraph_says_the_same_however_wide_it_is_set(paragraph: str, width: int) -> None:
    whole = unicodedata.normalize("NFKC", paragraph)
    lines = _set(whole, width)
    assert _values(told([text(*lines)], ABOUT).records) == _values(
        told([text(whole)], ABOUT).records
    )


def test_blocks_that_a_sentence_runs_over_are_one_text() -> None:
    half = _TOLD.index("3億4") + 1
    blocks = [text(_TOLD[:half]), text("- 4 -", y=20), text(_TOLD[half:], y=40)]
    assert _values(told(blocks, ABOUT).records) == _READ
