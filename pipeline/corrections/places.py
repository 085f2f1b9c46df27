"""Finding again what a correction is about: by id, and by box and print where ids have changed."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from models import BBox, CorrectionTarget, Place, Record, Source
from models.page import union

# Two boxes are the same place where they share this part of the smaller one.
_SHARED = 0.5


class Shelf:
    """Records that are changed one by one, found by id and by page."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records: list[Record | None] = list(records)
        self._by_id: dict[str, list[int]] = defaultdict(list)
        self._by_page: dict[int, set[int]] = defaultdict(set)
        for number, record in enumerate(records):
            self._index(number, record)

    def _index(self, number: int, record: Record) -> None:
        self._by_id[record.id].append(number)
        for page in pages_of(record):
            self._by_page[page].add(number)

    def put(self, number: int, record: Record | None) -> None:
        """Puts another record in a place, or none."""
        old = self._records[number]
        self._records[number] = record
        if record is not None:
            if old is None or old.id != record.id:
                self._by_id[record.id].append(number)
            for page in pages_of(record):
                self._by_page[page].add(number)

    def add(self, record: Record) -> int:
        """Adds a record at the end; its number."""
        self._records.append(record)
        self._index(len(self._records) - 1, record)
        return len(self._records) - 1

    def get(self, number: int) -> Record | None:
        """The record with a number, where it is still there."""
        return self._records[number]

    def all(self) -> list[Record]:
        """The records in reading order; what was added stands after the last one of its page."""
        there = [(number, record) for number, record in enumerate(self._records) if record]
        there.sort(key=lambda pair: (pair[1].page, pair[0]))
        return [record for _, record in there]

    def with_id(self, record_id: str) -> list[int]:
        """The records with an id."""
        return [number for number in self._by_id.get(record_id, ()) if self._records[number]]

    def on_page(self, page: int) -> list[tuple[int, Record]]:
        """The records that have something on a page."""
        numbers = sorted(self._by_page.get(page, ()))
        return [(number, record) for number in numbers if (record := self._records[number])]

    def find(self, target: CorrectionTarget) -> tuple[int, str | None] | None:
        """The record and field that a correction is about; None where they are not there any more.

        The record with the id counts where its print has not changed; else the one record whose
        print stands in the same box. Between two that could be meant, none is.
        """
        for number in self.with_id(target.record):
            record = self._records[number]
            if record is not None and _still(record, target):
                return number, target.field
        if target.place is None:
            return None
        found = [
            (number, record, field)
            for number, record in self.on_page(target.place.page)
            for field, source in record.sources.items()
            if same_place(target.place, source)
        ]
        best = max((_likeness(target, record, field) for _, record, field in found), default=0)
        fitting = [each for each in found if _likeness(target, each[1], each[2]) == best]
        if len({number for number, _, _ in fitting}) != 1:
            return None
        number, _, field = fitting[0]
        return number, field if target.field else None


def same_place(place: Place, source: Source) -> bool:
    """Whether a source is the place: the same page, box (or line) and print."""
    if place.page != source.page:
        return False
    if place.bbox is None or source.bbox is None:
        return place.line == source.line and _same_print(place.text, source.text)
    return overlap(place.bbox, source.bbox) >= _SHARED and _same_print(place.text, source.text)


def in_place(source: Source, place: Place) -> bool:
    """Whether a source lies in a box that was drawn, or on its line."""
    if source.page != place.page:
        return False
    if source.bbox is None or place.bbox is None:
        return source.line is not None and source.line == place.line
    return overlap(source.bbox, place.bbox) > 0


def overlap(one: BBox, other: BBox) -> float:
    """The part of the smaller box that lies in the other, from 0 to 1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min(_area(one), _area(other))
    if width <= 0 or height <= 0 or smaller <= 0:
        return 0.0
    return width * height / smaller


def place_of(record: Record, field: str | None) -> Place | None:
    """Where a field is printed, or, for the whole record, what names it or comes first."""
    if field is not None:
        source = record.sources.get(field)
        return Place.of(source) if source else None
    names = ("name", "label", "channel", "event", "text", "description")
    source = next((record.sources[name] for name in names if name in record.sources), None)
    source = source or next(iter(record.sources.values()), None)
    return Place.of(source) if source else None


def box_of(record: Record, page: int) -> BBox | None:
    """The box around all that the record has on a page."""
    boxes = [each.bbox for each in record.sources.values() if each.page == page and each.bbox]
    return union(boxes) if boxes else None


def pages_of(record: Record) -> Iterable[int]:
    """The pages that a record has something on."""
    return {record.page, *(source.page for source in record.sources.values())}


def spelling(text: str) -> str:
    """One spelling for prints that differ in nothing but width and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _still(record: Record, target: CorrectionTarget) -> bool:
    """Whether the record with the id prints what it printed when the correction was made."""
    if target.place is None:
        return True
    if target.field is None:
        return any(same_place(target.place, source) for source in record.sources.values())
    source = record.sources.get(target.field)
    return source is not None and same_place(target.place, source)


def _likeness(target: CorrectionTarget, record: Record, field: str) -> int:
    return 1 + 2 * (record.type == target.type) + (field == target.field)


def _same_print(one: str, other: str) -> bool:
    first, second = spelling(one), spelling(other)
    return first == second or (bool(first) and bool(second) and _digits(first) == _digits(second))


def _digits(text: str) -> str:
    """The figures of a print; the whole print where it has none."""
    digits = "".join(character for character in text if character.isdigit())
    return digits or text


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
