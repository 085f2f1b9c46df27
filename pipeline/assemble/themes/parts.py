"""The parts of a policy document: its strategic projects, and which one each block stands in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models import Axis, Theme
from models.page import Passage, Placed, Table, TextBlock
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import Piece, pieces, prints, squeezed, tidy, without

_NUMBERED = re.compile(r"\s*(?P<number>\d{1,2})\s*[.．、)\s]\s*(?=\D)")
_PROJECT = re.compile(r"(?:プロジェクト|プログラム|戦略|プラン|ビジョン)$")
_PLAN = re.compile(r"プロジェクト|プログラム|戦略|プラン|ビジョン")
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A numbered project of an overview, with the piece that names it."""

    number: str
    name: str
    start: int
    piece: Piece


def strategic_projects(blocks: Sequence[Placed], about: About) -> Taken:
    """The numbered projects of an overview, each under its axis and aim.

    An overview is a run of pieces numbered 1, 2, 3 … whose texts end as the names of plans do
    (プロジェクト). What stands right above an entry is its aim; where there are two, axis and aim.
    In a table that is what its column says. In lines, an axis holds for the entries that follow
    it too, but for no more than the first axis has, since what stands apart is not known.
    """
    if not prints(blocks, _PLAN):
        return Taken(rest=list(blocks))
    known = paragraphs(pieces(blocks))
    entries = overview(known)
    if not entries:
        return Taken(rest=list(blocks))
    records: list[Theme] = []
    used: list[Piece] = []
    for entry, axis, aim in _placed_entries(entries, known, blocks):
        passage = Passage.of(entry.piece.lines)
        sources = {"name": passage.source(entry.start)}
        if aim:
            sources["aim"] = Passage.of(aim.lines).source()
        if axis:
            sources["axis.name"] = Passage.of(axis.lines).source()
        records.append(
            Theme(
                page=entry.piece.page,
                section=entry.piece.section,
                sources=sources,
                number=entry.number,
                name=entry.name,
                axis=Axis(name=axis.text) if axis else None,
                aim=aim.text if aim else None,
            )
        )
        used += [piece for piece in (entry.piece, aim, axis) if piece]
    return Taken(
        records=list(records),
        rest=without(blocks, [line for piece in used for line in piece.lines]),
    )


def _placed_entries(
    entries: Sequence[Entry], known: Sequence[Piece], blocks: Sequence[Placed]
) -> Iterator[tuple[Entry, Piece | None, Piece | None]]:
    """Each entry with its axis and its aim."""
    axis: Piece | None = None
    before, since, most = 0, 0, len(entries)
    for entry in entries:
        at = known.index(entry.piece)
        table = blocks[entry.piece.place].block
        if isinstance(table, Table):
            labels = _above(table, entry.piece)
            yield entry, labels[1] if len(labels) > 1 else None, labels[0] if labels else None
            continue
        labels = _before(known[before:at])
        if len(labels) > 1:
            if axis:
                most = min(most, since)
            axis, since = labels[1], 0
        since += 1
        yield entry, axis if since <= most else None, labels[0] if labels else None
        before = at + 1


def _above(table: Table, piece: Piece) -> list[Piece]:
    """The cells above a cell in its column, nearest first, at most two."""
    found: list[Piece] = []
    grid = table.grid()
    for row in range((piece.row or 0) - 1, -1, -1):
        cell = grid[row][piece.column or 0]
        if cell and cell.lines and cell.lines not in [known.lines for known in found]:
            found.append(replace(piece, lines=cell.lines, row=cell.row, column=cell.column))
    return found[:2]


def overview(known: Sequence[Piece]) -> list[Entry]:
    """The first run of pieces numbered from 1 that name plans, two or more of them."""
    entries: list[Entry] = []
    for piece in known:
        if not _NUMBERED.match(piece.lines[0].text):
            continue
        text = Passage.of(piece.lines).text
        match = _NUMBERED.match(text)
        if not match or int(match["number"]) != len(entries) + 1:
            continue
        name = tidy(text[match.end() :])
        if _PROJECT.search(name):
            entries.append(Entry(match["number"], name, match.end(), piece))
    return entries if len(entries) > 1 else []


def _before(between: Sequence[Piece]) -> list[Piece]:
    """The headings that stand directly before an entry, nearest first, at most two."""
    labels: list[Piece] = []
    for piece in reversed(between):
        if len(piece.text) > _LONGEST_LABEL or len(labels) == 2:
            break
        labels.append(piece)
    return labels


def parts(blocks: Sequence[Placed], names: Sequence[str]) -> list[str | None]:
    """For each block the project whose heading stands last before it.

    A project's part begins where its name stands alone; a block that is such a heading belongs to
    the part it opens.
    """
    if not names:
        return [None] * len(blocks)
    keys = {squeezed(name): name for name in names}
    current: str | None = None
    found: list[str | None] = []
    for placed in blocks:
        for text in _titles(placed):
            current = keys.get(squeezed(text), current)
        found.append(current)
    return found


def _titles(placed: Placed) -> list[str]:
    block = placed.block
    if not isinstance(block, TextBlock):
        return []
    whole = Passage.of(block.lines).text
    return [whole, *(line.text for line in block.lines)]


def project_names(blocks: Sequence[Placed]) -> list[str]:
    """The names of the overview's projects, where the document has an overview."""
    if not prints(blocks, _PLAN):
        return []
    return [entry.name for entry in overview(paragraphs(pieces(blocks)))]


def nearest_heading(section: Sequence[str], passed_over: re.Pattern[str]) -> str | None:
    """The innermost heading that says what a part is about, without its number or brackets."""
    for heading in reversed(section):
        if not passed_over.search(squeezed(heading)):
            return tidy(
                re.sub(r"^\s*(?:\d{1,2}\s*[.．、]|[(（]\d+[)）]|[①-⑳]|[◎○●■◆▌])\s*", "", heading)
            )
    return None
