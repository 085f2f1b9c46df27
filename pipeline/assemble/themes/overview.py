"""The overview of a priority policy: numbered themes under viewpoints (① 連なる好機 Chance)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models import Axis, Source, Theme
from models.page import Passage
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.lines.strands import Strand, passage
from pipeline.assemble.lists.mend import mended

_AXIS = re.compile(
    r"\s*+(?P<number>[①-⑳]|(?:視点|柱|基本方針|重点|政策|戦略)\s*+\d{1,2})\s*+[.．:：、]?\s*+"
    r"(?P<name>[^\s\d①-⑳A-Za-z][^\n]{0,80}?)"
    r"(?:(?<=[^A-Za-z])\s*+(?P<english>[A-Za-z][A-Za-z&' -]{1,80}))?\s*"
)
_ENTRY = re.compile(r"\s*[(（]?(?P<number>\d{1,2})(?:\s*[.．、)）]\s*|\s+)(?=[^\s\d,.%])")
_LONGEST_NAME = 80
_LONGEST_AXIS = 30
_FEWEST = 3


@dataclass(slots=True)
class Entry:
    """A theme of the overview: its lines, where its name begins, the axis above it."""

    number: int
    parts: list[Strand]
    start: int
    axis: Strand

    @property
    def passage(self) -> Passage:
        """The entry's lines, joined."""
        return passage(self.parts)

    @property
    def name(self) -> str:
        """The theme's name."""
        return mended(tidy(self.passage.text[self.start :]))


def find_overview(lines: Sequence[Strand]) -> list[Entry]:
    """The themes of an overview, by number.

    There are at least three under at least two viewpoints, and their numbers are 1, 2, 3 … with
    none left out, whichever way the viewpoints stand on the page. No other numbered list counts.
    """
    found = list(_entries(lines))
    first: dict[int, Entry] = {}
    for entry in found:
        first.setdefault(entry.number, entry)
    entries = [first[number] for number in sorted(first)]
    if len(entries) < _FEWEST or [entry.number for entry in entries] != [
        *range(1, len(entries) + 1)
    ]:
        return []
    if len({id(entry.axis.line) for entry in entries}) < 2:
        return []
    if any(len(entry.name) > _LONGEST_NAME or "。" in entry.name for entry in entries):
        return []
    return entries


def _entries(lines: Sequence[Strand]) -> Iterator[Entry]:
    axis: Strand | None = None
    current: Entry | None = None
    for strand in lines:
        if _is_axis(strand):
            if current:
                yield current
            axis, current = strand, None
            continue
        numbered = _ENTRY.match(strand.text)
        expected = current.number + 1 if current else None
        if axis and numbered and (expected is None or int(numbered["number"]) == expected):
            if current:
                yield current
            current = Entry(int(numbered["number"]), [strand], numbered.end(), axis)
        elif current and not strand.fresh and not strand.heading:
            current.parts.append(strand)
        elif current:
            yield current
            axis, current = None, None
    if current:
        yield current


def _is_axis(strand: Strand) -> bool:
    match = _AXIS.fullmatch(strand.text)
    return match is not None and len(match["name"]) <= _LONGEST_AXIS


def theme_of(entry: Entry) -> Theme:
    """The theme that an entry of the overview names."""
    text = entry.passage
    match = _AXIS.fullmatch(entry.axis.text)
    axis_text = passage([entry.axis])
    sources: dict[str, Source] = {
        "number": text.source(0, entry.start),
        "name": text.source(entry.start),
    }
    axis: Axis | None = None
    if match:
        axis = Axis(number=match["number"], name=tidy(match["name"]), english=match["english"])
        sources |= {
            f"axis.{name}": axis_text.source(*match.span(name))
            for name in ("number", "name", "english")
            if match[name]
        }
    key = _emphasis(entry)
    if key:
        sources["key_term"] = text.source(*key)
    return Theme(
        page=entry.parts[0].page,
        section=entry.parts[0].section,
        sources=sources,
        number=str(entry.number),
        name=entry.name,
        key_term=mended(tidy(text.text[slice(*key)])) if key else None,
        axis=axis,
    )


def _emphasis(entry: Entry) -> tuple[int, int] | None:
    """The part of a name that stands out; none where all of it or nothing does.

    Most of a line may stand out from its number: then what does not is the plain part.
    """
    text = entry.passage
    spans = [part.line.emphasis for part in entry.parts]
    stands_out = [any(a <= offset < b for a, b in spans[line]) for line, offset in text.places]
    number = next((i for i, char in enumerate(text.text) if char.isdigit()), 0)
    if stands_out[number]:
        first = text.places[number][0]
        stands_out = [
            out != (line == first) for out, (line, _) in zip(stands_out, text.places, strict=True)
        ]
    out = [index for index, marked in enumerate(stands_out) if index >= entry.start and marked]
    if not out or len(out) >= len(text.text) - entry.start:
        return None
    return out[0], out[-1] + 1
