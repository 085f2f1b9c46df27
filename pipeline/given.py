"""Which printed figures some record gives as a value, and which stand only in its words.

A value is found again by its place (the middle of the figure's box in the box of a source of the
value; for text, the source's line) and by its digits, which the value's own text must have. Each
print of a value serves one figure: a value that is named twice does not cover two.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models import BBox, FiscalYear, Money, Quantity, Record, Source
from models.page import Line
from pipeline.digits import Found, digits_of
from pipeline.values import Given, values_at

_BAND = 8.0
# Fields whose digits name a thing: they are no figures where they stand.
_CODES = frozenset({"code", "number", "axis.number"})
_NAMES = frozenset(
    {"name", "label", "scope", "project", "department", "channel", "area", "bureau"}
    | {"region", "account", "theme", "box"}
)
_Key = tuple[int, BBox | None, int | None, str]


@dataclass(slots=True)
class _Print:
    """One print of a value: where it stands, and the digits that it has left to give."""

    box: BBox | None
    digits: Counter[str]


class Index:
    """The prints of all records' values and words, by page and height on it, or line for text."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._prints: dict[tuple[int, int], list[_Print]] = {}
        self._words: dict[tuple[int, int], list[tuple[BBox | None, str, str]]] = {}
        self._seen: dict[_Key, _Print] = {}
        for record in records:
            for path, source in record.sources.items():
                digits = _digits_at(record, path, source)
                if digits:
                    self._add(source, digits)
                else:
                    self._add_words(source, path.partition(".")[0])

    def lacks(self, line: Line, found: Found) -> str | None:
        """Null where a value has the figure, which then counts as served; else where it stands.

        `name` or `text` is said where it stands in a record's words only; empty where in none.
        """
        first, last = line.origin[found.start], line.origin[found.end - 1] + 1
        box = line.box(first, last) if line.number is None else None
        place = _place(line, box)
        if place is None:
            return ""
        digits = _bare(line.text[found.start : found.end])
        prints = [
            each
            for each in self._prints.get(place, ())
            if each.digits[digits] > 0 and _covers(each.box, box)
        ]
        if prints:
            min(prints, key=_area).digits[digits] -= 1
            return None
        printed = "".join(line.printed[first:last].split())
        words = self._words.get(place, ())
        kinds = {kind for area, text, kind in words if printed in text and _covers(area, box)}
        return "name" if "name" in kinds else "text" if kinds else ""

    def _add(self, source: Source, digits: Counter[str]) -> None:
        key = (source.page, source.bbox, source.line, source.text)
        known = self._seen.get(key)
        if known is None:
            known = self._seen[key] = _Print(source.bbox, digits)
            for place in _places_of(source):
                self._prints.setdefault(place, []).append(known)
        elif source.bbox is not None:
            # The same print named by several values: what any of them has, once.
            known.digits = known.digits | digits
        else:
            # In text a line has no places: equal figures on it are as many as name them.
            known.digits = known.digits + digits

    def _add_words(self, source: Source, field: str) -> None:
        kind = "name" if field in _NAMES else "text"
        text = "".join(source.text.split())
        for place in _places_of(source):
            self._words.setdefault(place, []).append((source.bbox, text, kind))


def _digits_at(record: Record, path: str, source: Source) -> Counter[str]:
    """The digits that a source's value gives, each as often as it has them."""
    if path in _CODES:
        return _figures(source.text)
    digits: Counter[str] = Counter()
    for value in values_at(record, path):
        digits |= _digits_of(value, source)
    return digits


def _digits_of(value: Given, source: Source) -> Counter[str]:
    if isinstance(value, Money | Quantity | FiscalYear):
        return _figures(value.text)
    printed = _figures(source.text)
    same = {digits for digits in printed if digits.isascii() and float(digits) == abs(value)}
    return Counter({digits: printed[digits] for digits in same})


def _figures(text: str) -> Counter[str]:
    """The runs of digits of a text: as they are printed, and with what spaces them out left out."""
    folded = unicodedata.normalize("NFKC", text)
    apart = Counter(_bare(digits) for digits in digits_of(folded))
    return apart | Counter(_bare(digits) for digits in digits_of("".join(folded.split())))


def _bare(figure: str) -> str:
    return re.sub(r"[,\s]", "", figure)


def _places_of(source: Source) -> Iterable[tuple[int, int]]:
    if source.bbox is not None:
        bands = range(int(source.bbox[1] // _BAND), int(source.bbox[3] // _BAND) + 1)
        return [(source.page, band) for band in bands]
    if source.line is None:
        return []
    # A value that wraps may skip blank lines of the file.
    lines = range(source.line, source.line + 2 * source.text.count("\n") + 1)
    return [(0, number) for number in lines]


def _place(line: Line, box: BBox | None) -> tuple[int, int] | None:
    if line.number is not None:
        return (0, line.number)
    return None if box is None else (line.page, int((box[1] + box[3]) / 2 // _BAND))


def _covers(area: BBox | None, box: BBox | None) -> bool:
    """Whether the middle of a figure's box lies in an area; for text, places say all."""
    if area is None or box is None:
        return area is None and box is None
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _area(each: _Print) -> float:
    box = each.box
    return 0.0 if box is None else (box[2] - box[0]) * (box[3] - box[1])
