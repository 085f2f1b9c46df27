"""What goes wrong in reading, done on purpose to the characters of a page.

Each kind takes a figure (or two that stand together) and gives the page with its characters
changed, or null where that figure cannot be changed so.
"""

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from models import BBox
from models.page import Char, Page

ALIKE = {"3": "8", "8": "3", "1": "7", "7": "1", "5": "6", "6": "5", "0": "8", "9": "4", "4": "9"}
_MINUS = "△▲"
_SAME_LINE = 3.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure or a name stands."""

    page: int
    box: BBox

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return ((self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2)


Slip: TypeAlias = Callable[[Page, Place, random.Random], Page | None]


def exchanged(page: Page, place: Place, chance: random.Random) -> Page | None:
    """One digit read as one that looks like it."""
    chars = list(page.chars)
    digits = [at for at in _inside(chars, place) if _digit(chars[at]) in ALIKE]
    if not digits:
        return None
    at = chance.choice(digits)
    chars[at] = chars[at]._replace(text=ALIKE[_digit(chars[at])])
    return replace(page, chars=chars)


def lost(page: Page, place: Place, chance: random.Random) -> Page | None:
    """One digit not read."""
    chars = list(page.chars)
    digits = [at for at in _inside(chars, place) if _digit(chars[at])]
    if len(digits) < 2:
        return None
    del chars[chance.choice(digits)]
    return replace(page, chars=chars)


def added(page: Page, place: Place, chance: random.Random) -> Page | None:
    """One digit read as two."""
    chars = list(page.chars)
    digits = [at for at in _inside(chars, place) if _digit(chars[at])]
    if not digits:
        return None
    at = chance.choice(digits)
    one = chars[at]
    middle = (one.x0 + one.x1) / 2
    other = chance.choice([digit for digit in "123456789" if digit != _digit(one)])
    chars[at : at + 1] = [one._replace(x1=middle), one._replace(x0=middle, text=other)]
    return replace(page, chars=chars)


def sign(page: Page, place: Place, chance: random.Random) -> Page | None:
    """The sign before a figure not read, or one read that is not there."""
    chars = list(page.chars)
    inside = _inside(chars, place)
    if not inside:
        return None
    first = chars[min(inside, key=lambda at: chars[at].x0)]
    before = [
        at
        for at, char in enumerate(chars)
        if char.text in _MINUS
        and abs(char.top - first.top) < _SAME_LINE
        and 0 <= first.x0 - char.x0 < 4 * first.size
    ]
    if before or first.text in _MINUS:
        del chars[before[-1] if before else min(inside, key=lambda at: chars[at].x0)]
        return replace(page, chars=chars)
    width = first.size * 0.9
    chars.append(first._replace(text="△", x0=first.x0 - width, x1=first.x0 - 0.1))
    return replace(page, chars=chars)


def unit(page: Page, place: Place, chance: random.Random) -> Page | None:
    """Every 千 of a unit note on the page not read, so that 千円 becomes 円."""
    chars = list(page.chars)
    notes = [
        at
        for at, char in enumerate(chars[:-1])
        if char.text == "千" and chars[at + 1].text == "円" and not _is_after_digit(chars, at)
    ]
    if not notes:
        return None
    for at in reversed(notes):
        del chars[at]
    return replace(page, chars=chars)


def year(page: Page, place: Place, chance: random.Random) -> Page | None:
    """All years of an era on the page read as one more, or all as one less."""
    return _years_moved(page, _year_digits(page), chance.choice((1, -1)))


def one_year(page: Page, place: Place, chance: random.Random) -> Page | None:
    """One of the years on the page read as one more or one less, and no other."""
    found = _year_digits(page)
    return _years_moved(page, found and [chance.choice(found)], chance.choice((1, -1)))


def _year_digits(page: Page) -> list[int]:
    """Where on a page the year of an era is a single digit."""
    chars = page.chars
    return [
        at
        for at, char in enumerate(chars[1:-1], 1)
        if _digit(char) and chars[at - 1].text in "和成R令" and not _digit(chars[at + 1])
    ]


def _years_moved(page: Page, found: Sequence[int], step: int) -> Page | None:
    chars = list(page.chars)
    for at in found:
        moved = int(_digit(chars[at])) + step
        if not 1 <= moved <= 9:
            return None
        chars[at] = chars[at]._replace(text=str(moved))
    return replace(page, chars=chars) if found else None


def moved_down(page: Page, places: Sequence[Place]) -> Page:
    """The figures of a column each read in the next row, and the last not at all."""
    chars = list(page.chars)
    lost: set[int] = set()
    for here, there in zip(places, [*places[1:], None], strict=True):
        for at in _inside(page.chars, here):
            if there is None:
                lost.add(at)
                continue
            char, dy = page.chars[at], there.box[1] - here.box[1]
            chars[at] = char._replace(top=char.top + dy, bottom=char.bottom + dy)
    kept = [char for at, char in enumerate(chars) if at not in lost]
    return replace(page, chars=sorted(kept, key=lambda char: (round(char.top), char.x0)))


def swapped(page: Page, one: Place, other: Place) -> Page:
    """Two figures or names, each read in the place of the other."""
    chars = list(page.chars)
    first, second = _inside(chars, one), _inside(chars, other)
    for indices, here, there in ((first, one, other), (second, other, one)):
        # Figures end where their column ends, and names begin where theirs begins.
        beside = abs(here.box[1] - there.box[1]) < _SAME_LINE
        dx = there.box[2] - here.box[2] if beside else 0.0
        dy = there.box[1] - here.box[1]
        for at in indices:
            char = chars[at]
            chars[at] = char._replace(
                x0=char.x0 + dx, x1=char.x1 + dx, top=char.top + dy, bottom=char.bottom + dy
            )
    return replace(page, chars=sorted(chars, key=lambda char: (round(char.top), char.x0)))


FIGURES: dict[str, Slip] = {
    "digit exchanged": exchanged,
    "digit lost": lost,
    "digit added": added,
    "sign": sign,
}
PAGES: dict[str, Slip] = {
    "unit of a page": unit,
    "one year of a page": one_year,
    "all years of a page": year,
}


def _inside(chars: Sequence[Char], place: Place) -> list[int]:
    x0, top, x1, bottom = place.box
    return [
        at
        for at, char in enumerate(chars)
        if x0 - 0.1 <= (char.x0 + char.x1) / 2 <= x1 + 0.1
        and top - 0.1 <= (char.top + char.bottom) / 2 <= bottom + 0.1
    ]


def _digit(char: Char) -> str:
    """The character as a digit; empty where it is none."""
    folded = unicodedata.normalize("NFKC", char.text)
    return folded if folded.isdecimal() and len(folded) == 1 else ""


def _is_after_digit(chars: Sequence[Char], at: int) -> bool:
    return at > 0 and bool(_digit(chars[at - 1]))
