"""PDFium's pages held against pdfplumber's over real documents: the same words, the same tables.

The normal run takes a sample of the long documents, the pages that were once read unlike, and every
fourth of the layouts that one producer printed; YOSANO_WHOLE_CORPUS=1 takes all documents and all
pages. Pages that differ are listed with the reason in
source_differences.tsv, and no others may differ.
"""

import csv
import os
from pathlib import Path

import pytest

from models import Issue
from models.page import Page
from pipeline.layout.ruled import find_ruled_tables
from pipeline.layout.words import find_words
from pipeline.normalise import normalise
from pipeline.read import OpenDocument, open_document

pytestmark = pytest.mark.corpus

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
DIFFERENCES = Path(__file__).with_name("source_differences.tsv")
WHOLE = bool(os.environ.get("YOSANO_WHOLE_CORPUS"))
LONG, STEP = 20, 20
# The same projects printed in many layouts by one program, in a folder for each of two sets.
LAYOUTS, EVERY = "layouts", 4
BOOK = "r6-budget.pdf"

# Narrow blanks that PDFium leaves out stand on these.
ONCE_UNLIKE = {BOOK: (601,), "議案第８号：令和４年度一般会計予算.pdf": (2, 3, 4)}
# The pages of the list, of well over a thousand.
MOST_UNLIKE = 20

# A form bomb whose only page the page clock ends after two minutes; neither reader reads it.
TOO_SLOW = "form_laugh_10_6.pdf"

# Points: how far a cell's corner may lie apart.
NEAR = 0.6


def explained() -> dict[tuple[str, str, str], str]:
    """Why (file, page, what) differ; the page `*` stands for any page."""
    with DIFFERENCES.open(encoding="utf-8", newline="") as lines:
        return {
            (row["file"], row["page"], row["what"]): row["why"]
            for row in csv.DictReader(lines, delimiter="\t")
        }


def everything() -> list[Path]:
    return sorted(
        path
        for path in CORPUS.rglob("*.pdf")
        if path.parent.name != "scan" and path.name != TOO_SLOW
    )


def documents() -> list[Path]:
    """All but the layouts, and of these every fourth by name, with those that have differed."""
    layouts = [path for path in everything() if path.parent.parent.name == LAYOUTS]
    differing = {name for name, _, _ in explained()}
    left_out = set() if WHOLE else set(layouts) - set(layouts[::EVERY])
    return [path for path in everything() if path not in left_out or path.name in differing]


def sample(opened: OpenDocument, name: str) -> list[int]:
    step = STEP if opened.page_count > LONG and not WHOLE else 1
    return sorted({*range(1, opened.page_count + 1, step), *ONCE_UNLIKE.get(name, ())})


def words(page: Page) -> list[str]:
    return sorted(normalise(word.text).text for word in find_words(page.chars))


def tables(page: Page) -> list[list[tuple[float, ...]]]:
    return [[cell.bbox for cell in table.cells] for table in find_ruled_tables(page)]


def same_tables(one: Page, other: Page) -> bool:
    ours, theirs = tables(one), tables(other)
    return len(ours) == len(theirs) and all(
        len(a) == len(b)
        and all(
            max(abs(x - y) for x, y in zip(p, q, strict=True)) < NEAR
            for p, q in zip(sorted(a), sorted(b), strict=True)
        )
        for a, b in zip(ours, theirs, strict=True)
    )


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_both_readers_see_the_same_words_and_tables(path: Path) -> None:
    known = explained()
    found: list[tuple[str, int, str]] = []
    with open_document(path) as quick, open_document(path, reader="pdfplumber") as exact:
        numbers = sample(quick, path.name)
        for one, other in zip(quick.pages(numbers), exact.pages(numbers), strict=True):
            assert isinstance(one, Page)
            assert isinstance(other, Page)
            assert (one.width, one.height) == pytest.approx((other.width, other.height), abs=0.1)
            if words(one) != words(other):
                found.append((path.name, one.number, "words"))
            if not same_tables(one, other):
                found.append((path.name, one.number, "tables"))
    keys = {
        (name, "*" if (name, "*", what) in known else str(page), what) for name, page, what in found
    }
    assert keys - known.keys() == set()
    if WHOLE:
        assert keys == {key for key in known if key[0] == path.name}


def test_few_pages_may_differ_and_each_has_its_reason() -> None:
    assert len({(name, page) for name, page, _ in explained()}) <= MOST_UNLIKE
    names = {path.name for path in everything()}
    for (name, page, what), why in explained().items():
        assert name in names
        assert page == "*" or int(page) > 0
        assert what in ("words", "tables")
        assert len(why) > 20


def issues_of(path: Path) -> list[Issue]:
    with open_document(path) as opened:
        return [issue for page in opened.pages() if isinstance(page, Page) for issue in page.issues]


def test_the_glyphs_drawn_as_outlines_are_all_found(corpus: Path) -> None:
    """補塡's 塡 is drawn as an outline 48 times, 7 of them on pages 5, 50 and 51."""
    issues = issues_of(corpus / "fuji-r6" / BOOK)
    assert {issue.code for issue in issues} == {"outline_glyph", "hidden_text"}
    found = [issue for issue in issues if issue.code == "outline_glyph"]
    assert len(found) == 48
    assert sum(issue.page in (5, 50, 51) for issue in found) == 7
    assert all(issue.bbox and 6 < issue.bbox[2] - issue.bbox[0] < 13 for issue in found)


def test_other_documents_have_no_false_outlines(corpus: Path) -> None:
    for folder in ("nankoku-r4", "nankoku-r4-book", "otoineppu", "fonts"):
        for path in sorted((corpus / folder).glob("*.pdf")):
            codes = {issue.code for issue in issues_of(path)}
            assert codes <= {"hidden_text"}, path.name


def test_text_that_no_page_shows_is_found_and_no_other(corpus: Path) -> None:
    """富士市 numbers pages in white on white; 音威子府村 lays pictures over numbers and names."""
    hidden = {
        path.name: {(issue.page, issue.code) for issue in issues_of(path) if issue.bbox}
        for folder in ("fuji-r6", "nankoku-r4", "nankoku-r4-book", "otoineppu")
        for path in sorted((corpus / folder).glob("*.pdf"))
    }
    pages = {
        name: sorted(page for page, code in found if page and code == "hidden_text")
        for name, found in hidden.items()
    }
    assert len(pages.pop(BOOK)) == 34
    assert {name: set(found) for name, found in pages.items() if found} == {
        "gyouseihoukokur7.pdf": {2, 6},
        "kouhou-2020-03.pdf": {1, 12},
        "kouhou-2023-02.pdf": {1, 7, 12},
        "kouhou-2024-06.pdf": set(range(1, 13)),
    }


def test_downward_text_is_read_whole(corpus: Path) -> None:
    """jo.pdf is a page of vertical prose: the same characters as in its reference."""
    with open_document(corpus / "fonts" / "jo.pdf") as opened:
        (page,) = opened.pages()
    assert isinstance(page, Page)
    read = sorted(char.text for char in page.chars if not char.text.isspace())
    reference = (corpus / "fonts" / "jo.txt.ref").read_text(encoding="utf-8")
    assert read == sorted(char for char in reference if not char.isspace())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("90ms_rksj_h_sample.pdf", "Hello ASCII 日本語テスト"),
        ("noembed-eucjp.pdf", "あいうえお"),
        ("noembed-identity.pdf", "ABC あいうえお 123 1"),
        ("vertical.pdf", "日本語 あいうえお"),
        (
            "issue6387.pdf",
            "あのイーハトーヴォのすきとおった風" * 9
            + "tracking 文字ツメ (mojitsume) kerning"
            + "0 -50 -100 0 50% 100% 0 auto -100 for each char",
        ),
    ],
)
def test_fonts_of_every_kind_are_read(corpus: Path, name: str, shown: str) -> None:
    with open_document(corpus / "fonts" / name) as opened:
        page = next(iter(opened.pages()))
    assert isinstance(page, Page)
    assert sorted(char.text for char in page.chars if not char.text.isspace()) == sorted(
        shown.replace(" ", "")
    )
