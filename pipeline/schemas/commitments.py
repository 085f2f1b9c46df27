"""What binds later years: 債務負担行為, 繰越明許費, 継続費 and the limits of 地方債."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from models import (
    Commitment,
    FiscalYear,
    Funding,
    FundingSource,
    Money,
    Record,
    Source,
    YearAmount,
)
from models.outlook import CommitmentKind
from pipeline.assemble.family import About
from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.vocabulary import ColumnRole
from pipeline.recognise import find_years
from pipeline.schemas.grid import Entry, Grid, Head, Label
from pipeline.schemas.reading import Filling, Reading

_KINDS: tuple[tuple[CommitmentKind, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "obligation",
        re.compile(r"債務負担"),
        re.compile(r"限度額|支出予定|期間|事項"),
    ),
    (
        "continuing",
        re.compile(r"継続費"),
        re.compile(r"総額|年割|逓次繰越"),
    ),
    (
        "carry_over",
        re.compile(r"繰越明許|事故繰越|繰越計算書|繰越事業|逓次繰越"),
        re.compile(r"繰越|事業名|金額"),
    ),
    (
        "bonds",
        re.compile(r"地方債(?!の?(?:現在高|残高))|起債"),
        re.compile(r"限度額|起債の(?:目的|方法)|利率|償還"),
    ),
)
_LIMITS: dict[CommitmentKind, tuple[re.Pattern[str], ...]] = {
    "obligation": (
        re.compile(r"補正後.*限度|限度額.*補正後"),
        re.compile(r"限度額"),
        re.compile(r"総額|金額"),
    ),
    "continuing": (re.compile(r"総額"), re.compile(r"全体計画|事業費")),
    "carry_over": (
        re.compile(r"翌年度(?:への?)?繰越額|繰越額"),
        re.compile(r"^金額$|繰越"),
        re.compile(r"^額$|事業費|予算額"),
    ),
    "bonds": (
        re.compile(r"補正後.*限度|限度額.*補正後"),
        re.compile(r"限度額"),
        re.compile(r"金額"),
    ),
}
_PERIOD = re.compile(r"期間|年度$|年次")
_PART = re.compile(r"年割|支出(?:予定|見込)?|(?:予定|見込)額|年度別")
_REASON = re.compile(r"理由|起債の目的|目的|説明|摘要|備考|内容")
_TERMS = re.compile(r"起債の方法|利率|償還")
_SETTLED = re.compile(r"決算額|支出済額|執行率|不用額")
_NAME = re.compile(r"事項|事業名|事業|目的|件名|名称|区分")
_ACCOUNT_LEVELS = frozenset({ColumnRole.TITLE, ColumnRole.ITEM, ColumnRole.SUBITEM})
_LEAST = 5.0


@dataclass
class _Open:
    """A commitment whose later rows may add the parts of further years."""

    filling: Filling
    kind: CommitmentKind
    label: Label
    parts: list[YearAmount] = field(default_factory=list)
    funding: list[Funding] = field(default_factory=list)


def kind_of(grid: Grid) -> tuple[CommitmentKind, float] | None:
    """Which kind of commitments a table holds, by its headings and what stands above; in bits."""
    headings = "\n".join(head.text for head in grid.heads)
    nearest = grid.said.split("\n")
    best: tuple[CommitmentKind, float] | None = None
    for kind, title, words in _KINDS:
        bits = 2.0 * len(set(words.findall(headings)))
        for place, text in enumerate(nearest[:6]):
            if title.search(text):
                bits += 5.0 if place < 2 else 3.0
                break
        if kind == "bonds" and _TERMS.search(headings):
            bits += 4.0
        if kind == "continuing" and "年割" in headings:
            bits += 4.0
        if kind == "obligation" and "期間" in headings and "限度額" in headings:
            bits += 3.0
        if kind == "carry_over" and re.search(r"翌年度.{0,3}繰越", headings):
            bits += 2.0
        if best is None or bits > best[1]:
            best = (kind, bits)
    if best is None:
        return None
    if _SETTLED.search(headings) and not re.search(r"繰越計算|繰越明許", grid.said):
        # What a settlement leaves to the next year is a column of it.
        best = (best[0], best[1] - _LEAST)
    return best if best[1] >= _LEAST else None


def read_commitments(grid: Grid, about: About) -> Reading | None:
    """The commitments of a table; null where its headings and titles speak of none."""
    settled = kind_of(grid)
    if settled is None:
        return None
    kind, bits = settled
    limit = _limit(grid, kind)
    if limit is None:
        return None
    names = _name_column(grid)
    year, over = _years(grid, kind, about)
    opened: list[_Open] = []
    for entry in grid.entries:
        if entry.total and kind == "continuing":
            # The years of one work add up below each other.
            continue
        label = _named(entry, names)
        if label is None and entry.total:
            label = next(each for each in entry.labels if each.own)
        if label is not None and (label.own or not opened):
            opened.append(_begin(grid, entry, label, kind, limit, about))
        elif not opened:
            continue
        _parts(opened[-1], entry, limit, about)
    records: list[Record] = []
    for each in opened:
        if "limit" not in each.filling.fields and not each.parts:
            continue
        fields = {**each.filling.fields, **each.filling.common()}
        fields |= {"kind": kind, "amounts": tuple(each.parts), "funding": tuple(each.funding)}
        fields["fiscal_year"] = year
        if over is not None:
            fields.setdefault("period", over)
        records.append(Commitment.model_validate(fields))
    return Reading(tuple(records), bits) if records else None


def _years(
    grid: Grid, kind: CommitmentKind, about: About
) -> tuple[FiscalYear | None, FiscalYear | None]:
    """The year of the budget that commitments belong to, and from when to when they carry over.

    What is carried over belongs to the first year that its title names (令和3年度→令和4年度).
    """
    own = about.fiscal_year
    if kind != "carry_over":
        return own, None
    for caption in grid.captions:
        found = [mention.value for mention in find_years(caption, year=own.year if own else None)]
        if not found:
            continue
        end = found[-1].end_year or found[-1].year
        first = found[0].model_copy(update={"end_year": None})
        over = first.model_copy(update={"end_year": end, "text": caption.strip()})
        return first, over if end > first.year else None
    return own, None


def _limit(grid: Grid, kind: CommitmentKind) -> Head | None:
    heads = [head for head in grid.figured() if head.column.role is not ColumnRole.FUNDING]
    for words in _LIMITS[kind]:
        found = [
            head for head in heads if words.search(head.text) and not _PERIOD.search(head.text)
        ]
        if found:
            return found[0]
    return heads[0] if len(heads) == 1 else None


def _name_column(grid: Grid) -> int | None:
    """The column that names commitments: the last of those that may, left of the figures."""
    worded = [
        head
        for head in grid.worded()
        if head.column.role not in _ACCOUNT_LEVELS
        and not _PERIOD.search(head.text)
        and not _TERMS.search(head.text)
        and head.column.role
        not in (ColumnRole.DEPARTMENT, ColumnRole.NOTE, ColumnRole.NUMBER, ColumnRole.ACCOUNT)
    ]
    named = [head for head in worded if _NAME.search(head.text)]
    if named:
        return named[0].index
    return worded[-1].index if worded else None


def _named(entry: Entry, column: int | None) -> Label | None:
    for label in entry.labels:
        if label.column == column:
            return label
    own = [label for label in entry.labels if label.own]
    return own[-1] if column is None and own else None


def _begin(
    grid: Grid, entry: Entry, label: Label, kind: CommitmentKind, limit: Head, about: About
) -> _Open:
    filling = Filling(grid, entry)
    filling.name(label, label.text)
    filling.money("limit", limit)
    own = about.fiscal_year.year if about.fiscal_year else None
    opened = _Open(filling, kind, label)
    heads = {head.index: head for head in grid.heads}
    for other in entry.labels:
        if other.column == label.column:
            continue
        head = heads[other.column]
        if head.column.role is ColumnRole.DEPARTMENT:
            filling.text("department", other)
        elif _PERIOD.search(head.text) and kind != "continuing":
            period = period_of(other.text, own)
            if period is not None:
                filling.fields["period"] = period
                filling.sources["period"] = other.passage.source()
        elif _REASON.search(head.text) and other.own and not _TERMS.search(head.text):
            filling.text("reason", other)
    for source, (head, amount, place) in _paid(grid, entry):
        filling.sources[f"funding.{len(opened.funding)}.amount"] = place
        opened.funding.append(Funding(source=source, label=head.leaf, amount=amount))
    return opened


def _paid(grid: Grid, entry: Entry) -> Iterator[tuple[FundingSource, tuple[Head, Money, Source]]]:
    """Who pays in a row: the source, its column, the amount and its place."""
    for head in grid.figured():
        source = head.column.funding if head.column.role is ColumnRole.FUNDING else None
        if source is not None and (found := grid.money(entry, head)) is not None:
            yield source, (head, *found)


def _parts(opened: _Open, entry: Entry, limit: Head, about: About) -> None:
    """The parts of years in a row: columns of years, or a column that says the year."""
    grid = opened.filling.grid
    own = about.fiscal_year.year if about.fiscal_year else None
    year = next(
        (
            found
            for label in entry.labels
            if label.own
            and label.passage is not opened.label.passage
            and (found := heading_year(label.text, own)[0]) is not None
        ),
        None,
    )
    for head in grid.figured():
        if head is limit or head.column.role is ColumnRole.FUNDING:
            continue
        dated = head.year or (year if opened.kind == "continuing" else None)
        if dated is None and not _PART.search(head.text):
            continue
        money = grid.money(entry, head)
        if money is not None:
            opened.filling.sources[f"amounts.{len(opened.parts)}.amount"] = money[1]
            opened.parts.append(YearAmount(fiscal_year=dated, amount=money[0]))


def period_of(text: str, year: int | None) -> FiscalYear | None:
    """The years from the first that a text names to the last: 令和6年度から令和9年度まで.

    >>> (span := period_of("令和6年度から令和9年度まで", 2023)) and (span.year, span.end_year)
    (2024, 2027)
    """
    found = [mention.value for mention in find_years(text, year=year)]
    if not found:
        return None
    first, last = found[0], found[-1]
    end = last.end_year or last.year
    if end <= first.year:
        return first.model_copy(update={"text": text}) if len(found) > 1 else first
    return first.model_copy(update={"end_year": end, "text": text})
