"""What a person settles of two years counts for every later diff and history."""

import json
from pathlib import Path

import pytest

from models import Change, Correction
from pipeline.corrections import CORRECTIONS, append, settled_in
from pipeline.corrections import read as read_corrections
from pipeline.diff import compare
from pipeline.diff.settled import as_settled
from pipeline.files import find_extractions, write_extraction
from pipeline.history import trace
from pipeline.ingest import Plan, ingest
from pipeline.inputs import find_inputs
from pipeline.run import extract
from pipeline.sides import Side, load_side
from pipeline.store import Store, open_store
from pipeline.two_sides import sides_between

OLD = ("商店街振興事業", "学校給食費", "道路維持管理費")
NEW = ("まちなか再生プロジェクト", "学校給食費", "道路維持管理費")
AT = "2026-11-28T10:00:00Z"


def budget(folder: Path, year: int, names: tuple[str, ...]) -> Path:
    lines = [f"令和{year}年度 甲市 当初予算の概要", "", "単位：千円", ""]
    lines += [f"・{name} {1_000 * (n + 1) + year:,}" for n, name in enumerate(names)]
    path = folder / f"r{year}.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    outs = []
    for year, names in ((3, OLD), (4, NEW)):
        out = tmp_path / f"out{year}" / "budget"
        write_extraction(extract(budget(tmp_path, year, names)), out)
        outs.append(out.parent)
    return outs[0], outs[1]


@pytest.fixture
def store(tmp_path: Path) -> str:
    for year, names in ((3, OLD), (4, NEW)):
        budget(tmp_path, year, names)
    url = f"sqlite:///{tmp_path / 'yosano.db'}"
    opened = open_store(url, create=True)
    list(ingest(find_inputs([str(tmp_path)]), opened, Plan()))
    return url


def sides(folders: tuple[Path, Path]) -> tuple[Side, Side]:
    return load_side(str(folders[0])), load_side(str(folders[1]))


def changed(old: Side, new: Side) -> dict[str, Change]:
    return {
        change.new_name or change.old_name or "": change for change in compare(old, new).changes
    }


def said(old: Side, new: Side, *, is_one: bool, number: int = 1, names: int = 0) -> Correction:
    """What a person says of the first, or another, project of both years."""
    before = next(t for t in old.budget.things if t.name == OLD[names])
    after = next(t for t in new.budget.things if t.name == NEW[names])
    return Correction(
        id=f"said{number}.1",
        document=after.record.document,
        action="settle",
        at=f"2026-11-28T10:00:0{number}Z",
        by="Sato",
        settled=as_settled((old, before), (new, after), is_one=is_one),
    )


def beside(folder: Path) -> Path:
    return find_extractions([str(folder)])[0] / CORRECTIONS


def test_two_names_are_one_project_in_every_later_diff(folders: tuple[Path, Path]) -> None:
    old, new = sides(folders)
    assert changed(old, new)[NEW[0]].kind == "added"
    append(beside(folders[1]), [said(old, new, is_one=True)])
    change = changed(*sides(folders))[NEW[0]]
    assert (change.kind, change.old_name) == ("renamed", OLD[0])
    assert change.match is not None
    assert (change.match.method, change.match.score) == ("settled", 1.0)
    assert change.match.evidence[0] == "settled by Sato, 2026-11-28"
    assert "removed" not in {each.kind for each in changed(*sides(folders)).values()}


def test_one_name_is_two_projects_where_a_person_says_so(folders: tuple[Path, Path]) -> None:
    old, new = sides(folders)
    append(beside(folders[0]), [said(old, new, is_one=False, names=1)])
    found = compare(*sides(folders)).changes
    assert {c.kind for c in found if NEW[1] in (c.old_name, c.new_name)} == {"added", "removed"}
    assert not any(candidate.name == NEW[1] for c in found for candidate in c.candidates)


def test_the_last_word_counts_and_undoing_takes_it_back(folders: tuple[Path, Path]) -> None:
    old, new = sides(folders)
    path = beside(folders[1])
    append(path, [said(old, new, is_one=True), said(old, new, is_one=False, number=2)])
    assert changed(*sides(folders))[NEW[0]].kind == "added"
    undo = Correction(
        id="undo.1", document=new.documents[0].sha256, action="undo", at=AT, undoes="said2.1"
    )
    append(path, [undo])
    assert changed(*sides(folders))[NEW[0]].kind == "renamed"


def test_it_finds_the_things_again_in_another_extraction(folders: tuple[Path, Path]) -> None:
    """Ids and content differ where a document was published anew; name and place are the same."""
    old, new = sides(folders)
    line = said(old, new, is_one=True)
    settled = line.settled
    assert settled is not None
    other = settled.old.model_copy(update={"document": "c0" * 32, "record": "budget_item-other"})
    moved = settled.model_copy(update={"old": other})
    append(beside(folders[1]), [line.model_copy(update={"settled": moved})])
    assert changed(*sides(folders))[NEW[0]].kind == "renamed"
    of_another_year = moved.model_copy(update={"old": other.model_copy(update={"year": 2019})})
    beside(folders[1]).unlink()
    append(beside(folders[1]), [line.model_copy(update={"settled": of_another_year})])
    assert changed(*sides(folders))[NEW[0]].kind == "added"


def test_it_changes_nothing_of_the_document_itself(folders: tuple[Path, Path]) -> None:
    old, new = sides(folders)
    append(beside(folders[1]), [said(old, new, is_one=True)])
    lines = read_corrections(beside(folders[1])).lines
    assert [line.id for line in settled_in(lines)] == ["said1.1"]
    assert [t.name for t in load_side(str(folders[1])).budget.things] == list(NEW)


def test_a_store_keeps_it_through_reading_anew_and_history_follows(
    store: str, tmp_path: Path
) -> None:
    old, new = (load_side(f"甲市@{year}", store=store) for year in (2021, 2022))
    opened = open_store(store)
    assert len(lines_of(opened, OLD[0])) == 1
    opened.add_corrections([said(old, new, is_one=True)])
    list(ingest(find_inputs([str(tmp_path)]), opened, Plan(again=True)))
    old, new = (load_side(f"甲市@{year}", store=store) for year in (2021, 2022))
    assert changed(old, new)[NEW[0]].kind == "renamed"
    assert [name for _, name in lines_of(opened, OLD[0])] == [OLD[0], NEW[0]]
    assert [name for _, name in lines_of(opened, NEW[0])] == [OLD[0], NEW[0]]


def lines_of(store: Store, name: str) -> list[tuple[int, str]]:
    (line,) = trace(store, name)
    return [(point.year, point.name) for point in line.points]


def test_years_between_lead_from_one_name_to_another(tmp_path: Path) -> None:
    """What a direct comparison cannot know, two comparisons of neighbouring years tell."""
    documents = tmp_path / "documents"
    documents.mkdir()
    amounts = {3: (12_345, None), 4: (13_579, 12_345), 5: (15_791, 13_579)}
    names = {3: "商店街振興事業", 4: "まちなか再生プロジェクト", 5: "駅前にぎわい創出事業"}
    for year, (amount, prior) in amounts.items():
        printed = f"{amount:,}" + (f" [{prior:,}]" if prior else "")
        lines = [f"令和{year}年度 甲市 当初予算の概要", "", "単位：千円", ""]
        lines += [f"・{names[year]} {printed}", f"・学校給食費 {4_321 + year:,} [{4_320 + year:,}]"]
        (documents / f"r{year}.txt").write_text("\n".join(lines), encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'yosano.db'}"
    list(ingest(find_inputs([str(documents)]), open_store(url, create=True), Plan()))
    specs = ("甲市@2021", "甲市@2023")
    old, new = (load_side(spec, store=url) for spec in specs)
    assert changed(old, new)[names[5]].kind == "added"
    between = sides_between(*specs, store=url)
    assert [side.year for side in between] == [2022]
    found = {c.new_name: c for c in compare(old, new, between=between).changes}
    change = found[names[5]]
    assert (change.kind, change.old_name) == ("renamed", names[3])
    assert change.match is not None
    assert change.match.method == "years_between"
    assert change.match.evidence[0] == "through 2022"
    assert sides_between(specs[0], str(documents), store=url) == []


def test_a_settled_line_is_read_back_as_it_was_written(folders: tuple[Path, Path]) -> None:
    line = said(*sides(folders), is_one=True)
    assert Correction.model_validate_json(line.model_dump_json()) == line
    assert json.loads(line.model_dump_json())["settled"]["new"]["name"] == NEW[0]
