"""Nothing that was acknowledged is lost: by a kill, by two writers, by a new extraction."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.corrections import CORRECTIONS, append, in_force, read, read_as_corrected
from pipeline.corrections.fields import plain
from pipeline.errors import InputError
from pipeline.files import write_extraction
from pipeline.sides import load_side
from tests.corrections.made import change, correction, extraction, item, money

SNOW = item(0, "除雪費", 1000, 900)


def test_lines_are_added_and_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / CORRECTIONS
    append(path, [correction(1, "whole", page=1)])
    first = path.read_bytes()
    append(path, [correction(2, "whole", page=2), correction(3, "undo", undoes="c1")])
    assert path.read_bytes().startswith(first)
    log = read(path)
    assert [each.id for each in log.lines] == ["c1", "c2", "c3"]
    assert [each.id for each in in_force(log.lines)] == ["c2"]


def test_no_file_is_an_empty_log(tmp_path: Path) -> None:
    assert read(tmp_path / CORRECTIONS).lines == ()


def test_half_a_line_is_passed_over_and_said(tmp_path: Path) -> None:
    path = tmp_path / CORRECTIONS
    append(path, [correction(1, "whole", page=1)])
    with path.open("ab") as file:
        file.write(b'{"id": "c2", "docum')
    append(path, [correction(3, "whole", page=3)])
    log = read(path)
    assert [each.id for each in log.lines] == ["c1", "c3"]
    assert log.unreadable == (2,)


def test_a_line_written_twice_counts_once(tmp_path: Path) -> None:
    path = tmp_path / CORRECTIONS
    line = correction(1, "whole", page=1)
    append(path, [line])
    append(path, [line])
    assert read(path).lines == (line,)


def test_a_log_that_is_read_on_is_the_log_that_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / CORRECTIONS
    append(path, [correction(1, "whole", page=1), correction(2, "whole", page=2)])
    before = read(path)
    append(path, [correction(3, "undo", undoes="c1")])
    after = read(path, before)
    assert after == read(path)
    assert all(one is other for one, other in zip(before.lines, after.lines, strict=False))
    # Somebody has changed a line by hand: what it says now counts.
    path.write_text(path.read_text(encoding="utf-8").replace('"page": 2', '"page": 7'))
    assert [line.page for line in read(path, after).lines] == [1, 7, None]


WRITER = """
import sys
from pathlib import Path
from pipeline.corrections import append
from tests.corrections.made import correction
for number in range(100_000):
    append(Path(sys.argv[1]), [correction(number, "whole", page=1, note="あ" * 2000)])
    print(number, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_it_has_acknowledged(tmp_path: Path, root: Path) -> None:
    for attempt in range(3):
        path = tmp_path / f"{attempt}.jsonl"
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, path], cwd=root, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            said = [writer.stdout.readline() for _ in range(20 + 7 * attempt)]
            writer.kill()
            said += writer.stdout.read().splitlines(keepends=True)
        acknowledged = {f"c{line.strip()}" for line in said if line.endswith("\n")}
        assert len(acknowledged) >= 20
        assert {each.id for each in read(path).lines} >= acknowledged


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / CORRECTIONS

    def write(writer: int) -> None:
        for number in range(100):
            append(path, [correction(1000 * writer + number, "whole", page=1)])

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(read(path).lines) == 400


def test_a_new_extraction_leaves_the_corrections_and_they_are_applied(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(SNOW), folder)
    append(folder / CORRECTIONS, [change(1, SNOW, "amount", plain(money(1500)))])
    bytes_before = (folder / CORRECTIONS).read_bytes()
    write_extraction(extraction(SNOW.model_copy(update={"id": "new"})), folder)
    assert (folder / CORRECTIONS).read_bytes() == bytes_before
    (record,) = read_as_corrected(folder).records
    assert record.sources["amount"].corrected == "c1"


def test_what_is_written_while_the_folder_is_replaced_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(SNOW), folder)
    done = threading.Event()

    def extract_again_and_again() -> None:
        while not done.is_set():
            write_extraction(extraction(SNOW), folder)
            time.sleep(0.001)

    other = threading.Thread(target=extract_again_and_again)
    other.start()
    try:
        for number in range(150):
            while True:
                try:
                    append(folder / CORRECTIONS, [correction(number, "whole", page=1)])
                    break
                except InputError:  # between two moves there is no folder: said, and tried again
                    continue
    finally:
        done.set()
        other.join()
    assert {each.id for each in read(folder / CORRECTIONS).lines} == {f"c{n}" for n in range(150)}


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        append(tmp_path / "nowhere" / CORRECTIONS, [correction(1, "whole", page=1)])


def test_a_diff_compares_records_as_corrected(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_extraction(extraction(SNOW), folder)
    append(folder / CORRECTIONS, [change(1, SNOW, "amount", plain(money(1500)))])
    amounts = [thing.amount for thing in load_side(str(folder)).things.values()]
    assert amounts == [1_500_000]
