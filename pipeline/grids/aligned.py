"""Grids that no rule draws: figures that end at the same places down the page, and their words."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from models.page import Cell, Line, PageLayout, Role, Table, TextBlock, lines_of, union
from pipeline.assemble.tables.roles import funding_of, role_of
from pipeline.assemble.tables.vocabulary import UNIT_NOTE
from pipeline.grids.model import Kind, Token
from pipeline.grids.spans import size_of
from pipeline.grids.tokens import tokens

_APART = 0.7
_EDGE = 0.8
LEAST_ROWS = 3
_MOST_HEADING_ROWS = 5
_MOST_BETWEEN = 9
_WIDE = 0.6
_SHORT = 5
# How far from the middle of its columns, in widths of a character, a heading of several stands.
_CENTRED = 2.5
_KANA = re.compile(r"[ァ-ヶ]$")
_YEAR = re.compile(r"[(（](?:令和|平成|[RH])?(?:\d{1,4}|元)(?:年度?)?末?[)）]")
_WESTERN = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_NOTE = re.compile(r"\s*[(（]?\s*(?:注|※|備考)")
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


def aligned_tables(layout: PageLayout, *, least: int = LEAST_ROWS) -> list[Table]:
    """The grids of a page that its figures alone show, whatever rules stand around them.

    `least` is how many rows of figures a grid must have. Without a column of words a grid of few
    rows is one as well: its headings alone say what its figures are.
    """
    bare = least < LEAST_ROWS
    rows = _rows(layout)
    if not rows:
        return []
    em = median(size_of(token.span.line) for row in rows for token in row.tokens)
    found: list[Table] = []
    for region in _regions(rows, em, least):
        rest = _without_repeats(rows, region, em)
        if rest is not None:
            again = _regions(rest, em, least)
            found.extend(
                t for r in again if (t := _table(layout.number, rest, r, em, bare=bare)) is not None
            )
            break
        table = _table(layout.number, rows, region, em, bare=bare)
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
    for index, row in enumerate(rows):
        row.tokens.sort(key=lambda token: token.box[0])
        before: Token | None = None
        above = [token for other in rows[max(0, index - 2) : index] for token in other.tokens]
        if _are_years(row.tokens):
            continue
        for token in row.tokens:
            size = size_of(token.span.line)
            apart = before is None or token.box[0] - before.box[2] > _APART * size
            if _goes_on(token, above):
                continue
            if token.kind in (Kind.FIGURE, Kind.NONE) and apart and not token.glued:
                row.free.append(token)
            before = token
    return rows


def _are_years(tokens: Sequence[Token]) -> bool:
    """Whether the figures of a row are years: they head columns."""
    figures = [token for token in tokens if token.kind is Kind.FIGURE]
    return len(figures) > 1 and all(_WESTERN.fullmatch(token.text) for token in figures)


def _goes_on(token: Token, above: Sequence[Token]) -> bool:
    """Whether a long vowel's sign ends the word that breaks off above it: センタ and ー."""
    if token.text != "ー":
        return False
    size = size_of(token.span.line)
    return any(
        _KANA.search(other.text)
        and abs(other.box[0] - token.box[0]) < 0.5 * size
        and token.box[1] - other.box[3] < size
        for other in above
    )


def _regions(rows: Sequence[_Row], em: float, least: int) -> list[_Region]:
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
            if (
                hits >= 0.5 * min(len(edges), len(region.edges))
                and hits
                and not _begins_anew(rows, region.rows[0], last, index)
            ):
                region.rows.append(index)
                region.edges = _merged([*region.edges, *edges], em)
                last = index
                continue
        regions.append(_Region([index], _merged(edges, em)))
        last = index
    return [region for region in regions if len(region.rows) >= least]


def _begins_anew(rows: Sequence[_Row], first: int, last: int, index: int) -> bool:
    """Whether other headings stand between two rows of figures, or a unit is said anew."""
    heads = [_text(row) for row in rows[max(0, first - _MOST_HEADING_ROWS) : first]]
    for row in rows[last + 1 : index]:
        if any(UNIT_NOTE.search(token.text) for token in row.tokens):
            return True
        known = sum(role_of(token.text) is not None for token in row.tokens)
        if known > 1 and known > 0.6 * len(row.tokens) and _text(row) not in heads:
            return True
    return False


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
        if len(group) >= min(len(region.rows), max(2, 0.2 * len(region.rows))):
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
    steps = [
        rows[b].middle - rows[a].middle for a, b in zip(region.rows, region.rows[1:], strict=False)
    ]
    pitch = median(steps) if steps else 0.0
    for a, b in zip(region.rows, region.rows[1:], strict=False):
        gaps = [(rows[i + 1].top - rows[i].bottom, i) for i in range(a, b)]
        widest = max(gap for gap, _ in gaps)
        near = [i for gap, i in gaps if gap > widest - 0.15 * em]
        # A heading of a group begins what stands below it.
        signed = [i for i in range(a, b - 1) if _opens(rows[i + 1])]
        cuts.append(signed[0] if signed else near[-1])
    starts = [first, *(cut + 1 for cut in cuts)]
    ends = [*cuts, last]
    # No closer than rows stand to one another, and a heading over figures is none of their row.
    apart = min((rows[cut + 1].top - rows[cut].bottom for cut in cuts), default=em) - 0.1 * em
    figures = [(t.box[0], t.box[2]) for at in region.rows for t in rows[at].free]
    # The first row begins above its figures where text stands closer than rows do, and so does the
    # last one end below.
    while (
        starts[0] > 0
        and rows[starts[0]].top - rows[starts[0] - 1].bottom < min(0.6 * em, max(apart, 0.3 * em))
        and _beside(rows[starts[0] - 1])
        and not any(
            token.box[0] < right and left < token.box[2]
            for token in rows[starts[0] - 1].tokens
            for left, right in figures
        )
        and starts[0] > first - 3
        and pitch > 2.4 * em
    ):
        starts[0] -= 1
    while (
        ends[-1] + 1 < len(rows)
        and rows[ends[-1] + 1].top - rows[ends[-1]].bottom < 0.6 * em
        and not rows[ends[-1] + 1].free
        and not _NOTE.match(rows[ends[-1] + 1].tokens[0].text)
        and ends[-1] < last + 4
    ):
        ends[-1] += 1
    return list(zip(starts, ends, strict=True))


def _dates(token: Token, row: _Row) -> bool:
    """Whether a year in brackets stands close behind a figure: 17 (R3)."""
    if not _YEAR.fullmatch(token.text):
        return False
    em = size_of(token.span.line)
    return any(0 <= token.box[0] - figure.box[2] < 1.5 * em for figure in row.free)


def _opens(row: _Row) -> bool:
    """Whether a row is nothing but the heading of a group with its sign."""
    return (
        len(row.tokens) == 1
        and not row.free
        and row.tokens[0].bullet in _GROUP_SIGNS
        and row.tokens[0].bullet != ""
    )


def _is_row(row: _Row) -> bool:
    """Whether a text alone is the label of a row of its own, whose cells are blank."""
    return len(row.tokens) == 1 and funding_of(row.tokens[0].text) is not None


def _beside(row: _Row) -> bool:
    return not row.free and all(token.kind is Kind.WORDS for token in row.tokens)


def _table(
    page: int, rows: Sequence[_Row], region: _Region, em: float, *, bare: bool
) -> Table | None:
    figures = _columns_of_figures(rows, region, em)
    bands = _bands(rows, region, em)
    inner = [row for a, b in bands for row in rows[a : b + 1]]
    left = min(token.box[0] for row in inner for token in row.tokens)
    right = max(token.box[2] for row in inner for token in row.tokens)
    words = [
        token
        for row in inner
        for token in row.tokens
        if token not in row.free
        and not _dates(token, row)
        and token.box[2] - token.box[0] < _WIDE * (right - left)
    ]
    texts = _text_columns(words, figures, em, len(bands))
    columns = sorted([*figures, *texts])
    if not figures or not (texts or bare):
        return None
    heads = _heading_rows(rows, bands[0][0], columns, figures, em)
    cells: list[Cell] = []
    number = 0
    headed: list[list[Cell]] = []
    below: set[int] = set()
    for place, head in enumerate(reversed(heads), 1):
        found = _heading_cells(rows[head], len(heads) - place, columns, figures, below)
        below |= {cell.column for cell in found if cell.column_span == 1}
        headed.insert(0, found)
    for found in headed:
        cells.extend(found)
        number += 1
    for a, b in bands:
        band = [row for row in rows[a : b + 1] if row.free or not _is_row(row)]
        body = [token for row in band for token in row.tokens]
        groups, own = _groups(band, columns, em)
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
    reach = _reaches(columns)
    over_figures = [reach[columns.index(column)] for column in figures]
    found: list[int] = []
    for index in range(first - 1, max(first - 1 - _MOST_HEADING_ROWS, -1), -1):
        row = rows[index]
        below = rows[index + 1]
        if (row.free and len(row.free) > 1) or below.top - row.bottom > 2.5 * em:
            break
        if found and len(row.tokens) == 1 and UNIT_NOTE.search(row.tokens[0].text):
            break
        if not any(_is_over(token, over_figures, em) for token in row.tokens):
            # A row of one text is a group's heading and may stand below the headings; among them
            # it is the heading of a column of words.
            alone = len(row.tokens) == 1 and not UNIT_NOTE.search(row.tokens[0].text)
            headed = any(len(rows[at].tokens) > 1 for at in found)
            if alone and index > 0 and (not headed or _heads_words(row.tokens[0])):
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
        and not _is_over(rows[found[-1]].tokens[0], over_figures, em)
    ):
        found.pop()
    return found[::-1]


def _heads_words(token: Token) -> bool:
    """Whether a text alone among headings is one as well (款), and no title above them."""
    return not token.bullet and len("".join(token.text.split())) <= _SHORT


def _reaches(columns: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """How far each column may reach: to the end of the one before it.

    What stands in a column is often narrower than it, and its heading stands in the middle.
    """
    ends = [columns[0][0] - (columns[0][1] - columns[0][0]), *(right for _, right in columns)]
    return [
        (min(before, left), right) for before, (left, right) in zip(ends, columns, strict=False)
    ]


def _is_over(token: Token, figures: Sequence[tuple[float, float]], em: float) -> bool:
    middle = (token.box[0] + token.box[2]) / 2
    return any(a - em < middle < b + 2 * em for a, b in figures)


def _place(token: Token, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a token stands in: the one that it shares most with, or the nearest."""

    def shared(column: tuple[float, float]) -> float:
        return min(column[1], token.box[2]) - max(column[0], token.box[0])

    return max(range(len(columns)), key=lambda i: shared(columns[i]))


def _heading_cells(
    row: _Row,
    number: int,
    columns: Sequence[tuple[float, float]],
    figures: Sequence[tuple[float, float]],
    below: set[int],
) -> list[Cell]:
    """The cells of a row of headings; `below` are the columns that have one in a lower row."""
    em = size_of(row.tokens[0].span.line)
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
    if len(row.tokens) == len(columns):
        return [_cell(number, at, [token]) for at, token in enumerate(row.tokens)]
    reach = _reaches(columns)
    by_column: dict[int, list[Token]] = {}
    spans: dict[int, int] = {}
    for token in row.tokens:
        covered = [
            i
            for i, (a, b) in enumerate(columns)
            if a >= token.box[0] - em and b <= token.box[2] + em
        ] or _children(token, row, columns, below)
        at = covered[0] if len(covered) > 1 else _head_place(token, columns, reach)
        by_column.setdefault(at, []).append(token)
        spans[at] = max(spans.get(at, 1), len(covered))
    return [
        _cell(
            number,
            at,
            _nearest(found, columns[at], em) if columns[at] in figures else found,
            column_span=spans[at],
        )
        for at, found in sorted(by_column.items())
    ]


def _nearest(found: list[Token], column: tuple[float, float], em: float) -> list[Token]:
    """Of headings that stand well apart over one column, that which is its own."""
    gaps = [b.box[0] - a.box[2] for a, b in itertools.pairwise(found)]
    if not gaps or max(gaps) < 1.5 * em:
        return found
    middle = (column[0] + column[1]) / 2
    return [min(found, key=lambda token: abs((token.box[0] + token.box[2]) / 2 - middle))]


def _head_place(
    token: Token, columns: Sequence[tuple[float, float]], reach: Sequence[tuple[float, float]]
) -> int:
    """The column that a heading stands over: the one it shares most with, else whose reach."""
    own = _place(token, columns)
    if min(columns[own][1], token.box[2]) > max(columns[own][0], token.box[0]):
        return own
    return _place(token, reach)


def _children(
    token: Token, row: _Row, columns: Sequence[tuple[float, float]], below: set[int]
) -> list[int]:
    """The columns under a heading that stands in the middle above the headings of several."""
    if not below:
        return []

    def middle(box: Sequence[float]) -> float:
        return (box[0] + box[-2 if len(box) > 2 else 1]) / 2

    own = [
        at
        for at in sorted(below)
        if min(row.tokens, key=lambda other: abs(middle(other.box) - middle(columns[at]))) is token
    ]
    centre, em = middle(token.box), size_of(token.span.line)
    ranges = [
        own[i : j + 1]
        for i in range(len(own))
        for j in range(i + 1, len(own))
        if own[j] - own[i] == j - i
        and abs((columns[own[i]][0] + columns[own[j]][1]) / 2 - centre) < _CENTRED * em
    ]
    return max(ranges, key=len, default=[])


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
    before: Token | None = None
    for token in body:
        close = before and _YEAR.fullmatch(token.text) and 0 <= token.box[0] - before.box[2] < 20
        at = _place(before, columns) if close and before else _place(token, columns)
        by_column.setdefault(at, []).append(token)
        before = token
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
    # A part of a text's line does not know its column any more: its place is the token's.
    boxes = [token.box for token in found]
    return Cell(row, column, tuple(lines), column_span=column_span, bbox=union(boxes))


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
