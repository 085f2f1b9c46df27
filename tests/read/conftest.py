"""Opens what tests write by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.page import Page
from pipeline.read import open_document

Reading = Callable[[bytes], list[Page]]


@pytest.fixture(params=["pdfium", "pdfplumber"])
def reader(request: pytest.FixtureRequest) -> str:
    """Each of the readers."""
    return str(request.param)


@pytest.fixture
def read(tmp_path: Path, reader: str) -> Reading:
    """Reads a file's bytes into its pages, with each of the readers."""
    return lambda data: pages_of(tmp_path, data, reader)


@pytest.fixture
def read_quick(tmp_path: Path) -> Reading:
    """Reads a file's bytes into its pages with the default reader."""
    return lambda data: pages_of(tmp_path, data, "pdfium")


def pages_of(folder: Path, data: bytes, reader: str) -> list[Page]:
    """The pages of a PDF that is given as bytes."""
    path = folder / "made.pdf"
    path.write_bytes(data)
    with open_document(path, reader=reader) as opened:
        return [page for page in opened.pages() if isinstance(page, Page)]
