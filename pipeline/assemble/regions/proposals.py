"""Proposals of 振興局: statements that close with the bureaus in 【】."""

import re
from collections.abc import Sequence
from itertools import pairwise

from models import BureauProposal, Source
from models.page import Line, Passage, Placed, Table
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import Piece, pieces, prints, sign_of, squeezed, tidy, without
from pipeline.assemble.lines.wrapping import is_full, widest

_CLOSING = re.compile(r"【(?P<names>[^【】]+?)(?P<joint>共同(?:提案)?)?】\s*$")
_OPENS = re.compile("【")
_SEPARATOR = re.compile(r"[・、,，/／]")
_OFFICE = re.compile(r"(?:総合振興局|振興局|支庁|県民局|地方局|地域振興局|広域振興局|地域事務所)$")
# The 14 振興局 of Hokkaido, which stand in such brackets without the word.
BUREAUS = frozenset(
    (
        "空知",
        "石狩",
        "後志",
        "胆振",
        "日高",
        "渡島",
        "檜山",
        "上川",
        "留萌",
        "宗谷",
        "オホーツク",
        "十勝",
        "釧路",
        "根室",
    )
)
_PILLAR = re.compile(r"柱|分野|視点")


def bureau_proposals(blocks: Sequence[Placed], about: About) -> Taken:
    """Every statement that 【振興局】 closes, over lines, blanks and pages.

    In a table a proposal is within its cell. Elsewhere it begins after the proposal before it, or
    where the lines above do not fill their column, since a text is only wrapped at its full width.
    """
    if not prints(blocks, _OPENS):
        return Taken(rest=list(blocks))
    known = paragraphs(pieces(blocks))
    closings = [line for piece in known for line in piece.lines if _names(line.text)]
    if not closings:
        return Taken(rest=list(blocks))
    column = _column(known)
    records: list[BureauProposal] = []
    used: list[Line] = []
    for index, piece in enumerate(known):
        pending: list[Line] = []
        for line in piece.lines:
            if sign_of(line) and sign_of(line) != "・":
                pending = []
                continue
            pending.append(line)
            if not _names(line.text) and not _names(Passage.of(pending[-2:]).text):
                continue
            lines = pending
            if piece.row is None and pending[0] is piece.lines[0]:
                lines = [*_before(known, index, pending, used, column), *pending]
            record = _proposal(lines, piece, blocks)
            if record:
                records.append(record)
                used += lines
            pending = []
    return Taken(list(records), rest=without(blocks, used))


def _names(text: str) -> tuple[str, ...]:
    """The bureaus that close a text, or none."""
    match = _CLOSING.search(squeezed(text))
    if not match:
        return ()
    names = tuple(_OFFICE.sub("", name) for name in _SEPARATOR.split(match["names"]))
    known = all(name in BUREAUS for name in names) or _OFFICE.search(match["names"])
    return names if known or match["joint"] else ()


def _column(known: Sequence[Piece]) -> int:
    """The width of the column of proposals: its widest line that is wrapped before a bureau."""
    lines: list[Line] = []
    for before, piece in pairwise(known):
        if _names(Passage.of(piece.lines).text):
            lines += [*before.lines[-1:], *piece.lines]
    return widest([line for line in lines if not sign_of(line)])


def _before(
    known: Sequence[Piece],
    index: int,
    pending: Sequence[Line],
    used: Sequence[Line],
    column: int,
) -> list[Line]:
    """The lines of earlier pieces that are wrapped into `pending`."""
    found: list[Line] = []
    taken = {id(line) for line in used}
    alone = not squeezed(_CLOSING.sub("", Passage.of(pending).text))
    for piece in reversed(known[:index]):
        last = piece.lines[-1]
        if piece.row is not None or id(last) in taken or any(sign_of(li) for li in piece.lines):
            break
        if not (alone and not found) and not is_full(last, column):
            break
        if piece.frame and not alone and piece.page == pending[0].page:
            break
        found = [*piece.lines, *found]
    return found


def _proposal(
    lines: Sequence[Line], piece: Piece, blocks: Sequence[Placed]
) -> BureauProposal | None:
    passage = Passage.of(lines)
    match = _CLOSING.search(passage.text)
    names = _names(passage.text)
    if not match or not names or not passage.text[: match.start()].strip():
        return None
    sources: dict[str, Source] = {
        "name": passage.source(0, match.start()),
        "bureaus": passage.source(*match.span()),
    }
    return BureauProposal(
        page=lines[0].page,
        section=piece.section,
        sources=sources,
        name=tidy(passage.text[: match.start()]),
        bureaus=names,
        joint=bool(match["joint"]) or len(names) > 1,
        pillar=_pillar(piece, blocks, sources),
    )


def _pillar(piece: Piece, blocks: Sequence[Placed], sources: dict[str, Source]) -> str | None:
    """What the first column of a table says of the row, where its heading is 政策の柱."""
    table = blocks[piece.place].block
    if piece.row is None or not isinstance(table, Table):
        return None
    grid = table.grid()
    heading, cell = grid[0][0], grid[piece.row][0]
    if not heading or not _PILLAR.search(squeezed(heading.text)) or not cell or not cell.lines:
        return None
    sources["pillar"] = Passage.of(cell.lines).source()
    return tidy(cell.text)
