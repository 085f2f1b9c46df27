"""Lines of revenue and expenditure: names that the law gives, in a column for each level."""

import re
from collections.abc import Sequence
from dataclasses import replace

from models import BudgetStatementLine, Direction, FiscalYear, Funding, Money, Record
from pipeline.assemble.family import About
from pipeline.assemble.tables.roles import funding_of, role_of
from pipeline.assemble.tables.vocabulary import (
    ACCOUNT,
    EXPENDITURE,
    REVENUE,
    TITLES,
    TOTAL,
    ColumnRole,
)
from pipeline.bind.money_columns import below_zero, settle_money, year_of_amount
from pipeline.bind.texts import probability
from pipeline.schemas.grid import Entry, Grid, Head, Label
from pipeline.schemas.reading import Filling, Reading
from pipeline.schemas.shares import way_of

_LEVELS = {
    ColumnRole.TITLE: "title",
    ColumnRole.ITEM: "item",
    ColumnRole.SUBITEM: "subitem",
    ColumnRole.SECTION: "section",
}
_WORDS = (("款", "title"), ("項", "item"), ("目", "subitem"), ("節", "section"))
# How far a deeper level is set in, in widths of a character.
_INDENT = 0.7
_NO_NAMES = frozenset({ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE})
_TITLED = re.compile(r"歳[入出]|目的別|性質別|款別")
_CODE = re.compile(r"(?P<code>[(（]?\d{1,3}[)）]?)[.．、\s]*(?=[^\d\s.,])")
_FORMULA = re.compile(r"[(（][A-Za-z①-⑳=+＋\-－]{1,9}[)）]$")
_SHARE_OF_LAW = 0.5
_MOSTLY_TITLES = 0.75
_IN_BRACKETS = re.compile(r"[(（].*[)）]")
_LEVEL_WORDS = frozenset("款項目節")
_SURE = 2
_FIELDS = (
    ("amount", "amount"),
    ("prior", "prior_amount"),
    ("change", "change"),
    ("before", "amount_before"),
    ("after", "amount_after"),
)


def read_statement(grid: Grid, about: About) -> Reading | None:
    """The lines of a statement; null where neither names nor levels speak for one."""
    levels = {
        head.index: level
        for head in grid.worded()
        if (level := _LEVELS.get(head.column.role)) is not None
    }
    names = [_bare(label.text) for e in grid.entries if not e.total and (label := _label(e))]
    if not names:
        return None
    law = sum(bool(REVENUE.fullmatch(n) or EXPENDITURE.fullmatch(n)) for n in names) / len(names)
    accounts = sum(bool(ACCOUNT.fullmatch(n)) for n in names) / len(names)
    foreign = [
        head
        for head in grid.worded()
        if head.column.role in (ColumnRole.NAME, ColumnRole.DEPARTMENT, ColumnRole.DESCRIPTION)
        and head.text
    ]
    said = sum(word in head.text for head in grid.worded() for word, _ in _WORDS)
    bits = 8.0 * (max(law, accounts) - _SHARE_OF_LAW) + 2.0 * said - 4.0 * len(foreign)
    bits += 2.0 if _TITLED.search(grid.said) else 0.0
    sources = sum(funding_of(name) is not None for name in names) / len(names)
    if any(role_of(name) in _NO_NAMES for name in names) or sources > _SHARE_OF_LAW:
        # What a form says of one project: 前年度予算額, 国庫支出金.
        return None
    if bits <= 0 or re.search(
        r"限度額|現在高|残高|繰越明許|年割", "".join(h.text for h in grid.heads)
    ):
        return None
    figured = grid.figured()
    if len(figured) > 1 and not any(head.text for head in figured):
        # What sums alone would tell of columns is a guess.
        return None
    sheet = replace(grid.sheet, roles={})
    settle_money(sheet, about)
    if "amount" not in sheet.roles:
        return None
    heads = {head.index: head for head in grid.heads}
    _without_guesses(sheet.roles, heads)
    amount = heads[sheet.roles["amount"]]
    titles = sum(bool(TITLES.fullmatch(n)) for n in names) >= _MOSTLY_TITLES * len(names)
    direction = direction_of(grid, names)
    ways = {way_of(each) for each in names} - {None}
    mixed = len(ways) > 1 and not re.search(r"性質", grid.said)
    steps = _steps(grid)
    records: list[Record] = []
    for entry in grid.entries:
        label = _label(entry)
        if label is None or set(_bare(label.text)) <= _LEVEL_WORDS:
            continue
        filling = Filling(grid, entry)
        name, code = _named(label)
        filling.name(label, name)
        for role, field in _FIELDS:
            if role in sheet.roles:
                margin = sheet.margin if role == "amount" else sheet.prior_margin
                filling.money(field, heads[sheet.roles[role]], bits=min(6.0, margin + 2.0))
        _signed(filling)
        if not {name for _, name in _FIELDS} & filling.fields.keys():
            continue
        if way := re.match(r"歳\s*(?P<way>[入出])", name):
            direction = "revenue" if way["way"] == "入" else "expenditure"
        total = entry.total or bool(TOTAL.fullmatch(_bare(label.text)))
        level = "total" if total else levels.get(label.column) or steps.get(id(entry))
        if level is None and titles and TITLES.fullmatch(_bare(name)):
            level = "title"
        _percents(filling, grid, amount)
        year = amount.year or about.fiscal_year
        records.append(
            BudgetStatementLine.model_validate(
                {
                    **filling.fields,
                    **filling.common(),
                    "section": _path(grid, entry, label),
                    "direction": (way_of(_bare(name)) if mixed else None) or direction,
                    "level": level,
                    "code": code,
                    "fiscal_year": _phased(year_of_amount(amount.column, year), about),
                    "prior_fiscal_year": _prior(sheet.roles, heads, year, filling),
                    "funding": _funding(filling, grid),
                }
            )
        )
    told = any(isinstance(r, BudgetStatementLine) and r.amount and r.amount.yen for r in records)
    return Reading(tuple(records), bits) if told else None


def _without_guesses(roles: dict[str, int], heads: dict[int, Head]) -> None:
    """Drops last year's amount and the change where no heading says them: 不用額 is neither."""
    amount = heads[roles["amount"]].year
    for role, said in (("prior", ColumnRole.PRIOR), ("change", ColumnRole.CHANGE)):
        head = heads.get(roles.get(role, -1))
        if head is None or head.column.role is said:
            continue
        dated = head.year and amount and head.year.year == amount.year - 1
        if not dated and head.text:
            del roles[role]


def _signed(filling: Filling) -> None:
    """Gives a change in brackets its sign, where the amounts beside it say that they fell."""
    money = {name: filling.fields.get(name) for name in ("amount", "prior_amount", "change")}
    now, before, change = (each if isinstance(each, Money) else None for each in money.values())
    source = filling.sources.get("change")
    if change is not None and source is not None and _IN_BRACKETS.fullmatch(source.text.strip()):
        filling.fields["change"] = below_zero(change, now, before)


def _label(entry: Entry) -> Label | None:
    own = [label for label in entry.labels if label.own]
    return own[-1] if own else None


def _steps(grid: Grid) -> dict[int, str]:
    """The level of each line by how far it is set in, where one column holds several levels.

    The heading says which levels (款・項); without one, titles of the law stand outermost.
    """
    told = [label for entry in grid.entries if not entry.total and (label := _label(entry))]
    if len({label.column for label in told}) != 1:
        return {}
    size = told[0].passage.lines[0].size or 10.0
    edges: list[float] = []
    for x in sorted(label.left for label in told):
        if not edges or x - edges[-1] > _INDENT * size:
            edges.append(x)
    heading = next(head.text for head in grid.heads if head.index == told[0].column)
    named = [level for word, level in _WORDS if word in heading]
    outermost = [label for label in told if label.left - edges[0] <= _INDENT * size]
    titles = sum(bool(TITLES.fullmatch(_bare(label.text))) for label in outermost)
    if len(edges) == 1 or len(edges) > len(_WORDS):
        return {}
    if len(named) != len(edges):
        if titles < _MOSTLY_TITLES * len(outermost):
            return {}
        named = [level for _, level in _WORDS][: len(edges)]
    found: dict[int, str] = {}
    for entry in grid.entries:
        label = _label(entry)
        left = label.left if label is not None else None
        if left is not None:
            depth = sum(left - edge > -_INDENT * size for edge in edges)
            found[id(entry)] = named[max(0, depth - 1)]
    return found


def _bare(text: str) -> str:
    return re.sub(r"\s", "", _CODE.sub("", text, count=1))


def _named(label: Label) -> tuple[str, str | None]:
    """A line's name without its code and the letter that names it, and its code."""
    text = _FORMULA.sub("", label.text).strip()
    match = _CODE.match(text)
    if match is None:
        return text, None
    return text[match.end() :], match["code"].strip("()（）")


def _path(grid: Grid, entry: Entry, label: Label) -> tuple[str, ...]:
    above = [each.text for each in entry.labels if each.column < label.column]
    return tuple(dict.fromkeys((*grid.section, *entry.groups, *above)))


def direction_of(grid: Grid, names: Sequence[str]) -> Direction | None:
    """Revenue or expenditure: by names of one side, else by the nearest caption that says it."""
    ways = [way for name in names if (way := way_of(name))]
    if len(ways) > _SURE and len(set(ways)) == 1:
        return ways[0]
    for text in grid.said.split("\n"):
        revenue, expenditure = "歳入" in text, "歳出" in text
        if revenue != expenditure:
            return "revenue" if revenue else "expenditure"
    coming = sum(bool(REVENUE.fullmatch(name)) for name in names)
    going = sum(bool(EXPENDITURE.fullmatch(name)) for name in names)
    return None if coming == going else "revenue" if coming > going else "expenditure"


def _phased(year: FiscalYear | None, about: About) -> FiscalYear | None:
    """The column's year in the document's phase where both are of one year."""
    own = about.fiscal_year
    if year is None or own is None or year.phase is not None or year.year != own.year:
        return year
    return year.model_copy(update={"phase": own.phase})


def _prior(
    roles: dict[str, int], heads: dict[int, Head], year: FiscalYear | None, filling: Filling
) -> FiscalYear | None:
    if "prior_amount" not in filling.fields or "prior" not in roles:
        return None
    said = heads[roles["prior"]].year
    if said is not None or year is None:
        return said
    return year.model_copy(update={"year": year.year - 1, "text": ""})


def _percents(filling: Filling, grid: Grid, amount: Head) -> None:
    """The share and the change in per cent that stand beside the amounts."""
    shares = [head for head in grid.figured() if head.column.role is ColumnRole.SHARE]
    for head in shares:
        own = head.year is not None and amount.year is not None
        same = own and head.year and amount.year and head.year.year == amount.year.year
        field = (
            "share_percent"
            if same or (not own and (len(shares) == 1 or head.index == amount.index + 1))
            else "prior_share_percent"
        )
        _percent(filling, field, head)
    changes = [head for head in grid.figured() if head.column.role is ColumnRole.CHANGE_PERCENT]
    if len(changes) == 1:
        _percent(filling, "change_percent", changes[0])


def _percent(filling: Filling, field: str, head: Head) -> None:
    found = filling.grid.value(filling.entry, head, unit="%")
    number = getattr(found[0], "value", None) if found else None
    if found is None or number is None or field in filling.fields:
        return
    filling.fields[field], filling.sources[field] = float(number), found[1]
    filling.sure[field] = probability(5.0)


def _funding(filling: Filling, grid: Grid) -> tuple[Funding, ...]:
    found: list[Funding] = []
    for head in grid.figured():
        if head.column.role is ColumnRole.FUNDING and head.column.funding is not None:
            money = grid.money(filling.entry, head)
            if money is not None:
                filling.sources[f"funding.{len(found)}.amount"] = money[1]
                found.append(Funding(source=head.column.funding, label=head.leaf, amount=money[0]))
    return tuple(found)
