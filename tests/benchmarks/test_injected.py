"""Errors put into a made document on purpose are errors, and are judged as such."""

import random
from pathlib import Path

import pytest

from benchmarks.injected import inject
from benchmarks.injection import Document, Tally, is_flagged, judge
from benchmarks.slips import FIGURES, Place, moved_down, one_year, swapped, year
from models.page import Char, Page

FIGURE = Place(1, (10.0, 0.0, 40.0, 10.0))


def page(text: str, *, x: float = 10.0) -> Page:
    chars = [Char(c, x + 5 * at, 0, x + 5 * at + 5, 10, 10.0) for at, c in enumerate(text)]
    return Page(1, 595.0, 842.0, chars)


def text(changed: Page | None) -> str:
    assert changed is not None
    return "".join(char.text for char in sorted(changed.chars, key=lambda char: char.x0))


@pytest.mark.parametrize("kind", FIGURES)
def test_a_slip_changes_one_figure_and_nothing_else(kind: str) -> None:
    changed = text(FIGURES[kind](page("31,415円"), FIGURE, random.Random(1)))
    assert changed != "31,415円"
    assert changed.endswith("円")
    assert abs(len(changed) - len("31,415円")) <= 1


def test_a_sign_is_lost_where_there_is_one() -> None:
    signed = page("△31,415")
    place = Place(1, (15.0, 0.0, 45.0, 10.0))
    assert text(FIGURES["sign"](signed, place, random.Random(1))) == "31,415"


def test_two_figures_end_where_the_other_did() -> None:
    both = page("1,234  567")
    one, other = Place(1, (10.0, 0.0, 35.0, 10.0)), Place(1, (45.0, 0.0, 60.0, 10.0))
    changed = swapped(both, one, other)
    assert text(changed).replace(" ", "") == "5671,234"
    assert max(char.x1 for char in changed.chars if char.text != " ") == 60.0


@pytest.fixture(scope="module")
def document(root: Path) -> Document:
    return Document(root / "fixtures/made/kakuu-r7-kaikei.pdf")


def test_a_document_without_a_change_alarms_nobody(document: Document) -> None:
    assert len(document.values) > 5
    assert not any(is_flagged(document.original, given) for given in document.values)
    again = document.extract({})
    assert again == document.original


def test_a_changed_figure_of_a_sum_is_flagged(document: Document) -> None:
    given = next(given for given in document.values if given.proved)
    changed = FIGURES["digit exchanged"](
        document.pages[given.place.page], given.place, random.Random(2)
    )
    assert changed is not None
    tally = Tally()
    judge(document, changed, [given], tally)
    assert (tally.tried["proved"], tally.flagged["proved"]) == (1, 1)
    # What was not changed is no error that could be found.
    judge(document, document.pages[given.place.page], [given], tally)
    assert tally.tried["any"] == 1


def test_the_same_seed_puts_in_the_same_errors(document: Document) -> None:
    one, other = (inject(document, 1, random.Random(3)) for _ in range(2))
    assert one == other
    assert sum(tally.tried["any"] for tally in one.values()) > 0


def lines(*texts: str) -> Page:
    """A page of lines set at one left edge, twenty points apart."""
    chars = [
        Char(c, 10.0 + 5 * at, 20.0 * row, 15.0 + 5 * at, 20.0 * row + 10, 10.0)
        for row, text in enumerate(texts)
        for at, c in enumerate(text)
    ]
    return Page(1, 595.0, 842.0, chars)


def rows(changed: Page | None) -> dict[int, str]:
    assert changed is not None
    found: dict[int, str] = {}
    for char in sorted(changed.chars, key=lambda char: (char.top, char.x0)):
        found[round(char.top / 20)] = found.get(round(char.top / 20), "") + char.text
    return found


def test_one_year_or_all_of_a_page_are_read_as_the_next_or_the_last() -> None:
    original = lines("令和7年度 令和6年度", "R7 12,345 平成30年")
    whole = {rows(year(original, FIGURE, random.Random(seed)))[0] for seed in range(6)}
    assert whole == {"令和8年度 令和7年度", "令和6年度 令和5年度"}
    for seed in range(6):
        after = rows(one_year(original, FIGURE, random.Random(seed)))
        changed = [
            (one, other)
            for row, line in rows(original).items()
            for one, other in zip(line, after[row], strict=True)
            if one != other
        ]
        ((one, other),) = changed
        assert abs(int(one) - int(other)) == 1
    assert one_year(lines("12,345"), FIGURE, random.Random(1)) is None


def test_a_column_moves_down_and_loses_its_last_figure() -> None:
    original = lines("123 甲", "456 乙", "789 丙")
    places = [Place(1, (10.0, 20.0 * row, 25.0, 20.0 * row + 10)) for row in range(3)]
    assert rows(moved_down(original, places)) == {0: " 甲", 1: "123 乙", 2: "456 丙"}


def test_a_wrong_year_is_told_where_the_files_name_says_another(document: Document) -> None:
    page = document.pages[1]
    changed = next(
        after for seed in range(9) if (after := year(page, FIGURE, random.Random(seed))) is not None
    )
    tally = Tally()
    judge(document, changed, document.values, tally)
    assert tally.tried["any"] > 5
    assert tally.flagged["any"] == tally.tried["any"]
