"""Whether the units that a document's tables inherit agree with the totals printed in full.

No sum sees a unit that all its figures share, so that a table read a thousand times too large adds
up as well as before. What gives it away are the figures that print their own unit: 第1条
歳入歳出予算の総額は…千円, a total in 億円, the same project elsewhere.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from models import Check, Fact, Issue, Money, Record
from pipeline.arithmetic import step_of
from pipeline.prove.magnitude import Amount, Reach, beneath, slight, unlike
from pipeline.values import values_of

_UNITS = (10, 100, 10**3, 10**4, 10**5, 10**6, 10**7, 10**8)
_WHOLE = re.compile(r"予算.{0,6}(?:総額|規模)|歳入歳出.{0,6}総額")
# No account of a government is so many times its general budget.
_BEYOND = 20
# 歳出合計 of a whole budget lies between that of a village and that of the state.
_GRAND = re.compile(r"歳[入出](?:歳出)?(?:予算)?(?:合計|総計|総額|計)")
_LEAST, _MOST = 3 * 10**8, 2 * 10**14
_DIGITS_OF_A_BUDGET = 5
_NOT_WHOLE = re.compile(r"特別会計|企業会計|事業会計|補正|組合|財産区|基金")
_TOTAL = re.compile(r"総額|合計|総計|予算規模|歳[入出]")
# Digits that two prints of one amount share, for it to be told from two amounts alike.
_DIGITS_OF_ONE_NAME = 3
_DIGITS_OF_TOTALS = 4
_FAR = 1000


def scale_checks(records: Sequence[Record]) -> tuple[list[tuple[int, Check]], list[Issue]]:
    """A failing check for every figure in reach of a unit that is contradicted, and an issue each.

    A reach in which as many amounts agree with what they are held against is right.
    """
    amounts = list(_amounts(records))
    agreeing: dict[Reach, int] = defaultdict(int)
    against: dict[Reach, list[tuple[Amount, Amount]]] = defaultdict(list)
    for amount, anchor in _pairs(amounts):
        if _same(amount, anchor):
            agreeing[amount.reach] += 1
            agreeing[anchor.reach] += 1
        elif _is_scaled(amount, anchor):
            for each, other in ((amount, anchor), (anchor, amount)):
                if not each.own:
                    against[each.reach].append((each, other))
    for amount, anchor in _beyond(amounts):
        against[amount.reach].append((amount, anchor))
    for amount in _impossible(records, amounts):
        against[amount.reach].append((amount, amount))
    for amount in (*slight(amounts), *beneath(amounts)):
        against[amount.reach].append((amount, amount))
    for amount, anchor in unlike(amounts):
        against[amount.reach].append((amount, anchor))
    doubtful = {r: found for r, found in against.items() if len(found) > agreeing[r]}
    checks = [
        (amount.cell[0], _check(amount, doubtful[amount.reach][0][1]))
        for amount in amounts
        if not amount.own and amount.reach in doubtful
    ]
    return checks, [_issue(records, *found[0]) for found in doubtful.values()]


def _amounts(records: Sequence[Record]) -> Iterator[Amount]:
    for place, record in enumerate(records):
        name = getattr(record, "name", None) or getattr(record, "label", None) or ""
        year = getattr(record, "fiscal_year", None)
        phase = "補正" if getattr(year, "phase", None) == "supplementary" else ""
        about = (getattr(record, field, None) or "" for field in ("scope", "account"))
        above = _folded(" ".join((*record.section, *about, phase)))
        for path, money in values_of(record):
            if not isinstance(money, Money) or not money.yen or money.qualifier:
                continue
            own = bool(money.unit_text)
            yield Amount(
                cell=(place, path),
                type=record.type,
                money=money,
                yen=abs(money.yen),
                name=_folded(str(name)),
                field=path,
                year=year.year if year else None,
                about=above,
                own=own,
                reach=(record.section[:1] or record.page, money.unit, own),
                row=_row(record),
            )


def _row(record: Record) -> tuple[str, ...]:
    """The headings of a fact's row."""
    path = record.path if isinstance(record, Fact) else None
    return tuple(map(_folded, path.row)) if path is not None else ()


def _pairs(amounts: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Amounts that should be one and the same: of one name, field and year, or both of all."""
    groups: Mapping[object, list[Amount]] = defaultdict(list)
    for amount in amounts:
        digits = _digits(amount)
        if amount.name and len(digits) >= _DIGITS_OF_ONE_NAME:
            groups[amount.name, amount.field, amount.year, digits].append(amount)
        if _TOTAL.search(amount.name) and len(digits) >= _DIGITS_OF_TOTALS:
            groups[digits].append(amount)
    for group in groups.values():
        for at, amount in enumerate(group):
            for other in group[at + 1 :]:
                if amount.reach != other.reach:
                    yield amount, other


def _beyond(amounts: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Amounts that are larger than any part of the budget whose total is printed in full."""
    wholes = [amount for amount in amounts if amount.own and _WHOLE.search(amount.name)]
    if wholes:
        largest = max(wholes, key=lambda amount: amount.yen)
        yield from (
            (amount, largest)
            for amount in amounts
            if not amount.own and amount.yen > _BEYOND * largest.yen
        )


def _impossible(records: Sequence[Record], amounts: Sequence[Amount]) -> Iterator[Amount]:
    """Totals of a whole budget that no budget has: of less than a village, of more than a state."""
    for amount in amounts:
        record = records[amount.cell[0]]
        about = " ".join((*record.section, amount.name, getattr(record, "account", None) or ""))
        whole = amount.field in ("amount", "prior_amount", "value") and _GRAND.match(amount.name)
        partial = _NOT_WHOLE.search(about) or getattr(record, "amount_before", None) is not None
        long = sum(character.isdecimal() for character in amount.money.text) >= _DIGITS_OF_A_BUDGET
        if not whole or partial or amount.own or not long:
            continue
        if not _LEAST <= amount.yen <= _MOST:
            yield amount


def _digits(amount: Amount) -> str:
    """The digits that an amount prints, without the zeros at its end."""
    return str(amount.yen).rstrip("0")


def _same(amount: Amount, other: Amount) -> bool:
    return abs(amount.yen - other.yen) < max(step_of(amount.money), step_of(other.money))


def _is_scaled(amount: Amount, other: Amount) -> bool:
    less, more = sorted((amount.yen, other.yen))
    return any(less * unit == more for unit in _UNITS)


def _check(amount: Amount, anchor: Amount) -> Check:
    return Check(
        name="scale",
        holds=False,
        severity="warning",
        terms={amount.cell[1]: amount.money.yen, "elsewhere": anchor.yen},
    )


def _issue(records: Sequence[Record], amount: Amount, anchor: Amount) -> Issue:
    place, path = amount.cell
    source = records[place].sources.get(path)
    page = records[anchor.cell[0]].page
    against = f"page {page} says {anchor.money.text}, {anchor.yen:,} yen"
    if anchor is amount:
        against = f"a whole budget has {_LEAST:,} to {_MOST:,} yen"
        if not _GRAND.match(amount.name):
            against = "no government's yearly amounts are so small"
    elif abs(anchor.money.unit) >= _FAR * amount.money.unit and anchor.name != amount.name:
        against = f"other pages print figures as long in units of {anchor.money.unit:,} yen"
    return Issue(
        code="scale_contradicted",
        severity="warning",
        message=f"{amount.name}: {amount.money.text} was read as {amount.yen:,} yen, but "
        f"{against}: the unit of all these is in doubt",
        page=source.page if source else records[place].page,
        bbox=source.bbox if source else None,
        line=source.line if source else None,
        text=amount.money.text,
    )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
