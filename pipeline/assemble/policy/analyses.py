"""分析と課題: what a review says of the results, a point each."""

import re
from collections.abc import Sequence

from models import Analysis, Source
from models.page import Line, Passage, Placed, Role
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import (
    Piece,
    items,
    pieces,
    prints,
    sign_of,
    squeezed,
    tidy,
    without,
)
from pipeline.assemble.themes.parts import nearest_heading, parts, project_names

_TITLE = re.compile(
    r"[\W\d]*(?:(?:現状|評価|成果|取組)?(?:の|・|と|及び)?分析(?:結果)?(?:・|と|及び|、)(?:今後の)?課題|"
    r"課題(?:・|と|及び)分析|評価(?:・|と|及び)(?:今後の)?課題)[\W]*"
)
_WORDS = re.compile(r"分\s*析|評\s*価")
_SENTENCES = re.compile(r"(?<=。)[\s　]+")


def analyses(blocks: Sequence[Placed], about: About) -> Taken:
    """What stands under the heading 分析と課題: its bullets, or its sentences set apart."""
    if not prints(blocks, _WORDS):
        return Taken(rest=list(blocks))
    projects = parts(blocks, project_names(blocks))
    records: list[Analysis] = []
    used: list[Line] = []
    known = paragraphs(pieces(blocks))
    index = 0
    while index < len(known):
        piece = known[index]
        title = squeezed(piece.lines[0].text)
        index += 1
        if not _TITLE.fullmatch(title):
            continue
        lines = list(piece.lines[1:])
        while index < len(known) and _goes_on(known[index], piece, lines):
            lines += known[index].lines
            index += 1
        if not lines:
            continue
        points, sources = _points(lines)
        if not points:
            continue
        project = projects[piece.place] or nearest_heading(piece.section, _TITLE)
        records.append(
            Analysis(
                page=piece.page,
                section=piece.section,
                sources=sources,
                points=points,
                project=project,
            )
        )
        used += [piece.lines[0], *lines]
    return Taken(list(records), rest=without(blocks, used))


def _goes_on(piece: Piece, title: Piece, lines: Sequence[Line]) -> bool:
    """Whether a piece is still the analysis: cells of its row, then prose that is no heading."""
    if title.row is not None:
        same = (piece.place, piece.row) == (title.place, title.row)
        return same or (piece.place == title.place and not lines)
    if piece.row is not None:
        return not lines and piece.place == title.place + 1
    if piece.role is Role.HEADING:
        return False
    text = Passage.of(piece.lines).text.strip()
    return not lines or bool(sign_of(piece.lines[0])) or "。" in text


def _points(lines: Sequence[Line]) -> tuple[tuple[str, ...], dict[str, Source]]:
    found: list[str] = []
    sources: dict[str, Source] = {}
    for item in items(lines):
        passage = item.passage
        start = item.start
        for part in _SENTENCES.split(passage.text[item.start :]):
            at = passage.text.index(part, start)
            start = at + len(part)
            if part.strip():
                sources[f"points.{len(found)}"] = passage.source(at, start)
                found.append(tidy(part))
    return tuple(found), sources
