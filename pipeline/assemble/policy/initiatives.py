"""Initiatives: ◆ titles with a paragraph or bullets under them, and the lists they give."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models import FiscalYear, Initiative, ItemList, Source
from models.page import Line, Passage, Placed, Role
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import (
    Item,
    Piece,
    bullet_of,
    items,
    pieces,
    prints,
    sign_of,
    tidy,
    without,
)
from pipeline.assemble.policy.outlines import label_signs
from pipeline.assemble.themes.parts import nearest_heading, parts, project_names
from pipeline.recognise import find_money, find_years

_SIGNS = "◆◈♦❖"
_OPENS = re.compile(rf"^\s*[{_SIGNS}]")
_LIST_TITLE = re.compile(r"\s*【(?P<title>[^【】]+)】\s*")
_LONGEST_TITLE = 3
_SEPARATOR = re.compile(r"[、,，]")
_BRACKETED = re.compile(r"[(\[〔【](?P<inside>[^()\[\]〔〕【】]*)[)\]〕】]")
_DATED = re.compile(r"[(（](?P<date>[^()（）\d]*+\d[^()（）]*+)[)）]")


@dataclass(slots=True)
class _Draft:
    """An initiative while its lines come in."""

    title: list[Line]
    section: tuple[str, ...]
    project: str | None
    place: int
    body: list[list[Line]] = field(default_factory=list)
    lists: list[tuple[str, list[Line]]] = field(default_factory=list)
    used: list[Line] = field(default_factory=list)


def initiatives(blocks: Sequence[Placed], about: About) -> Taken:
    """Each ◆ title with what stands under it, up to the next heading, table or ◆.

    Where a document has ■ labels, its ◆ are parts of that outline and are left to it. A ◆ with an
    amount is a project with money and left to those who read budgets.
    """
    if not prints(blocks, _OPENS):
        return Taken(rest=list(blocks))
    known = paragraphs(pieces(blocks))
    if label_signs(known):
        return Taken(rest=list(blocks))
    projects = parts(blocks, project_names(blocks))
    drafts: list[_Draft] = []
    for piece in known:
        _read(piece, projects[piece.place], drafts)
    drafts = [draft for draft in drafts if _stands(draft) and not _has_amount(draft)]
    used = [line for draft in drafts for line in draft.used]
    return Taken([_initiative(draft) for draft in drafts], rest=without(blocks, used))


def _stands(draft: _Draft) -> bool:
    """Whether there is a title, and something under it."""
    return bool(items(draft.title)[0].text) and any(Passage.of(part).text for part in draft.body)


def _has_amount(draft: _Draft) -> bool:
    """Whether a title states an amount, or its text does in brackets."""
    if find_money(Passage.of(draft.title).text):
        return True
    text = "".join(Passage.of(lines).text for lines in draft.body)
    return any(find_money(match["inside"]) for match in _BRACKETED.finditer(text))


def _read(piece: Piece, project: str | None, drafts: list[_Draft]) -> None:
    """Adds a piece's lines to the initiative that is open, and opens those it begins."""
    draft = drafts[-1] if drafts and drafts[-1].place >= 0 else None
    if draft and not _belongs(piece, draft):
        draft.place = -1
        draft = None
    number = 0
    while number < len(piece.lines):
        line = piece.lines[number]
        title, count = _list_title(piece.lines[number:]) if draft and draft.body else ("", 1)
        sign = sign_of(line)
        if draft and title:
            draft.lists.append((title, []))
            draft.used += piece.lines[number : number + count]
        elif sign and sign in _SIGNS:
            draft = _Draft([line], piece.section, project, piece.place, used=[line])
            drafts.append(draft)
        elif draft:
            _add(line, draft)
        number += count
    if draft:
        draft.place = piece.place


def _list_title(lines: Sequence[Line]) -> tuple[str, int]:
    """The title in 【】 that some lines begin with, and over how many of them it is wrapped."""
    for count in range(1, min(len(lines), _LONGEST_TITLE) + 1):
        match = _LIST_TITLE.fullmatch(Passage.of(lines[:count]).text)
        if match:
            return tidy(match["title"]), count
    return "", 1


def _belongs(piece: Piece, draft: _Draft) -> bool:
    """Whether a piece goes on with the initiative before it."""
    first = piece.lines[0]
    if sign_of(first) in _SIGNS and sign_of(first):
        return True
    listed = bool(draft.body and _list_title(piece.lines)[0])
    if listed or (draft.lists and not draft.lists[-1][1]):
        return True
    if piece.role is Role.HEADING:
        return False
    if not draft.body:
        return True
    if bullet_of(first):
        return bool(bullet_of(draft.body[-1][0]))
    return piece.page == draft.used[-1].page + 1 and piece.lines[0].number is None


def _add(line: Line, draft: _Draft) -> None:
    draft.used.append(line)
    if draft.lists and not bullet_of(line):
        draft.lists[-1][1].append(line)
    elif bullet_of(line) or not draft.body:
        draft.body.append([line])
    else:
        draft.body[-1].append(line)


def _initiative(draft: _Draft) -> Initiative:
    body = [item for group in draft.body for item in items(group) if item.text]
    title = items(draft.title)[0]
    sources = {"name": title.source()}
    points = [item for item in body if item.sign]
    plain = [item for item in body if not item.sign]
    for index, point in enumerate(points):
        sources[f"points.{index}"] = point.source()
    if plain:
        sources["text"] = plain[0].source()
    lists = []
    for index, (name, lines) in enumerate(part for part in draft.lists if part[1]):
        passage = Passage.of(lines)
        members = tuple(tidy(part) for part in _SEPARATOR.split(passage.text) if part.strip())
        lists.append(ItemList(name=name, items=members))
        sources[f"lists.{index}.items"] = passage.source()
    return Initiative(
        page=title.page,
        section=draft.section,
        sources=sources,
        name=title.text,
        text="".join(item.text for item in plain) or None,
        points=tuple(item.text for item in points),
        lists=tuple(lists),
        project=draft.project or nearest_heading(draft.section, re.compile(r"$^")),
        fiscal_years=_dates(body, sources),
    )


def _dates(body: Sequence[Item], sources: dict[str, Source]) -> tuple[FiscalYear, ...]:
    """The dates in brackets that say when something was done: (H28.2～), (H30.5)."""
    dates: list[FiscalYear] = []
    for item in body:
        passage = item.passage
        for match in _DATED.finditer(passage.text):
            found = find_years(match["date"])
            if len(found) == 1 and tidy(found[0].text) == tidy(match["date"]):
                sources[f"fiscal_years.{len(dates)}"] = passage.source(*match.span("date"))
                dates.append(found[0].value)
    return tuple(dates)
