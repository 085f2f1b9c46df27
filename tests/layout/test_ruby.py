"""Small kana over kanji are how these are read, and no part of the text."""

from models.page import Char, TextBlock
from pipeline.layout import arrange
from pipeline.layout.ruby import without_ruby
from tests.layout.drawing import draw


def _text(chars: list[Char]) -> str:
    return "".join(char[0] for char in without_ruby(chars))


def _spread(words: str, x: float, top: float, *, step: float, down: bool = False) -> list[Char]:
    return [
        char
        for i, word in enumerate(words)
        for char in draw.text(
            word, x if down else x + step * i, top + step * i if down else top, size=5
        )
    ]


def test_kana_over_the_kanji_of_a_line_are_no_line_of_their_own() -> None:
    lines = ["市内の祭囃子を伝える保存会に", "助成金を交付します。これから"]
    chars = [c for i, line in enumerate(lines) for c in draw.text(line, 50, 100 + 18 * i)]
    chars += _spread("まつりばやし", 80, 94, step=5) + _spread("じょせいきん", 50, 112.5, step=5)
    (block,) = arrange(draw.page(chars)).blocks
    assert isinstance(block, TextBlock)
    assert [line.text for line in block.lines] == lines


def test_kana_at_the_right_of_a_column_do_not_break_it() -> None:
    lines = ["市内の祭囃子を伝える保存会に", "助成金を交付します。これから"]
    chars = [c for i, t in enumerate(lines) for c in draw.text(t, 400 - 18 * i, 100, vertical=True)]
    chars += _spread("まつりばやし", 410.5, 130, step=5, down=True)
    (block,) = arrange(draw.page(chars)).blocks
    assert isinstance(block, TextBlock)
    assert [line.text for line in block.lines] == lines


def test_kana_that_reach_over_a_single_kanji_and_those_set_apart() -> None:
    line = draw.text("その志を継ぐ文化の町", 50, 100)
    over = _spread("こころざし", 67.5, 94.5, step=5) + _spread("まち", 140, 94.5, step=5)
    assert _text([*line, *over]) == "その志を継ぐ文化の町"
    assert _text([*line, *_spread("ぶか", 110, 94.5, step=10)]) == "その志を継ぐ文化の町"


def test_figures_and_small_print_stay() -> None:
    line = draw.text("その志を継ぐ文化の町", 50, 100)
    for words in ("123", "約３", "総務省しらべ", "しらべ令和"):
        assert words in _text([*line, *draw.text(words, 100, 94.5, size=5)])
    far = "みんなでつくるまちのすがた"
    assert far in _text([*line, *draw.text(far, 50, 94.5, size=5)])


def test_small_kana_beside_a_large_word_or_at_some_distance_stay() -> None:
    large = draw.text("歳入", 50, 100)
    assert "のうち" in _text([*large, *draw.text("のうち", 71, 105, size=5)])
    lines = [*draw.text("ほか", 71, 100, size=5), *draw.text("なし", 71, 106, size=5)]
    assert len(without_ruby([*large, *lines])) == 6
    assert "うち" in _text([*large, *draw.text("うち", 50, 88, size=5)])
    assert "うち" in _text([*large, *draw.text("うち", 50, 111, size=5)])
