"""Words in no record, and on which side of a name they stand."""

from array import array

import pytest

from models import BBox, BudgetItem, Money, Record, Source
from models.page import Line, PageLayout, TextBlock
from pipeline.trust.beside import Beside, beside

NAME = (100.0, 100.0, 160.0, 110.0)


def printed(text: str, x: float, y: float) -> Line:
    """A line of characters ten points wide and high."""
    boxes = [e for at in range(len(text)) for e in (x + 10 * at, y, x + 10 * at + 10, y + 10)]
    return Line(1, text, text, range(len(text)), array("d", boxes), size=10.0)


def record(*sources: Source) -> Record:
    named = {f"name.{at}" if at else "name": source for at, source in enumerate(sources)}
    money = Money(yen=1, text="1")
    return BudgetItem(page=1, name="除雪機械事業", amount=money, sources=named)


def at(box: BBox, text: str = "除雪機械事業") -> Source:
    return Source(page=1, bbox=box, text=text)


def of(records: list[Record], *lines: Line) -> Beside:
    return beside([PageLayout(1, 0.0, 0.0, (TextBlock(1, lines),))], records)


@pytest.mark.parametrize(
    ("x", "y", "side"),
    [
        (160.0, 100.0, ["right"]),
        (167.0, 100.0, ["right"]),  # seven tenths of a height
        (168.0, 100.0, []),
        (158.0, 100.0, ["right"]),
        (157.0, 100.0, []),  # one upon the other
        (60.0, 100.0, ["left"]),
        (53.0, 100.0, ["left"]),
        (52.0, 100.0, []),
        (100.0, 110.0, ["below"]),
        (100.0, 119.0, ["below"]),  # nine tenths
        (100.0, 120.0, []),
        (100.0, 90.0, ["above"]),
        (100.0, 81.0, ["above"]),
        (100.0, 80.0, []),
        (140.0, 112.0, ["below"]),  # half of the shorter is above the other
        (141.0, 112.0, []),
        (80.0, 112.0, ["below"]),
        (79.0, 112.0, []),
        (160.0, 105.0, ["right"]),  # its middle is level
        (160.0, 106.0, []),
    ],
)
def test_on_which_side_words_go_on(x: float, y: float, side: list[str]) -> None:
    found = of([record(at(NAME))], printed("更新補助", x, y))
    assert list(found.sides(at(NAME))) == side


def test_words_that_a_record_has_go_on_nowhere() -> None:
    line = printed("更新補助", 160.0, 100.0)
    name = at(NAME)
    for claimed in (
        (160.0, 100.0, 200.0, 110.0),  # just this line
        (150.0, 99.0, 210.0, 111.0),  # a cell around it
        (160.5, 100.5, 199.5, 109.5),  # within a point of it
    ):
        found = of([record(name, at(claimed, "更新補助"))], line)
        assert list(found.sides(name)) == []
        assert found.share(1) == 0
    half = of([record(name, at((160.0, 100.0, 180.0, 110.0), "更新"))], line)
    assert half.share(1) == 0.5
    for other in ((160.0, 120.0, 200.0, 130.0), (240.0, 100.0, 280.0, 110.0)):
        found = of([record(name, at(other, "別"))], line)
        assert list(found.sides(name)) == ["right"]
        assert found.share(1) == 1


def test_signs_and_blanks_are_no_words() -> None:
    found = of([record(at(NAME))], printed("―― ・", 160.0, 100.0))
    assert list(found.sides(at(NAME))) == []
    assert found.share(1) == 0


def test_a_name_of_two_lines_has_the_height_of_one() -> None:
    tall = (100.0, 90.0, 160.0, 110.0)
    name = at(tall, "除雪機械\n事業")
    assert list(of([record(name)], printed("更新補助", 100.0, 119.0)).sides(name)) == ["below"]
    assert list(of([record(name)], printed("更新補助", 100.0, 120.0)).sides(name)) == []
