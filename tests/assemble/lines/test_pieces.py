"""Lines in pieces and items, and what is left of blocks."""

from hypothesis import given
from hypothesis import strategies as st

from models.page import Table, TextBlock
from pipeline.assemble.lines.pieces import items, pieces, squeezed, tidy, without
from tests.assemble.made import block, from_text, grid


def test_text_blocks_and_cells_in_reading_order() -> None:
    found = list(pieces([block("一行目", "二行目"), grid([["左", "右"], ["下", ""]])]))
    assert [(piece.place, piece.row, piece.column, piece.text) for piece in found] == [
        (0, None, None, "一行目二行目"),
        (1, 0, 0, "左"),
        (1, 0, 1, "右"),
        (1, 1, 0, "下"),
    ]
    assert [piece.framed for piece in found] == [False, True, True, True]


def test_page_numbers_between_dashes_are_passed_over() -> None:
    assert [piece.text for piece in pieces([block("- 27 -"), block("27")])] == ["27"]


def test_items_go_on_until_the_next_sign_but_not_until_a_wrapped_dot() -> None:
    (placed,) = from_text("前書き\n・豊かな「環境\n・景観」づくり\n◆次の\n題")
    assert isinstance(placed.block, TextBlock)
    assert [(item.sign, item.text) for item in items(placed.block.lines)] == [
        ("", "前書き"),
        ("・", "豊かな「環境・景観」づくり"),
        ("◆", "次の題"),
    ]


def test_without_leaves_what_was_not_taken() -> None:
    text, table = block("一行目", "二行目"), grid([["左", "右"]])
    assert isinstance(text.block, TextBlock)
    assert isinstance(table.block, Table)
    left = without([text, table], [text.block.lines[0], *table.block.cells[0].lines])
    assert [piece.text for piece in pieces(left)] == ["二行目", "右"]
    gone = without([text], text.block.lines)
    assert gone == []


@given(st.text("あ漢A1 　()", max_size=20))
def test_tidy_only_drops_spaces(text: str) -> None:
    assert squeezed(tidy(text)) == squeezed(text)
    assert tidy(tidy(text)) == tidy(text)
