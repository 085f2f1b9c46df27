"""What a page is read as: made by hand, read back, whatever the reader and however it is shown."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.page import Char, Page

from .handmade import Sheet, stream, text, write

Reading = Callable[[bytes], list[Page]]

QUICK = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def words_of(page: Page) -> str:
    return "".join(char.text for char in page.chars)


def boxes_of(page: Page) -> list[tuple[float, ...]]:
    return sorted((char.x0, char.top, char.x1, char.bottom) for char in page.chars)


def test_a_character_has_the_em_box_it_was_set_in(read: Reading) -> None:
    (page,) = read(write([Sheet(text(50, 300, "予算", size=20))]))
    first, second = page.chars
    assert (page.width, page.height, page.rotation) == (300, 400, 0)
    assert first[1:6] == pytest.approx((50, 400 - 300 - 17.6, 70, 400 - 300 + 2.4, 20), abs=0.01)
    assert second.x0 == pytest.approx(70)
    assert first.upright
    assert not first.bold
    assert first.font == "Ryumin-Light"


def test_downward_writing_has_boxes_below_each_other(read: Reading) -> None:
    (page,) = read(write([Sheet(text(150, 300, "予算額", size=20, font="V"))]))
    assert words_of(page) == "予算額"
    assert [char.top for char in page.chars] == pytest.approx([100, 120, 140], abs=0.05)
    assert [char.x0 for char in page.chars] == pytest.approx([140] * 3, abs=0.05)
    assert [char.x1 for char in page.chars] == pytest.approx([160] * 3, abs=0.05)


def test_turned_glyphs_are_not_upright(read: Reading) -> None:
    turned = b"BT /H 10 Tf 0 1 -1 0 100 200 Tm <4E88> Tj ET"
    (page,) = read(write([Sheet(turned)]))
    (char,) = page.chars
    assert not char.upright
    assert char[1:5] == pytest.approx((91.2, 190, 101.2, 200), abs=0.05)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 40, 280, 360)])
def test_turn_and_crop_move_boxes_and_nothing_else(
    read: Reading, turn: int, crop: tuple[float, float, float, float] | None
) -> None:
    content = text(60, 300, "歳出合計") + b"60 80 100 50 re S 0 0 1 rg 70 90 20 10 re f\n"
    extra = b"/Rotate %d" % turn
    left, bottom, right, top = crop or (0, 0, 300, 400)
    if crop:
        extra += b" /CropBox [30 40 280 360]"
    (page,) = read(write([Sheet(content, extra=extra)]))

    def shown(x0: float, y0: float, x1: float, y1: float) -> tuple[float, ...]:
        return {
            0: (x0 - left, top - y1, x1 - left, top - y0),
            90: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
            180: (right - x1, y0 - bottom, right - x0, y1 - bottom),
            270: (top - y1, right - x1, top - y0, right - x0),
        }[turn]

    assert words_of(page) == "歳出合計"
    size = (right - left, top - bottom)
    assert (page.width, page.height) == (size if turn % 180 == 0 else size[::-1])
    assert page.rotation == turn
    assert page.chars[0][1:5] == pytest.approx(shown(60, 298.8, 70, 308.8), abs=0.02)
    stroked = next(rule for rule in page.rules if rule.stroked)
    filled = next(rule for rule in page.rules if rule.filled)
    assert stroked[:4] == pytest.approx(shown(60, 80, 160, 130), abs=0.02)
    assert filled[:4] == pytest.approx(shown(70, 90, 90, 100), abs=0.02)
    assert (stroked.kind, filled.kind) == ("rect", "rect")


def test_forms_are_followed_with_their_matrices(read: Reading) -> None:
    inner = stream(
        b"0.9 g 0 0 20 20 re f 0 g\n" + text(10, 10, "表"),
        b"/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Matrix [2 0 0 2 0 0]"
        b" /Resources << /Font << /H 3 0 R >> >>",
    )
    outer = stream(
        b"q 1 0 0 1 5 5 cm /I Do Q\n",
        b"/Type /XObject /Subtype /Form /BBox [0 0 300 400]"
        b" /Resources << /XObject << /I 10 0 R >> >>",
    )
    sheet = Sheet(b"q 1 0 0 1 50 100 cm /O Do Q", resources=b"/XObject << /O 11 0 R >>")
    (page,) = read(write([sheet], more=[inner, outer]))
    (char,), (rule,) = page.chars, page.rules
    assert char.x0 == pytest.approx(75)
    assert char.size == pytest.approx(20)
    assert char.bottom == pytest.approx(400 - 125 + 2.4)
    assert rule[:4] == pytest.approx((55, 400 - 145, 95, 400 - 105))


_SPOKEN = b"/Span << /ActualText <FEFF5927> >> BDC\n%b EMC\n"
_TYPE3 = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 880] /FontMatrix [.001 0 0 .001 0 0]"
    b" /CharProcs << /g 11 0 R >> /Encoding << /Type /Encoding /Differences [1 /g] >>"
    b" /FirstChar 1 /LastChar 1 /Widths [1000] /Resources << >> >>"
)
_BOX_GLYPH = stream(b"1000 0 0 0 1000 880 d1 0 0 1000 880 re f")


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("way", [b"1 0 0 1 0 200", b"1 0 0 1 150 0", b".5 0 0 .5 20 100"])
@pytest.mark.parametrize(
    "big",
    [
        text(40, 50, "大"),
        b"BT /T 10 Tf 1 0 0 1 40 50 Tm <01> Tj ET\n",
    ],
    ids=["stated", "drawn"],
)
def test_a_form_moves_characters_whose_text_is_given_beside_them(
    read_quick: Reading, big: bytes, way: bytes, turn: int
) -> None:
    fonts = b"/Font << /H 3 0 R /T 10 0 R >>"
    content = text(30, 50, "拡") + _SPOKEN % big + text(50, 50, "の")
    form = stream(
        content,
        b"/Type /XObject /Subtype /Form /BBox [0 0 300 400] /Resources << %b >>" % fonts,
    )

    def placed(way: bytes, turn: int) -> Page:
        resources = b"/XObject << /F 12 0 R >>"
        sheet = Sheet(b"q %b cm /F Do Q" % way, extra=b"/Rotate %d" % turn, resources=resources)
        (page,) = read_quick(write([sheet], more=[_TYPE3, _BOX_GLYPH, form]))
        return page

    plain, page = placed(b"1 0 0 1 0 0", 0), placed(way, turn)
    a, _, _, d, e, f = map(float, way.split())

    def shown(x0: float, top: float, x1: float, bottom: float) -> tuple[float, ...]:
        left, right = a * x0 + e, a * x1 + e
        low, high = d * (400 - bottom) + f, d * (400 - top) + f
        return (low, left, high, right) if turn else (left, 400 - high, right, 400 - low)

    assert words_of(plain) == words_of(page) == "拡大の"
    assert plain.chars[1].x0 == pytest.approx(40, abs=1)
    for char, still in zip(page.chars, plain.chars, strict=True):
        assert char[1:5] == pytest.approx(shown(*still[1:5]), abs=0.05)


def test_a_form_scales_characters_that_stand_in_its_corner_once(read: Reading) -> None:
    form = stream(
        text(0, 0, "表"),
        b"/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Resources << /Font << /H 3 0 R >> >>",
    )
    sheet = Sheet(b"2 0 0 2 0 0 cm /F Do", resources=b"/XObject << /F 10 0 R >>")
    (page,) = read(write([sheet], more=[form]))
    (char,) = page.chars
    assert char[1:5] == pytest.approx((0, 382.4, 20, 402.4), abs=0.01)


def test_rules_say_how_they_are_drawn(read: Reading) -> None:
    content = (
        b"1 0 0 RG 2 w 10 350 m 110 350 l S\n"
        b"q 2 0 0 2 0 0 cm 1 w 10 100 m 10 150 l S Q\n"
        b"0 1 0 rg 20 20 m 80 20 l 80 60 l 20 60 l h f\n"
        b"0 g 150 100 m 180 100 200 120 200 150 c 150 150 l h f\n"
        b"200 200 m 230 210 l S\n"
        b"10 10 30 30 re n\n"
    )
    (page,) = read(write([Sheet(content)]))
    level, upright, box, curve, slanted = sorted(
        (rule for rule in page.rules if rule.kind != "edge"),
        key=lambda rule: (rule.kind != "line" or rule.x0 == 200, rule.kind != "rect", rule.top),
    )
    if curve.kind == "line":
        curve, slanted = slanted, curve
    assert (level.kind, level.width, level.stroke) == ("line", 2, (1, 0, 0))
    assert upright[:4] == pytest.approx((20, 100, 20, 200))
    assert (upright.kind, upright.stroked, upright.filled) == ("line", True, False)
    assert (box.kind, box.fill, box.stroked) == ("rect", (0, 1, 0), False)
    assert curve.kind == "curve"
    assert slanted.kind == "line"
    edges = [rule for rule in page.rules if rule.kind == "edge"]
    assert (150, 250, 150, 300) in [tuple(map(round, rule[:4])) for rule in edges]


def test_colour_and_weight_are_kept(read_quick: Reading) -> None:
    content = b"1 0 0 rg " + text(50, 300, "赤") + b"0 g 2 Tr " + text(50, 200, "太") + b"0 Tr "
    (page,) = read_quick(write([Sheet(content)]))
    red, bold = page.chars
    assert (red.colour, red.bold) == ((1, 0, 0), False)
    assert (bold.colour, bold.bold) == ((0, 0, 0), True)


def test_text_printed_twice_is_read_once_and_is_bold(read: Reading) -> None:
    content = text(50, 300, "合計", size=12) + text(50.4, 299.8, "合計", size=12)
    (page,) = read(write([Sheet(content + text(50, 285, "合計", size=12))]))
    assert words_of(page) == "合計合計"
    assert [char.bold for char in page.chars] == [True, True, False, False]


def test_a_document_bound_on_the_right_keeps_its_brackets(read: Reading) -> None:
    sheet = Sheet(text(50, 300, "（３％）［１０円］！"))
    (page,) = read(write([sheet], catalog=b"/ViewerPreferences << /Direction /R2L >>"))
    assert words_of(page) == "（３％）［１０円］！"


def test_characters_without_a_meaning_are_reported_with_their_box(read: Reading) -> None:
    unknown = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Gaiji /Encoding /Identity-H"
        b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Gaiji"
        b" /CIDSystemInfo << /Registry (Own) /Ordering (Own) /Supplement 0 >> /DW 1000"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /Gaiji /Flags 4 /Ascent 880"
        b" /Descent -120 /StemV 80 /ItalicAngle 0 /CapHeight 700 /FontBBox [0 -120 1000 880]"
        b" >> >>] >>"
    )
    content = text(50, 300, "補") + b"BT /G 10 Tf 60 300 Td <00070009> Tj ET\n"
    sheet = Sheet(content, extra=b"")
    data = write([sheet], more=[unknown]).replace(b"/V 4 0 R >>", b"/G 10 0 R>>")
    (page,) = read(data)
    assert words_of(page) == "補\ufffd\ufffd"
    (issue,) = page.issues
    assert issue.code == "unmapped_character"
    assert issue.bbox == pytest.approx((60, 91.2, 80, 101.2), abs=0.1)
    assert issue.page == 1


def test_a_glyph_drawn_as_an_outline_is_reported_with_its_box(read: Reading) -> None:
    petals = b"".join(
        b"%d %d m %d %d l %d %d l %d %d l %d %d l %d %d l h f\n"
        % (x, y, x + 3, y, x + 4, y + 1, x + 3, y + 3, x + 1, y + 4, x, y + 2)
        for x, y in ((60, 299), (64, 299), (60, 303), (64, 303))
    )
    (page,) = read(write([Sheet(text(50, 300, "補") + petals + text(70, 300, "する"))]))
    (issue,) = page.issues
    assert issue.code == "outline_glyph"
    assert issue.bbox == pytest.approx((60, 93, 68, 101), abs=0.1)


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(
            b"150 150 m 158 150 l 158 154 l 154 158 l 152 158 l 150 156 l f\n", id="alone"
        ),
        pytest.param(b"40 299 m 48 299 l 48 303 l 44 307 l 42 307 l 40 305 l f\n", id="bullet"),
        pytest.param(b"51 299 m 58 299 l 58 303 l 54 307 l 52 307 l 51 305 l f\n", id="over text"),
        pytest.param(b"60 299 8 8 re f\n", id="box"),
    ],
)
def test_other_shapes_are_no_glyphs(read: Reading, drawn: bytes) -> None:
    (page,) = read(write([Sheet(text(50, 300, "補") + drawn + text(70, 300, "する"))]))
    assert page.issues == ()


def test_a_crop_box_beside_the_page_is_ignored(read: Reading) -> None:
    (page,) = read(write([Sheet(text(50, 300, "予算"), extra=b"/CropBox [500 500 900 900]")]))
    assert (page.width, page.height, words_of(page)) == (300, 400, "予算")


def test_a_page_too_large_to_be_one_is_left_out_and_the_others_are_read(read: Reading) -> None:
    plain = Sheet(text(50, 300, "予算"))
    huge = Sheet(text(50, 300, "予算"), width=1e9, height=1e9)
    first, second = read(write([huge, plain]))
    assert [issue.code for issue in first.issues] == ["unreadable_page"]
    assert words_of(second) == "予算"


def test_a_form_that_draws_itself_ends(read: Reading) -> None:
    form = stream(
        text(50, 200, "自") + b"/X Do\n",
        b"/Type /XObject /Subtype /Form /BBox [0 0 300 400]"
        b" /Resources << /Font << /H 3 0 R >> /XObject << /X 10 0 R >> >>",
    )
    sheet = Sheet(b"/X Do", resources=b"/XObject << /X 10 0 R >>")
    (page,) = read(write([sheet], more=[form]))
    assert set(words_of(page)) == {"自"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"q " * 100_000, id="states"),
        pytest.param(b"[" * 100_000 + b"] TJ ", id="arrays"),
        pytest.param(b"1 1 m " + b"5 5 l " * 2_100_000 + b"S ", id="segments"),
    ],
)
def test_endless_content_leaves_the_rest_readable(read_quick: Reading, content: bytes) -> None:
    plain = Sheet(text(50, 300, "予算"))
    _, second = read_quick(write([Sheet(content), plain]))
    assert words_of(second) == "予算"


def test_what_is_left_out_of_a_page_is_said(read_quick: Reading) -> None:
    (page,) = read_quick(write([Sheet(b"1 1 m " + b"5 5 l " * 2_100_000 + b"S ")]))
    assert [issue.code for issue in page.issues] == ["page_cut_short"]


def test_a_string_that_was_cut_off_is_said(read_quick: Reading) -> None:
    """PDFium reads 32,767 bytes of a string and leaves the rest without a word."""
    for length, codes in ((16_000, []), (17_000, ["page_cut_short"])):
        content = text(0, 300, "予" * length, size=0.8)
        (page,) = read_quick(write([Sheet(content, width=14_400)]))
        assert [issue.code for issue in page.issues] == codes


def test_what_a_page_has_beyond_the_bound_is_said(
    read: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blanks that PDFium makes between words count to the bound, and are dropped after it."""
    for module in ("pdfium_text", "plumber"):
        monkeypatch.setattr(f"pipeline.read.{module}.MAX_CHARS", 40)
    for number, codes in ((5, []), (60, ["page_cut_short"])):
        words = b"".join(text(20 + 40 * (i % 5), 380 - 20 * (i // 5), "12") for i in range(number))
        (page,) = read(write([Sheet(words)]))
        assert [issue.code for issue in page.issues] == codes


KANJI = st.text(
    st.sampled_from("予算歳出入款項目節事業費千円０１２３４５６７８９"), min_size=1, max_size=8
)
PLACES = st.tuples(st.integers(0, 9), st.integers(0, 19))
LAYOUTS = st.dictionaries(PLACES, KANJI, min_size=1, max_size=12)


def shows(layout: dict[tuple[int, int], str]) -> list[bytes]:
    return [text(40 + 90 * x, 60 + 20 * y, words) for (x, y), words in layout.items()]


@QUICK
@given(LAYOUTS)
def test_what_is_shown_comes_back(read_quick: Reading, layout: dict[tuple[int, int], str]) -> None:
    (page,) = read_quick(write([Sheet(b"".join(shows(layout)), width=1000, height=500)]))
    found = {
        (round(char.x0), round(500 - char.bottom + 1.2 - 2.4)): char.text for char in page.chars
    }
    for (x, y), words in layout.items():
        for i, char in enumerate(words):
            assert found[40 + 90 * x + 10 * i, round(60 + 20 * y - 2.4)] == char
    assert len(found) == sum(map(len, layout.values()))


@QUICK
@given(LAYOUTS, st.randoms(use_true_random=False))
def test_the_order_of_drawing_changes_no_character(
    read_quick: Reading, layout: dict[tuple[int, int], str], random: object
) -> None:
    parts = shows(layout)
    (page,) = read_quick(write([Sheet(b"".join(parts), width=1000, height=500)]))
    random.shuffle(parts)  # type: ignore[attr-defined]
    (other,) = read_quick(write([Sheet(b"".join(parts), width=1000, height=500)]))
    assert sorted(page.chars, key=place) == sorted(other.chars, key=place)


@QUICK
@given(LAYOUTS, st.sampled_from([0.5, 1.5, 2.0]), st.integers(0, 40), st.integers(0, 40))
def test_moving_and_scaling_move_boxes_and_nothing_else(
    read_quick: Reading, layout: dict[tuple[int, int], str], scale: float, dx: int, dy: int
) -> None:
    content = b"".join(shows(layout))
    (page,) = read_quick(write([Sheet(content, width=1000, height=500)]))
    moved = b"%g 0 0 %g %d %d cm\n" % (scale, scale, dx, dy) + content
    (other,) = read_quick(write([Sheet(moved, width=2100, height=1100)]))
    assert words_of(other) == words_of(page)
    for one, two in zip(page.chars, other.chars, strict=True):
        assert two.x0 == pytest.approx(scale * one.x0 + dx, abs=0.01)
        assert two.x1 == pytest.approx(scale * one.x1 + dx, abs=0.01)
        assert two.bottom == pytest.approx(1100 - dy - scale * (500 - one.bottom), abs=0.01)
        assert two.size == pytest.approx(scale * one.size)


def place(char: Char) -> tuple[float, float]:
    return (char.top, char.x0)
