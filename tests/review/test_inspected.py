"""What a person sees of one value: among it, what speaks for whose it is."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.files import write_extraction
from pipeline.review.app import Settings, make_app
from pipeline.review.desk import open_desk
from pipeline.review.security import Door
from tests.corrections.made import extraction, item

SNOW = item(0, "除雪費", 1000).model_copy(update={"confidence": {"name": 0.972, "amount": 0.99}})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_extraction(extraction(SNOW), tmp_path / "a")
    return tmp_path / "a"


def inspected(folder: Path, path: str, page: int = 1) -> str:
    at = Door("127.0.0.1", 8123)
    desk = open_desk([str(folder)])
    client = TestClient(make_app(desk, at, Settings()), base_url="http://127.0.0.1:8123")
    client.cookies.set(at.cookie, at.session)
    key = next(iter(desk)).key
    found = client.get(
        f"/d/{key}/inspect", params={"record": SNOW.id, "path": path, "page": str(page)}
    )
    assert found.status_code == 200
    return found.text


def ownership(html: str) -> str | None:
    found = re.search(r'<dd class="ownership"(.*?)</dd>', html, re.DOTALL)
    return found and found[1]


def test_a_figure_shows_the_print_that_names_its_owner_with_its_box(folder: Path) -> None:
    shown = ownership(inspected(folder, "amount"))
    assert shown is not None
    assert ">除雪費</span>" in shown
    assert "97.2 %" in shown
    assert 'data-box="[50.0, 100.0, 150.0, 110.0]"' in shown


def test_an_owner_on_another_page_is_named_by_its_page_and_not_drawn(folder: Path) -> None:
    shown = ownership(inspected(folder, "amount", page=2))
    assert shown is not None
    assert "data-box" not in shown
    assert re.search(r"page 1\b", shown)


def test_the_owner_itself_needs_no_evidence(folder: Path) -> None:
    assert ownership(inspected(folder, "name")) is None
