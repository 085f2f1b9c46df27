"""The columns and frames of a page, each with its rows of tokens."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from models import BBox
from models.page import Line, PageLayout, Role, Table, TextBlock, lines_of
from pipeline.grids.model import Kind, Token, Zone
from pipeline.grids.spans import size_of
from pipeline.grids.tokens import is_text, tokens

_COUNT = re.compile(r"\d{1,3}")
_LEAST_COUNTED = 3
_COUNTED = 0.7
_BESIDE = 0.3
_TITLED = (Kind.WORDS, Kind.MARK)
# Points by which strips are measured.
_STEP = 1.0
_LONG_LINE = 0.5
_MOSTLY = 0.75
_FURNITURE = {Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER, Role.CHART}


def zones(layout: PageLayout, first: int, *, flat: bool = False) -> list[Zone]:
    """The columns and frames of a page, in reading order; `first` is the number of the first.

    `flat` takes the lines of tables as well, as if no table had been seen.
    """
    framed: dict[BBox, list[tuple[Line, TextBlock]]] = {}
    free: list[tuple[Line, TextBlock]] = []
    order: list[BBox | None] = []
    for block in layout.blocks:
        if isinstance(block, Table):
            if not flat:
                continue
            block = TextBlock(block.page, tuple(lines_of(block)))
        if block.role in _FURNITURE:
            continue
        for line in block.lines:
            if line.vertical or line.page != layout.number:
                continue
            if block.frame is not None:
                if block.frame not in framed:
                    order.append(block.frame)
                framed.setdefault(block.frame, []).append((line, block))
            else:
                if not order or order[-1] is not None:
                    order.append(None)
                free.append((line, block))
    for frame in [frame for frame, held in framed.items() if _is_title(held)]:
        around = _smallest_around(frame, framed)
        (framed[around] if around is not None else free).extend(framed.pop(frame))
    found: list[Zone] = []
    split = [(line, tokens(line)) for line, _ in free]
    columns = _columns([token for _, own in split for token in own], layout.width)
    in_columns: list[list[list[Token]]] = [[] for _ in columns]
    for _, own in split:
        by_column: dict[int, list[Token]] = {}
        for token in own:
            by_column.setdefault(_column_of(token.box, columns), []).append(token)
        for column, some in by_column.items():
            in_columns[column].append(some)
    for (left, right), rows in zip(columns, in_columns, strict=True):
        if rows:
            found.append(_zone(first + len(found), layout.number, rows, None, left, right))
    for frame, lines in framed.items():
        rows = [own for line, _ in lines if (own := tokens(line))]
        if rows:
            found.append(_zone(first + len(found), layout.number, rows, frame, frame[0], frame[2]))
    return found


def _is_title(held: Sequence[tuple[Line, TextBlock]]) -> bool:
    """Whether a frame is the ground of a title alone: what it heads stands below, outside of it."""
    return len(held) == 1 and all(token.kind in _TITLED for token in tokens(held[0][0]))


def _smallest_around(box: BBox, frames: Iterable[BBox]) -> BBox | None:
    """The smallest of other frames in which a frame lies."""
    around = [f for f in frames if f != box and f[0] <= box[0] + 1 and f[2] >= box[2] - 1]
    around = [f for f in around if f[1] <= box[1] + 1 and f[3] >= box[3] - 1]
    return min(around, key=lambda f: (f[2] - f[0]) * (f[3] - f[1]), default=None)


def _columns(every: Sequence[Token], width: float) -> list[tuple[float, float]]:
    """The columns of text that blank strips part; strips beside nothing but figures are none."""
    words = [token for token in every if is_text(token)]
    if len(words) < 6:
        return [(0.0, max(width, 1.0))]
    em = median(size_of(token.span.line) for token in words)
    boxes = [(token.bullet_x or token.box[0], token.box[2]) for token in words]
    covering = [(token.bullet_x or token.box[0], token.box[2]) for token in every]
    edge = max(box[1] for box in covering)
    # A line over half the page introduces columns; where many are so long, there are none.
    short = [box for box in covering if box[1] - box[0] < _LONG_LINE * edge]
    if len(short) > _MOSTLY * len(covering):
        covering = short
    steps = int(max(edge, width) / _STEP) + 3
    cover = [0] * (steps + 1)
    for left, right in covering:
        cover[max(int(left / _STEP), 0)] += 1
        cover[min(int(right / _STEP) + 1, steps)] -= 1
    limit = max(1, int(len(covering) * 0.05))
    gutters: list[float] = []
    start: int | None = None
    count = 0
    first = int(min(box[0] for box in boxes) / _STEP)
    for at in range(int(edge / _STEP) + 1):
        count += cover[at]
        if at < first:
            continue
        if count <= limit:
            start = at if start is None else start
        else:
            if start is not None and (at - start) * _STEP >= em * 0.7:
                # What few figures stand in the strip end the column before it.
                begin, end = start * _STEP, at * _STEP
                held = [box[1] for box in covering if begin <= box[0] and box[1] < end]
                place = max(held, default=begin)
                gutters.append(place + min(0.4 * em, (end - place) / 2))
            start = None
    kept: list[float] = []
    for gutter in gutters:
        if _both_sides(boxes, kept[-1] if kept else 0.0, gutter):
            kept.append(gutter)
        elif kept and _only_figures(every, kept[-1], gutter) and _figures_beyond(every, gutter):
            # What stands between is the figures of the column before, that reach out of its text.
            before = kept[-2] if len(kept) > 1 else 0.0
            kept[-1:] = [gutter] if _both_sides(boxes, before, gutter) else kept[-1:]
    kept = [gutter for gutter in kept if not _of_figures(every, gutter, kept)]
    places = [0.0, *kept, max(edge, width) + 1]
    return list(itertools.pairwise(places))


def _only_figures(every: Sequence[Token], left: float, right: float) -> bool:
    """Whether figures stand between two strips, and no words but such as reach over the second."""
    between = [token for token in every if left <= token.box[0] + 1 and token.box[2] <= right + 1]
    return bool(between) and not any(map(is_text, between))


def _figures_beyond(every: Sequence[Token], gutter: float) -> bool:
    """Whether figures stand right of a strip nearly as often as left of it: columns of records."""
    places = [token.box[0] + 1 >= gutter for token in every if token.kind is Kind.FIGURE]
    return sum(places) >= _BESIDE * (len(places) - sum(places))


def _of_figures(every: Sequence[Token], gutter: float, gutters: Sequence[float]) -> bool:
    """Whether figures with a heading over them stand right of a strip: they are no text."""
    right = min((other for other in gutters if other > gutter), default=float("inf"))
    beside = [token for token in every if gutter <= token.box[0] + 1 < right]
    figures = sum(token.kind in (Kind.FIGURE, Kind.NONE) for token in beside)
    return 2 * sum(map(is_text, beside)) < figures


def _both_sides(boxes: Sequence[tuple[float, float]], before: float, edge: float) -> bool:
    """Whether text of some weight stands on both sides of a strip, in line at its right."""
    total = sum(right - left for left, right in boxes)
    left = [box for box in boxes if before <= box[0] and box[1] <= edge + 1]
    right = [box for box in boxes if box[0] >= edge - 1]
    starts = Counter(round(box[0] / 6) for box in right)
    aligned = max(starts.values(), default=0)
    weight = min(sum(b - a for a, b in left), sum(b - a for a, b in right))
    return weight >= 0.12 * total and aligned >= 0.15 * len(right) and aligned > 1


def _column_of(box: BBox, columns: Sequence[tuple[float, float]]) -> int:
    return next((i for i, (left, right) in enumerate(columns) if left <= box[0] + 1 < right), 0)


def _zone(
    number: int,
    page: int,
    lines: Sequence[list[Token]],
    frame: BBox | None,
    left: float,
    right: float,
) -> Zone:
    placed = sorted(lines, key=lambda own: (own[0].box[1], own[0].box[0]))
    rows: list[list[Token]] = []
    bands: list[tuple[float, float]] = []
    for own in placed:
        top, bottom = min(t.box[1] for t in own), max(t.box[3] for t in own)
        middle = (top + bottom) / 2
        if (
            bands
            and bands[-1][0] <= middle <= bands[-1][1]
            and (bottom - top) < 1.6 * (bands[-1][1] - bands[-1][0]) + 3
        ):
            rows[-1].extend(own)
        else:
            rows.append(list(own))
            bands.append((top, bottom))
    rows = [_numbered(sorted(row, key=lambda token: token.box[0])) for row in rows]
    rows = _uncounted(rows)
    edges = [row[0].bullet_x or row[0].box[0] for row in rows]
    often = Counter(round(edge / 3) for edge in edges)
    inner = min(
        (edge for edge in edges if often[round(edge / 3)] > 1), default=min(edges, default=left)
    )
    return Zone(number, page, inner, right, bands[0][0] if bands else 0.0, frame, rows)


def _uncounted(rows: list[list[Token]]) -> list[list[Token]]:
    """The rows without the figures that count them: 1, 2, 3 before amounts are no amounts."""
    counted = [
        index
        for index, row in enumerate(rows)
        if len(row) > 1 and row[0].kind is Kind.FIGURE and _COUNT.fullmatch(row[0].text)
    ]
    numbers = [int(rows[index][0].text) for index in counted]
    steps = sum(b - a == 1 for a, b in itertools.pairwise(numbers))
    if len(numbers) < _LEAST_COUNTED or steps < _COUNTED * (len(numbers) - 1):
        return rows
    found = list(rows)
    for index in counted:
        number, first, *rest = rows[index]
        found[index] = [replace(first, bullet="n", bullet_x=number.box[0]), *rest]
    return found


def _numbered(row: list[Token]) -> list[Token]:
    """A row whose words have their number before them as their bullet."""
    at = next((i for i, token in enumerate(row) if token.kind is not Kind.MARK), None)
    if at is None or at + 1 >= len(row):
        return row
    number, words = row[at], row[at + 1]
    if number.kind is not Kind.FIGURE or words.kind is not Kind.WORDS or words.bullet:
        return row
    if not re.fullmatch(r"\d{1,3}", number.text) or words.box[0] - number.box[2] > 2.5 * size_of(
        words.span.line
    ):
        return row
    return [*row[:at], replace(words, bullet="n", bullet_x=number.box[0]), *row[at + 2 :]]
