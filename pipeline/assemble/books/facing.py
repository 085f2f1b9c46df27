"""Tables of other kinds that run over two facing pages (調書), put side by side in one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.page import Cell, Placed, Table, TextBlock
from pipeline.assemble.lines.pieces import squeezed
from pipeline.assemble.tables.roles import unit_note

_NEAR = 3.5
_ALIKE = 0.8
_HEADING = 3
_FEW = 0.2


def facing_joined(blocks: Sequence[Placed]) -> list[Placed]:
    """The blocks, with each table that has no names of its own joined to the one it faces.

    The rows of both stand at the same heights; what names them is on the left-hand page alone.
    """
    tables = {
        place: placed.block
        for place, placed in enumerate(blocks)
        if isinstance(placed.block, Table) and _on_one_page(placed.block)
    }
    joined: dict[int, Table] = {}
    gone: set[int] = set()
    for place, other in _pairs(tables):
        if place in gone or other in gone or place in joined or other in joined:
            continue
        both = _joined(tables[place], tables[other])
        if both is not None:
            joined[place] = both
            gone.add(other)
    found: list[Placed] = []
    for place, placed in enumerate(blocks):
        if place in joined:
            found.extend(_notes(blocks, placed))
            found.append(replace(placed, block=joined[place]))
        elif place not in gone:
            found.append(placed)
    return found


def _notes(blocks: Sequence[Placed], left: Placed) -> Iterator[Placed]:
    """What the facing page notes of the unit, as if it stood over the table as well."""
    for placed in blocks:
        block = placed.block
        if isinstance(block, TextBlock) and block.page == left.block.page + 1:
            lines = tuple(line for line in block.lines if unit_note(line.text) is not None)
            if lines:
                yield replace(left, block=replace(block, page=left.block.page, lines=lines))


def _on_one_page(table: Table) -> bool:
    return all(cell.bbox is not None and cell.page in (None, table.page) for cell in table.cells)


def _pairs(tables: dict[int, Table]) -> Iterator[tuple[int, int]]:
    """Tables that may be halves of one: side by side on a page, or on facing pages."""
    pages: dict[int, list[int]] = {}
    for place, table in tables.items():
        pages.setdefault(table.page, []).append(place)
    for places in pages.values():
        places.sort(key=lambda place: tables[place].bbox or ())
        yield from (
            (one, other)
            for at, one in enumerate(places)
            for other in places[at + 1 :]
            if _beside(tables[one], tables[other])
        )
    for page, places in sorted(pages.items()):
        facing = pages.get(page + 1, [])
        if len(places) == len(facing):
            yield from zip(_downward(places, tables), _downward(facing, tables), strict=True)


def _beside(left: Table, right: Table) -> bool:
    """Whether a table stands to the right of another on its page."""
    if left.bbox is None or right.bbox is None:
        return False
    level = min(left.bbox[3], right.bbox[3]) > max(left.bbox[1], right.bbox[1])
    return level and right.bbox[0] >= left.bbox[2] - _NEAR


def _downward(places: Sequence[int], tables: dict[int, Table]) -> list[int]:
    """Places in the order in which their tables stand below each other."""

    def top(place: int) -> float:
        box = tables[place].bbox
        return box[1] if box is not None else 0.0

    return sorted(places, key=top)


def _joined(left: Table, right: Table) -> Table | None:
    """Both tables as one; null where their rows do not stand at the same heights."""
    if left.bbox is None or right.bbox is None or _has_names(right) or not _has_names(left):
        return None
    shift = left.bbox[1] - right.bbox[1] if right.page != left.page else 0.0
    tops = _heights(left, 0.0)
    others = _heights(right, shift)
    if sum(_is_near(y, tops) for y in others) < _ALIKE * max(len(others), len(tops)):
        return None
    edges = _merged([*tops, *others])
    if len(edges) < 2:
        return None
    cells = [
        *_placed(left, edges, shift=0.0, column=0),
        *_placed(right, edges, shift=shift, column=left.columns),
    ]
    return replace(
        left, rows=len(edges) - 1, columns=left.columns + right.columns, cells=tuple(cells)
    )


def _has_names(table: Table) -> bool:
    """Whether the rows below the heading begin with words; periods (7年度まで) have figures."""
    texts = [
        squeezed(cell.text)
        for cell in table.cells
        if cell.column <= 1 and cell.row >= _HEADING and cell.lines
    ]
    names = [text for text in texts if len(text) > 1 and not any(map(str.isdigit, text))]
    return len(names) > _FEW * len(texts)


def _heights(table: Table, shift: float) -> list[float]:
    edges = {y + shift for cell in table.cells if cell.bbox for y in (cell.bbox[1], cell.bbox[3])}
    return _merged(sorted(edges))


def _merged(heights: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for y in sorted(heights):
        if not kept or y - kept[-1] > _NEAR:
            kept.append(y)
    return kept


def _is_near(y: float, others: Sequence[float]) -> bool:
    return any(abs(y - other) <= _NEAR for other in others)


def _placed(table: Table, edges: Sequence[float], *, shift: float, column: int) -> Iterator[Cell]:
    """The table's cells on the rows between `edges`, to the right of `column`."""
    for cell in table.cells:
        if cell.bbox is None:
            continue
        first = _nearest(cell.bbox[1] + shift, edges)
        last = _nearest(cell.bbox[3] + shift, edges)
        if last > first:
            yield replace(
                cell,
                row=first,
                row_span=last - first,
                column=cell.column + column,
                page=table.page,
            )


def _nearest(y: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - y))
