"""Figures that end where the texts of the next column begin."""

from pipeline.layout.pieces import Piece, pieces_of
from pipeline.layout.tight import parted
from tests.layout.drawing import draw

EM = 10.0


def _pieces(rows: list[tuple[str, str]], x: float = 100.0) -> list[Piece]:
    """Figures that end at a place, and texts that begin there."""
    chars = []
    for number, (figure, text) in enumerate(rows):
        y = 100.0 + 16 * number
        wide = sum(5.0 if char.isascii() else 10.0 for char in figure)
        chars += [*draw.text(figure, x - wide, y), *draw.text(text, x, y)]
    return pieces_of(chars)


def _texts(pieces: list[Piece]) -> list[str]:
    return sorted(piece.text for piece in pieces)


def test_a_figure_is_cut_from_the_text_that_is_glued_to_it() -> None:
    rows = [
        ("12,839", "5報償費"),
        ("", "6旅費"),
        ("7,459", "9委託料"),
        ("", "10賃借料"),
        ("", "11負担金"),
    ]
    pieces, cuts = parted(_pieces(rows), EM)
    assert _texts(pieces) == sorted(text for row in rows for text in row if text)
    assert [round(cut) for cut in cuts] == [99]


def test_long_figures_down_a_column_stay_whole() -> None:
    rows = [("12,839", ",111"), ("", "600"), ("", "700"), ("", "800")]
    pieces, cuts = parted(_pieces(rows), EM)
    assert "12,839,111" in _texts(pieces)
    assert cuts == []


def test_names_that_run_over_the_place_are_not_cut() -> None:
    rows = [("道路橋りょう", "維持費"), ("", "旅費"), ("", "委託料"), ("", "使用料")]
    pieces, cuts = parted(_pieces(rows), EM)
    assert "道路橋りょう維持費" in _texts(pieces)
    assert cuts == []
