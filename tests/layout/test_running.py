"""Running heads and feet are told from text by standing at the same place page after page."""

from dataclasses import replace

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
