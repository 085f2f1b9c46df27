"""Two windows, each with a server of its own, over ten thousand corrections; servers are killed."""

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from models import BudgetItem
from pipeline.corrections import CORRECTIONS, append, read, read_as_corrected
from pipeline.corrections.fields import plain
from pipeline.files import write_extraction
from pipeline.review.lines import shown_as
from tests.corrections.made import change, extraction, item, money

# Two thousand records; each was corrected nearly five times when the windows open.
ROWS: list[BudgetItem] = [
    item(row, f"事業{page}の{row}", 100 * page + row, page=page)
    for page in range(1, 134)
    for row in range(15)
]
WRITTEN = 9_800
SAID_BY_EACH = 120


@dataclass(slots=True)
class Window:
    """A person at a server of their own; `kept` are the lines that it has said to be kept."""

    folder: Path
    kept: list[str] = field(default_factory=list)
    kills: int = 0
    _server: subprocess.Popen[str] | None = None
    _client: httpx.Client | None = None
    _csrf: str = ""
    _base: str = ""

    def open(self) -> None:
        """Starts the server (again), and looks at the first page as a browser does."""
        self.close()
        yosano = str(Path(sys.executable).with_name("yosano"))
        self._server = subprocess.Popen(
            [yosano, "review", str(self.folder)], stdout=subprocess.PIPE, text=True
        )
        assert self._server.stdout is not None
        address = self._server.stdout.readline().strip()
        origin = address.partition("/?")[0]
        self._client = httpx.Client(
            base_url=origin, headers={"Origin": origin}, follow_redirects=True, timeout=60
        )
        index = self._client.get(address)
        (self._base,) = re.findall(r'class="main" href="(/d/\w+)"', index.text)
        page = self._client.get(f"{self._base}/p/1").text
        (self._csrf,) = re.findall(r'data-csrf="(\w+)"', page)

    def say(self, **request: object) -> None:
        """Says something; what the server has answered to is kept, whatever happens to it then."""
        assert self._client is not None
        answer = self._client.post(
            f"{self._base}/say", json={"request": request}, headers={"X-Yosano-CSRF": self._csrf}
        )
        answer.raise_for_status()
        self.kept.append(f"{answer.json()['batch']}.1")

    def go_through(self, rows: list[BudgetItem], shown: dict[str, str]) -> None:
        """Accepts one amount after the other; opens anew where the server was killed."""
        for row in rows:
            request = {"action": "accept", "record": row.id, "path": "amount"}
            try:
                self.say(**request, shown=shown[row.id])
            except httpx.TransportError:
                self.kills += 1
                self.open()

    def kill(self) -> None:
        """kill -9."""
        if self._server is not None:
            self._server.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Ends the server, if it is still there."""
        if self._client is not None:
            self._client.close()
        if self._server is not None and self._server.stdout is not None:
            self._server.terminate()
            self._server.wait()
            self._server.stdout.close()


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[tuple[Window, Window]]:
    write_extraction(extraction(*ROWS), tmp_path / "a")
    lines = [
        change(number, ROWS[number % len(ROWS)], "amount", plain(money(number)))
        for number in range(WRITTEN)
    ]
    append(tmp_path / "a" / CORRECTIONS, lines)
    both = Window(tmp_path / "a"), Window(tmp_path / "a")
    yield both
    for window in both:
        window.close()


def test_ten_thousand_corrections_two_windows_and_a_kill_lose_nothing(
    windows: tuple[Window, Window], tmp_path: Path
) -> None:
    before = read_as_corrected(tmp_path / "a").records
    shown = {row.id: shown_as(row.amount) for row in before if isinstance(row, BudgetItem)}
    for window in windows:
        window.open()
    shares = ROWS[:SAID_BY_EACH], ROWS[SAID_BY_EACH : 2 * SAID_BY_EACH]
    people = [
        threading.Thread(target=window.go_through, args=(rows, shown))
        for window, rows in zip(windows, shares, strict=True)
    ]
    for person in people:
        person.start()
    for window in windows:
        while len(window.kept) < SAID_BY_EACH // 4:
            people[0].join(timeout=0.01)
        window.kill()
    for person in people:
        person.join()
    assert [window.kills for window in windows] == [1, 1]

    log = read(tmp_path / "a" / CORRECTIONS)
    kept = {line.id for line in log.lines}
    assert {f"c{number}" for number in range(WRITTEN)} <= kept
    for window in windows:
        # What was under way when the server was killed may be there or not; all else is.
        assert len(window.kept) >= SAID_BY_EACH - 1
        assert set(window.kept) <= kept
    assert len(log.lines) >= 10_000
    # What both have said is shown, and has changed nothing else.
    assert read_as_corrected(tmp_path / "a").records == before
    for window in windows:
        window.open()
        window.say(action="whole", page=9)
    assert len(read(tmp_path / "a" / CORRECTIONS).lines) == len(log.lines) + 2
