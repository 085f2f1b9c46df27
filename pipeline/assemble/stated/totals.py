"""Totals stated in prose, in boxes and on charts: 予算総額, 一般会計, うち, and their change."""

import re
from collections.abc import Sequence

from models import BudgetTotal, Money, Part, Quantity
from models.page import Line, Passage
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.lines.values import YEN_FORM
from pipeline.assemble.stated.prose import Stated
from pipeline.assemble.tables.cells import Sources
from pipeline.assemble.tables.context import year_under

_TOTAL = re.compile(
    r".*予算(?:\(案\)|案)?(?:の?(?:総額|規模|額|合計|総計))?|(?:予算)?(?:総額|総計|合計|全体)|"
    r".*(?:一般|特別|企業|全|各|事業)会計(?:予算)?(?:の?(?:総額|合計|計))?|歳[入出](?:予算)?(?:総額|合計|の?総額)|"
    r".*の(?:総額|合計|総計)|.{2,}(?<![家会統設推時集累])計"
)
_AMOUNT = rf"約?{YEN_FORM}"
# 一般会計の規模は、前年度と比べて12億円(3.5%)増の364億円: the change comes first.
_INVERTED = re.compile(
    r"(?:^|(?<=[。、]))(?P<name>[^。、\d]{2,30}?)は、?(?:前|昨)年[^。\d]{0,24}?"
    rf"(?P<change>{_AMOUNT})[、,]?(?:[(（]?(?P<percent>\d+(?:\.\d+)?)\s?[%％][)）]?)?[、,]?の?"
    rf"(?P<turn>増|減)[^。\d]{{0,8}}?(?P<amount>{_AMOUNT})"
)
_OF_BUDGET = re.compile(r"予算|会計|歳[入出]|総額|全体")
_COUNTED = re.compile(r"(?<![小合総累家会統設推時集])計$")
_PART = re.compile(r"(?:この|その)?うち(?P<name>.+)")
# 456億円で、前年度当初予算(442億円)と比べ: what it is compared with, and no difference.
# Where an item opens within a label, 予算額 is that of the item.
_ITEM_WITHIN = re.compile(r".[○◯●◎◆◇■□▶▪]\s?\w")
_BEFORE = re.compile(r"(?:前|昨)年度?の?(?:当初|最終)?(?:予算|決算)?(?:\(案\))?(?:現?額)?")
_COMPARED = re.compile(r"前年|昨年|比べ|比較|増減|伸")


def total_of(
    group: Sequence[Stated], about: About, section: tuple[str, ...]
) -> tuple[BudgetTotal, int] | None:
    """A total, if the first of the figures is one, and how many of the figures it takes up.

    What follows it and is only relative to it (前年度比 n 円, n%の減) are its change; what it is
    compared with (前年度当初予算 n 円) is the prior amount; うち are its parts.
    """
    first = group[0]
    if not isinstance(first.value, Money) or first.relative or not _TOTAL.fullmatch(first.label):
        return None
    if first.value.yen is None or _ITEM_WITHIN.search(first.label):
        return None
    name = _COUNTED.sub("", first.label) or first.label
    sources = Sources()
    sources.note("amount", first.source)
    sources.note("name", first.label_source)
    prior: Money | None = None
    change: Money | None = None
    percent: float | None = None
    parts: list[Part] = []
    used = 1
    for figure in group[1:]:
        part = _PART.fullmatch(figure.label)
        if part and isinstance(figure.value, Money):
            sources.note(f"of_which.{len(parts)}.amount", figure.source)
            sources.note(f"of_which.{len(parts)}.name", figure.label_source)
            parts.append(Part(name=part["name"], amount=figure.value))
        elif parts or not figure.relative:
            break
        elif not _COMPARED.search(figure.label) and prior is None:
            # After a うち, what is compared is the part.
            break
        elif _is_before(figure) and prior is None and change is None:
            prior = figure.value if isinstance(figure.value, Money) else None
            sources.note("prior_amount", figure.source)
        elif isinstance(figure.value, Money) and change is None:
            change = _turned(figure, group[used:])
            sources.note("change", figure.source)
        elif isinstance(figure.value, Quantity) and figure.value.unit == "%" and percent is None:
            percent = _turned_percent(figure)
            sources.note("change_percent", figure.source)
        else:
            break
        used += 1
    years = first.years_after or ((first.year,) if first.year else ())
    own = year_under(section, about)
    if not years and own is not None and _OF_BUDGET.search(first.label):
        years = (own,)
    total = BudgetTotal(
        page=first.source.page,
        section=section,
        sources=sources.found,
        name=name,
        amount=first.value,
        of_which=tuple(parts),
        fiscal_years=years,
        prior_amount=prior,
        change=change,
        change_percent=percent,
    )
    return total, used


def _is_before(figure: Stated) -> bool:
    """Whether an amount is last year's own; 前年度 n 円の増 is a change."""
    own = isinstance(figure.value, Money) and figure.turn == 0
    return own and _BEFORE.fullmatch(figure.label) is not None


def inverted_total(
    lines: Sequence[Line], figures: Sequence[Stated], about: About, section: tuple[str, ...]
) -> tuple[BudgetTotal, list[Stated]] | None:
    """A total whose change is said before it, and the figures that it takes up."""
    passage = Passage.of(lines)
    match = _INVERTED.search(passage.text)
    if match is None or not _OF_BUDGET.search(match["name"]):
        return None
    parts = {
        name: next((f for f in figures if first <= f.start < last), None)
        for name in ("amount", "change", "percent")
        for first, last in [match.span(name)]
    }
    amount, change, percent = parts["amount"], parts["change"], parts["percent"]
    if amount is None or change is None or not isinstance(amount.value, Money):
        return None
    if not isinstance(change.value, Money) or change.value.yen is None:
        return None
    sign = -1 if match["turn"] == "減" else 1
    year = year_under(section, about)
    share = percent.value.value if percent and isinstance(percent.value, Quantity) else None
    sources = {
        "name": passage.source(*match.span("name")),
        "amount": amount.source,
        "change": change.source,
    }
    if percent is not None and share is not None:
        sources["change_percent"] = percent.source
    total = BudgetTotal(
        page=amount.source.page,
        section=section,
        sources=sources,
        name=tidy(match["name"]),
        amount=amount.value,
        fiscal_years=(year,) if year is not None else (),
        change=change.value.model_copy(update={"yen": sign * abs(change.value.yen)}),
        change_percent=None if share is None else sign * abs(float(share)),
    )
    return total, [figure for figure in parts.values() if figure is not None]


def _turned(figure: Stated, rest: Sequence[Stated]) -> Money | None:
    """The change with the sign that 増 or 減 after it, or after its percentage, gives it."""
    if not isinstance(figure.value, Money):
        return None
    turn = figure.turn
    if not turn and len(rest) > 1 and rest[1].relative:
        turn = rest[1].turn
    if turn < 0 and figure.value.yen is not None and figure.value.yen > 0:
        return figure.value.model_copy(update={"yen": -figure.value.yen})
    return figure.value


def _turned_percent(figure: Stated) -> float | None:
    value = figure.value.value if isinstance(figure.value, Quantity) else None
    if value is None:
        return None
    return -abs(float(value)) if figure.turn < 0 else float(value)
