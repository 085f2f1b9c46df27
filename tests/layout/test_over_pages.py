"""A sentence that a page end cuts is one; what begins anew on the next page is not."""

from dataclasses import replace

import pytest

from models.page import PageLayout, Passage, TextBlock
from pipeline.layout import arrange
from pipeline.layout.over_pages import join_paragraphs
from tests.layout.drawing import draw

CUT = "介護保険特別会計予算は、140億7,506万5千円で、前年度比0.3%の増加、後期高齢者医療"
REST = "特別会計予算は、22億2,552万1千円で、前年度比10.2%の増加となっております。"


def page(number: int, lines: list[tuple[str, float, float]]) -> PageLayout:
    chars = [char for text, x, top in lines for char in draw.text(text, x, top)]
    chars += draw.text(f"- {number} -", 285, 810)
    return arrange(replace(draw.page(chars), number=number))


def paragraphs(layouts: list[PageLayout]) -> list[str]:
    blocks = [block for layout in join_paragraphs(layouts) for block in layout.blocks]
    texts = [Passage.of(b.lines).text for b in blocks if isinstance(b, TextBlock)]
    return [text for text in texts if len(text) > 8]


def test_a_sentence_that_the_page_cuts_is_whole() -> None:
    first, second = page(1, [(CUT, 60, 760)]), page(2, [(REST, 60, 50)])
    assert paragraphs([first, second]) == [CUT + REST]
    (block,) = [b for b in join_paragraphs([first, second])[0].blocks if len(b.lines) > 1]
    assert [line.page for line in block.lines] == [1, 2]


def test_a_sentence_goes_on_over_a_page_that_it_fills() -> None:
    middle = "の増加となった特別会計予算の内訳は、次の頁のとおりの医療費や介護費の伸びを見込み"
    pages = [page(1, [(CUT, 60, 760)]), page(2, [(middle, 60, 50)]), page(3, [(REST, 60, 50)])]
    assert paragraphs(pages) == [CUT + middle + REST]


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (CUT + "である。", (REST, 60.0)),  # it has ended
        (CUT, (REST, 70.0)),  # a paragraph of its own is indented
        (CUT, (f"・{REST}", 60.0)),
        (CUT, (f"2 {REST}", 60.0)),
        (CUT, (f"(3) {REST}", 60.0)),
        ("後期高齢者医療費の伸びの", (REST, 60.0)),  # the line is not full
        (
            "歳入歳出予算事項別明細書総括表一覧歳入歳出予算事項別明細書",
            (REST, 60.0),
        ),  # a title
    ],
)
def test_what_begins_anew_is_another(last: str, first: tuple[str, float]) -> None:
    pages = [page(1, [(last, 60, 760)]), page(2, [(*first, 50), (REST, 60, 66)])]
    assert last in paragraphs(pages)


def test_pages_that_do_not_follow_are_left_alone() -> None:
    pages = [page(1, [(CUT, 60, 760)]), page(3, [(REST, 60, 50)])]
    assert paragraphs(pages) == [CUT, REST]
