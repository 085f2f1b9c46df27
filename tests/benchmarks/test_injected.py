"""Errors put into a made document on purpose are errors, and are judged as such."""

import random
from pathlib import Path

import pytest

from benchmarks.injected import inject
from benchmarks.injection import Document, Tally, is_flagged, judge
from benchmarks.slips import FIGURES, Place, swapped
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
