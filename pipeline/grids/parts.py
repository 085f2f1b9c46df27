"""Tokens into parts: words and figures that wrap are brought together where they stand."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from models import BBox, Mark
from models.page import Line, PageLayout, Role, Table, TextBlock, lines_of, union
from pipeline.grids.tokens import MID_SENTENCE, Kind, Span, Token, size_of, tokens

# Rows of one text stand no further apart than this, in heights of the text.
_LEADING = 1.15
_NEAR = 0.7
_FULL = 2.6
_CLOSE = 0.5
_COUNT = re.compile(r"\d{1,3}")
_LEAST_COUNTED = 3
_COUNTED = 0.7
# The share of rows with a bullet that hold a figure, where names have theirs beside them.
_FIGURED = 0.4
_NAME_ROWS = 3
# Widths of a character: how much further in the rows of a paragraph begin after its first.
_HANGING = 3.2
_SIZE = 0.35
_CLOSED = re.compile(
    r"(?P<open>[\[(〔<《])\s?(?P<label>(?:(?:令和|平成|[RH])\s?\d{1,2}\s?年?|(?:19|20)\d\d(?=\s?[年:：]))?[^\d\[\]()]*?)\s?(?P<inner>[約△▲−+\-]*\s?[\d][\d,.兆億万千百十円\s]*|[-−―ー‐–—─]{1,3}|皆増|皆減)\s?[\])〕>》]"
)
# A name that is whole, and words that go on as no name does.
_NAME_END = re.compile(
    r"(?:事業費?|経費|補助金|負担金|交付金|積立金|委託料|支援|整備|対策|推進|運営|管理|助成)(?:\(.*\))?$"
)
SENTENCE = re.compile(r"[、。]|を|(?:に|と)(?:より|向け|とも|対し|よる)|する|した")
_LABEL_WORD = re.compile(r"額|事業費|経費|前年|昨年|年度|当初|補正|決算|予算|財源|計$|うち")
_FURNITURE = {Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER, Role.CHART}


@dataclass
class Part:
    """What was printed as one thing: a name, a description, a figure, over one line or several.

    `zone` is the column or frame that it stands in, `row` the row of its first token there. A
    figure `leads` where an arrow goes from it to the next one; it is `earlier` where its label says
    a year before the document's.
    """

    kind: Kind
    spans: list[Span]
    page: int
    zone: int
    row: int
    box: BBox
    last: BBox
    last_row: int
    size: float
    bold: bool
    bullet: str = ""
    left: tuple[float, ...] = ()
    mark: Mark | None = None
    mark_span: Span | None = None
    bracket: str = ""
    label: str = ""
    label_spans: list[Span] = field(default_factory=list)
    fill: bool = False
    heading: bool = False
    closed: bool = False
    limit: float = 0.0
    next_x: float | None = None
    flow: tuple[float, ...] = ()
    edge: float = 0.0
    frame: BBox | None = None
    sign: Span | None = None
    leads: bool = False
    earlier: bool = False

    @property
    def text(self) -> str:
        """The text, its rows joined as Japanese is joined."""
        out = ""
        for span in self.spans:
            piece = span.text.strip()
            if (
                out
                and out[-1].isascii()
                and out[-1].isalnum()
                and piece[:1].isascii()
                and piece[:1].isalnum()
            ):
                out += " " if self.kind is Kind.WORDS else ""
            out += piece
        return out

    @property
    def figure_text(self) -> str:
        """A figure's own text, without its bracket and the label in it."""
        text = self.text
        if self.bracket:
            match = _CLOSED.fullmatch(text)
            if match:
                return match["inner"]
            return text.strip("[]()〔〕<>《》 ").removeprefix(self.label).lstrip(" :：")
        return text


@dataclass
class Zone:
    """A column of a page or a frame: its rows of tokens from the top."""

    number: int
    page: int
    left: float
    right: float
    top: float
    frame: BBox | None
    rows: list[list[Token]]
    parts: list[Part] = field(default_factory=list)


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


def _columns(every: Sequence[Token], width: float) -> list[tuple[float, float]]:
    """The columns of text that blank strips part; strips beside nothing but figures are none."""
    words = [token for token in every if token.kind is Kind.WORDS]
    if len(words) < 6:
        return [(0.0, max(width, 1.0))]
    em = median(size_of(token.span.line) for token in words)
    boxes = [(token.bullet_x or token.box[0], token.box[2]) for token in words]
    covering = [(token.bullet_x or token.box[0], token.box[2]) for token in every]
    edge = max(box[1] for box in covering)
    steps = int(max(edge, width) / 2) + 3
    cover = [0] * (steps + 1)
    for left, right in covering:
        cover[max(int(left / 2), 0)] += 1
        cover[min(int(right / 2) + 1, steps)] -= 1
    limit = max(1, int(len(covering) * 0.05))
    gutters: list[float] = []
    start: int | None = None
    count = 0
    first = int(min(box[0] for box in boxes) / 2)
    for at in range(int(edge / 2) + 1):
        count += cover[at]
        if at < first:
            continue
        if count <= limit:
            start = at if start is None else start
        else:
            if start is not None and (at - start) * 2 >= em * 0.7:
                gutters.append(start * 2 + min(0.4 * em, (at - start)))
            start = None
    kept: list[float] = []
    for gutter in gutters:
        if _both_sides(boxes, kept[-1] if kept else 0.0, gutter):
            kept.append(gutter)
    kept = [gutter for gutter in kept if not _of_figures(every, gutter, kept)]
    places = [0.0, *kept, max(edge, width) + 1]
    return list(itertools.pairwise(places))


def _of_figures(every: Sequence[Token], gutter: float, gutters: Sequence[float]) -> bool:
    """Whether figures with a heading over them stand right of a strip: they are no text."""
    right = min((other for other in gutters if other > gutter), default=float("inf"))
    kinds = Counter(token.kind for token in every if gutter <= token.box[0] + 1 < right)
    return 2 * kinds[Kind.WORDS] < kinds[Kind.FIGURE] + kinds[Kind.NONE]


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


@dataclass(frozen=True, slots=True)
class Habits:
    """What holds for all pages of a document.

    `labels` are words that stand before figures over and over. `wraps_beside` says whether a name
    with a figure at its right goes on below, within the room that the figure leaves it. `figured`
    are the bullets before names that mostly have their figure in the same row.
    """

    labels: frozenset[str] = frozenset()
    wraps_beside: bool = True
    figured: frozenset[str] = frozenset()


def bare_label(text: str) -> str:
    """A label without the brackets, colons and leaders around it."""
    return re.sub(r"[\s:：…‥]+$", "", text.strip("()（）[]・ ")).strip()


def habits_of(found: Sequence[Zone]) -> Habits:
    """The habits of a document, told from all its zones."""
    before = Counter(
        bare_label(left.text)
        for zone in found
        for row in zone.rows
        for left, right in itertools.pairwise(row)
        if left.kind is Kind.WORDS and right.kind in (Kind.FIGURE, Kind.NONE) and not left.bullet
    )
    total = sum(before.values())
    labels = frozenset(
        text
        for text, n in before.items()
        if n >= max(3, (0.1 if _LABEL_WORD.search(text) else 0.3) * total) and 2 <= len(text) <= 16
    )
    over = under = 0
    for zone in found:
        for row, below in zip(zone.rows, zone.rows[1:], strict=False):
            for left, right in itertools.pairwise(row):
                if left.kind is not Kind.WORDS or right.kind is not Kind.FIGURE:
                    continue
                size = size_of(left.span.line)
                if right.box[0] - left.box[2] > _FULL * size or bare_label(left.text) in labels:
                    continue
                first = below[0]
                edges = [left.box[0], row[0].box[0], *([left.bullet_x] if left.bullet_x else [])]
                if (
                    first.kind is not Kind.WORDS
                    or first.bullet
                    or not any(abs(first.box[0] - x) < _NEAR * size for x in edges)
                ):
                    continue
                if first.box[2] > right.box[0] + size:
                    over += 1
                else:
                    under += 1
    return Habits(labels, over <= 0.2 * (over + under), _figured(found))


def _figured(found: Sequence[Zone]) -> frozenset[str]:
    """The bullets of rows that mostly hold a figure as well."""
    rows: Counter[str] = Counter()
    figured: Counter[str] = Counter()
    for zone in found:
        for row in zone.rows:
            for bullet in {t.bullet for t in row if t.kind is Kind.WORDS and t.bullet}:
                rows[bullet] += 1
                figured[bullet] += any(t.kind in (Kind.FIGURE, Kind.NONE) for t in row)
    return frozenset(b for b, n in rows.items() if n >= 3 and figured[b] >= _FIGURED * n)


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
                joined = _joined(token, open_parts, index, row_mark, habits)
            if joined is not None:
                _extend(joined, token, index, next_x, limits)
            else:
                part = _part(token, zone, index, row_mark, next_x, limits)
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
    near = any(abs(token.box[0] - x) < _NEAR * part.size for x in part.left)
    return part.last_row < row <= part.last_row + 2 and gap < _LEADING * height and near


def _joined(
    token: Token, parts: Sequence[Part], row: int, mark: Token | None, habits: Habits
) -> Part | None:
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
        if flows and any(abs(token.box[0] - x) < _NEAR * part.size for x in part.flow):
            return part
        if _hangs(part, token):
            return part
        if not any(abs(token.box[0] - x) < _NEAR * part.size for x in edges):
            continue
        if bare_label(part.text) in habits.labels or bare_label(token.text) in habits.labels:
            continue
        beside = (
            habits.wraps_beside
            and part.next_x is not None
            and part.next_x - part.last[2] < _FULL * part.size
            and token.box[2] <= part.next_x + part.size
        )
        reach = part.last[2] > part.limit - 1.4 * part.size
        named = (
            part.bullet in habits.figured
            and part.next_x is None
            and len(part.spans) < _NAME_ROWS
            and abs(token.box[0] - part.box[0]) < _NEAR * part.size
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
        if beside or reach or open_bracket or named:
            return part
    return None


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
        and -_NEAR * part.size < into < _HANGING * part.size
        and (len(part.spans) == 1 or abs(token.box[0] - part.last[0]) < _NEAR * part.size)
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
        match = _CLOSED.fullmatch(part.text)
        if match:
            part.kind = Kind.NONE if not re.search(r"\d", match["inner"]) else Kind.FIGURE
            part.label = match["label"].strip(" :：")
            part.closed = True
