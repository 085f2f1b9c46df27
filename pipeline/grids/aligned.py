"""Grids that no rule draws: figures that end at the same places down the page, and their words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from models.page import Cell, Line, PageLayout, Role, Table, TextBlock, lines_of, union
from pipeline.grids.tokens import Kind, Token, box_of, size_of, tokens

_APART = 0.7
_EDGE = 0.8
_LEAST_ROWS = 3
_MOST_HEADING_ROWS = 5
_MOST_BETWEEN = 9
_WIDE = 0.6
_GROUP_SIGNS = "■◆●▼▶◇□"
_FURNITURE = {Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER, Role.CHART}


@dataclass
class _Row:
    """Tokens that stand level, from left to right."""

    tokens: list[Token]
    top: float
    bottom: float
    free: list[Token] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass
class _Region:
    """Rows whose figures end at the same places."""

    rows: list[int]
    edges: list[float]


def aligned_tables(layout: PageLayout) -> list[Table]:
    """The grids of a page that its figures alone show, whatever rules stand around them."""
    rows = _rows(layout)
    if not rows:
        return []
    em = median(size_of(token.span.line) for row in rows for token in row.tokens)
    found: list[Table] = []
    for region in _regions(rows, em):
        rest = _without_repeats(rows, region, em)
        if rest is not None:
            again = _regions(rest, em)
            found.extend(t for r in again if (t := _table(layout.number, rest, r, em)) is not None)
            break
        table = _table(layout.number, rows, region, em)
        if table is not None:
            found.append(table)
    return found


def _without_repeats(rows: Sequence[_Row], region: _Region, em: float) -> list[_Row] | None:
    """The rows without those that say a grid's headings once more; null where none does."""
    figures = _columns_of_figures(rows, region, em)
    heads = _heading_rows(rows, region.rows[0], figures, figures, em)
    texts = {_text(rows[index]) for index in heads if len(rows[index].tokens) > 1}
    kept = [row for index, row in enumerate(rows) if index in heads or _text(row) not in texts]
    return kept if len(kept) < len(rows) else None


def _text(row: _Row) -> tuple[str, ...]:
    return tuple(token.text for token in row.tokens)


def _rows(layout: PageLayout) -> list[_Row]:
    every: list[Token] = []
    for block in layout.blocks:
        if isinstance(block, TextBlock) and block.role in _FURNITURE:
            continue
        for line in lines_of(block):
            if line.vertical or line.page != layout.number or not line.text.strip():
                continue
            every.extend(tokens(line))
    every.sort(key=lambda token: ((token.box[1] + token.box[3]) / 2, token.box[0]))
    rows: list[_Row] = []
    for token in every:
        middle = (token.box[1] + token.box[3]) / 2
        if rows and abs(middle - rows[-1].middle) < 0.45 * max(
            token.box[3] - token.box[1], rows[-1].bottom - rows[-1].top
        ):
            rows[-1].tokens.append(token)
        else:
            rows.append(_Row([token], token.box[1], token.box[3]))
    for row in rows:
        row.tokens.sort(key=lambda token: token.box[0])
        before: Token | None = None
        for token in row.tokens:
            size = size_of(token.span.line)
            apart = before is None or token.box[0] - before.box[2] > _APART * size
            if token.kind in (Kind.FIGURE, Kind.NONE) and apart and not token.glued:
                row.free.append(token)
            before = token
    return rows


def _regions(rows: Sequence[_Row], em: float) -> list[_Region]:
    regions: list[_Region] = []
    last = -1
    for index, row in enumerate(rows):
        if not row.free:
            continue
        edges = [token.box[2] for token in row.free]
        region = regions[-1] if regions else None
        if region is not None and index - last <= _MOST_BETWEEN:
            hits = sum(
                any(abs(edge - known) < _EDGE * em for known in region.edges) for edge in edges
            )
            if hits >= 0.5 * min(len(edges), len(region.edges)) and hits:
                region.rows.append(index)
                region.edges = _merged([*region.edges, *edges], em)
                last = index
                continue
        regions.append(_Region([index], _merged(edges, em)))
        last = index
    return [region for region in regions if len(region.rows) >= _LEAST_ROWS]


def _merged(edges: Sequence[float], em: float) -> list[float]:
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _EDGE * em:
            found.append(edge)
    return found


def _columns_of_figures(
    rows: Sequence[_Row], region: _Region, em: float
) -> list[tuple[float, float]]:
    """The spans of columns of figures: those that enough rows fill."""
    figures = [token for index in region.rows for token in rows[index].free]
    spans: list[list[Token]] = []
    for token in sorted(figures, key=lambda token: token.box[2]):
        if spans and token.box[2] - median(t.box[2] for t in spans[-1]) < _EDGE * em:
            spans[-1].append(token)
        else:
            spans.append([token])
    kept: list[tuple[float, float]] = []
    loose: list[Token] = []
    for group in spans:
        if len(group) >= max(2, 0.2 * len(region.rows)):
            kept.append((min(t.box[0] for t in group), max(t.box[2] for t in group)))
        else:
            loose.extend(group)
    # Dashes and figures that stand in the middle of a column belong to it.
    for token in loose:
        if not any(a - em <= (token.box[0] + token.box[2]) / 2 <= b + em for a, b in kept):
            kept.append((token.box[0], token.box[2]))
    kept.sort()
    merged: list[tuple[float, float]] = []
    for a, b in kept:
        if merged and a < merged[-1][1] - 0.2 * em:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def _bands(rows: Sequence[_Row], region: _Region, em: float) -> list[tuple[int, int]]:
    """The rows of the page that belong to each row of figures: first and last, inclusive."""
    first, last = region.rows[0], region.rows[-1]
    cuts: list[int] = []
    pitch = median(
        rows[b].middle - rows[a].middle for a, b in zip(region.rows, region.rows[1:], strict=False)
    )
    for a, b in zip(region.rows, region.rows[1:], strict=False):
        gaps = [(rows[i + 1].top - rows[i].bottom, i) for i in range(a, b)]
        widest = max(gap for gap, _ in gaps)
        near = [i for gap, i in gaps if gap > widest - 0.15 * em]
        # A heading of a group begins what stands below it.
        signed = [i for i in range(a, b - 1) if _opens(rows[i + 1])]
        cuts.append(signed[0] if signed else near[-1])
    starts = [first, *(cut + 1 for cut in cuts)]
    ends = [*cuts, last]
    # The first row begins above its figures where text stands closer than rows do, and so does the
    # last one end below.
    while (
        starts[0] > 0
        and rows[starts[0]].top - rows[starts[0] - 1].bottom < 0.5 * em
        and _beside(rows[starts[0] - 1])
        and starts[0] > first - 3
        and pitch > 2.4 * em
    ):
        starts[0] -= 1
    while (
        ends[-1] + 1 < len(rows)
        and rows[ends[-1] + 1].top - rows[ends[-1]].bottom < 0.6 * em
        and not rows[ends[-1] + 1].free
        and ends[-1] < last + 4
    ):
        ends[-1] += 1
    return list(zip(starts, ends, strict=True))


def _opens(row: _Row) -> bool:
    """Whether a row is nothing but the heading of a group with its sign."""
    return (
        len(row.tokens) == 1
        and not row.free
        and row.tokens[0].bullet in _GROUP_SIGNS
        and row.tokens[0].bullet != ""
    )


def _beside(row: _Row) -> bool:
    return not row.free and all(token.kind is Kind.WORDS for token in row.tokens)


def _table(page: int, rows: Sequence[_Row], region: _Region, em: float) -> Table | None:
    figures = _columns_of_figures(rows, region, em)
    bands = _bands(rows, region, em)
    inner = [row for a, b in bands for row in rows[a : b + 1]]
    left = min(token.box[0] for row in inner for token in row.tokens)
    right = max(token.box[2] for row in inner for token in row.tokens)
    words = [
        token
        for row in inner
        for token in row.tokens
        if token not in row.free and token.box[2] - token.box[0] < _WIDE * (right - left)
    ]
    texts = _text_columns(words, figures, em, len(bands))
    columns = sorted([*figures, *texts])
    if not texts or not figures:
        return None
    heads = _heading_rows(rows, bands[0][0], columns, figures, em)
    cells: list[Cell] = []
    number = 0
    for head in heads:
        cells.extend(_heading_cells(rows[head], number, columns, em))
        number += 1
    for a, b in bands:
        body = [token for row in rows[a : b + 1] for token in row.tokens]
        groups, own = _groups(rows[a : b + 1], columns, em)
        for group in groups:
            cells.append(_cell(number, 0, group, column_span=len(columns)))
            number += 1
            body = own
        cells.extend(_row_cells(body, number, columns))
        number += 1
    boxes = [cell.bbox for cell in cells if cell.bbox]
    return Table(page, number, len(columns), tuple(cells), union(boxes) if boxes else None)


def _text_columns(
    words: Sequence[Token], figures: Sequence[tuple[float, float]], em: float, rows: int
) -> list[tuple[float, float]]:
    """The spans of columns of words, parted by strips that hardly any word crosses."""
    edges: dict[int, int] = {}
    for token in words:
        a, b = int(token.box[0]), int(token.box[2]) + 1
        edges[a] = edges.get(a, 0) + 1
        edges[b] = edges.get(b, 0) - 1
    limit = max(0, int(0.04 * len(words)))
    spans: list[tuple[float, float]] = []
    count = 0
    start: float | None = None
    for x in sorted(edges):
        count += edges[x]
        if count > limit and start is None:
            start = float(x)
        elif count <= limit and start is not None:
            spans.append((start, float(x)))
            start = None
    merged: list[tuple[float, float]] = []
    for low, high in spans:
        if any(left < (low + high) / 2 < right for left, right in figures):
            continue
        before = merged[-1] if merged else None
        parted = before and any(before[1] <= right <= low + em for _, right in figures)
        if before and low - before[1] < 0.5 * em and not parted:
            merged[-1] = (before[0], high)
        else:
            merged.append((low, high))
    return merged


def _heading_rows(
    rows: Sequence[_Row],
    first: int,
    columns: Sequence[tuple[float, float]],
    figures: Sequence[tuple[float, float]],
    em: float,
) -> list[int]:
    found: list[int] = []
    for index in range(first - 1, max(first - 1 - _MOST_HEADING_ROWS, -1), -1):
        row = rows[index]
        below = rows[index + 1]
        if (row.free and len(row.free) > 1) or below.top - row.bottom > 2.5 * em:
            break
        over = [
            token
            for token in row.tokens
            if any(a - 2 * em < (token.box[0] + token.box[2]) / 2 < b + 2 * em for a, b in figures)
        ]
        if not over:
            # A row of one text is a group's heading and may stand below the headings.
            if len(row.tokens) == 1 and not found and index > 0:
                found.append(index)
                continue
            break
        if any(
            token.box[2] - token.box[0] > 0.7 * (columns[-1][1] - columns[0][0])
            for token in row.tokens
        ):
            break
        found.append(index)
    while (
        found
        and len(rows[found[-1]].tokens) == 1
        and not any(
            a - em
            < (rows[found[-1]].tokens[0].box[0] + rows[found[-1]].tokens[0].box[2]) / 2
            < b + em
            for a, b in figures
        )
    ):
        found.pop()
    return found[::-1]


def _place(token: Token, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a token stands in: the one that it shares most with, or the nearest."""

    def shared(column: tuple[float, float]) -> float:
        return min(column[1], token.box[2]) - max(column[0], token.box[0])

    return max(range(len(columns)), key=lambda i: shared(columns[i]))


def _heading_cells(
    row: _Row, number: int, columns: Sequence[tuple[float, float]], em: float
) -> list[Cell]:
    by_column: dict[int, list[Token]] = {}
    spans: dict[int, int] = {}
    if (
        len(row.tokens) == 1
        and row.tokens[0].box[0] < columns[0][0] + 3 * em
        and columns[0][1] > row.tokens[0].box[0]
    ):
        return (
            [_cell(number, 0, row.tokens, column_span=len(columns))]
            if len(columns) > 1
            and row.tokens[0].box[2] - row.tokens[0].box[0] > 0
            and _place(row.tokens[0], columns) == 0
            else [_cell(number, _place(row.tokens[0], columns), row.tokens)]
        )
    for token in row.tokens:
        covered = [
            i
            for i, (a, b) in enumerate(columns)
            if a >= token.box[0] - em and b <= token.box[2] + em
        ]
        at = covered[0] if len(covered) > 1 else _place(token, columns)
        by_column.setdefault(at, []).append(token)
        spans[at] = max(spans.get(at, 1), len(covered))
    return [
        _cell(number, at, found, column_span=spans[at]) for at, found in sorted(by_column.items())
    ]


def _groups(
    rows: Sequence[_Row], columns: Sequence[tuple[float, float]], em: float
) -> tuple[list[list[Token]], list[Token]]:
    """Rows of one text above the row of figures that stand apart from it: headings of groups."""
    groups: list[list[Token]] = []
    start = 0
    for index, row in enumerate(rows):
        if row.free or index + 1 >= len(rows):
            break
        gap = rows[index + 1].top - row.bottom
        alone = (
            len(row.tokens) == 1
            and row.tokens[0].kind is Kind.WORDS
            and _place(row.tokens[0], columns) == 0
        )
        if alone and (gap > 0.9 * em or _opens(row)):
            groups.append(row.tokens)
            start = index + 1
        else:
            break
    return groups, [token for row in rows[start:] for token in row.tokens]


def _row_cells(
    body: Sequence[Token], number: int, columns: Sequence[tuple[float, float]]
) -> list[Cell]:
    by_column: dict[int, list[Token]] = {}
    for token in body:
        by_column.setdefault(_place(token, columns), []).append(token)
    return [_cell(number, at, found) for at, found in sorted(by_column.items())]


def _cell(row: int, column: int, found: Sequence[Token], *, column_span: int = 1) -> Cell:
    spans: list[tuple[Line, int, int]] = []
    for token in sorted(found, key=lambda token: (round(token.box[1] / 3), token.box[0])):
        start = _with_sign(token) if token.bullet else token.span.start
        if spans and spans[-1][0] is token.span.line:
            spans[-1] = (spans[-1][0], spans[-1][1], token.span.end)
        else:
            spans.append((token.span.line, start, token.span.end))
    lines = [part_of(*span) for span in spans]
    boxes = [box_of(line, 0, len(line.text)) for line in lines]
    return Cell(
        row,
        column,
        tuple(lines),
        column_span=column_span,
        bbox=union(boxes) if lines[0].boxes else None,
    )


def _with_sign(token: Token) -> int:
    """Where the text of a token begins with the sign or number before it."""
    line, start = token.span.line, token.span.start
    while (
        start > 0
        and not line.text[start - 1].isspace()
        and token.bullet
        and start > token.span.start - 5
    ):
        start -= 1
    return start


def part_of(line: Line, start: int, end: int) -> Line:
    """A part of a line as a line of its own, with its places."""
    first = line.origin[start]
    last = max(
        line.origin[end] if end < len(line.text) else len(line.printed), line.origin[end - 1] + 1
    )
    return replace(
        line,
        text=line.text[start:end],
        printed=line.printed[first:last],
        origin=tuple(at - first for at in line.origin[start:end]),
        boxes=line.boxes[4 * first : 4 * last],
        emphasis=(),
        confidences=line.confidences[first:last] if line.confidences else (),
    )
