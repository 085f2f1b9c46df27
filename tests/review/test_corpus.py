"""Real documents under review: a table of projects in the browser, a book's pages in time."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from models import Correction, Document, Extraction, Money
from pipeline import extract
from pipeline.corrections import CORRECTIONS, append, read
from pipeline.corrections.fields import plain
from pipeline.files import write_extraction
from pipeline.originals import sha256_of
from pipeline.review.app import Settings, make_app
from pipeline.review.desk import open_desk
from pipeline.review.lines import about
from pipeline.review.security import Door
from pipeline.values import values_of
from tests.corrections.made import item

pytestmark = pytest.mark.corpus


def test_a_table_of_projects_is_reviewed_in_the_browser(
    serve: Callable[..., str], window: Page, corpus: Path, tmp_path: Path
) -> None:
    (pdf,) = (corpus / "nankoku-r4").glob("*主な新規事業.pdf")
    extraction = extract(pdf)
    write_extraction(extraction, tmp_path / "out" / pdf.stem)
    window.goto(serve(tmp_path / "out", corpus / "nankoku-r4", "--lang", "ja"))
    window.get_by_role("link", name=pdf.name).click()
    expect(window.locator(".inspected")).to_be_visible()
    window.wait_for_load_state("load")  # the picture is there
    assert window.locator("img.picture").evaluate("image => image.naturalWidth") > 1_000
    page = int(window.url.split("/p/")[1].split("?")[0])
    shown = [s for r in extraction.records for s in r.sources.values() if s.page == page]
    assert len(shown) > 40
    assert window.locator("#overlay .value").count() == len(shown)
    window.keyboard.press("a")
    expect(window.locator("#say")).to_contain_text("保存しました")
    (line,) = read(tmp_path / "out" / pdf.stem / CORRECTIONS).lines
    assert line.action == "accept"


@pytest.fixture
def book(corpus: Path, tmp_path: Path) -> Path:
    """A budget book of 612 pages, with as many records as are read from it, made up in its place.

    Reading it takes longer than all that is tried here.
    """
    pdf = corpus / "fuji-r6" / "r6-budget.pdf"
    sha256 = sha256_of(pdf)
    assert sha256 is not None
    rows = [
        item(row, f"事業{page}の{row}", 1_000 * page + row, 900 * page + row, page=page)
        for page in range(1, 613)
        for row in range(15)
    ]
    records = [row.model_copy(update={"document": sha256}) for row in rows]
    card = Document(sha256=sha256, file_name=pdf.name, page_count=612)
    write_extraction(Extraction(card, list(records), [], []), tmp_path / "r6-budget")
    return tmp_path / "r6-budget"


def opened(folder: Path, corpus: Path) -> tuple[TestClient, str]:
    """A window on a book, and the book's address, before anything of it was read."""
    door = Door("127.0.0.1", 8123)
    desk = open_desk([str(folder), str(corpus / "fuji-r6")])
    client = TestClient(make_app(desk, door, Settings()), base_url="http://127.0.0.1:8123")
    client.cookies.set(door.cookie, door.session)
    return client, f"/d/{next(iter(desk)).key}"


def took(client: TestClient, *addresses: str) -> float:
    """Processor time: other programs on the machine do not count."""
    start = time.process_time()
    for address in addresses:
        assert client.get(address).status_code == 200
    return time.process_time() - start


def test_a_books_pages_open_at_once(book: Path, corpus: Path) -> None:
    client, address = opened(book, corpus)
    # The first has the whole book to read; yosano reads ahead, so that nobody waits even for this.
    assert took(client, f"{address}/p/1", f"{address}/p/1/picture") < 3.0
    for first in (2, 100, 301, 610):
        # Reading ahead goes on beside and is counted with a page now and then, not with three.
        pages = range(first, first + 3)
        quickest = min(took(client, f"{address}/p/{n}", f"{address}/p/{n}/picture") for n in pages)
        assert quickest < 0.3


def test_ten_thousand_corrections_are_applied_and_the_pages_still_open(
    book: Path, corpus: Path
) -> None:
    desk = open_desk([str(book)])
    state = next(iter(desk)).state()
    lines = [
        Correction(
            id=f"many.{number}",
            document=record.document,
            action="change",
            at="2027-01-01T00:00:00Z",
            target=about(record, path),
            was=plain(value),
            now=plain(value.model_copy(update={"yen": value.yen + 1})),
        )
        for number, (record, path, value) in enumerate(
            (record, path, value)
            for record in state.raw.records
            for path, value in values_of(record)
            if isinstance(value, Money) and value.yen is not None
        )
    ][:10_000]
    assert len(lines) == 10_000
    append(book / CORRECTIONS, lines)
    assert len(read(book / CORRECTIONS).lines) == 10_000
    client, address = opened(book, corpus)
    assert took(client, f"{address}/p/1") < 8.0
    assert took(client, f"{address}/p/301") < 1.5  # it is proved anew beside this
    corrected = next(iter(open_desk([str(book)]))).state().corrected
    assert not corrected.unfit
    assert len(corrected.seen) == 10_000
