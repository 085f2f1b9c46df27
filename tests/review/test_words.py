"""Everything that the review says of a page is in the language that was chosen."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from models import Document, Extraction, Issue, Leftover
from pipeline.corrections import CORRECTIONS, append
from pipeline.corrections.fields import plain
from pipeline.files import write_extraction
from pipeline.review.app import Settings, make_app
from pipeline.review.desk import open_desk
from pipeline.review.security import Door
from pipeline.words import Language
from tests.corrections.made import DOCUMENT, change, item, money

DOOR = Door("127.0.0.1", 8123)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ("in a name", "1 amounts have no unit, and no value in yen: 除雪費", "a value corr"),
        ),
        ("ja", ("名称の中", "金額1件は単位が分からず、円の値がありません: 除雪費", "値を訂正した")),
    ],
)
def test_issues_leftovers_and_what_no_longer_fits_are_said_in_the_language(
    tmp_path: Path, language: Language, said: tuple[str, ...]
) -> None:
    card = Document(sha256=DOCUMENT, file_name="a.pdf", page_count=1)
    left = Leftover(text="12", page=1, bbox=(9, 9, 20, 20), why="name")
    message = "1 amounts have no unit, and no value in yen: 除雪費"
    issue = Issue(code="unit_unknown", severity="warning", message=message, page=1)
    write_extraction(Extraction(card, [item(0, "除雪費", 9)], [left], [issue]), tmp_path / "a")
    gone = change(1, item(9, "教育費", 4), "amount", plain(money(5)))
    append(tmp_path / "a" / CORRECTIONS, [gone])
    desk = open_desk([str(tmp_path)])
    application = make_app(desk, DOOR, Settings(language=language))
    window = TestClient(application, base_url="http://127.0.0.1:8123")
    window.cookies.set(DOOR.cookie, DOOR.session)
    page = window.get(f"/d/{next(iter(desk)).key}/p/1").text
    for each in said:
        assert each in page
