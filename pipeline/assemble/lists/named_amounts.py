"""Projects on a line of their own: ○ 道路改良事業（土木課）　25,440千円（前年度 16,851千円）."""

import re
from collections.abc import Sequence

from models import BudgetItem, Money
from models.page import Line, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import Piece, pieces, prints, tidy, without
from pipeline.assemble.lists.cards import TITLE, prior_of
from pipeline.assemble.tables.cells import named
from pipeline.assemble.tables.context import unit_above
from pipeline.assemble.tables.vocabulary import DEPARTMENT_NAME, TOTAL
from pipeline.recognise import find_money

_HINT = re.compile(r"\D{4,}\d[\d,.]*\s*(?:兆|億|百万|千万|万|千)?\s*円")
_OPENING = re.compile(r"\s*(?:[○◯●◎・▶◆◇■□★☆※]|[(（]?\d{1,3}[)）.．、]|[①-⑳])?\s*")
_LEADERS = re.compile(r"[\s…‥・.:：─―-]*$")
_DEPARTMENT = re.compile(
    r"(?P<name>.+?)\s*[(（〔［\[【](?P<department>[^()（）〔〕\[\]【】]{2,20})[)）〕］\]】]"
)
_REST = re.compile(r"[\s)）\]］〕】。]*")
_LONGEST = 60
_LEAST = 3


def named_amounts(blocks: Sequence[Placed], about: About) -> Taken:
    """A project for each line that is a project's name and its amount, where there are several."""
    if not prints(blocks, _HINT):
        return Taken(rest=list(blocks))
    records: list[BudgetItem] = []
    taken: list[Line] = []
    for piece in pieces(blocks):
        if piece.column is not None:
            continue
        for line in piece.lines:
            item = _item(line, piece, unit_above(blocks, piece.place), about)
            if item is not None:
                records.append(item)
                taken.append(line)
    if len(records) < _LEAST:
        return Taken(rest=list(blocks))
    return Taken(list(records), [], without(blocks, taken))


def _item(line: Line, piece: Piece, unit: int | None, about: About) -> BudgetItem | None:
    if not _HINT.search(line.text):
        return None
    money = [m for m in find_money(line.text, unit=unit) if isinstance(m.value, Money)]
    opening = _OPENING.match(line.text)
    start = opening.end() if opening else 0
    if not money or money[0].start <= start or "円" not in money[0].value.unit_text:
        return None
    first = money[0]
    prior, prior_year = prior_of(line.text, money, first, about.fiscal_year)
    last = prior or first
    if not _REST.fullmatch(line.text[last.end :]) or (prior is None and len(money) > 1):
        return None
    end = (
        first.start
        - len(line.text[: first.start])
        + len(_LEADERS.sub("", line.text[: first.start]))
    )
    name, mark = named(tidy(line.text[start:end]))
    department = None
    beside = _DEPARTMENT.fullmatch(name)
    if beside is not None and DEPARTMENT_NAME.fullmatch(beside["department"]):
        name, department = beside["name"], beside["department"]
    if not TITLE.fullmatch(name) or TOTAL.fullmatch(name) or len(name) > _LONGEST or "、" in name:
        return None
    sources = {"name": line.source(start, end), "amount": line.source(first.start, first.end)}
    if prior is not None:
        sources["prior_amount"] = line.source(prior.start, prior.end)
    if department is not None:
        sources["department"] = sources["name"]
    return BudgetItem(
        page=line.page,
        section=piece.section,
        sources=sources,
        name=name,
        mark=mark,
        amount=first.value,
        fiscal_year=first.fiscal_year or about.fiscal_year,
        prior_amount=prior.value if prior else None,
        prior_fiscal_year=prior_year,
        department=department,
    )
