"""Outlines of a plan: ■ labels, ◆ meetings, definitions and legends under a title in brackets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from models import PlanOutline, Source
from models.page import Line, Passage, Placed, Role
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.edges import Edges, breaks_freely, edges_of
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import (
    Item,
    Piece,
    item_of,
    items,
    pieces,
    prints,
    sign_of,
    tidy,
    without,
)
from pipeline.assemble.lines.wrapping import is_full, widest, width
from pipeline.assemble.tables.roles import unit_note
from pipeline.recognise import find_years

_SQUARES = "■□"
_INLINE = re.compile(r"(?P<label>\S(?: \S)+(?= \S{2})|\S+)(?:\s*[:：]\s*|\s+)(?P<text>\S.*)")
_TITLE = re.compile(r"[〔\[【<〈《［＜](?P<title>[^〔\[【<〈《〕\]】>〉》]{2,40})[〕\]】>〉》］＞]")
_OPENS = re.compile(r"^\s*[■□〔\[【<〈《［＜]")
_LEGEND = re.compile(r"\s*(?:[A-Z]|[①-⑳]|[◎○△×])\s*[:：]\s*\S")
_AMOUNT = re.compile(r"約?\d[\d,.]*+\s*+(?:[兆億万千百]++\s*+[\d,.]*+\s*+)*+円")
_MONEY = re.compile(r"[0-9][兆億万千百]{0,4}円")
_PROSE = 40
_LONGEST_LABEL = 40
_LONGEST_NOTE = 16


@dataclass(slots=True)
class _Draft:
    """An outline while its lines come in."""

    label: list[Line]
    piece: Piece
    bracketed: bool
    body: list[Line] = field(default_factory=list)


def plan_outlines(blocks: Sequence[Placed], about: About) -> Taken:
    """Labelled statements of a plan with their text or points, and the period where one is named.

    ■ opens a label, and ◆ where the document has ■; so does a title in brackets that stands alone
    over prose, bullets or the entries of a legend.
    """
    if not prints(blocks, _OPENS):
        return Taken(rest=list(blocks))
    known = paragraphs(pieces(blocks))
    labels = label_signs(known)
    edges = edges_of(known)
    drafts: list[_Draft] = []
    draft: _Draft | None = None
    for piece in known:
        if len(piece.text) <= _LONGEST_NOTE and unit_note(piece.text) is not None:
            # 【単位：万円】 looks like a title and says what the figures below are.
            draft = None
            continue
        title = _TITLE.fullmatch(tidy(Passage.of(piece.lines).text))
        if title:
            draft = _Draft(list(piece.lines), piece, bracketed=True)
            drafts.append(draft)
            continue
        if draft and not _goes_on(piece, draft, labels, edges):
            draft = None
        for line in piece.lines:
            sign = sign_of(line)
            if sign and sign in labels:
                draft = _Draft([line], piece, bracketed=False)
                drafts.append(draft)
            elif draft:
                draft.body.append(line)
    done = [draft for draft in drafts if _stands(draft)]
    used = [line for draft in done for line in (*draft.label, *draft.body)]
    return Taken([_outline(draft) for draft in done], rest=without(blocks, used))


def label_signs(known: Sequence[Piece]) -> str:
    """The signs that open labels in this document, none where its ■ are plain bullets."""
    labels, bullets = uses_of(_SQUARES, known)
    return _SQUARES + "◆◇" if labels > bullets else ""


def uses_of(signs: str, known: Sequence[Piece]) -> tuple[int, int]:
    """How often one of some signs opens a label, and how often it is a plain bullet.

    A label has something under it: its text on the same line, a longer line, or bullets. A sign
    that stands over another one, or whose line is as long as the rest of it, is a bullet.
    """
    labels = bullets = 0
    for piece, following in zip_longest(known, known[1:]):
        for number, line in enumerate(piece.lines):
            if sign_of(line) not in signs or not sign_of(line):
                continue
            rest = piece.lines[number + 1 :]
            after = rest[0] if rest else following.lines[0] if following else None
            item = item_of([line])
            if _INLINE.fullmatch(item.passage.text, item.start):
                labels += 1
            elif after is None or (sign_of(after) in signs and sign_of(after)):
                bullets += 1
            elif sign_of(after) or (rest and width(line.text) < 0.8 * width(after.text)):
                labels += 1
            elif rest:
                bullets += 1
    return labels, bullets


def _goes_on(piece: Piece, draft: _Draft, labels: str, edges: Edges) -> bool:
    """Whether a piece still belongs to the outline that is open."""
    first = piece.lines[0]
    if piece.row is not None and piece.place != draft.piece.place:
        return False
    if sign_of(first):
        bulleted = any(sign_of(line) for line in draft.body)
        return sign_of(first) in labels or not draft.body or bulleted
    text = tidy(Passage.of(piece.lines).text)
    if _LEGEND.match(first.text):
        return draft.bracketed and all(_LEGEND.match(line.text) for line in draft.body)
    if not draft.body:
        if draft.bracketed:
            return len(text) >= _PROSE or "。" in text
        apart = first.number is None and piece.frame != draft.piece.frame
        return piece.role is not Role.HEADING and not apart and not _inline(draft)
    if draft.body[-1].text.strip().endswith("。") or _LEGEND.match(draft.body[-1].text):
        return False
    if not breaks_freely(piece, edges):
        return piece.page > draft.body[-1].page and piece.role is not Role.HEADING
    return is_full(draft.body[-1], widest([*draft.body, *piece.lines]))


def _inline(draft: _Draft) -> re.Match[str] | None:
    """A label with its text on the same line: ■期 間 平成25年度から5年程度."""
    item = item_of(draft.label)
    return _INLINE.fullmatch(item.passage.text, item.start)


def _stands(draft: _Draft) -> bool:
    label = item_of(draft.label).text
    inline = _inline(draft)
    # ■町税 12億3,400万円(20.2%) states an amount, and nothing of a plan.
    if not label or (inline and _AMOUNT.match(inline["text"])):
        return False
    # What states money is of a budget, and told as such.
    if any(_MONEY.search(line.text) for line in draft.body):
        return False
    return bool(draft.body or inline) and (draft.bracketed or len(label) <= _LONGEST_LABEL)


def _outline(draft: _Draft) -> PlanOutline:
    item = item_of(draft.label)
    passage = item.passage
    label, text = item.text, None
    sources: dict[str, Source] = {"label": item.source()}
    inline = _inline(draft) if not draft.body else None
    title = _TITLE.fullmatch(passage.text.strip()) if draft.bracketed else None
    period = None
    if title:
        label = tidy(title["title"])
    if inline:
        label, text = tidy(inline["label"]).replace(" ", ""), tidy(inline["text"])
        sources["label"] = passage.source(*inline.span("label"))
        sources["text"] = passage.source(*inline.span("text"))
        years = find_years(inline["text"])
        if years and "期間" in label:
            period = years[0].value
            sources["period"] = sources["text"]
    points: list[str] = []
    for entry in _entries(draft.body):
        if not entry.text:
            continue
        if entry.sign or _LEGEND.match(entry.text):
            sources[f"points.{len(points)}"] = entry.source()
            points.append(entry.text)
        else:
            sources["text"] = entry.source()
            text = entry.text
    return PlanOutline(
        page=item.page,
        section=draft.piece.section,
        sources=sources,
        label=label,
        text=text,
        points=tuple(points),
        period=period,
    )


def _entries(body: Sequence[Line]) -> list[Item]:
    """The bullets of a body, or the entries of a legend, or its text as one."""
    if not any(_LEGEND.match(line.text) for line in body):
        return items(body)
    groups: list[list[Line]] = []
    for line in body:
        if not groups or _LEGEND.match(line.text):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [Item("", tuple(group)) for group in groups]
