"""Running heads and feet are told from text by standing at the same place page after page."""

from dataclasses import replace

import pytest

from models.page import PageLayout, Role, TextBlock
from pipeline.layout import arrange
from pipeline.layout.join import join_tables
from tests.layout.drawing import draw


def pages(heads: list[str], feet: list[str], *, top: float = 20.0) -> list[PageLayout]:
    layouts = []
    for number, (head, foot) in enumerate(zip(heads, feet, strict=True), 1):
        chars = [
            *draw.text(head, 50, top),
            *draw.text(f"第{number}の施策について本文がここに続いています。", 50, 400),
            *draw.text(foot, 50, 815),
        ]
        layouts.append(arrange(replace(draw.page(chars), number=number)))
    return join_tables(layouts)


def roles(layouts: list[PageLayout], word: str) -> list[Role]:
    blocks = [block for layout in layouts for block in layout.blocks]
    return [b.role for b in blocks if isinstance(b, TextBlock) and word in b.lines[0].text]


def test_a_head_is_text_where_it_stands_first_and_a_foot_nowhere() -> None:
    found = pages(["総合政策部の資料"] * 3, [f"印刷日 {n}月1日の版" for n in (1, 2, 3)])
    assert [role is Role.HEADER for role in roles(found, "総合政策部")] == [False, True, True]
    assert roles(found, "印刷日") == [Role.FOOTER] * 3
    assert Role.HEADER not in roles(found, "施策")


def test_headings_of_pages_differ() -> None:
    found = pages(["道路の整備", "河川の整備", "公園の整備"], [""] * 3)
    assert Role.HEADER not in roles(found, "整備")


def test_two_pages_say_nothing_and_what_stands_in_the_text_is_text() -> None:
    assert Role.HEADER not in roles(pages(["総合政策部の資料"] * 2, [""] * 2), "総合")
    assert Role.HEADER not in roles(pages(["総合政策部の資料"] * 3, [""] * 3, top=200), "総合")


def test_what_a_head_states_is_no_running_head() -> None:
    for head in ("３款 民生費", "歳出合計 1,200千円", "一般会計"):
        assert Role.HEADER not in roles(pages([head] * 3, [""] * 3), head[-2:])


def numbered(forms: list[str], *, x: float = 285.0, top: float = 720.0) -> list[Role]:
    """The roles of a page number's line on pages of text, further from the edge than most."""
    layouts = []
    for number, form in enumerate(forms, 1):
        chars = [
            *draw.text(f"第{number}の施策について本文がここに続いています。", 50, 400),
            *draw.text(form, x, top, size=9),
        ]
        layouts.append(arrange(replace(draw.page(chars), number=number)))
    blocks = [layout.blocks[-1] for layout in join_tables(layouts)]
    return [block.role for block in blocks if isinstance(block, TextBlock)]


@pytest.mark.parametrize(
    "forms",
    [
        ["11", "12", "13", "14"],
        ["P.9", "P.10", "P.11", "P.12"],
        ["1/4", "2/4", "3/4", "4/4"],
        ["九ページ", "十ページ", "十一ページ", "十二ページ"],
        ["iii", "iv", "v", "vi"],
        ["Ⅷ", "Ⅸ", "Ⅹ", "Ⅺ"],
        ["資料２－１", "資料２－２", "資料２－３", "資料２－４"],
        ["頁 一九", "頁 二〇", "頁 二一", "頁 二二"],
    ],
)
def test_numbers_that_count_the_pages_in_any_form(forms: list[str]) -> None:
    assert numbered(forms) == [Role.PAGE_NUMBER] * 4


def test_numbers_that_do_not_count_the_pages() -> None:
    assert Role.PAGE_NUMBER not in numbered(["11", "14", "12", "19"])
    assert Role.PAGE_NUMBER not in numbered(["3,001千円", "3,002千円", "3,003千円", "3,004千円"])
    assert Role.PAGE_NUMBER not in numbered(["11", "12", "13", "14"], top=500.0)


def test_a_chapter_beside_a_running_head_is_one_too() -> None:
    layouts = []
    for number, chapter in enumerate(["第１章　総則", "第１章　総則", "第２章　財政"], 1):
        chars = [
            *draw.text("葵市総合計画", 50, 20, size=8),
            *draw.text(chapter, 450, 20, size=8),
            *draw.text(f"第{number}の施策について本文がここに続いています。", 50, 400),
        ]
        layouts.append(arrange(replace(draw.page(chars), number=number)))
    found = roles(join_tables(layouts), "章")
    assert found[1:] == [Role.HEADER, Role.HEADER]


UNIT_NOTES = (
    "（単位：千円）",
    "単位 百万円",
    "（千円）",
    "単位：千円、％",
    "[単位:人]",
    "金額は千円単位",
)


@pytest.mark.parametrize("note", UNIT_NOTES)
@pytest.mark.parametrize("at_head", [True, False])
def test_what_states_a_unit_is_never_furniture(note: str, at_head: bool) -> None:
    line = [note] * 4
    found = pages(line if at_head else [""] * 4, [""] * 4 if at_head else line)
    inner = note.translate(str.maketrans("：（）％", ":()%")).strip("()[]")
    assert roles(found, inner) == [Role.NOTE] * 4


@pytest.mark.parametrize("note", UNIT_NOTES)
def test_a_unit_beside_a_page_number_is_a_note(note: str) -> None:
    chars = [
        *draw.text("- 12 -", 50, 20),
        *draw.text(note, 480, 20),
        *draw.text("総務課", 300, 20),
        *draw.text("この年度の予算は、市民の暮らしを守るものです。", 50, 120),
    ]
    blocks = arrange(draw.page(chars)).blocks
    found = [(b.role, b.lines[0].text) for b in blocks if isinstance(b, TextBlock)]
    assert next(role for role, text in found if "円" in text or "人" in text) is Role.NOTE
    assert (Role.HEADER, "総務課") in found


def test_words_of_units_that_state_none_stay_furniture() -> None:
    found = pages(["単位互換の手引き"] * 3, [""] * 3)
    assert roles(found, "単位互換")[1:] == [Role.HEADER] * 2
