"""Indicators that a line states: 入学者数 38人（2014年度）→ 年40人（2019年度）."""

import re
from collections.abc import Sequence

from models import Indicator
from models.page import Line, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.indicators.headings import NO_SCOPE, kind_of_section
from pipeline.assemble.indicators.values import value_of
from pipeline.assemble.lines.pieces import item_of, pieces, tidy, without
from pipeline.assemble.themes.parts import nearest_heading, parts, project_names
from pipeline.recognise import find_years

_CHANGE = re.compile(
    r"(?P<before>[^()→\d]*+\d[^()→]*+)\((?P<since>[^()→\d]*+\d[^()→]*+)\)\s*+[→⇒➡➔⇨]\s*+"
    r"(?P<target>[^()→\d]*+\d[^()→]*+)\((?P<until>[^()→\d]*+\d[^()→]*+)\)\s*"
)
_ARROW = re.compile(r"[→⇒➡➔⇨]")
_LAST_NUMBER = re.compile(r"(?<![\d,.])(?:約|年|延べ)?\d[\d,.]*\D{0,6}$")
_LONGEST_NAME = 40
_MOST_LINES = 3


def indicator_lines(blocks: Sequence[Placed], about: About) -> Taken:
    """Lines that give a metric its value in one year and, after an arrow, its target in another.

    A statement may wrap over up to three lines of its block.
    """
    scopes = parts(blocks, project_names(blocks))
    taken = Taken()
    used: list[Line] = []
    for piece in pieces(blocks):
        start = 0 if any(_ARROW.search(line.text) for line in piece.lines) else len(piece.lines)
        while start < len(piece.lines):
            for end in range(start + 1, min(start + _MOST_LINES, len(piece.lines)) + 1):
                record = _indicator(piece.lines[start:end])
                if record:
                    scope = scopes[piece.place] or nearest_heading(piece.section, NO_SCOPE)
                    kind = kind_of_section(piece.section)
                    known = {"section": piece.section, "scope": scope, "kind": kind}
                    taken.records.append(record.model_copy(update=known))
                    used += piece.lines[start:end]
                    start = end - 1
                    break
            start += 1
    taken.rest.extend(without(blocks, used))
    return taken


def _indicator(lines: Sequence[Line]) -> Indicator | None:
    item = item_of(lines)
    passage = item.passage
    match = _CHANGE.fullmatch(passage.text, item.start)
    if not match or not all(find_years(match[name]) for name in ("since", "until")):
        return None
    value = _LAST_NUMBER.search(match["before"])
    if not value:
        return None
    split = match.start("before") + value.start()
    name = tidy(passage.text[match.start("before") : split])
    baseline = value_of(tidy(passage.text[split : match.end("since") + 1]))
    target = value_of(tidy(passage.text[match.start("target") : match.end("until") + 1]))
    if not name or len(name) > _LONGEST_NAME or not baseline or not target:
        return None
    return Indicator(
        page=item.page,
        sources={
            "name": passage.source(match.start("before"), split),
            "baseline": passage.source(split, match.end("since") + 1),
            "target": passage.source(match.start("target"), match.end("until") + 1),
        },
        name=name,
        baseline=baseline,
        target=target,
    )
