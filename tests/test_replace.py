"""One folder takes the place of another in one step, and takes nothing of others."""

import contextlib
import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models import Document, Extraction, RegionalProject
from pipeline import replace
from pipeline.errors import UsageError
from pipeline.files import read_extraction, write_extraction

FORKING = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
WAYS = pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "file by file"])


def extraction(number: int) -> Extraction:
    """An extraction all of whose files tell its number."""
    sha256 = f"{number:064}"
    records = [RegionalProject(page=1, document=sha256, id=str(i)) for i in range(number * 10)]
    return Extraction(
        Document(sha256=sha256, file_name="a.pdf", page_count=number),
        records=list(records),
        leftovers=[],
        issues=[],
    )


@pytest.fixture
def way(exchanges: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems and file systems that cannot swap two folders replace file by file."""
    if not exchanges:
        monkeypatch.setattr(replace, "exchange", lambda *_: False)


@WAYS
@pytest.mark.usefixtures("way")
def test_what_others_put_beside_the_results_stays(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(1), folder)
    (folder / "corrections.jsonl").write_text("mine")
    (folder / ".hidden").write_text("mine")
    (folder / "link").symlink_to("nowhere")
    inode = (folder / "corrections.jsonl").stat().st_ino
    for number in (2, 3):
        write_extraction(extraction(number), folder)
        assert read_extraction(folder).document.page_count == number
        assert (folder / "corrections.jsonl").read_text() == "mine"
        assert (folder / "corrections.jsonl").stat().st_ino == inode
        assert (folder / "corrections.jsonl").stat().st_nlink == 1
    (folder / "notes/deep").mkdir(parents=True)
    (folder / "notes/deep/records.jsonl").write_text("mine too")
    write_extraction(extraction(4), folder)
    assert read_extraction(folder).document.page_count == 4
    assert (folder / "notes/deep/records.jsonl").read_text() == "mine too"
    names = {each.name for each in folder.iterdir()}
    assert {"corrections.jsonl", ".hidden", "link", "notes"} < names
    assert len(names) == 8
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@WAYS
@pytest.mark.usefixtures("way")
def test_an_extraction_of_the_earlier_version_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(1), folder)
    card = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    del card["files"]
    card["versions"] = {"yosano": "0.1.0"}
    (folder / "document.json").write_text(json.dumps(card))
    (folder / "pages").mkdir()
    (folder / "pages/0001.png").write_bytes(b"drawn")
    write_extraction(extraction(2), folder)
    assert read_extraction(folder).document.page_count == 2
    assert not (folder / "pages").exists()


@pytest.mark.parametrize(
    "card",
    [
        None,
        "",
        "{}",
        "[]",
        "[" * 100_000,
        '{"sha256": 5, "versions": {"yosano": "1"}}',
        '{"sha256": "ab", "versions": {"other": "1"}}',
        '{"name": "someone else\'s document.json"}',
    ],
)
def test_a_folder_that_is_not_yosanos_is_refused(card: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "records.jsonl").write_text("mine")
    if card is not None:
        (folder / "document.json").write_text(card)
    with pytest.raises(UsageError, match="--out"):
        write_extraction(extraction(1), folder)
    assert (folder / "records.jsonl").read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@WAYS
@pytest.mark.usefixtures("way")
def test_a_file_that_the_card_does_not_name_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(1), folder)
    card = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    del card["files"]["leftovers.jsonl"]
    (folder / "document.json").write_text(json.dumps(card))
    (folder / "leftovers.jsonl").write_text("mine")
    with pytest.raises(UsageError, match=r"leftovers\.jsonl"):
        write_extraction(extraction(2), folder)
    assert (folder / "leftovers.jsonl").read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_what_was_saved_while_the_folder_was_replaced_is_the_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(1), folder)
    (folder / "corrections.jsonl").write_text("old")

    def late(one: Path, other: Path) -> bool:
        (folder / "new").write_text("new")
        os.replace(folder / "new", folder / "corrections.jsonl")
        (folder / "late").mkdir()
        (folder / "late/note").write_text("late")
        return swap(one, other)

    swap = replace.exchange
    monkeypatch.setattr(replace, "exchange", late)
    write_extraction(extraction(2), folder)
    assert (folder / "corrections.jsonl").read_text() == "new"
    assert (folder / "late/note").read_text() == "late"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_both_stay_where_two_save_at_the_moment_of_replacement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(1), folder)

    def busy(one: Path, other: Path) -> bool:
        for name in ("corrections.jsonl", "note"):
            (folder / name).write_text("before\n")
        swapped = swap(one, other)
        for name in ("corrections.jsonl", "note"):
            (folder / name).write_text("after\n")
        return swapped

    swap = replace.exchange
    monkeypatch.setattr(replace, "exchange", busy)
    write_extraction(extraction(2), folder)
    assert set((folder / "corrections.jsonl").read_text().split()) == {"before", "after"}
    assert {file.read_text() for file in folder.glob("note*")} == {"before\n", "after\n"}
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@FORKING
@WAYS
@pytest.mark.usefixtures("way")
def test_a_reader_never_finds_the_result_absent(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(1), folder)
    (folder / "corrections.jsonl").write_text("mine")
    looks = 0

    def write() -> None:
        for number in range(60):
            write_extraction(extraction(number % 5 + 1), folder)

    with Child(write) as running:
        while running():
            looks += 1
            for name in ("records.jsonl", "leftovers.jsonl", "issues.jsonl", "document.json"):
                assert (folder / name).is_file()
            assert (folder / "corrections.jsonl").read_text() == "mine"
    assert looks > 100


@FORKING
def test_a_reader_finds_one_result_and_not_parts_of_two(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(1), folder)
    looks = 0

    def write() -> None:
        for number in range(60):
            write_extraction(extraction(number % 5 + 1), folder)

    with Child(write) as running:
        while running():
            looks += 1
            found = read_extraction(folder)
            assert len(found.records) == found.document.page_count * 10
    assert looks > 20


@FORKING
def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "a"

    def write() -> None:
        for number in range(40):
            write_extraction(extraction(number % 5 + 1), folder)

    with Child(write) as first, Child(write) as second:
        while first() or second():
            time.sleep(0.01)
    found = read_extraction(folder)
    assert len(found.records) == found.document.page_count * 10
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@FORKING
@WAYS
@pytest.mark.usefixtures("way")
def test_a_writer_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(1), folder)
    (folder / "corrections.jsonl").write_text("mine")

    def write() -> None:
        for number in range(10_000):
            write_extraction(extraction(number % 5 + 1), folder)

    for moment in range(25):
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                write()
            os._exit(1)
        time.sleep(0.01 + moment * 0.0007)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert (folder / "corrections.jsonl").read_text() == "mine"
        assert (folder / "records.jsonl").is_file()
        replace.sweep(tmp_path)
        assert [each.name for each in tmp_path.iterdir()] == ["a"]
        assert (folder / "corrections.jsonl").read_text() == "mine"
        write_extraction(extraction(3), folder)
        assert len(read_extraction(folder).records) == 30


def test_sweeping_takes_only_what_is_provably_yosanos(tmp_path: Path) -> None:
    dead = tmp_path / ".yosano-0123456789abcdef"
    dead.mkdir()
    (dead / "records.jsonl").write_text("half a line")
    (dead / "inner").mkdir()
    (dead / "inner/document.json").write_text("{")
    mine = tmp_path / ".yosano-00000000000000ff"
    mine.mkdir()
    (mine / "records.jsonl").write_text("half a line")
    (mine / "thesis.docx").write_text("mine")
    others = [".yosano", ".yosano-notes", ".yosano-0123456789ABCDEF", "a", ".a.x", ".a.old.y"]
    for name in others:
        (tmp_path / name).mkdir()
        (tmp_path / name / "records.jsonl").write_text("mine")
    (tmp_path / ".yosano-fedcba9876543210").symlink_to(tmp_path / "a")
    with replace.scratch_in(tmp_path) as live:
        (live / "records.jsonl").write_text("being written")
        replace.sweep(tmp_path)
        assert (live / "records.jsonl").read_text() == "being written"
    assert not dead.exists()
    assert (mine / "thesis.docx").read_text() == "mine"
    assert (tmp_path / ".yosano-fedcba9876543210").is_symlink()
    for name in others:
        assert (tmp_path / name / "records.jsonl").read_text() == "mine"
    assert not live.exists()


def test_a_file_system_that_cannot_swap_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "name").write_text(name)
    swapped = replace.exchange(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one/name").read_text() == ("other" if swapped else "one")
    with pytest.raises(FileNotFoundError):
        replace.exchange(tmp_path / "one", tmp_path / "nowhere")
    monkeypatch.setattr("sys.platform", "win32")
    assert not replace.exchange(tmp_path / "one", tmp_path / "other")


class Child:
    """A process that does `work`; what it raises fails the test."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.process = multiprocessing.get_context("fork").Process(target=work)

    def __enter__(self) -> Callable[[], bool]:
        self.process.start()
        return self.process.is_alive

    def __exit__(self, *_: object) -> None:
        self.process.join()
        assert self.process.exitcode == 0
