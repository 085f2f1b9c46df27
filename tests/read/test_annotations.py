"""What annotations and form fields show is read as the page's own, and covers what is below."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from models.page import Page
from pipeline.read import open_document

from .handmade import Sheet, stream, text, write


def read(tmp_path: Path, page: bytes, shown: Sequence[tuple[bytes, bytes, bytes]]) -> Page:
    """A page with annotations, each of a kind, at a place, with what its appearance draws."""
    more = []
    for kind, rect, content in shown:
        left, bottom, right, top = (float(side) for side in rect.split())
        box = b"%g %g %g %g" % (0, 0, right - left, top - bottom)
        at = 10 + len(more)
        more.append(
            b"<< /Type /Annot /Subtype /%b /Rect [%b] /F 4 /AP << /N %d 0 R >> %b >>"
            % (kind, rect, at + 1, b"/FT /Tx /T (a) /V (1)" if kind == b"Widget" else b"")
        )
        font = b"/Resources << /Font << /H 3 0 R >> >>"
        more.append(stream(content, b"/Type /XObject /Subtype /Form /BBox [%b] %b" % (box, font)))
    annotations = b" ".join(b"%d 0 R" % (10 + 2 * index) for index in range(len(shown)))
    path = tmp_path / "annotated.pdf"
    path.write_bytes(write([Sheet(page, extra=b"/Annots [%b]" % annotations)], more=more))
    with open_document(path) as opened:
        (found,) = opened.pages()
    assert isinstance(found, Page)
    return found


def words(page: Page) -> list[str]:
    """The characters of each line of the page, from the top."""
    lines: dict[int, list[tuple[float, str]]] = {}
    for char in page.chars:
        lines.setdefault(round(char.top), []).append((char.x0, char.text))
    return ["".join(text for _, text in sorted(lines[top])) for top in sorted(lines)]


@pytest.mark.parametrize("kind", [b"FreeText", b"Stamp", b"Widget", b"Square"])
def test_what_an_annotation_shows_is_read_where_it_stands(tmp_path: Path, kind: bytes) -> None:
    own = text(50, 350, "当初1,111千円")
    page = read(tmp_path, own, [(kind, b"50 200 200 220", text(2, 5, "2,222千円"))])
    assert words(page) == ["当初1,111千円", "2,222千円"]
    second = [char for char in page.chars if char.text == "2"]
    assert all(195 > char.top > 175 and char.x0 >= 50 for char in second)


def test_a_correction_wins_over_what_it_covers_and_says_so(tmp_path: Path) -> None:
    own = text(50, 300, "道路5,000千円") + text(50, 250, "河川5,000千円")
    box = b"1 1 0.8 rg 0 0 120 14 re f 0 g " + text(1, 2, "7,000千円")
    page = read(tmp_path, own, [(b"FreeText", b"69 298 189 312", box)])
    assert words(page) == ["道路7,000千円", "河川5,000千円"]
    (issue,) = [issue for issue in page.issues if issue.code == "hidden_text"]
    assert "5,000千円" in issue.message
    assert issue.bbox is not None
    assert issue.bbox[0] > 65


def test_the_slow_reader_sees_what_annotations_show(tmp_path: Path) -> None:
    read(tmp_path, text(50, 350, "1,111"), [(b"FreeText", b"50 200 200 220", text(2, 5, "2,222"))])
    with open_document(tmp_path / "annotated.pdf", reader="pdfplumber") as opened:
        (page,) = opened.pages()
    assert isinstance(page, Page)
    assert words(page) == ["1,111", "2,222"]


def test_links_show_nothing(tmp_path: Path) -> None:
    own = text(50, 350, "当初1,111千円")
    page = read(tmp_path, own, [(b"Link", b"50 340 200 360", text(2, 5, "2,222千円"))])
    assert words(page) == ["当初1,111千円"]
