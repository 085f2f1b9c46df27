"""Text that a page does not show is told apart from what it shows, whatever hides it."""

from collections.abc import Callable

import pytest

from models.page import Page

from .handmade import Sheet, stream, text, write

Reading = Callable[[bytes], list[Page]]

WHITE_BOX = b"q 1 1 1 rg 45 290 60 30 re f Q\n"

# A font in the file itself: each of its two glyphs is a solid box.
TYPE3 = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0]"
    b" /CharProcs << /a 10 0 R /b 10 0 R >> /Encoding << /Type /Encoding /Differences [1 /a /b] >>"
    b" /FirstChar 1 /LastChar 2 /Widths [1000 1000] /ToUnicode 11 0 R /Resources << >> >>"
)
TABLE = (
    b"/CMapName /X def begincmap 1 begincodespacerange <00> <FF> endcodespacerange"
    b" 2 beginbfchar <01> <0031> <02> <0032> endbfchar endcmap"
)
PICTURE = stream(
    bytes(range(0, 256, 4)),
    b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray"
    b" /BitsPerComponent 8",
)


def drawn(content: bytes, extra: bytes = b"", form: bytes = b"") -> bytes:
    """A page whose font E is in the file; picture /P and form /X are at hand."""
    glyph = stream(b"1000 0 0 0 1000 1000 d1 100 0 800 800 re f")
    inside = stream(
        form,
        b"/Type /XObject /Subtype /Form /BBox [0 0 300 400] /Resources << /Font << /E 12 0 R >> >>",
    )
    sheet = Sheet(
        content,
        extra=extra,
        resources=b"/XObject << /P 13 0 R /X 14 0 R >> /ExtGState << /G 15 0 R >>",
    )
    half = b"<< /ca 0.5 >>"
    data = write([sheet], more=[glyph, stream(TABLE), TYPE3, PICTURE, inside, half])
    return data.replace(b"/H 3 0 R", b"/E 12 0 R /H 3 0 R", 1)


def own(x: float, y: float, code: str, *, more: str = "") -> bytes:
    """Shows codes 01 and 02 (1 and 2) of the font in the file."""
    return f"BT {more} /E 10 Tf 1 0 0 1 {x} {y} Tm <{code}> Tj ET\n".encode()


def words(page: Page) -> str:
    return "".join(char.text for char in page.chars)


def codes(page: Page) -> list[str]:
    return [issue.code for issue in page.issues]


@pytest.mark.parametrize("show", [lambda: own(50, 300, "0101"), lambda: text(50, 300, "予算")])
def test_text_under_a_white_box_is_left_out_and_said(
    read: Reading, show: Callable[[], bytes]
) -> None:
    (page,) = read(drawn(show() + WHITE_BOX + own(150, 300, "02")))
    assert words(page) == "2"
    (issue,) = page.issues
    assert (issue.code, issue.severity, issue.page) == ("hidden_text", "warning", 1)
    assert issue.bbox is not None
    assert issue.bbox[:2] == pytest.approx((50, 91.2), abs=1.5)
    assert issue.message[-2:] in ("11", "予算")


def test_type_larger_than_the_page_is_left_out_and_said(read: Reading) -> None:
    (page,) = read(drawn(text(50, 300, "予算") + text(50, 300, "9", size=1_000_000_000)))
    assert words(page) == "予算"
    (issue,) = page.issues
    assert (issue.code, issue.bbox) == ("hidden_text", pytest.approx((50, 0, 300, 400), abs=1))
    assert issue.message == "text that is larger than the page was left out: 9"


def test_text_upon_a_white_box_is_read(read: Reading) -> None:
    (page,) = read(drawn(WHITE_BOX + own(50, 300, "0102")))
    assert (words(page), page.issues) == ("12", ())


def test_what_was_printed_over_is_replaced_by_what_is_seen(read: Reading) -> None:
    (page,) = read(drawn(own(50, 300, "0101") + WHITE_BOX + own(50, 300, "0202")))
    assert (words(page), codes(page)) == ("22", ["hidden_text"])


def test_half_of_a_text_may_be_covered(read: Reading) -> None:
    box = b"q 1 1 1 rg 70 290 60 30 re f Q\n"
    (page,) = read(drawn(own(50, 300, "01010202") + box))
    assert (words(page), codes(page)) == ("11", ["hidden_text"])


def test_what_shines_through_is_read(read: Reading) -> None:
    (page,) = read(drawn(own(50, 300, "0101") + b"/G gs " + WHITE_BOX))
    assert (words(page), page.issues) == ("11", ())


def test_a_frame_drawn_around_text_hides_nothing(read: Reading) -> None:
    ring = b"q 0 0 1 rg 30 280 100 60 re 40 290 80 40 re f* Q\n"
    for show in (own(50, 300, "0102"), text(50, 300, "予算")):
        (page,) = read(drawn(show + ring))
        assert (len(words(page)), page.issues) == (2, ())


def test_text_in_the_colour_of_the_paper_is_left_out(read: Reading) -> None:
    (page,) = read(drawn(b"1 1 1 rg " + own(50, 300, "0101") + b"0 g " + own(50, 200, "02")))
    assert (words(page), codes(page)) == ("2", ["hidden_text"])


def test_white_text_on_a_dark_cell_is_read(read: Reading) -> None:
    cell = b"q 0 0.2 0.6 rg 45 290 60 30 re f Q 1 1 1 rg\n"
    for show in (own(50, 300, "0102"), text(50, 300, "予算")):
        (page,) = read(drawn(cell + show))
        assert (len(words(page)), page.issues) == (2, ())


def test_white_text_on_a_picture_is_read(read: Reading) -> None:
    picture = b"q 200 0 0 200 40 200 cm /P Do Q 1 1 1 rg\n"
    (page,) = read(drawn(picture + own(50, 300, "0102")))
    assert (words(page), page.issues) == ("12", ())


def test_text_under_a_small_picture_is_left_out(read: Reading) -> None:
    picture = b"q 100 0 0 100 40 250 cm /P Do Q\n"
    (page,) = read(drawn(own(50, 300, "0101") + picture + own(200, 300, "02")))
    assert (words(page), codes(page)) == ("2", ["hidden_text"])


@pytest.mark.parametrize("under", [True, False])
def test_the_text_layer_of_a_scan_is_kept_and_said(read: Reading, under: bool) -> None:
    picture = b"q 300 0 0 400 0 0 cm /P Do Q\n"
    layer = own(50, 300, "0102", more="3 Tr" if not under else "")
    (page,) = read(drawn(layer + picture if under else picture + layer))
    assert words(page) == "12"
    (issue,) = page.issues
    assert (issue.code, issue.severity) == ("text_layer", "warning")
    assert all(char.confidence == 0.5 for char in page.chars)


def test_invisible_text_on_blank_paper_is_left_out(read: Reading) -> None:
    hidden = own(50, 300, "0101", more="3 Tr") + b"BT 0 Tr ET " + own(50, 200, "02")
    (page,) = read(drawn(hidden))
    assert (words(page), codes(page)) == ("2", ["hidden_text"])


def test_text_off_the_page_is_left_out(read: Reading) -> None:
    content = own(50, 300, "01") + own(10, 300, "02") + text(50, 395, "予")
    (page,) = read(drawn(content, extra=b" /CropBox [40 40 280 360]"))
    assert words(page) == "1"
    assert [(issue.code, issue.severity) for issue in page.issues] == [("hidden_text", "info")] * 2


def test_text_in_a_form_is_covered_by_what_is_drawn_after_the_form(read: Reading) -> None:
    content = b"/X Do\n" + WHITE_BOX + own(150, 300, "02")
    (page,) = read(drawn(content, form=own(50, 300, "0101")))
    assert (words(page), codes(page)) == ("2", ["hidden_text"])


def test_the_same_text_printed_white_and_then_black_is_read(read: Reading) -> None:
    content = b"1 1 1 rg " + own(50, 300, "0102") + b"0 g " + own(50, 300, "0102")
    (page,) = read(drawn(content))
    assert (words(page), page.issues) == ("12", ())


def test_outlined_letters_have_the_colour_of_their_outline(read_quick: Reading) -> None:
    outlined = b"BT 1 Tr 1 0 0 RG 1 1 1 rg /H 10 Tf 50 300 Td <4E88> Tj ET"
    (page,) = read_quick(write([Sheet(outlined)]))
    assert [char.colour for char in page.chars] == [(1.0, 0.0, 0.0)]
    assert not page.issues


def test_a_figure_beside_a_repeated_one_is_still_hidden(read: Reading) -> None:
    """Over a covered 11 stands 12, whose 1 repeats the covered one: what is seen is 12."""
    content = own(50, 300, "0101") + WHITE_BOX + own(50, 300, "01") + own(60, 300, "02")
    (page,) = read(drawn(content))
    assert (words(page), codes(page)) == ("12", ["hidden_text"])


@pytest.mark.parametrize("first", ["invisible", "visible"])
def test_invisible_text_over_visible_text_is_another_edition_and_never_mixed(
    read_quick: Reading, first: str
) -> None:
    old = b"3 Tr " + text(50, 300, "12,000") + text(50, 280, "909") + b"0 Tr "
    new = text(50, 300, "12,345") + text(50, 280, "11")
    content = old + new if first == "invisible" else new + old
    (page,) = read_quick(write([Sheet(content)]))
    assert "".join(char.text for char in page.chars) == "12,34511"
    assert {issue.code for issue in page.issues} == {"hidden_text"}
    assert all(char.confidence is None for char in page.chars)
