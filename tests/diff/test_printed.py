"""The year before as one year's documents print it, and what a diff says about one thing only."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli_app import app
from pipeline.diff import about, compare
from pipeline.diff.coverage import cautions, partial_sides
from pipeline.errors import StoreError, UsageError
from pipeline.ingest import Plan, ingest
from pipeline.inputs import find_inputs
from pipeline.sides import load_side
from pipeline.store import open_store
from pipeline.two_sides import load_sides

TABLE = """令和4年度 甲市 当初予算の概要

単位：千円

・子育て短期支援事業費 222,006 [185,358]
・子育て支援センター改築事業費 112,076 [485,345]
・地域子育て拠点事業費 4,500 [0]
・児童手当費 703,526
・道路維持費 152,600 [105,400]
"""


@pytest.fixture
def store(tmp_path: Path) -> str:
    (tmp_path / "r4.txt").write_text(TABLE, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'yosano.db'}"
    list(ingest(find_inputs([str(tmp_path)]), open_store(url, create=True), Plan()))
    return url


def test_a_year_of_which_there_are_no_documents_is_what_the_next_prints(store: str) -> None:
    old, new = load_sides("甲市@2021", "甲市@2022", store=store)
    assert (old.year, old.unprinted) == (2021, 1)
    diff = compare(old, new)
    amounts = {c.new_name: (c.kind, c.old_amount, c.new_amount) for c in diff.changes}
    assert amounts == {
        "子育て短期支援事業費": ("continued", 185_358_000, 222_006_000),
        "子育て支援センター改築事業費": ("continued", 485_345_000, 112_076_000),
        "地域子育て拠点事業費": ("added", None, 4_500_000),
        "道路維持費": ("continued", 105_400_000, 152_600_000),
    }
    assert not any(change.doubts for change in diff.changes)
    assert all(total.reconciles for total in diff.totals)


def test_it_is_said_to_be_a_part_before_anything_else(store: str) -> None:
    diff = compare(*load_sides("甲市@2021", "甲市@2022", store=store))
    first = cautions(diff)[0]
    assert (first.code, first.side, first.values) == ("as_printed", "old", (1,))
    assert partial_sides(diff) == ("old",)
    assert all(change.partial == ("old",) for change in diff.changes)


def test_documents_of_the_year_itself_come_first(store: str, tmp_path: Path) -> None:
    before = TABLE.replace("令和4", "令和3").replace("222,006", "180,000")
    folder = tmp_path / "before"
    folder.mkdir()
    (folder / "r3.txt").write_text(before, encoding="utf-8")
    list(ingest(find_inputs([str(folder)]), open_store(store), Plan()))
    old, _ = load_sides("甲市@2021", "甲市@2022", store=store)
    assert old.unprinted is None
    assert {t.name: t.amount for t in old.budget.things}["子育て短期支援事業費"] == 180_000_000


def test_no_year_but_the_one_before_is_printed(store: str) -> None:
    for specs in (("甲市@2020", "甲市@2022"), ("乙市@2021", "甲市@2022")):
        with pytest.raises(StoreError, match="no such documents"):
            load_sides(*specs, store=store)


def test_only_what_is_about_something(store: str) -> None:
    diff = about(compare(*load_sides("甲市@2021", "甲市@2022", store=store)), "子育て")
    assert {c.new_name for c in diff.changes} == {
        "子育て短期支援事業費",
        "子育て支援センター改築事業費",
        "地域子育て拠点事業費",
    }
    (total,) = diff.totals
    assert total.reconciles
    assert (total.old, total.new) == (670_703_000, 338_582_000)
    assert diff.headlines == []
    assert cautions(diff)[-1].code == "about"
    with pytest.raises(UsageError, match="neither year has anything"):
        about(diff, "下水道")


def test_what_is_about_any_of_several_words_is_there_once(store: str) -> None:
    diff = compare(*load_sides("甲市@2021", "甲市@2022", store=store))
    several = [c.new_name for c in about(diff, "子育て", "道路", "支援").changes]
    alone = [c.new_name for c in about(diff, "子育て").changes]
    assert "道路維持費" in several
    assert set(several) > set(alone)
    assert len(several) == len(set(several))
    with pytest.raises(UsageError, match="--about 下水道"):
        about(diff, "子育て", "下水道")


@pytest.mark.parametrize("form", ["table", "html", "jsonl"])
def test_the_command_answers_which_grew_and_where_it_says_so(store: str, form: str) -> None:
    arguments = ["diff", "甲市@2021", "甲市@2022", "--store", store, "--about", "子育て"]
    result = CliRunner().invoke(app, [*arguments, "--format", form])
    assert result.exit_code == 0
    assert "子育て短期支援事業費" in result.stdout
    assert "道路維持費" not in result.stdout
    assert "36,648" in result.stdout or "36648000" in result.stdout
    assert form == "table" or "r4.txt" in result.stdout


def test_one_side_alone_is_loaded_as_before(store: str) -> None:
    assert load_side("甲市@2022", store=store).unprinted is None
