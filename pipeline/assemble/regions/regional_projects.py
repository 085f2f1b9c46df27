"""Projects of regions in lists: 地域重点プロジェクト with their area, and 振興局's own works."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from models import RegionalProject
from models.page import Line, Passage, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import (
    Item,
    Piece,
    bullet_of,
    goes_on,
    item_of,
    items,
    pieces,
    prints,
    squeezed,
    tidy,
    without,
)
from pipeline.assemble.regions.proposals import BUREAUS

_ENDING = r"(?:プロジェクト|プログラム|事業|構想|プラン)"
_BRACKET = r"\s*+[(（](?P<area>[^()（）\d]{1,15})[)）]\s*+$"
_NAMED = re.compile(rf"(?P<name>.+{_ENDING}){_BRACKET}")
_AREA_AT_END = re.compile(rf"(?<=.){_ENDING}{_BRACKET}")
_PLACE = re.compile(
    r"(?:道|県|府|都)?(?:央|東|西|南|北|中部|東部|西部|南部|北部)|.*(?:地域|圏域?|管内|地区|広域|市|町|村|区)"
)
# Areas that are known by a name alone.
_AREAS = BUREAUS | {"全道", "全域", "全県", "全市"}
_OWN = re.compile(r"[~〜～<＜〔\[【■◆●○\s]*.{0,12}独自(?:の)?事業.{0,20}")
_OWNS = re.compile(r"独\s*自")
_MOST_LINES = 8


def priority_projects(blocks: Sequence[Placed], about: About) -> Taken:
    """The ・ items that close with the area they are for: …プロジェクト（道南）.

    An item goes on until its area, so that a wrap before any character does not cut it.
    """
    records: list[RegionalProject] = []
    used: list[Line] = []
    for item, section in _closed(blocks):
        passage = item.passage
        match = _NAMED.fullmatch(passage.text, item.start)
        if not match:
            continue
        records.append(
            RegionalProject(
                page=item.page,
                section=section,
                sources={
                    "name": passage.source(*match.span("name")),
                    "area": passage.source(*match.span("area")),
                },
                name=tidy(match["name"]),
                area=tidy(match["area"]),
            )
        )
        used += item.lines
    return Taken(list(records), rest=without(blocks, used))


def _closed(blocks: Sequence[Placed]) -> Iterator[tuple[Item, tuple[str, ...]]]:
    lines: list[Line] = []
    section: tuple[str, ...] = ()
    for piece in pieces(blocks):
        if piece.row is not None:
            lines = []
        for line in piece.lines:
            if bullet_of(line) and not (lines and goes_on(lines[-1], line)):
                lines, section = [line], piece.section
            elif lines:
                lines.append(line)
            if len(lines) > _MOST_LINES:
                lines = []
            if lines and _area(Passage.of(lines).text):
                yield item_of(lines), section
                lines = []


def _area(text: str) -> str | None:
    match = _AREA_AT_END.search(text)
    if not match:
        return None
    names = re.split(r"[・、,，]", squeezed(match["area"]))
    if all(name in _AREAS or _PLACE.fullmatch(name) for name in names):
        return tidy(match["area"])
    return None


def own_works(blocks: Sequence[Placed], about: About) -> Taken:
    """The bullets under a title that names 独自事業; each describes a work of a region.

    A text that was taken from columns can have the title behind its bullets: where none follow
    it, those right before it are meant.
    """
    if not prints(blocks, _OWNS):
        return Taken(rest=list(blocks))
    known = paragraphs(pieces(blocks))
    records: list[RegionalProject] = []
    used: list[Line] = []
    for item, section in _under_title(known):
        records.append(
            RegionalProject(
                page=item.page,
                section=section,
                sources={"description": item.source()},
                description=item.text,
            )
        )
        used += item.lines
    return Taken(list(records), rest=without(blocks, used))


def _under_title(known: Sequence[Piece]) -> Iterator[tuple[Item, tuple[str, ...]]]:
    for index, piece in enumerate(known):
        for number, line in enumerate(piece.lines):
            if not _OWN.fullmatch(squeezed(line.text)):
                continue
            below = replace(piece, lines=piece.lines[number + 1 :])
            run = _run([below, *known[index + 1 :]] if below.lines else known[index + 1 :])
            if not run and not number:
                run = _run(known[:index][::-1])[::-1]
            for lines, section in _columns(run):
                yield from ((item, section) for item in items(lines) if item.text)


def _run(known: Sequence[Piece]) -> list[Piece]:
    """The pieces from the first on that begin with a bullet, and what is wrapped in their table."""
    found: list[Piece] = []
    for piece in known:
        tabled = piece.row is not None and found and found[-1].place == piece.place
        if not bullet_of(piece.lines[0]) and not tabled:
            break
        found.append(piece)
    return found


def _columns(run: Sequence[Piece]) -> Iterator[tuple[list[Line], tuple[str, ...]]]:
    """The lines of a run, of a table column by column."""
    for (_, _), group in groupby(
        sorted(run, key=lambda piece: (piece.place, piece.column or 0)),
        key=lambda piece: (piece.place, piece.column),
    ):
        found = list(group)
        yield [line for piece in found for line in piece.lines], found[0].section
