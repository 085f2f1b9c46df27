"""Blocks get the headings that they stand under."""

from dataclasses import replace

from models.page import Line, PageLayout, Role, TextBlock
from pipeline.segment import segment


def block(text: str, role: Role = Role.BODY, size: float = 10.0) -> TextBlock:
    return TextBlock(1, (Line(1, text, text, range(len(text)), size=size),), role)


def layout(*blocks: TextBlock, number: int = 1) -> PageLayout:
    return PageLayout(number, 600.0, 800.0, tuple(replace(one, page=number) for one in blocks))


def test_smaller_headings_stand_under_larger_ones() -> None:
    segmented = segment(
        [
            layout(
                block("総合計画", Role.HEADING, 20),
                block("はじめに", Role.HEADING, 14),
                block("本文一"),
                block("めざす姿", Role.HEADING, 14),
            ),
            layout(block("本文二"), number=2),
        ]
    )
    sections = {placed.block.lines[0].text: placed.section for placed in segmented.blocks}  # type: ignore[union-attr]
    assert sections["本文一"] == ("総合計画", "はじめに")
    assert sections["めざす姿"] == ("総合計画",)
    assert sections["本文二"] == ("総合計画", "めざす姿")
    assert [(entry.level, entry.title, entry.page) for entry in segmented.outline] == [
        (1, "総合計画", 1),
        (2, "はじめに", 1),
        (2, "めざす姿", 1),
    ]


def test_numbering_orders_headings_of_one_size() -> None:
    headings = ["第1章 現状", "1 人口", "(1) 推移", "2 産業", "第2章 課題"]
    segmented = segment([layout(*(block(text, Role.HEADING) for text in headings))])
    assert [entry.level for entry in segmented.outline] == [1, 2, 3, 2, 1]


def test_headers_footers_and_page_numbers_are_no_text() -> None:
    segmented = segment(
        [layout(block("予算書", Role.HEADER), block("本文"), block("- 3 -", Role.PAGE_NUMBER))]
    )
    assert [placed.block.lines[0].text for placed in segmented.blocks] == ["本文"]  # type: ignore[union-attr]
