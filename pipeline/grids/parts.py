"""Tokens into parts: words and figures that wrap are brought together where they stand."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from models.page import union
from pipeline.grids.figures import MID_SENTENCE
from pipeline.grids.habits import FULL, NEAR, Habits, bare_label
from pipeline.grids.model import CLOSED, SENTENCE, Kind, Part, Token, Zone
from pipeline.grids.spans import size_of
from pipeline.grids.tokens import is_text

# Rows of one text stand no further apart than this, in heights of the text.
_LEADING = 1.15
_CLOSE = 0.5
_NAME_ROWS = 3
# Widths of a character: how much further in the rows of a paragraph begin after its first.
_HANGING = 3.2
_SIZE = 0.35
# A name that is whole, and words that go on as no name does.
_NAME_END = re.compile(
    r"(?:事業費?|経費|補助金|負担金|交付金|積立金|委託料|支援|整備|対策|推進|運営|管理|助成)(?:\(.*\))?$"
)


def with_parts(zone: Zone, habits: Habits) -> Zone:
    """The zone with its tokens joined to parts, in the order of their first tokens."""
    limits = _limits(zone)
    reach = max(
        # A title over all columns says nothing about the width of this one.
        (t.box[2] for row in zone.rows for t in row if t.box[2] <= zone.right + 1),
        default=zone.right,
    )
    if zone.frame is not None:
        reach = zone.frame[2] - max(zone.left - zone.frame[0], 0.0)
    rooms = _rooms(zone.rows)
    open_parts: list[Part] = []
    parts: list[Part] = []
    for index, row in enumerate(zone.rows):
        row_mark: Token | None = None
        running: Part | None = None
        for place, token in enumerate(row):
            running = _running(running, token, place, index, parts)
            if running is not None:
                _extend(running, token, index, None, limits)
                continue
            following = row[place + 1] if place + 1 < len(row) else None
            next_x = following.box[0] if following else None
            if token.kind is Kind.ARROW:
                if parts and parts[-1].kind in (Kind.FIGURE, Kind.NONE):
                    parts[-1].leads = True
                continue
            if token.kind is Kind.MARK:
                row_mark = token
                if (
                    place
                    and parts
                    and parts[-1].row == index
                    and parts[-1].kind is Kind.WORDS
                    and (
                        following is None
                        or following.kind is not Kind.WORDS
                        or bare_label(following.text) in habits.labels
                    )
                ):
                    parts[-1].mark, parts[-1].mark_span = token.mark, token.span
                    parts[-1].closed = True
                    row_mark = None
                elif following is None and place == 0:
                    # A mark alone in its row, after the name or before it.
                    before = [
                        p for p in open_parts if p.kind is Kind.WORDS and _follows(p, token, index)
                    ]
                    if before:
                        before[-1].mark, before[-1].mark_span = token.mark, token.span
                        row_mark = None
                    else:
                        parts.append(_part(token, zone, index, None, next_x, limits))
                        row_mark = None
                continue
            joined = None
            if (
                token.kind in (Kind.WORDS, Kind.FIGURE, Kind.NONE, Kind.PARTIAL)
                and not token.bullet
                # What a bullet opens does not go on with what stands above.
                and not (row[0].bullet and row[0].kind is Kind.FIGURE)
            ):
                joined = _joined(token, open_parts, index, row_mark, habits, rooms[index])
                if joined is not None and _has_own_figure(joined, following):
                    joined = None
            if joined is not None:
                _extend(joined, token, index, next_x, limits)
            else:
                part = _part(token, zone, index, row_mark, next_x, limits)
                part.figure_end = _end_of(following)
                if following is None:
                    # Running text goes on where its row began.
                    part.flow = tuple(
                        {
                            row[0].box[0],
                            row[0].bullet_x or row[0].box[0],
                            *(t.box[0] for t in row[1:2] if row[0].kind is Kind.MARK),
                        }
                    )
                    part.edge = reach
                parts.append(part)
                open_parts = [p for p in open_parts if p.last_row >= index - 2]
                open_parts.append(part)
            row_mark = None
    for part in parts:
        if part.kind is Kind.PARTIAL:
            part.kind = Kind.WORDS
    return replace(zone, parts=parts)


def _limits(zone: Zone) -> dict[int, float]:
    """How far to the right words reach that begin at a place, by that place."""
    found: dict[int, float] = defaultdict(float)
    if zone.frame is not None:
        inner = zone.frame[2] - max(zone.left - zone.frame[0], 0.0)
        return defaultdict(lambda: inner)
    for row in zone.rows:
        for place, token in enumerate(row):
            if token.kind is Kind.WORDS and token.box[2] <= zone.right + 1:
                edges = [token.box[0]]
                if token.bullet_x is not None:
                    edges.append(token.bullet_x)
                if place == 1 and row[0].kind is Kind.MARK:
                    edges.append(row[0].box[0])
                for edge in edges:
                    for key in (round(edge / 4) + d for d in (-1, 0, 1)):
                        found[key] = max(found[key], token.box[2])
    return found


def _rooms(rows: Sequence[Sequence[Token]]) -> list[float]:
    """Where the first figure of each row begins, or that of a row to come before a new item does.

    A name that wraps leaves room for the amount beside its last row.
    """
    found: list[float] = []
    room = float("inf")
    for row in reversed(rows):
        figures = (
            t.box[0] for t in row if t.kind is not Kind.MARK and not is_text(t) and not t.bracket
        )
        room = min(figures, default=room)
        found.append(room)
        if row[0].bullet or row[0].kind is Kind.MARK:
            room = float("inf")
    return found[::-1]


def _part(
    token: Token,
    zone: Zone,
    row: int,
    mark: Token | None,
    next_x: float | None,
    limits: dict[int, float],
) -> Part:
    line = token.span.line
    left = [token.box[0]]
    if token.bullet_x is not None:
        left.append(token.bullet_x)
    if mark is not None:
        left.append(mark.box[0])
    kind = token.kind
    return Part(
        kind=kind,
        spans=[token.span],
        page=line.page,
        zone=zone.number,
        row=row,
        box=token.box,
        last=token.box,
        last_row=row,
        size=size_of(line),
        bold=line.bold,
        bullet=token.bullet,
        left=tuple(left),
        mark=token.mark or (mark.mark if mark else None),
        mark_span=token.span if token.kind is Kind.MARK else mark.span if mark else None,
        bracket=token.bracket,
        label=token.label,
        limit=max(limits[round(edge / 4)] for edge in left),
        next_x=next_x,
        frame=zone.frame,
        sign=token.sign,
        closed=token.closed,
    )


def _follows(part: Part, token: Token, row: int) -> bool:
    """Whether a token stands right under a part, one row below."""
    height = max(part.last[3] - part.last[1], 1.0)
    gap = token.box[1] - part.last[3]
    near = any(abs(token.box[0] - x) < NEAR * part.size for x in part.left)
    return part.last_row < row <= part.last_row + 2 and gap < _LEADING * height and near


def _joined(
    token: Token,
    parts: Sequence[Part],
    row: int,
    mark: Token | None,
    habits: Habits,
    room: float,
) -> Part | None:
    """The part above that a token goes on with; `room` is where the figure beside them begins."""
    for part in reversed(parts):
        if part.last_row >= row or part.closed or row - part.last_row > 2:
            continue
        height = max(part.last[3] - part.last[1], 1.0)
        if token.box[1] - part.last[3] > _LEADING * height:
            continue
        if part.kind is Kind.PARTIAL:
            # A bracket goes on in the next row, wherever the text around it begins there.
            if re.match(r"[^\[(〔]*[\])〕>》]", token.text):
                return part
            continue
        if part.kind is Kind.FIGURE:
            if not part.bracket and part.next_x is None and _goes_on(part, token):
                return part
            continue
        if part.kind is not Kind.WORDS or token.kind is not Kind.WORDS or mark is not None:
            continue
        line = token.span.line
        if abs(size_of(line) - part.size) > _SIZE or line.bold != part.bold:
            continue
        indented = not part.bullet and part.mark is None and len(part.spans) == 1
        edges = (*part.left, part.box[0] - part.size) if indented else part.left
        flows = (
            bool(part.flow) and len(part.spans) == 1 and part.last[2] > part.edge - 1.2 * part.size
        )
        if flows and any(abs(token.box[0] - x) < NEAR * part.size for x in part.flow):
            return part
        if _hangs(part, token):
            return part
        # What hangs begins anywhere between the mark or sign before words and the words.
        hanging = part.bullet != "" and part.left[-1] < token.box[0] < part.left[0]
        level = any(abs(token.box[0] - x) < NEAR * part.size for x in edges)
        if not hanging and not level:
            continue
        if bare_label(part.text) in habits.labels or bare_label(token.text) in habits.labels:
            continue
        beside = (
            habits.wraps_beside
            and part.next_x is not None
            and part.next_x - part.last[2] < FULL * part.size
            and token.box[2] <= part.next_x + part.size
        )
        reach = part.last[2] > part.limit - 1.4 * part.size
        named = (
            part.bullet in habits.figured
            and part.next_x is None
            and len(part.spans) < _NAME_ROWS
            and abs(token.box[0] - part.box[0]) < NEAR * part.size
            and SENTENCE.search(part.text + token.text) is None
        )
        to_the_figure = token.box[2] <= room < part.last[2] + FULL * part.size
        filled = (
            part.bullet != ""
            and part.next_x is None
            and (to_the_figure or (hanging and reach))
            and len(part.spans) < _NAME_ROWS
            and SENTENCE.search(part.text + token.text) is None
        )
        open_bracket = len(re.findall(r"[(「『【\[]", part.text)) > len(
            re.findall(r"[)」』】\]]", part.text)
        )
        if (
            beside
            and not open_bracket
            and _NAME_END.search(part.text)
            and SENTENCE.search(token.text)
        ):
            continue
        if (level and (beside or reach or open_bracket or named)) or filled:
            return part
    return None


def _end_of(token: Token | None) -> float | None:
    """Where a figure that stands free ends; null for anything else."""
    free = token is not None and token.kind in (Kind.FIGURE, Kind.NONE) and not token.bracket
    return token.box[2] if token is not None and free else None


def _has_own_figure(part: Part, following: Token | None) -> bool:
    """Whether a row's figure stands right under that of the part's row: each has its own name."""
    end = _end_of(following)
    return (
        part.kind is Kind.WORDS
        and end is not None
        and part.figure_end is not None
        and abs(end - part.figure_end) < NEAR * part.size
    )


def _running(
    sentence: Part | None, token: Token, place: int, index: int, parts: Sequence[Part]
) -> Part | None:
    """The sentence that a row goes on with a figure, and all that stands in it without a gap."""
    if place:
        near = sentence and token.box[0] - sentence.last[2] < _CLOSE * sentence.size
        return sentence if near else None
    if token.kind is not Kind.FIGURE or token.bullet or token.bracket or not parts:
        return None
    before = parts[-1]
    within = (
        before.kind is Kind.WORDS
        and before.last_row == index - 1
        and before.next_x is None
        and before.last[2] > before.edge - 1.6 * before.size
        and token.box[0] - before.spans[0].box[0] < _HANGING * before.size
        and MID_SENTENCE.search(before.text) is not None
    )
    return before if within else None


def _hangs(part: Part, token: Token) -> bool:
    """Whether a sentence that fills its row goes on in the next one, which begins further in."""
    into = token.box[0] - part.spans[0].box[0]
    return (
        part.next_x is None
        and part.last[2] > part.edge - 1.6 * part.size
        and -NEAR * part.size < into < _HANGING * part.size
        and (len(part.spans) == 1 or abs(token.box[0] - part.last[0]) < NEAR * part.size)
        and SENTENCE.search(part.text) is not None
        and not part.text.endswith("。")
    )


def _goes_on(part: Part, token: Token) -> bool:
    """Whether a figure that ends its row goes on with a token that begins the next one."""
    text, more = part.text, token.text
    if re.search(r"[兆億万千]$", text):
        return re.match(r"[\d,]+(?:[万千百]\d*)*円|円", more) is not None
    reached = part.last[2] > part.limit - 1.2 * part.size
    if re.search(r"(?:^|[^\d,])\d{1,3}(?:,\d{3})*,\d{0,2}$|,$", text):
        return re.match(r"\d", more) is not None
    return reached and re.match(r"(?:兆|億|百万|万|千)?円", more) is not None


def _extend(
    part: Part, token: Token, row: int, next_x: float | None, limits: dict[int, float]
) -> None:
    part.spans.append(token.span)
    part.last = token.box
    part.box = union([part.box, token.box])
    part.last_row = row
    part.next_x = next_x
    part.limit = max(part.limit, limits[round(token.box[0] / 4)])
    if part.kind is Kind.PARTIAL:
        match = CLOSED.fullmatch(part.text)
        if match:
            part.kind = Kind.NONE if not re.search(r"\d", match["inner"]) else Kind.FIGURE
            part.label = match["label"].strip(" :：")
            part.closed = True
