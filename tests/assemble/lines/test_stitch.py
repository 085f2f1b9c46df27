"""Lines in the order a person reads them, whatever blocks layout made of a page."""

from models.page import Placed, TextBlock
from pipeline.assemble.lines.stitch import document_lines
from tests.assemble.made import block, from_text, printed


def told(*blocks: Placed) -> list[str]:
    """The lines, each that begins something with a stroke before it."""
    return [("|" if line.fresh else "") + line.text for line in document_lines(blocks)]


def test_text_files_are_as_they_are() -> None:
    blocks = from_text("一行目\n二行目\n\n三行目")
    assert [(line.text, line.fresh) for line in document_lines(blocks)] == [
        ("一行目", True),
        ("二行目", False),
        ("三行目", True),
    ]


def test_a_full_line_goes_on_in_another_block_and_on_the_next_page() -> None:
    full = "北海道鉄道活性化協議会の活動等により道民意識"
    assert told(
        block(full, top=100),
        block("の向上を図る", top=115),
        block("短い行", top=200),
        block("別の段落", top=215),
        block(full, top=700),
        block("の向上を図る", top=50, page=2),
    ) == [f"|{full}", "の向上を図る", "|短い行", "|別の段落", f"|{full}", "の向上を図る"]


def test_within_a_block_a_line_below_a_short_one_begins_something_softly() -> None:
    lines = document_lines([block("短い行", "これはたいへんに長い二行目である", "続き", top=100)])
    assert [(line.fresh, line.soft) for line in lines] == [
        (True, False),
        (True, True),
        (False, False),
    ]


def test_a_line_of_another_size_begins_something_for_sure() -> None:
    heading = printed("見出しの行である")
    small = printed("本文の行", top=115)
    object.__setattr__(small, "size", 8.0)
    lines = document_lines([Placed(TextBlock(1, (heading, small)))])
    assert [(line.fresh, line.soft) for line in lines] == [(True, False), (True, False)]


def test_a_column_has_its_own_margin() -> None:
    assert told(
        block("左の段の一行目で", "折り返す", x0=50, top=100),
        block("右の段の長い長い一行目の文", "右の二行目の長い文である", x0=200, top=100),
    )[:2] == ["|左の段の一行目で", "折り返す"]


def test_marks_go_before_the_text_beside_them() -> None:
    assert told(
        block("交通の確保", x0=80, top=100),
        block("新", x0=50, top=101, frame=(49, 100, 61, 112)),
    ) == ["|新", "交通の確保"]


def test_hidden_projects_go_to_the_amount_above_them() -> None:
    assert told(
        block("・空港事業費", x0=50, top=100),
        block("・交通事業費", x0=50, top=130),
        block("95,000 [-]", x0=400, top=100),
        block("ほか3事業", x0=420, top=115),
        block("9,659 [-]", x0=400, top=130),
    ) == ["|・空港事業費", "95,000 [-]", "ほか3事業", "|・交通事業費", "9,659 [-]"]


def test_page_numbers_are_no_text() -> None:
    assert told(block("- 16 -"), block("本文", page=2)) == ["|本文"]
