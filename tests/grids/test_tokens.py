"""Lines into tokens."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.grids.model import Kind
from pipeline.grids.segments import segments
from pipeline.grids.tokens import tokens
from pipeline.layout.text import text_line
from tests.grids.pages import line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("・子育て支援 12,340 [-]", ["words 子育て支援", "figure 12,340", "none [-]"]),
        (
            "▪上下水道の支援(継続) 予算額 250,791",
            ["words 上下水道の支援", "mark (継続)", "words 予算額", "figure 250,791"],
        ),
        ("・10,000千円", ["figure 10,000千円"]),
        ("5G推進事業 1,200", ["words 5G推進事業", "figure 1,200"]),
        ("第2期計画の策定", ["words 第2期計画の策定"]),
        ("研究2,341万9,000円", ["words 研究", "figure 2,341万9,000円"]),
        ("せたがや(1)", ["words せたがや(1)"]),
        ("2,539,91", ["figure 2,539,91"]),
        ("除雪費(前年度当初:-)", ["words 除雪費", "none (前年度当初:-)"]),
        (
            "☆▪除雪対策事業:2,594(2026:1,130)",
            ["words 除雪対策事業", "figure 2,594", "figure (2026:1,130)"],
        ),
        (
            "2021 12億8,932万円 → 2022 12億1,593万円",
            ["words 2021", "figure 12億8,932万円", "arrow →", "words 2022", "figure 12億1,593万円"],
        ),
        (
            "除雪事業 12,345千円→13,000千円",
            ["words 除雪事業", "figure 12,345千円", "arrow →", "figure 13,000千円"],
        ),
        ("1-2-3 除雪費 12,345", ["words 除雪費", "figure 12,345"]),
        ("除雪費〔道路課〕 1,200", ["words 除雪費", "words 〔道路課〕", "figure 1,200"]),
        ("除雪費(第2期)", ["words 除雪費(第2期)"]),
        ("除雪費...... 1,200", ["words 除雪費", "figure 1,200"]),
        ("除雪費…… 1,200", ["words 除雪費", "figure 1,200"]),
        ("除雪費……建設課", ["words 除雪費……建設課"]),
        ("除雪費......道路課 1,200", ["words 除雪費", "words 道路課", "figure 1,200"]),
        ("・・・・・・除雪費 1,200", ["words 除雪費", "figure 1,200"]),
        ("→除雪事業 12,345", ["words 除雪事業", "figure 12,345"]),
        (
            "道路を直す。総事業費は約12億円(令和6年度~令和8年度)である。",
            ["words 道路を直す。総事業費は約12億円(令和6年度~令和8年度)である。"],
        ),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [f"{token.kind} {token.text.strip()}" for token in tokens(line(text))] == expected


@pytest.mark.parametrize(
    ("text", "bullet"),
    [
        ("○除雪費", "○"),
        ("◆ 除雪費", "◆"),
        ("(1)除雪費", "(n)"),
        ("12.除雪費", "n."),
        ("⑤除雪費", "①"),
        ("▪除雪費", "▪"),
        ("新規 1 除雪費", "n"),
        ("1-2-3 除雪費", "n-n-n"),
        ("2.1 除雪費", "n.n"),
        ("10-12月の除雪", ""),
        ("除雪費", ""),
        ("3.5人の配置", ""),
    ],
)
def test_what_opens_an_item_is_no_part_of_it(text: str, bullet: str) -> None:
    words = [token for token in tokens(line(text)) if token.kind is Kind.WORDS]
    assert words[0].bullet == bullet


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("【新規】除雪費", "new"),
        ("除雪費(拡充)", "expanded"),
        ("除雪費 継続", "continued"),
        ("新庁舎の整備", None),
    ],
)
def test_marks_stand_before_and_after_names(text: str, mark: str | None) -> None:
    marks = [token.mark for token in tokens(line(text)) if token.mark]
    assert marks == ([mark] if mark else [])


@given(st.integers(1000, 10**9), st.sampled_from(["", "千円", "円"]), st.sampled_from("・○◆"))
def test_a_figure_is_never_cut(amount: int, unit: str, bullet: str) -> None:
    found = tokens(line(f"{bullet}道路の整備 {amount:,}{unit}"))
    assert [token.text for token in found if token.kind is Kind.FIGURE] == [f"{amount:,}{unit}"]


@given(st.text(alphabet="除雪費・(1)[]△1234,.円千新規 -:", max_size=40))
def test_tokens_keep_to_the_line_and_to_their_order(text: str) -> None:
    own = line(text)
    places = [(token.span.start, token.span.end) for token in tokens(own)]
    assert all(0 <= start < end <= len(own.text) for start, end in places)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("歳    出   合   計   61,850,000", ["歳出合計", "61,850,000"]),
        ("款        比      較          特    定     財    源", ["款", "比較", "特定財源"]),
        ("款      項      目", ["款", "項", "目"]),
    ],
)
def test_letters_set_apart_in_a_text_are_one_word(printed: str, parts: list[str]) -> None:
    spread = text_line(1, 1, printed)
    assert ["".join(spread.text[a:b].split()) for a, b in segments(spread)] == parts


@pytest.mark.parametrize("sign", ["▶", "■", "◎", "◇", "★"])
def test_a_mark_may_stand_right_before_any_sign(sign: str) -> None:
    mark, words, *_ = tokens(line(f"継続{sign}森林環境の充実  112"))
    assert (mark.kind, mark.mark) == (Kind.MARK, "continued")
    assert (words.text, words.bullet) == ("森林環境の充実", sign)
