"""What a person sees of one value: among it, what speaks for whose it is."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from models import FiscalYear, Record
from pipeline.files import write_extraction
from pipeline.prove import prove
from pipeline.review.app import Settings, make_app
from pipeline.review.desk import open_desk
from pipeline.review.security import Door
from pipeline.review.texts import CHECKS
from tests.corrections.made import extraction, fact, item

SNOW = item(0, "除雪費", 1000).model_copy(update={"confidence": {"name": 0.972, "amount": 0.99}})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_extraction(extraction(SNOW), tmp_path / "a")
    return tmp_path / "a"


def inspected(folder: Path, path: str, page: int = 1, record: str = SNOW.id) -> str:
    at = Door("127.0.0.1", 8123)
    desk = open_desk([str(folder)])
    client = TestClient(make_app(desk, at, Settings()), base_url="http://127.0.0.1:8123")
    client.cookies.set(at.cookie, at.session)
    key = next(iter(desk)).key
    found = client.get(
        f"/d/{key}/inspect", params={"record": record, "path": path, "page": str(page)}
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


def checks(html: str) -> str:
    found = re.search(r'<ul class="checks">.*?</details>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split()) if found else ""


def test_every_check_that_can_fail_has_a_name_that_a_person_reads(root: Path) -> None:
    table = (root / "docs/proof.md").read_text(encoding="utf-8").partition("| name | on |")[2]
    rows = [line.split(" | ") for line in table.partition("\n\n")[0].splitlines()[2:]]
    names = {
        name.removeprefix("in_")
        for first, *_, severity in rows
        if severity.strip(" |") != "info"
        for name in first.strip("| ").split(", ")
    }
    assert len(names) > 20
    assert names - CHECKS.keys() == set()


def test_a_year_that_is_contradicted_is_shown_with_the_year_that_it_ought_to_be(
    tmp_path: Path,
) -> None:
    prior = FiscalYear(year=2023)
    row = item(0, "除雪費", 1000, 900).model_copy(update={"prior_fiscal_year": prior})
    write_extraction(extraction(*prove([row])[0]), tmp_path / "a")
    shown = checks(inspected(tmp_path / "a", "amount", record=row.id))
    assert shown.startswith("✗ the year agrees with those around it")
    assert shown.endswith("除雪費 · fiscal year 2024")


def test_a_figure_whose_owner_has_another_is_shown_alone(tmp_path: Path) -> None:
    records: list[Record] = [fact(1, "基金の残高", 1), fact(2, "基金の残高", 2)]
    write_extraction(extraction(*prove(records)[0]), tmp_path / "a")
    shown = checks(inspected(tmp_path / "a", "value", record=records[1].id))
    assert shown == "✗ the figure has an owner of its own 1 figures 基金の残高 · value 2,000"
