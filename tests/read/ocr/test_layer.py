"""A text layer of another program against our own reading: agreed, disputed, and lost figures."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.page import Char, Page
from pipeline.read import open_document
from pipeline.read.ocr import with_ocr
from pipeline.read.ocr.layer import AGREED, DISPUTED, held_against, is_layer
from tests.read.handmade import text

from .scans import MADE, pasted, picture_of


def chars(words: str, x: float, top: float, *, sure: float | None) -> list[Char]:
    return [
        Char(c, x + 5 * i, top, x + 5 * i + 5, top + 10, 10.0, confidence=sure)
        for i, c in enumerate(words)
        if c != " "
    ]


def page(*parts: list[Char]) -> Page:
    return Page(1, 595.0, 842.0, [char for part in parts for char in part])


def confidences(found: Page, top: float) -> set[float | None]:
    return {char.confidence for char in found.chars if char.top == top}


def test_a_figure_that_reads_alike_is_likely_and_one_that_does_not_is_doubtful() -> None:
    layer = page(
        chars("道路費 41,257", 50, 100, sure=0.5),
        chars("河川費 11,257", 50, 120, sure=0.5),
    )
    own = [*chars("道路費 41,257", 50, 100, sure=0.97), *chars("河川費 41,257", 51, 121, sure=0.97)]
    found = held_against(layer, own)
    assert [char.text for char in found.chars] == [char.text for char in layer.chars]
    figures = [char for char in found.chars if char.text in "0123456789,"]
    assert {char.confidence for char in figures if char.top == 100} == {AGREED}
    assert {char.confidence for char in figures if char.top == 120} == {DISPUTED}
    (issue,) = found.issues
    assert issue.code == "readings_differ"
    assert "11,257" in issue.message
    assert "41,257" in issue.message
    assert issue.bbox == (70.0, 120.0, 100.0, 130.0)


def test_a_figure_that_one_reading_lacks_is_said() -> None:
    layer = page(chars("道路費", 50, 100, sure=0.5))
    found = held_against(layer, chars("道路費 41,257", 50, 100, sure=0.9))
    assert [issue.code for issue in found.issues] == ["readings_differ"]
    unread = held_against(page(chars("41,257", 50, 100, sure=0.5)), [])
    assert (confidences(unread, 100), unread.issues) == ({0.5}, ())


def test_what_the_file_itself_prints_is_held_against_nothing() -> None:
    plain = page(chars("41,257", 50, 100, sure=None))
    assert not is_layer(plain)
    found = held_against(plain, chars("11,257", 50, 100, sure=0.99))
    assert (confidences(found, 100), found.issues) == ({None}, ())


@given(st.integers(10, 10**9), st.integers(0, 8), st.integers(1, 9), st.booleans())
def test_one_changed_digit_never_passes(value: int, place: int, by: int, wide: bool) -> None:
    printed = f"{value:,}"
    digits = [at for at, char in enumerate(printed) if char.isdigit()]
    at = digits[place % len(digits)]
    changed = printed[:at] + str((int(printed[at]) + by) % 10) + printed[at + 1 :]
    shown = (
        changed.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if wide else changed
    )
    found = held_against(page(chars(printed, 50, 100, sure=0.5)), chars(shown, 50, 100, sure=0.9))
    assert confidences(found, 100) == {DISPUTED}
    assert len(found.issues) == 1
    same = held_against(page(chars(printed, 50, 100, sure=0.5)), chars(printed, 50, 100, sure=0.9))
    assert (confidences(same, 100), same.issues) == ({0.9}, ())


@pytest.mark.parametrize("mode", ["auto", "always"])
def test_a_wrong_digit_in_the_layer_of_a_scan_is_found(tmp_path: Path, mode: str) -> None:
    source = MADE / "kakuu-r6-hosei3.pdf"
    with open_document(source) as opened:
        printed = next(iter(opened.pages()))
    assert isinstance(printed, Page)
    amounts = [at for at, char in enumerate(printed.chars) if char.text == "4"]
    wrong = amounts[len(amounts) // 2]
    layer = b"3 Tr " + b"".join(
        text(
            char.x0,
            printed.height - char.bottom + 0.12 * char.size,
            "1" if at == wrong else char.text,
            size=char.size,
        )
        for at, char in enumerate(printed.chars)
        if not char.text.isspace()
    )
    box = (0.0, 0.0, printed.width, printed.height)
    picture = picture_of(source, 1)
    path = tmp_path / "scan.pdf"
    path.write_bytes(pasted([(picture, box)], size=(printed.width, printed.height), content=layer))
    with open_document(path) as opened:
        read = next(iter(opened.pages()))
    assert isinstance(read, Page)
    assert is_layer(read)
    found = with_ocr(path, read, mode=mode)  # type: ignore[arg-type]
    at = printed.chars[wrong]
    differing = [
        issue.bbox for issue in found.issues if issue.code == "readings_differ" and issue.bbox
    ]
    assert any(b[0] - 2 < at.x0 < b[2] and b[1] - 2 < at.top + 1 < b[3] for b in differing)
    figures = [char for char in found.chars if char.text.isdigit()]
    agreed = [char for char in figures if (char.confidence or 0) > 0.8]
    assert len(agreed) > 0.8 * len(figures)
