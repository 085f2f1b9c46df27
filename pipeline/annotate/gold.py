"""Gold from what people have made of annotated pages.

What was left as it was keeps the value that the record had. What was taken away is null; what was
written anew or marked anew is read as documents are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from models import RECORD, Money, Record, Source
from pipeline.annotate.read_value import UnreadableError, read_value
from pipeline.annotate.spans import Owner, label_of
from pipeline.corrections.fields import value_at, with_value
from pipeline.schema import record_types

_NOT_GOLD = frozenset({"schema_version", "id", "document", "sources", "checks", "confidence"})


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody says stands at a place: a label, and its text."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A page as it came back: its records as they were, whose each mark was, and the marks now."""

    document: str
    file_name: str
    page: int
    records: Mapping[str, JsonValue]
    owners: Mapping[str, Sequence[Owner]]
    marks: Mapping[str, Mark]
    links: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold records of a document's pages, and what could not be read, a line each."""

    records: Sequence[dict[str, JsonValue]]
    unread: Sequence[str]


def gold_of(pages: Iterable[Annotated]) -> Gold:
    """The gold of one document's pages, in their order. A record over two pages is there once."""
    records: dict[str, Record | None] = {}
    unread: list[str] = []
    for page in pages:
        for identity, data in page.records.items():
            if identity not in records:
                records[identity] = RECORD.validate_python(data)
        for identity in page.records:
            record = records[identity]
            if record is not None:
                records[identity] = _as_marked(record, page, unread)
        new = _new_records(page, unread)
        records |= {f"{page.page}:{number}": each for number, each in enumerate(new)}
    return Gold([_plain(each) for each in records.values() if each is not None], unread)


def _as_marked(record: Record, page: Annotated, unread: list[str]) -> Record | None:
    """The record as the page's marks have it; null where none of its own is left."""
    own = {
        owner.path: key
        for key, owners in page.owners.items()
        for owner in owners
        if owner.record == record.id
    }
    if own and not any(key in page.marks for key in own.values()):
        return None
    before = record
    for path, key in own.items():
        mark = page.marks.get(key)
        source = before.sources.get(path)
        if mark is None or mark.label != label_of(record.type, path):
            record = _without(record, path)
        elif source is not None and mark.text not in ("", source.text):
            record = _written(record, path, mark, page, unread=unread)
    for mark in _added(page, set(own.values())):
        type_name, _, path = mark.label.partition(".")
        if type_name == record.type:
            record = _written(record, path, mark, page, unread=unread)
    return record


def _added(page: Annotated, own: set[str]) -> list[Mark]:
    """Marks that nobody owned and that are linked to one of these."""
    linked = {one for pair in page.links for one, other in (pair, pair[::-1]) if other in own} - own
    return [page.marks[key] for key in sorted(linked) if key in page.marks and _is_new(page, key)]


def _is_new(page: Annotated, key: str) -> bool:
    """Whether the mark is new, or was given another label."""
    mark = page.marks[key]
    owners = page.owners.get(key, ())
    labels = {
        label_of(str(_type(page.records[owner.record])), owner.path)
        for owner in owners
        if owner.record in page.records
    }
    return mark.label not in labels


def _type(record: JsonValue) -> JsonValue:
    return record["type"] if isinstance(record, dict) else None


def _new_records(page: Annotated, unread: list[str]) -> list[Record]:
    """Records of marks that are linked to no record: those linked with each other are one."""
    old = {key for key in page.owners if key in page.marks and not _is_new(page, key)}
    group: dict[str, str] = {key: key for key in page.marks}

    def root(key: str) -> str:
        while group[key] != key:
            key = group[key]
        return key

    for one, other in page.links:
        group[root(one)] = root(other)
    members: dict[str, list[Mark]] = defaultdict(list)
    for key, mark in page.marks.items():
        members[root(key)].append(mark)
    found = []
    for marks in members.values():
        if any(mark.key in old for mark in marks):
            continue
        record = _made(marks, page, unread)
        if record is not None:
            found.append(record)
    return found


def _made(marks: Sequence[Mark], page: Annotated, unread: list[str]) -> Record | None:
    type_name = marks[0].label.partition(".")[0]
    if type_name not in record_types():
        unread.append(f"page {page.page}: no record type {type_name}")
        return None
    data: dict[str, JsonValue] = {"type": type_name, "page": page.page}
    sources: dict[str, JsonValue] = {}
    for mark in marks:
        path = mark.label.partition(".")[2]
        try:
            data[path] = read_value(type_name, path, mark.text)
        except UnreadableError as error:
            unread.append(f"page {page.page}: {error}")
        sources[path] = {"page": page.page, "text": mark.text}
    try:
        return RECORD.validate_python({**data, "sources": sources})
    except ValueError as error:
        unread.append(f"page {page.page}: {type_name} is not whole ({str(error).splitlines()[0]})")
        return None


def _written(
    record: Record, path: str, mark: Mark, page: Annotated, *, unread: list[str]
) -> Record:
    before = value_at(record, path)
    try:
        unit = before.unit if isinstance(before, Money) and not before.unit_text else None
        value = read_value(record.type, path, mark.text, unit=unit or _usual_unit(record))
        return with_value(record, path, value, source=Source(page=page.page, text=mark.text))
    except (UnreadableError, ValueError) as error:
        unread.append(f"page {page.page}: {error}")
        return _without(record, path)


def _usual_unit(record: Record) -> int | None:
    """The unit that the record's amounts have from a heading."""
    units = [
        value.unit
        for name in type(record).model_fields
        if isinstance(value := getattr(record, name), Money) and not value.unit_text
    ]
    return units[0] if units else None


def _without(record: Record, path: str) -> Record:
    try:
        return with_value(record, path, None)
    except ValueError:
        return record


def _plain(record: Record) -> dict[str, JsonValue]:
    data: dict[str, JsonValue] = record.model_dump(mode="json")
    return {name: value for name, value in data.items() if name not in _NOT_GOLD}
