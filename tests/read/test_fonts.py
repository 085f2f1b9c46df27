"""Glyphs that a font's own table forgets are read by the collection they are numbered in."""

from collections.abc import Callable

import pytest

from models.page import Page

from .handmade import JAPANESE, Sheet, stream, write

Reading = Callable[[bytes], list[Page]]

ONE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def"
    b" /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange"
    b" 1 beginbfchar <%b> <%b> endbfchar endcmap end end"
)


def identity(*glyphs: int, own: bytes, table: bytes) -> bytes:
    """A page of glyphs by their numbers; the font's own table knows one of them."""
    font = JAPANESE.replace(b"/UniJIS-UTF16-%b", b"/Identity-H /ToUnicode 10 0 R")
    code = b"".join(b"%04X" % glyph for glyph in glyphs)
    content = b"BT /F 10 Tf 50 300 Td <%b> Tj ET" % code
    sheet = Sheet(content, resources=b"")
    data = write([sheet], more=[stream(ONE % (own, table)), font])
    return data.replace(b"/H 3 0 R", b"/F 11 0 R /H 3 0 R")


@pytest.mark.parametrize(("glyph", "says"), [(7972, "煽"), (4000, "輪"), (843, "あ")])
def test_the_collection_says_what_the_table_leaves_out(
    read: Reading, glyph: int, says: str
) -> None:
    (page,) = read(identity(7000, glyph, own=b"1B58", table=b"4E88"))
    assert "".join(char.text for char in page.chars) == f"予{says}"
    assert not page.issues


def test_the_table_is_believed_before_the_collection(read: Reading) -> None:
    (page,) = read(identity(4000, own=b"0FA0", table=b"4E88"))
    assert "".join(char.text for char in page.chars) == "予"


def test_downward_writing_that_is_stretched_is_wider_than_high(read: Reading) -> None:
    content = b"BT /V 10 Tf 1.25 0 0 1 150 300 Tm <4E887B97> Tj ET"
    (page,) = read(write([Sheet(content)]))
    first, second = page.chars
    assert first[1:6] == pytest.approx((143.75, 100, 156.25, 110, 10), abs=0.05)
    assert second[1:6] == pytest.approx((143.75, 110, 156.25, 120, 10), abs=0.05)


TYPE3 = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0]"
    b" /CharProcs << /a 10 0 R /b 11 0 R >> /Encoding << /Type /Encoding /Differences [1 /a /b] >>"
    b" /FirstChar 1 /LastChar 2 /Widths [1000 500] /ToUnicode 12 0 R /Resources << >> >>"
)


def test_glyphs_that_are_drawn_as_forms_have_the_place_of_their_advance(read: Reading) -> None:
    """Type 3, as browsers write fonts that they may not embed: the ink may be a small dot."""
    table = (
        b"/CMapName /X def begincmap 1 begincodespacerange <00> <FF> endcodespacerange"
        b" 2 beginbfchar <01> <30FB> <02> <0031> endbfchar endcmap"
    )
    dot = stream(b"1000 0 0 0 1000 1000 d1 400 300 200 200 re f")
    bar = stream(b"500 0 0 0 500 1000 d1 200 0 100 800 re f")
    data = write(
        [Sheet(b"BT /F 10 Tf 50 300 Td <010201> Tj ET")], more=[dot, bar, stream(table), TYPE3]
    )
    (page,) = read(data.replace(b"/H 3 0 R", b"/F 13 0 R /H 3 0 R"))
    assert "".join(char.text for char in page.chars) == "・1・"
    assert [char.x0 for char in page.chars] == pytest.approx([50, 60, 65])
    assert [char.x1 for char in page.chars] == pytest.approx([60, 65, 75])
    assert len({(char.top, char.bottom) for char in page.chars}) == 1


def test_a_character_of_private_use_is_reported_with_its_box(read: Reading) -> None:
    """外字 of a user's own: the file holds its glyph and a code, and nobody else knows which."""
    (page,) = read(identity(4000, 7000, own=b"0FA0", table=b"E757"))
    assert "".join(char.text for char in page.chars) == "\ue757錏"
    (issue,) = page.issues
    assert issue.code == "unmapped_character"
    assert issue.bbox == pytest.approx((50, 91.2, 60, 101.2), abs=0.1)


def test_a_bullet_of_a_symbol_font_is_no_unknown_character(read: Reading) -> None:
    (page,) = read(identity(4000, own=b"0FA0", table=b"F0B7"))
    assert not page.issues


@pytest.mark.parametrize(
    ("table", "says"), [(b"D842DFB7", "𠮷"), (b"845BDB40DD00", "葛\U000e0100")]
)
def test_characters_beyond_the_first_plane_are_whole(
    read: Reading, table: bytes, says: str
) -> None:
    (page,) = read(identity(4000, 843, own=b"0FA0", table=table))
    assert "".join(char.text for char in page.chars) == f"{says}あ"
    assert not page.issues
    assert page.chars[-1].x0 == pytest.approx(60)


@pytest.mark.parametrize("font", ["H", "V"])
def test_a_font_of_a_size_below_zero_has_boxes_like_any_other(read: Reading, font: str) -> None:
    usual = b"BT /%b 10 Tf 1 0 0 1 150 300 Tm <4E887B97> Tj ET" % font.encode()
    about = b"BT /%b -10 Tf -1 0 0 -1 150 300 Tm <4E887B97> Tj ET" % font.encode()
    ((one,), (other,)) = read(write([Sheet(usual)])), read(write([Sheet(about)]))
    assert [char.text for char in other.chars] == [char.text for char in one.chars] == ["予", "算"]
    # pdfminer leaves what is written downwards a descent beside its place.
    near = 0.05 if font == "H" else 1.3
    for char, same in zip(other.chars, one.chars, strict=True):
        assert char[1:6] == pytest.approx(same[1:6], abs=near)
        assert char.upright == same.upright
