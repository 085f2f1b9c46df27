"""Projects on a line of their own: ○ 道路改良事業（土木課）　25,440千円（前年度 16,851千円）."""

import re
from collections.abc import Iterator, Sequence

from models import BudgetItem, Money
from models.page import Line, Passage, Placed, Role
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import Piece, pieces, prints, sign_of, tidy, without
from pipeline.assemble.lines.values import YEN_FORM
from pipeline.assemble.lists.cards import TITLE, prior_of
from pipeline.assemble.tables.cells import named
from pipeline.assemble.tables.context import unit_above, year_under
from pipeline.assemble.tables.vocabulary import DEPARTMENT_NAME, MARKS, TOTAL
from pipeline.recognise import find_money

_ANY = re.compile(YEN_FORM)
_HINT = re.compile(rf"\D{{4}}{YEN_FORM}")
_OPENING = re.compile(
    r"\s*(?:[○◯●◎・▶◆◇■□★☆※]|[(（]?\d{1,3}[)）.．、]|\d{1,3}\s+(?=\D{4})|[①-⑳])?\s*"
)
# A mark apart from the name by a space, as a small box before it is read.
_MARK = re.compile(rf"(?P<mark>{'|'.join(sorted(MARKS, key=len, reverse=True))})\s+(?=\S{{3}})")
# 村道改良事業（△12,000千円）　入札差金による減: the amount in brackets, then a remark.
_REMARKED = re.compile(r"[)）〕\]］】]\s+(?P<remark>[^\d。]{2,40})")
_LEADERS = " \t\n\u3000…‥・.:：─―(（〔[［【-"
_DEPARTMENT = re.compile(
    r"(?P<name>.*\S)\s*+[(（〔［\[【](?P<department>[^()（）〔〕\[\]【】]{2,20})[)）〕］\]】]"
)
_AMOUNT = re.compile(
    rf"\s*+[\[［〔(（]?\s*+約?\s*+{YEN_FORM}\s*+[\]］〕)）]?\s*+(?:[(（][^()（）\d]{{1,12}}[)）])?\s*+"
)
_REST = re.compile(r"[\s)）\]］〕】。]*+(?:[(（][^()（）\d]{1,12}[)）])?\s*+")
_LONGEST = 60
_STATES = re.compile(r"\d\s*[円万億千%]|[。…]")
_SHORTEST = 4
_MOST_LINES = 3
_LEAST = 3


def named_amounts(blocks: Sequence[Placed], about: About) -> Taken:
    """A project for each line that is a project's name and its amount, where there are several."""
    if not prints(blocks, _ANY):
        return Taken(rest=list(blocks))
    records: list[BudgetItem] = []
    taken: list[Line] = []
    for piece, lines in _entries(blocks):
        item = _item(Passage.of(lines), piece, unit_above(blocks, piece.place), about)
        if item is not None:
            records.append(item)
            taken.extend(lines)
    if len(records) < _LEAST:
        return Taken(rest=list(blocks))
    return Taken(list(records), [], without(blocks, taken))


def _entries(blocks: Sequence[Placed]) -> Iterator[tuple[Piece, tuple[Line, ...]]]:
    """Each line of text that has an amount; a line that is one goes with the name before it.

    That stands in the same piece, or is a heading of its own. A name that a sign opens may wrap:
    ◆インターネット環境整 / 備事業[245万円].
    """
    before: Piece | None = None
    for piece in pieces(blocks):
        if piece.column is not None:
            before = None
            continue
        for place, line in enumerate(piece.lines):
            alone = _AMOUNT.fullmatch(line.text)
            if not alone and not _HINT.search(line.text):
                continue
            name = _opened(piece.lines[:place]) if not sign_of(line) else ()
            if alone and not name:
                name = piece.lines[place - 1 : place] if place else _heading(before, piece)
                name = () if any(_STATES.search(each.text) for each in name) else name
            if name or not alone:
                yield piece, (*name, line)
        before = piece


def _opened(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The last lines, from the one that a sign opens on, where they can be a name."""
    for place in range(len(lines) - 1, max(len(lines) - _MOST_LINES, 0) - 1, -1):
        if _STATES.search(lines[place].text):
            return ()
        if sign_of(lines[place]):
            return tuple(lines[place:])
    return ()


def _heading(before: Piece | None, piece: Piece) -> tuple[Line, ...]:
    """The heading right before a piece."""
    if before is None or before.role is not Role.HEADING or before.place != piece.place - 1:
        return ()
    return before.lines[-1:] if before.page == piece.page else ()


def _item(entry: Passage, piece: Piece, unit: int | None, about: About) -> BudgetItem | None:
    text = entry.text
    money = [m for m in find_money(text, unit=unit) if isinstance(m.value, Money)]
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    boxed = _MARK.match(text, start)
    start = boxed.end() if boxed else start
    if not money or money[0].start <= start or "円" not in money[0].value.unit_text:
        return None
    first = money[0]
    prior, prior_year = prior_of(text, money, first, about.fiscal_year)
    last = prior or first
    remark = _REMARKED.fullmatch(text, last.end) if prior is None else None
    if not _REST.fullmatch(text[last.end :]) and remark is None:
        return None
    if prior is None and len(money) > 1:
        return None
    end = len(text[: first.start].rstrip(_LEADERS))
    name, mark = named(tidy(text[start:end]))
    mark = MARKS[boxed["mark"]] if boxed else mark
    department = None
    beside = _DEPARTMENT.fullmatch(name)
    if beside is not None and DEPARTMENT_NAME.fullmatch(beside["department"]):
        name, department = beside["name"], beside["department"]
    worded = TITLE.fullmatch(name) or mark is not None
    # What is left of a name that wraps (備事業) is none.
    if (
        not worded
        or not _SHORTEST <= len(name) <= _LONGEST
        or TOTAL.fullmatch(name)
        or "、" in name
    ):
        return None
    sources = {"name": entry.source(start, end), "amount": entry.source(first.start, first.end)}
    if prior is not None:
        sources["prior_amount"] = entry.source(prior.start, prior.end)
    if department is not None:
        sources["department"] = sources["name"]
    if remark is not None:
        sources["description"] = entry.source(*remark.span("remark"))
    return BudgetItem(
        page=sources["name"].page,
        section=piece.section,
        sources=sources,
        name=name,
        mark=mark,
        description=tidy(remark["remark"]) if remark is not None else None,
        amount=first.value,
        fiscal_year=first.fiscal_year or year_under(piece.section, about),
        prior_amount=prior.value if prior else None,
        prior_fiscal_year=prior_year,
        department=department,
    )
