"""The page on which people settle what is one thing in two years."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.corrections import CORRECTIONS, read
from pipeline.diff import compare
from pipeline.errors import UsageError
from pipeline.review.app import Settings, make_app
from pipeline.review.security import Door
from pipeline.review.years import open_years
from pipeline.sides import load_side
from tests.diff.test_settled import NEW, OLD, folders  # noqa: F401

ORIGIN = "http://127.0.0.1:8123"


@pytest.fixture
def specs(folders: tuple[Path, Path]) -> tuple[str, str]:  # noqa: F811
    return str(folders[0]), str(folders[1])


@pytest.fixture
def window(specs: tuple[str, str]) -> TestClient:
    desk, between = open_years(specs, store="")
    at = Door("127.0.0.1", 8123)
    app = make_app(desk, at, Settings(by="Sato"), between=between)
    found = TestClient(app, base_url=ORIGIN, follow_redirects=False)
    found.cookies.set(at.cookie, at.session)
    found.headers["Origin"] = ORIGIN
    return found


def fields(page: str) -> list[dict[str, str]]:
    """The hidden fields of each form of a page."""
    return [
        dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        for form in re.findall(r"<form[^>]*/years/.*?</form>", page, re.DOTALL)
    ]


def kinds(specs: tuple[str, str]) -> dict[str | None, str]:
    found = compare(load_side(specs[0]), load_side(specs[1]))
    return {change.new_name: change.kind for change in found.changes}


def test_another_name_is_chosen_from_what_is_gone(
    window: TestClient, specs: tuple[str, str]
) -> None:
    page = window.get("/years").text
    assert NEW[0] in page
    (gone,) = re.findall(r'<option value="([^"]+)"', page)
    assert gone.startswith(OLD[0])
    (form,) = [each for each in fields(page) if "old" not in each and "new" in each]
    answer = window.post("/years/settle", data={**form, "other": gone})
    assert answer.status_code == 303
    assert kinds(specs)[NEW[0]] == "renamed"
    page = window.get("/years").text
    assert f"{OLD[0]} = {NEW[0]}" in page
    (undo,) = [each for each in fields(page) if "line" in each]
    assert window.post("/years/undo", data=undo).status_code == 303
    assert kinds(specs)[NEW[0]] == "added"
    lines = read(next(Path(specs[1]).glob(f"*/{CORRECTIONS}"))).lines
    assert [(line.action, line.by) for line in lines] == [("settle", "Sato"), ("undo", "Sato")]


def test_what_is_not_of_the_list_is_refused(window: TestClient, specs: tuple[str, str]) -> None:
    (form,) = [each for each in fields(window.get("/years").text) if "new" in each]
    answer = window.post("/years/settle", data={**form, "other": "どこにもない事業"})
    assert answer.status_code == 409
    assert "Choose one of the list." in answer.text
    assert kinds(specs)[NEW[0]] == "added"


def test_without_the_token_of_the_page_nothing_is_kept(
    window: TestClient, specs: tuple[str, str]
) -> None:
    (form,) = [each for each in fields(window.get("/years").text) if "new" in each]
    answer = window.post("/years/settle", data={**form, "csrf": "guessed", "other": OLD[0]})
    assert answer.status_code == 403
    assert kinds(specs)[NEW[0]] == "added"


def test_the_first_page_leads_there(window: TestClient) -> None:
    assert 'href="/years"' in window.get("/").text


def test_hand_made_files_alone_keep_nothing(tmp_path: Path) -> None:
    for name in ("old.csv", "new.csv"):
        (tmp_path / name).write_text("name,amount\n敬老祝金,1000\n", encoding="utf-8")
    with pytest.raises(UsageError, match="kept beside an extraction or in a store"):
        open_years((str(tmp_path / "old.csv"), str(tmp_path / "new.csv")), store="")
