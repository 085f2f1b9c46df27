"""How departments took up proposals: ○ statements that close with the department in brackets."""

import re
from collections.abc import Iterator, Sequence

from models import Reflection
from models.page import Line, Passage, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import goes_on, pieces, sign_of, tidy, without

_OPENING = "○◯〇"
_DEPARTMENT = re.compile(
    r"(?:(?<!\s)\s++)?[(（](?:(?:担当|所管)\s?[:：]?\s?)?(?P<department>[^()（）\d]{1,30}?(?:部|課|局|室|庁|委員会|本部|センター|企業団))[)）]\s*$"
)
# Right behind an amount in a line of its own the department is a project's.
_AMOUNT_BEFORE = re.compile(r"[\d億万千]円\s?$")
_MOST_LINES = 12


def reflections(blocks: Sequence[Placed], about: About) -> Taken:
    """Every ○ statement up to the department that closes it, over lines, blanks and pages.

    A ○ that no department closes, or that closes with an amount, is left to others.
    """
    records: list[Reflection] = []
    used: list[Line] = []
    for lines, section in _closed(blocks):
        passage = Passage.of(lines)
        match = _DEPARTMENT.search(passage.text)
        if not match:
            continue
        start = len(passage.text) - len(passage.text.lstrip(_OPENING + " "))
        if start >= match.start() or _AMOUNT_BEFORE.search(passage.text, 0, match.start()):
            continue
        records.append(
            Reflection(
                page=lines[0].page,
                section=section,
                sources={
                    "text": passage.source(start, match.start()),
                    "department": passage.source(*match.span("department")),
                },
                text=tidy(passage.text[start : match.start()]),
                department=tidy(match["department"]),
            )
        )
        used += lines
    return Taken(list(records), rest=without(blocks, used))


def _closed(blocks: Sequence[Placed]) -> Iterator[tuple[list[Line], tuple[str, ...]]]:
    """The lines of each ○ statement that a department closes."""
    open_lines: list[Line] = []
    section: tuple[str, ...] = ()
    for piece in pieces(blocks):
        if piece.row is not None:
            open_lines = []
        for line in piece.lines:
            text = line.text.strip()
            if text[:1] in _OPENING and text:
                open_lines, section = [line], piece.section
            elif open_lines and sign_of(line) and not goes_on(open_lines[-1], line):
                open_lines = []
            elif open_lines:
                open_lines.append(line)
            if len(open_lines) > _MOST_LINES:
                open_lines = []
            if open_lines and _DEPARTMENT.search(Passage.of(open_lines).text):
                yield open_lines, section
                open_lines = []
