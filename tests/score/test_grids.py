"""Tables as wholes: GriTS of gold's tables and of those that are seen on the page."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline.cli_app import app
from pipeline.errors import InputError, UsageError
from pipeline.files import write_extraction
from pipeline.run import extract
from pipeline.score.folders import score_folders
from pipeline.score.gold import parse_gold
from pipeline.score.grids import gold_grid, grids_of, score_grids
from pipeline.score.grits import Grid, GridCell, content, topology
from pipeline.score.lines import JsonObject

TABLE = "kakuu-r7-shuyo"


def grid(*rows: list[object], page: int = 1) -> Grid:
    return gold_grid(1, {"type": "grid", "page": page, "rows": list(rows)}).grid  # type: ignore[dict-item]


PLAIN = grid(["款", "金額"], ["議会費", "10"], ["民生費", "70"])


def test_the_same_table_is_wholly_alike() -> None:
    assert content(PLAIN, PLAIN).f1 == topology(PLAIN, PLAIN).f1 == 1.0


def test_a_missing_row_costs_its_places() -> None:
    less = grid(["款", "金額"], ["民生費", "70"])
    found = content(PLAIN, less)
    assert (found.shared, found.gold, found.found) == (4, 6, 4)
    assert (found.precision, found.recall, found.f1) == (1.0, 4 / 6, 0.8)


def test_a_column_too_many_costs_its_places() -> None:
    more = grid(["款", "", "金額"], ["議会費", "", "10"], ["民生費", "", "70"])
    found = content(PLAIN, more)
    assert (found.shared, found.recall, found.precision) == (6, 1.0, 6 / 9)


def test_a_text_that_is_half_right_counts_half() -> None:
    found = content(grid(["あい"]), grid(["あう"]))
    assert found.shared == pytest.approx(0.5)


def test_spans_are_a_matter_of_topology_and_not_of_content() -> None:
    merged = grid([{"text": "計", "column_span": 2}], ["1", "2"])
    apart = grid(["計", "計"], ["1", "2"])
    assert content(merged, apart).f1 == 1.0
    # A cell of two places and one of them share half of its area, in each of two places.
    assert topology(merged, apart).shared == pytest.approx(3.0)


def test_cells_stand_in_the_first_free_place_of_their_row() -> None:
    found = grid(
        [{"text": "款", "row_span": 2}, {"text": "金額", "column_span": 2}], ["本年", "前年"]
    )
    assert (found.rows, found.columns) == (2, 3)
    places = [(cell.text, cell.row, cell.column) for cell in found.cells]
    assert places == [("款", 0, 0), ("金額", 0, 1), ("本年", 1, 1), ("前年", 1, 2)]


def test_letters_set_apart_are_the_same_text() -> None:
    assert content(grid(["歳 出　合 計", "１０"]), grid(["歳出合計", "10"])).f1 == 1.0


small = st.lists(
    st.lists(st.sampled_from(["a", "b", ""]), min_size=2, max_size=2), min_size=1, max_size=4
)


@given(small, small)
@settings(max_examples=60, deadline=None)
def test_what_is_shared_is_no_more_than_the_best_of_all_layings(
    one: list[list[str]], other: list[list[str]]
) -> None:
    a, b = grid(*one), grid(*other)  # type: ignore[arg-type]
    layings = [
        [one[i][k] == other[j][m] for i, j in rows for k, m in columns]
        for rows in _pairings(len(one), len(other))
        for columns in _pairings(2, 2)
    ]
    best = max(map(sum, layings))
    for found in (content(a, b), content(b, a)):
        assert found.shared <= best
        # Never far below it either: a row or a column of what is best.
        assert found.shared >= best / 2


def _pairings(count: int, others: int) -> list[list[tuple[int, int]]]:
    """All ways to pair some of one with some of the other, in order."""
    return [
        list(zip(chosen, there, strict=True))
        for size in range(min(count, others) + 1)
        for chosen in itertools.combinations(range(count), size)
        for there in itertools.combinations(range(others), size)
    ]


def test_large_tables_take_no_long_time() -> None:
    cells = [GridCell(r, c, f"{r * c}") for r in range(300) for c in range(12)]
    large = Grid(300, 12, cells)
    assert content(large, large).f1 == pytest.approx(1.0)


def test_each_table_goes_with_the_likest_of_its_page() -> None:
    other = grid(["年", "人口"], ["2020", "5"])
    gold = [
        gold_grid(1, {"type": "grid", "page": 1, "rows": [["年", "人口"], ["2020", "5"]]}),
        gold_grid(2, {"type": "grid", "page": 1, "rows": [["款", "金額"]]}),
        gold_grid(3, {"type": "grid", "page": 2, "rows": [["款", "金額"]]}),
    ]
    scores = score_grids(gold, {1: [PLAIN, other], 3: [other]}, complete=[1, 3])
    assert [(each.line, each.page) for each in scores] == [(1, 1), (2, 1), (3, 2), (0, 3)]
    assert scores[0].content.f1 == 1.0
    assert scores[1].content.recall == 1.0
    assert scores[2].content.f1 == scores[3].content.f1 == 0.0
    assert (scores[2].content.gold, scores[3].content.found) == (2, 4)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"rows": [["a"]]}, "grid.page"),
        ({"page": 1}, "grid.rows"),
        ({"page": 1, "rows": [["a", 3]]}, "a cell is a text"),
        ({"page": 1, "rows": [[{"text": "a", "column_span": 0}]]}, "a cell is a text"),
        ({"page": 1, "rows": [[]]}, "no cell"),
        ({"page": 1, "rows": [["a"]], "unit": 1000}, "no field 'unit'"),
        ({"page": 1, "rows": [[{"text": "", "row_span": 10**9}]]}, "more than"),
    ],
)
def test_what_is_no_table_is_refused_by_its_line(line: JsonObject, words: str) -> None:
    with pytest.raises(InputError, match="line 7") as refused:
        parse_gold([(7, {"type": "grid", **line})])
    assert words in str(refused.value)


def test_a_page_complete_in_tables_must_be_named() -> None:
    with pytest.raises(InputError, match="pages must be named"):
        parse_gold([(1, {"type": "complete", "types": ["grid"]})])


def as_gold(found: Grid) -> JsonObject:
    """A table as a person would write it."""
    rows: list[list[JsonObject]] = [[] for _ in range(found.rows)]
    for cell in sorted(found.cells, key=lambda each: (each.row, each.column)):
        spans = {"row_span": cell.row_span, "column_span": cell.column_span}
        rows[cell.row].append({"text": cell.text, **spans})
    return {"type": "grid", "page": 1, "rows": rows}  # type: ignore[dict-item]


def test_the_command_scores_tables_of_the_document(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # else it would be found below the folder that one stands in
    pdf = root / "fixtures/made" / f"{TABLE}.pdf"
    write_extraction(extract(pdf), tmp_path / "out" / TABLE)
    (table,) = grids_of(pdf, [1])[1]
    assert np.prod([table.rows, table.columns]) > 50
    gold = tmp_path / f"{TABLE}.jsonl"
    gold.write_text(json.dumps(as_gold(table), ensure_ascii=False))
    arguments = ["evaluate", str(tmp_path / "out"), "--gold", str(gold)]
    with pytest.raises(UsageError, match="--documents"):
        score_folders([str(tmp_path / "out")], gold, documents=[tmp_path])
    said = CliRunner().invoke(app, [*arguments, "--documents", str(pdf.parent)])
    assert "GriTS 1.0000 by content, 1.0000 by topology" in said.stdout
    wrong = as_gold(Grid(table.rows, table.columns, table.cells[3:]))
    gold.write_text(json.dumps(wrong, ensure_ascii=False))
    kept = CliRunner().invoke(app, [*arguments, "--documents", str(pdf.parent), "--json"])
    grids = json.loads(kept.stdout)["grids"]
    assert 0.9 < grids["content"]["f1"] < 1.0
    assert grids["tables"][0]["line"] == 1
    page = tmp_path / "misses.html"
    CliRunner().invoke(app, [*arguments, "--documents", str(pdf.parent), "--html", str(page)])
    assert "content (GriTS)" in page.read_text()
