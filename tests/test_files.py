"""Results are written whole or not at all, and read back as they were."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from models import BudgetItem, Document, Extraction, Issue, Leftover, Money, Source
from pipeline.errors import InputError
from pipeline.files import find_extractions, read_extraction, write_extraction
from pipeline.inputs import find_inputs
from pipeline.places import name_folders


def extraction(name: str = "除雪費\u2028（冬）") -> Extraction:
    item = BudgetItem(
        id="budget_item-1",
        document="ab",
        page=1,
        name=name,
        amount=Money(yen=1000, text="1", unit=1000),
        sources={"name": Source(page=1, bbox=(1.0, 2.0, 3.5, 4.0), text=name)},
    )
    return Extraction(
        document=Document(sha256="ab", file_name="a.pdf", page_count=1),
        records=[item],
        leftovers=[Leftover(text="5", value=5, page=1, why="unassigned")],
        issues=[Issue(code="assumed", severity="info", message="…", page=1)],
    )


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    card = write_extraction(extraction(), tmp_path / "a")
    found = read_extraction(tmp_path / "a")
    assert found == replace(extraction(), document=card)
    assert card == extraction().document.model_copy(update={"files": card.files})
    assert card.files == {
        name: hashlib.sha256((tmp_path / "a" / name).read_bytes()).hexdigest()
        for name in ("issues.jsonl", "leftovers.jsonl", "records.jsonl")
    }


def test_a_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_extraction(extraction(), tmp_path / folder)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_a_failing_write_leaves_the_earlier_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_extraction(extraction("前の結果"), tmp_path / "a")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        write_extraction(extraction("新しい結果"), tmp_path / "a")
    assert read_extraction(tmp_path / "a").records[0] == extraction("前の結果").records[0]
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_a_broken_extraction_says_what_to_do(tmp_path: Path) -> None:
    write_extraction(extraction(), tmp_path / "a")
    (tmp_path / "a" / "records.jsonl").write_text("{}\n")
    with pytest.raises(InputError, match="yosano extract"):
        read_extraction(tmp_path / "a")
    (tmp_path / "a" / "records.jsonl").unlink()
    with pytest.raises(InputError, match=r"records\.jsonl is missing"):
        read_extraction(tmp_path / "a")
    with pytest.raises(InputError, match="no extraction"):
        find_extractions([str(tmp_path / "nowhere")])


def test_inputs_of_one_name_get_folders_of_their_own() -> None:
    names = name_folders([Path("x/a.pdf"), Path("y/a.pdf"), Path("y/A.txt"), Path("b.pdf")])
    assert list(names.values()) == ["a", "a-2", "A-3", "b"]


def test_folders_and_globs_are_expanded_once(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.txt", "notes.docx"):
        (tmp_path / name).touch()
    inputs = find_inputs([str(tmp_path), str(tmp_path / "*.pdf")])
    assert [path.name for path in inputs] == ["a.txt", "b.pdf"]


def test_what_gives_nothing_stays_in_the_list_to_be_reported(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.pdf").touch()
    given = [str(tmp_path / "empty"), str(tmp_path / "*.txt"), str(tmp_path / "a.pdf")]
    assert [str(path) for path in find_inputs(given)] == given


def test_scratch_folders_of_a_killed_run_are_no_extractions(tmp_path: Path) -> None:
    write_extraction(extraction(), tmp_path / "a")
    write_extraction(extraction(), tmp_path / ".a.scratch")
    assert find_extractions([str(tmp_path)]) == [tmp_path / "a"]
