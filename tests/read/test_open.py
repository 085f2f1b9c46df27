import gc
import hashlib
import time
from pathlib import Path

import pytest

from models.page import Page, TextPage
from pipeline.errors import InputError, UsageError
from pipeline.read import open_document

from . import handmade
from .handmade import Sheet, assemble, encrypted, write

PLAIN = Sheet(handmade.text(50, 300, "予算額１２３"))
ENCRYPTED = encrypted(Sheet(b"BT /F 12 Tf 50 300 Td (Budget 123) Tj ET"), "secret")
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def refused(path: Path, reader: str, *, password: str | None = None) -> InputError:
    with (
        pytest.raises(InputError) as caught,
        open_document(path, reader=reader, password=password) as opened,
    ):
        list(opened.pages())
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.pdf", b"", "empty_file"),
        ("note.pdf", b"hello", "not_a_pdf"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_pdf"),
        ("head.pdf", write([PLAIN])[:60], "damaged_pdf"),
        ("half.pdf", write([PLAIN] * 3)[:900], "damaged_pdf"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(
    tmp_path: Path, reader: str, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert refused(path, reader).code == code


def test_missing_files_and_folders_are_refused(tmp_path: Path, reader: str) -> None:
    assert refused(tmp_path / "none.pdf", reader).code == "missing_file"
    assert refused(tmp_path, reader).code == "no_documents"


def test_an_encrypted_file_asks_for_its_password(tmp_path: Path, reader: str) -> None:
    path = tmp_path / "encrypted.pdf"
    path.write_bytes(ENCRYPTED)
    assert refused(path, reader).code == "encrypted"
    assert "--password" in str(refused(path, reader))
    assert refused(path, reader, password="wrong").code == "wrong_password"
    with open_document(path, reader=reader, password="secret") as opened:
        (page,) = opened.pages()
    assert isinstance(page, Page)
    assert "".join(char.text for char in page.chars) == "Budget 123"


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param({2: b"<< /Type /Pages /Kids [] /Count 0 >>"}, id="no pages"),
        pytest.param({2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}, id="its own parent"),
        pytest.param(
            {
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 2 0 R] /Count 1000000 >>",
            },
            id="in a circle",
        ),
        pytest.param(
            {
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                **{
                    n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (n + 1, n - 1)
                    for n in range(3, 3000)
                },
                3000: b"<< /Type /Page /Parent 2999 0 R /MediaBox [0 0 9 9] >>",
            },
            id="nested without end",
        ),
    ],
)
def test_page_trees_that_lead_nowhere_are_refused_soon(
    tmp_path: Path, reader: str, objects: dict[int, bytes]
) -> None:
    path = tmp_path / "tree.pdf"
    path.write_bytes(assemble({1: CATALOG, **objects}))
    begun = time.monotonic()
    assert refused(path, reader).code in ("damaged_pdf", "no_pages", "unreadable")
    assert time.monotonic() - begun < 10


def test_claimed_pages_that_are_missing_end_in_one_issue(tmp_path: Path) -> None:
    path = tmp_path / "claims.pdf"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 100000 >>"
    path.write_bytes(assemble({1: CATALOG, 2: tree, 3: page}))
    with open_document(path) as opened:
        pages = [page for page in opened.pages() if isinstance(page, Page)]
    assert pages[0].width == 100
    assert len(pages) < 200
    assert "100000" in pages[-1].issues[0].message


def test_a_text_file_is_opened_as_text(tmp_path: Path) -> None:
    path = tmp_path / "seed.txt"
    path.write_text("総額は1億円\n\f次の頁\n", encoding="utf-8")
    with open_document(path) as opened:
        pages = list(opened.pages())
        assert (opened.kind, opened.page_count) == ("text", len(pages))
        assert all(isinstance(page, TextPage) for page in pages)
        with pytest.raises(InputError):
            opened.image(1)


def test_the_document_is_known_by_its_hash_and_drawn_on_demand(tmp_path: Path, reader: str) -> None:
    data = write([PLAIN, Sheet(width=200, height=100, extra=b"/Rotate 90")])
    path = tmp_path / "made.pdf"
    path.write_bytes(data)
    with open_document(path, reader=reader) as opened:
        assert opened.sha256 == hashlib.sha256(data).hexdigest()
        assert (opened.kind, opened.page_count) == ("pdf", 2)
        assert opened.image(2, dpi=72).shape == (200, 100, 3)
        ink = opened.image(1, dpi=144)
        assert ink.shape == (800, 600, 3)
        assert ink.min() < 128 < ink.max()


def test_there_are_two_readers(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(write([PLAIN]))
    with pytest.raises(UsageError), open_document(path, reader="poppler"):
        pass


@pytest.mark.parametrize("usual", [(700, 10, 10), (50_000, 20, 50), (0, 10, 10)])
def test_the_search_for_garbage_is_left_as_it_was(
    tmp_path: Path, usual: tuple[int, int, int]
) -> None:
    path = tmp_path / "plain.pdf"
    path.write_bytes(write([PLAIN]))
    before = gc.get_threshold()
    gc.set_threshold(*usual)
    try:
        with open_document(path) as opened:
            while_open = gc.get_threshold()
            list(opened.pages())
        after = gc.get_threshold()
    finally:
        gc.set_threshold(*before)
    assert after == usual
    assert while_open[0] == (max(usual[0], 20_000) if usual[0] else 0)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["予算額1,234千円", "架空市\r\n除雪対策事業費 1,234千円、ほか\n"])
def test_a_text_of_two_byte_units_needs_no_mark(encoding: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    with open_document(path) as opened:
        (page,) = opened.pages()
    assert isinstance(page, TextPage)
    assert "\n".join(page.lines) == text.replace("\r\n", "\n")


@pytest.mark.parametrize("text", ["%PDF-1.7 の形式\n", "この文書は %PDF-1.7 の形式です。\n"])
def test_a_text_that_speaks_of_pdfs_is_a_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    with open_document(path) as opened:
        assert opened.kind == "text"
    named = tmp_path / "a.pdf"
    named.write_text(text, encoding="utf-8")
    assert refused(named, "pdfium").code == "damaged_pdf"


def test_a_pdf_is_one_under_any_name(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(write([PLAIN]))
    with open_document(path) as opened:
        assert opened.kind == "pdf"
