"""The queue: what is most in doubt comes next, whatever was said; what is passed over waits."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from models import Check
from pipeline.corrections import CORRECTIONS, read
from pipeline.corrections.fields import values
from pipeline.files import write_extraction
from pipeline.review.app import Settings, make_app
from pipeline.review.desk import open_desk
from pipeline.review.lines import shown_as
from pipeline.review.security import CSRF, Door
from tests.corrections.made import extraction, item

FAILS = Check(name="change", holds=False, terms={"amount": 9000.0})
WORST = item(0, "除雪費", 9000).model_copy(update={"checks": (FAILS,)})
NEXT = item(1, "道路費", 8000).model_copy(update={"confidence": {"amount": 0.6}})
SURE = item(2, "公園費", 7000).model_copy(update={"confidence": {"amount": 0.999}})
DOOR = Door("127.0.0.1", 8123)


class Desk:
    """One document's review as the page's script sees it."""

    def __init__(self, folder: Path) -> None:
        desk = open_desk([str(folder)])
        self.client = TestClient(make_app(desk, DOOR, Settings()), base_url="http://127.0.0.1:8123")
        self.client.cookies.set(DOOR.cookie, DOOR.session)
        self.key = next(iter(desk)).key

    def next(self, after: str = "", **more: object) -> str:
        query = {"after": after, **more}
        return str(self.client.get(f"/d/{self.key}/next", params=query).json()["ref"])  # type: ignore[arg-type]

    def say(self, **request: object) -> int:
        headers = {CSRF: DOOR.csrf, "Origin": "http://127.0.0.1:8123"}
        answer = self.client.post(f"/d/{self.key}/say", json={"request": request}, headers=headers)
        return answer.status_code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_extraction(extraction(SURE, NEXT, WORST), tmp_path / "a")
    return tmp_path / "a"


@pytest.fixture
def desk(folder: Path) -> Desk:
    return Desk(folder)


def ref(record: object) -> str:
    return f"{record.id}|amount"  # type: ignore[attr-defined]


def test_what_was_corrected_does_not_take_the_queue_along_to_its_end(desk: Desk) -> None:
    assert desk.next() == ref(WORST)
    shown = shown_as(WORST.amount)
    said = {"record": WORST.id, "path": "amount", "shown": shown, "figure": "5", "unit": "1000"}
    assert desk.say(action="save", **said) == 200
    # What is corrected is sure now, and would be the last in the queue.
    assert desk.next(after=ref(WORST)) == ref(NEXT)


def test_what_is_passed_over_comes_when_nothing_else_is_left(desk: Desk) -> None:
    assert desk.next(after=ref(WORST), passed=[ref(WORST)]) == ref(NEXT)
    assert desk.next(after=ref(NEXT), passed=[ref(WORST), ref(NEXT)]) == ref(SURE)
    everything = [ref(WORST), ref(NEXT), ref(SURE)]
    rounds = [desk.next(after=each, passed=everything) for each in everything]
    assert rounds == [ref(NEXT), ref(SURE), ref(WORST)]


def test_one_goes_back_to_what_was_there_before(desk: Desk) -> None:
    assert desk.next(back=ref(NEXT)) == ref(NEXT)
    assert desk.next(back="gone|amount") == ""


def test_a_record_is_accepted_as_a_whole_where_it_is_as_it_was_seen(
    desk: Desk, folder: Path
) -> None:
    shown = {path: shown_as(value) for path, value in values(WORST)}
    assert len(shown) > 1
    assert desk.say(action="accept_record", record=WORST.id, shown=shown | {"name": "別"}) == 409
    assert desk.say(action="accept_record", record="gone", shown=shown) == 409
    assert desk.say(action="accept_record", record=WORST.id, shown={}) == 422
    assert desk.say(action="accept_record", record=WORST.id, shown=shown) == 200
    (line,) = read(folder / CORRECTIONS).lines
    assert isinstance(line.was, dict)
    assert set(line.was) == set(shown)
    gold = desk.client.get(f"/d/{desk.key}/gold.jsonl").text.splitlines()
    vouched = json.loads(gold[0])
    assert (vouched["name"], vouched["amount"]["yen"]) == ("除雪費", 9_000_000)
    assert desk.next() == ref(NEXT)
