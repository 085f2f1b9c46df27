"""Gold: what somebody vouches for, and how far it goes.

A line is a record with only the fields that are vouched for; or a table, `{"type": "grid"}`, with
its page and the texts of its `rows`; or `{"type": "complete"}`, which says that gold has everything
on its `pages` (all, where it names none) that is of its `types` (all records).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.partial import problems
from pipeline.schema import record_types
from pipeline.score.grids import GRID, GoldGrid, gold_grid, wrong_with_grid
from pipeline.score.lines import Json, JsonObject, numbered_lines

COMPLETE = "complete"
_LINES_NAMED = 5
_COVER_FIELDS = frozenset({"type", "pages", "types", "document"})


@dataclass(frozen=True, slots=True)
class Cover:
    """Pages and types of which gold has everything; None means all."""

    pages: frozenset[int] | None = None
    types: frozenset[str] | None = None

    def holds(self, type_name: str, page: Json) -> bool:
        """Whether a record of this type on this page would have to be in gold."""
        if self.types is not None and type_name not in self.types:
            return False
        return self.pages is None or page in self.pages


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold records with the numbers of their lines and what they cover."""

    records: tuple[tuple[int, JsonObject], ...] = ()
    covers: tuple[Cover, ...] = ()
    grids: tuple[GoldGrid, ...] = ()

    def covers_record(self, record: JsonObject) -> bool:
        """Whether a record that gold has not is one too many."""
        type_name, page = str(record.get("type")), record.get("page")
        return any(cover.holds(type_name, page) for cover in self.covers)

    @property
    def types(self) -> list[str]:
        """The record types that gold says something of, by name."""
        named = {str(record["type"]) for _, record in self.records}
        for cover in self.covers:
            named |= cover.types if cover.types is not None else set(record_types())
        return sorted(named - {GRID})

    @property
    def pages_with_all_grids(self) -> frozenset[int]:
        """The pages of which gold says that it has every table."""
        covers = [each for each in self.covers if each.types is not None and GRID in each.types]
        return frozenset(page for each in covers for page in each.pages or ())


def read_gold(path: Path, *, document: str | None = None) -> Gold:
    """The gold of a file. InputError names each line that is none, and says why.

    `document` is the sha256 of what it is held against: gold that names another is refused.
    """
    try:
        lines = list(numbered_lines(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {error}") from error
    return parse_gold(lines, name=str(path), document=document)


def parse_gold(
    lines: Iterable[tuple[int, JsonObject]], *, name: str = "gold", document: str | None = None
) -> Gold:
    """Gold from its numbered lines, as `read_gold`."""
    records, covers, grids = [], [], []
    wrong: list[str] = []
    for number, line in lines:
        found = _wrong_with(line, document)
        wrong += [f"line {number}: {each}" for each in found]
        if found:
            continue
        if line["type"] == COMPLETE:
            covers.append(_cover(line))
        elif line["type"] == GRID:
            grids.append(gold_grid(number, line))
        else:
            records.append((number, line))
    if wrong:
        more = f"; and {len(wrong) - _LINES_NAMED} more" if len(wrong) > _LINES_NAMED else ""
        raise InputError(f"{name}: {'; '.join(wrong[:_LINES_NAMED])}{more}", code="bad_gold")
    if not (records or covers or grids):
        raise InputError(
            f"{name}: no gold in it: nothing would be scored; where a document has no records, say "
            'so by a line {"type": "complete"}',
            code="bad_gold",
        )
    return Gold(tuple(records), tuple(covers), tuple(grids))


def _wrong_with(line: JsonObject, document: str | None) -> Sequence[str]:
    type_name = line.get("type")
    if type_name is None:
        return ["no type"]
    if document is not None and line.get("document") not in (None, "", document):
        return [f"gold of another document (sha256 {str(line['document'])[:12]}…)"]
    if type_name == COMPLETE:
        return _wrong_with_cover(line)
    if type_name == GRID:
        return wrong_with_grid(line)
    if type_name not in record_types():
        return [f"no record type {type_name!r}"]
    return problems(line)


def _wrong_with_cover(line: JsonObject) -> list[str]:
    wrong = [f"complete has no field {name!r}" for name in line if name not in _COVER_FIELDS]
    pages, types = line.get("pages"), line.get("types")
    if pages is not None and not (
        isinstance(pages, list) and all(type(page) is int and page > 0 for page in pages)
    ):
        wrong.append("complete.pages: not a list of page numbers")
    if types is not None and not (
        isinstance(types, list) and all(each == GRID or each in record_types() for each in types)
    ):
        wrong.append("complete.types: not a list of record types")
    elif isinstance(types, list) and GRID in types and not pages:
        wrong.append("complete.types: of grids, pages must be named")
    return wrong


def _cover(line: JsonObject) -> Cover:
    pages, types = line.get("pages"), line.get("types")
    return Cover(
        frozenset(page for page in pages if isinstance(page, int))
        if isinstance(pages, list)
        else None,
        frozenset(map(str, types)) if isinstance(types, list) else None,
    )
