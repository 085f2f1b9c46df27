"""Units of what is counted and no money: what a note over a table says, and what a heading implies.

（単位：人・％） over a table with 構成比 in one column says two units, and which is whose.
"""

import re
from collections.abc import Sequence

from pipeline.assemble.tables.figures import COUNT_UNIT
from pipeline.assemble.tables.vocabulary import UNITS

_NOTE = re.compile(r"単\s{0,3}位\s{0,3}[:：]?\s{0,3}(?P<what>[^()（）\[\]【】\d:：]{1,24})")
_PARTED = re.compile(r"[・、,，/／\s]+|及び|または")
_RATE = re.compile(r"率|割合|比(?!較)|シェア|[%％]")
_PEOPLE = re.compile(
    r"(?:職|社|会|議|教|要|店|隊|団|党)員数|人数|人員|人口|定員|(?:者|児|生|人)数(?:[(（].{0,20}[)）])?$"
)
_INDEX = re.compile(r"当たり|あたり|指数|密度|差|率|比(?!較)|割合|[(（](?:千|百|万)人[)）]")
# How many of the lines over a table may hold its note.
_NEAR = 3


def counted_unit(texts: Sequence[str], said: str) -> str:
    """The unit of a bare figure that is no money; empty where nothing tells it.

    `texts` stand over the table, nearest first; `said` are the headings of the figure.

    >>> counted_unit(["(単位:人・%)"], "一般行政 令和6年"), counted_unit(["(単位:人・%)"], "増減率")
    ('人', '%')
    >>> counted_unit(["職員の状況"], "職員数 令和6年"), counted_unit(["職員の状況"], "令和6年")
    ('人', '')
    """
    units = next((found for text in texts[:_NEAR] if (found := _units(text))), ())
    if units:
        if _RATE.search(said):
            return "%" if "%" in units else ""
        own = [unit for unit in units if unit != "%" and unit not in UNITS]
        money = any(unit in UNITS for unit in units)
        return own[0] if len(own) == 1 and not money else ""
    if _INDEX.search(said):
        return ""
    return "人" if _PEOPLE.search(said) else ""


def _units(text: str) -> tuple[str, ...]:
    """The units that a note says; none where one of them is unknown."""
    match = _NOTE.search(text)
    if match is None:
        return ()
    units = [part.replace("％", "%") for part in _PARTED.split(match["what"].strip()) if part]
    known = all(unit in UNITS or COUNT_UNIT.fullmatch(unit) for unit in units)
    return tuple(units) if known else ()
