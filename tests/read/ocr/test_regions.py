"""On a page of text, OCR reads what the text lacks and leaves the rest as it is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models import Issue
from models.page import Char, Page
from pipeline.read.ocr import pictures, with_ocr
from tests.read.handmade import text
from tests.read.ocr.scans import MADE, Grey, pasted, picture_of
from tests.read.ocr.test_scans import pages

DOCUMENT = MADE / "kakuu-r7-shuyo.pdf"
BOX = (60.0, 200.0, 480.0, 400.0)
PROSE = b"".join(text(60, 800 - 20 * i, "予算の概要を次の表に示します。" * 2) for i in range(3))


def first_page() -> Page:
    return pages(DOCUMENT)[0]


def places(page: Page, wanted: str) -> list[int]:
    return [i for i, char in enumerate(page.chars) if char.text == wanted]


@pytest.mark.parametrize("wanted", ["費", "業", "校", "7"])
def test_characters_without_a_meaning_are_read_in_their_line(wanted: str) -> None:
    page = first_page()
    hidden = places(page, wanted)[:3]
    assert hidden
    chars = [
        char._replace(text="\ufffd") if i in hidden else char for i, char in enumerate(page.chars)
    ]
    read = with_ocr(DOCUMENT, replace(page, chars=chars), mode="auto")
    assert [read.chars[i].text for i in hidden] == [wanted] * len(hidden)
    assert all((read.chars[i].confidence or 0) > 0.5 for i in hidden)
    assert [char for i, char in enumerate(read.chars) if i not in hidden] == [
        char for i, char in enumerate(page.chars) if i not in hidden
    ]
    assert not read.from_ocr


def test_an_outline_is_read_and_takes_its_place() -> None:
    page = first_page()
    place = places(page, "費")[0]
    gone = page.chars[place]
    box = (gone.x0 + 0.4, gone.top + 0.6, gone.x1 - 0.4, gone.bottom - 0.6)
    issue = Issue(code="outline_glyph", severity="warning", message="", page=1, bbox=box)
    chars = [char for i, char in enumerate(page.chars) if i != place]
    read = with_ocr(DOCUMENT, replace(page, chars=chars, issues=(issue,)), mode="auto")
    (added,) = [char for char in read.chars if char.confidence is not None]
    assert added.text == "費"
    assert box[0] <= (added.x0 + added.x1) / 2 <= box[2]
    assert [(issue.code, issue.bbox, issue.text) for issue in read.issues] == [
        ("read_by_ocr", box, "費")
    ]


def test_a_line_that_does_not_agree_with_its_picture_stays() -> None:
    page = first_page()
    place = places(page, "費")[0]
    top = page.chars[place].top
    chars = [
        char._replace(text="\ufffd" if i == place else "魚") if abs(char.top - top) < 3 else char
        for i, char in enumerate(page.chars)
    ]
    broken = replace(page, chars=chars)
    assert with_ocr(DOCUMENT, broken, mode="auto").chars == chars


def test_nothing_is_read_where_ocr_is_off() -> None:
    page = first_page()
    broken = replace(page, chars=[page.chars[0]._replace(text="\ufffd"), *page.chars[1:]])
    assert with_ocr(DOCUMENT, broken, mode="never") is broken


def table_picture() -> Grey:
    picture = picture_of(DOCUMENT, 1, dpi=200)
    return np.ascontiguousarray(picture[300:900, 100:1360])


def photograph() -> Grey:
    y, x = np.mgrid[0:600, 0:1260]
    ground = 128 + 60 * np.sin(x / 90) + 50 * np.cos(y / 60)
    noise = np.random.default_rng(3).normal(0, 12, ground.shape)
    return np.asarray(np.clip(ground + noise, 0, 255), dtype=np.uint8)


def logo() -> Grey:
    picture = np.full((600, 1260), 255, np.uint8)
    y, x = np.mgrid[0:600, 0:1260]
    picture[(x - 630) ** 2 + (y - 300) ** 2 < 250**2] = 40
    picture[(x - 630) ** 2 + (y - 300) ** 2 < 150**2] = 255
    return picture


def chart() -> Grey:
    """Lines that go up and down over an axis."""
    picture = np.full((600, 1260), 255, np.uint8)
    picture[560:563, 40:1220] = 0
    for x in range(60, 1200, 120):
        picture[200 + x % 260 : 560, x : x + 60] = 120
    return picture


def page_with(tmp_path: Path, picture: Grey) -> tuple[Path, Page]:
    path = tmp_path / "page.pdf"
    path.write_bytes(pasted([(picture, BOX)], size=(595, 842), content=PROSE))
    (page,) = pages(path)
    assert len(page.chars) > 30
    return path, page


def test_a_pasted_table_is_read_at_its_place(tmp_path: Path) -> None:
    path, page = page_with(tmp_path, table_picture())
    read = with_ocr(path, page, mode="auto")
    added = [char for char in read.chars if char.confidence is not None]
    assert sum(char.text.isdigit() for char in added) > 20
    assert all(BOX[0] <= char.x0 and char.x1 <= BOX[2] for char in added)
    assert all(BOX[1] - 2 <= char.top and char.bottom <= BOX[3] + 2 for char in added)
    assert [char for char in read.chars if char.confidence is None] == list(page.chars)
    assert len(read.rules) >= len(page.rules) + 8
    (issue,) = [issue for issue in read.issues if issue.code == "read_by_ocr"]
    assert issue.bbox == pytest.approx(BOX)
    assert list(read.images) == []


@pytest.mark.parametrize("picture", [photograph(), logo(), chart()], ids=["photo", "logo", "chart"])
def test_pictures_of_other_things_are_left(tmp_path: Path, picture: Grey) -> None:
    path, page = page_with(tmp_path, picture)
    assert with_ocr(path, page, mode="auto") is page


def test_a_picture_under_live_text_is_not_read(tmp_path: Path) -> None:
    path, page = page_with(tmp_path, table_picture())
    over = [
        Char(c, 100.0 + 10 * i, 250.0, 110.0 + 10 * i, 260.0, 10.0) for i, c in enumerate("予算額")
    ]
    both = replace(page, chars=[*page.chars, *over])
    assert with_ocr(path, both, mode="auto") is both


def test_without_the_extra_a_picture_of_text_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "is_installed", lambda: False)
    path, page = page_with(tmp_path, table_picture())
    (issue,) = with_ocr(path, page, mode="auto").issues
    assert issue.code == "picture_not_read"
    assert issue.bbox == pytest.approx(BOX)
    path, page = page_with(tmp_path, photograph())
    assert with_ocr(path, page, mode="auto").issues == ()
