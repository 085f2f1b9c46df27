"""Characters and rules as columns are the same sequences as their values."""

import pickle

import numpy as np
import pytest

from models.page import Char, Rule
from pipeline.read import pdfium_calls as call
from pipeline.read.columns import CURVE, EDGE, LINE, NO_CHARS, NO_RULES, Chars, Look, Rules, Style

BLACK = (0.0, 0.0, 0.0)
CHARS = [
    Char("予", 10, 20, 20, 30, 10.5, True, "Mincho", BLACK),
    Char("算", 20, 20, 30, 30, 10.5, False, "Gothic", None, None, True),
]
RULES = [
    Rule(0, 5, 10, 5, "line", True, False, None, BLACK, 1, 0.5),
    Rule(0, 5, 10, 9, "curve", False, True, BLACK, None, 7, 0.0),
    Rule(0, 5, 0, 9, "edge", False, True, BLACK, None, 1, 0.0),
]


def chars() -> Chars:
    return Chars(
        ["予", "算"],
        np.array([[10, 20], [20, 20], [20, 30], [30, 30]], dtype=np.float64),
        np.array([10.5, 10.5]),
        np.array([True, False]),
        np.array([False, True]),
        np.array([0, 1]),
        [Look("Mincho", BLACK), Look("Gothic", None)],
    )


def rules() -> Rules:
    return Rules(
        np.array([[0, 0, 0], [5, 5, 5], [10, 10, 0], [5, 9, 9]], dtype=np.float64),
        np.array([LINE, CURVE, EDGE], dtype=np.int8),
        np.array([1, 2, 2]),
        [
            Style(False, False, None, None),
            Style(True, False, None, BLACK),
            Style(False, True, BLACK, None),
        ],
        np.array([1, 7, 1]),
        np.array([0.5, 0.0, 0.0]),
    )


def test_columns_become_the_values() -> None:
    assert chars() == CHARS
    assert rules() == RULES
    assert chars()[1] == CHARS[1]
    assert rules()[1:] == RULES[1:]
    kinds = [str, *[float] * 5, bool, str, tuple, type(None), bool]
    assert [type(value) for value in chars()[0]] == kinds


def test_a_value_is_made_once() -> None:
    columns = chars()
    assert columns[0] is columns[0]
    assert [id(char) for char in columns] == [id(char) for char in columns.values]


def test_values_become_columns_and_stay_the_values() -> None:
    columns = Chars.of(CHARS)
    assert columns[0] is CHARS[0]
    assert columns.boxes.tolist() == chars().boxes.tolist()
    assert Chars.of(columns) is columns
    drawn = Rules.of(RULES)
    assert drawn[2] is RULES[2]
    assert [drawn.styles[place] for place in drawn.style] == [
        rules().styles[place] for place in rules().style
    ]
    assert Rules.of(drawn) is drawn


def test_a_confidence_is_kept() -> None:
    read = CHARS[0]._replace(confidence=0.5)
    columns = Chars.of([read, CHARS[1]])
    assert columns[0].confidence == 0.5
    assert columns.taken(np.array([1, 0])) == [CHARS[1], read]


def test_none_are_none() -> None:
    assert Chars.of([]) is NO_CHARS
    assert Rules.of(()) is NO_RULES
    assert (list(NO_CHARS), list(NO_RULES)) == ([], [])


def test_some_characters_are_taken_in_another_order() -> None:
    assert chars().taken(np.array([1, 0, 1])) == [CHARS[1], CHARS[0], CHARS[1]]


def test_others_are_put_in_after_the_places_they_are_given() -> None:
    blanks = [CHARS[0]._replace(text=" ", x0=x) for x in (1.0, 2.0, 3.0)]
    found = chars().with_inserted(blanks, [1, 0, 1])
    assert found == [CHARS[0], blanks[1], CHARS[1], blanks[0], blanks[2]]
    sure = CHARS[1]._replace(confidence=0.5)
    assert chars().with_inserted([sure], [0]) == [CHARS[0], sure, CHARS[1]]


def test_columns_go_from_one_process_to_another() -> None:
    assert pickle.loads(pickle.dumps(chars())) == CHARS
    assert pickle.loads(pickle.dumps(rules())) == RULES


def test_other_sequences_differ() -> None:
    assert chars() != CHARS[:1]
    assert chars() != "予算"
    assert chars() != 2


@pytest.mark.parametrize("in_a_row", [True, False])
def test_segments_are_read_alike_in_both_ways(
    in_a_row: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2.raw as raw

    path = raw.FPDFPageObj_CreateNewPath(1, 2)
    raw.FPDFPath_LineTo(path, 30.5, -4)
    raw.FPDFPath_BezierTo(path, 5, 6, 7, 8, 9, 10)
    try:
        handle = call.address(path)
        counts = call.segment_counts([handle, handle])
        monkeypatch.setattr(call, "_segments_lie_in_a_row", lambda: in_a_row)
        points, kinds = call.segments([handle, handle], counts)
    finally:
        raw.FPDFPageObj_Destroy(path)
    assert counts.tolist() == [5, 5]
    assert points.T.tolist() == [[1, 2], [30.5, -4], [5, 6], [7, 8], [9, 10]] * 2
    move, line, curve = (
        raw.FPDF_SEGMENT_MOVETO,
        raw.FPDF_SEGMENT_LINETO,
        raw.FPDF_SEGMENT_BEZIERTO,
    )
    assert kinds.tolist() == [move, line, curve, curve, curve] * 2
