"""The choice between two readings of the same figures: the one that explains more of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models import (
    BBox,
    BudgetItem,
    BudgetStatementLine,
    FiscalYear,
    Funding,
    Indicator,
    Record,
    Source,
)
from models.values import Money, Quantity
from pipeline.assemble.tables.roles import funding_of, role_of
from pipeline.assemble.tables.vocabulary import ColumnRole
from pipeline.bind.proven import proven_lines
from pipeline.bind.texts import whole_bits

Place = tuple[int, int, int | str]
"""Page, and the square of four points that a box's middle is in; page, line and print of a text."""

_TYPED = (
    "budget_item",
    "budget_statement_line",
    "regional_project",
    "facility_progress",
    "funding_channel",
    "theme",
    "target",
    "indicator",
    "commitment",
    "balance",
    "series",
)
# What no book says otherwise than in tables of its own.
_ANNEXED = ("commitment", "balance", "series", "indicator")


# Bits by which a reading is surer than another that may not take its place.
_FAR = 12.0
# Bits from which headings and titles say that amounts are no project's budget of a year.
_PLAINLY = 8.0
_LINES = 4.0

_WORD = re.compile(r"[^\W\d_]{2}")
_PARTED = ("funding", "of_which")
_AMOUNTS = (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE)
_SOURCES = 0.6
_REPEATS = 0.3
_BOOK = 100
_AGREE = 0.6
# The share of a reading's records that a surer one has as well, where it adds nothing.
_AGAIN = 0.95
_SAME_NAMES = 0.6
_LOOSE = ("fact", "budget_total", "slide_point")
_FILLED = (
    *("prior_amount", "prior_fiscal_year", "mark", "change", "funding", "department", "code"),
    "others_count",
)
_WORDS = frozenset(
    "name label description department mark code section text reason period".split()  # noqa: SIM905
)
_TRUSTED = 0.97
# How sure a name is that another reading of the same amount contradicts.
_DISPUTED = 0.5
# What reads one known kind of document gives all of it or next to nothing: to be outdone, it must
# have missed a good part.
_OUTDONE = 1.2
_YEAR_BEFORE = re.compile(r"^(?:令和|平成|R|H)?(?:\d{1,4}|元)年度?(?=\D)")
_LONGEST_SOURCE = 8
_LAST_BRACKETS = re.compile(r"[(（][^()（）]{1,12}[)）]$")
# What an indicator is worth of which nobody knows what it counts.
_NAMELESS = 0.2
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """Records that were read together, and how sure that reading is, in bits."""

    records: tuple[Record, ...]
    bits: float


def choose(records: Sequence[Record], proposals: Sequence[Proposal]) -> list[Record]:
    """The records with those of each proposal in place of what they outdo.

    A proposal wins where it gives more figures a name and a role than the records that hold the
    same figures now.
    """
    standing = _Standing(list(records))
    won: dict[int, float] = {}
    for proposal in sorted(proposals, key=lambda each: -each.bits):
        figures = {place for record in proposal.records for place in _values(record)}
        same = [r for r in standing.holding(figures) if r.type in _TYPED]
        known = {place for record in same for place in _values(record)}
        again = sum(not known.isdisjoint(_values(record)) for record in proposal.records)
        if again > _AGAIN * len(proposal.records) and all(
            won.get(id(r), -99.0) > proposal.bits + _FAR for r in same
        ):
            # What headings and sums settled is not given up for what merely repeats.
            continue
        if (chosen := _with(standing, proposal)) is not standing.records:
            before = {id(record) for record in standing.records}
            standing = _Standing(chosen)
            won |= {id(r): proposal.bits for r in chosen if id(r) not in before}
    return _with_own_marks(_once(standing.records))


def _with_own_marks(records: list[Record]) -> list[Record]:
    """The records, none with the mark that is printed before the name above its own.

    What stands level with one name of a list says nothing of the next. A mark that several names
    share is that of a cell beside them all.
    """
    level: set[Place] = set()
    apart: dict[Place, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        mark, name = record.sources.get("mark"), record.sources.get("name")
        if mark is None or name is None or (place := _place(mark)) is None:
            continue
        if _is_level(mark, name):
            level.add(place)
        else:
            apart[place].append(at)
    found = list(records)
    for place, others in apart.items():
        if place in level and len(others) == 1:
            record = found[others[0]]
            kept = {key: source for key, source in record.sources.items() if key != "mark"}
            sure = {key: p for key, p in record.confidence.items() if key != "mark"}
            update = {"mark": None, "sources": kept, "confidence": sure}
            found[others[0]] = record.model_copy(update=update)
    return found


def _is_level(one: Source, other: Source) -> bool:
    """Whether the middle of one print is between the top and the foot of another."""
    if one.bbox is None or other.bbox is None:
        return one.line == other.line
    middle = (one.bbox[1] + one.bbox[3]) / 2
    return one.page == other.page and other.bbox[1] <= middle <= other.bbox[3]


def _once(records: list[Record]) -> list[Record]:
    """The records without those that say a line once more, of which another says as much.

    Two readings may hold one figure with boxes of their own, as a cell and as its characters; and
    one of them may have only a part of its name, where the rest stands on the next page, or call
    the project by a sentence about it.
    """
    known: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    gone: set[int] = set()
    for record in records:
        if not isinstance(record, BudgetStatementLine | BudgetItem) or record.amount is None:
            continue
        alike = known[record.type, record.page, record.amount.yen, record.amount.text]
        same = next((other for other in alike if _is_once_more(record, other)), None)
        if same is None:
            alike.append(record)
            continue
        less, more = sorted((same, record), key=lambda each: (_is_name(each), len(each.sources)))
        alike[alike.index(same)] = more
        gone.add(id(less))
    return [record for record in records if id(record) not in gone] if gone else records


def _is_once_more(record: Record, other: Record) -> bool:
    """Whether two records have one print of an amount, and one name is in the other or none."""
    names = [_bare(getattr(each, "name", None)) for each in (record, other)]
    named = names[0] == names[1] or _inside(names[0], names[1]) or _inside(names[1], names[0])
    named |= record.type == "budget_item" and _is_name(record) != _is_name(other)
    return named and _meets(record.sources.get("amount"), other.sources.get("amount"))


def _is_name(record: Record) -> bool:
    """Whether a record's name looks like one, and not like a sentence or a part of a name."""
    return whole_bits(getattr(record, "name", None) or "") > 0


def _meets(one: Source | None, other: Source | None) -> bool:
    """Whether two prints lie on each other: their boxes, or in a text what stands in one line."""
    if one is None or other is None:
        return False
    if one.bbox is None or other.bbox is None:
        return one.line is not None and _place(one) == _place(other)
    a, b = one.bbox, other.bbox
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


class _Standing:
    """The records so far, found by the places of their figures: a book has thousands."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self._at: dict[Place, list[int]] = defaultdict(list)
        self._named: dict[Place, int] = {}
        self._lines: Counter[tuple[str | None, int | None]] = Counter()
        self.proven = proven_lines(records)
        for number, record in enumerate(records):
            for place in _values(record):
                self._at[place].append(number)
            if record.type in _TYPED and (name := _name_place(record)):
                self._named[name] = number
            self._lines.update(_line(record))

    def holding(self, figures: set[Place]) -> list[Record]:
        """The records that hold any of these figures."""
        found = {number for place in figures for number in self._at.get(place, ())}
        return [self.records[number] for number in sorted(found)]

    def named(self, records: Sequence[Record]) -> list[Record]:
        """The typed records whose names stand where those of most of these records stand."""
        places = [place for record in records if (place := _name_place(record))]
        found = {self._named[place] for place in places if place in self._named}
        if len(found) < _SAME_NAMES * len(records):
            return []
        return [self.records[number] for number in sorted(found)]

    def lines_besides(self, same: Sequence[Record]) -> set[tuple[str | None, int | None]]:
        """Name and yen of the statement's lines that are not among these records."""
        here = Counter(line for record in same for line in _line(record))
        return self._lines.keys() - {line for line in here if here[line] == self._lines[line]}


def _line(record: Record) -> list[tuple[str | None, int | None]]:
    """Name and yen of a line of a statement; nothing for other records."""
    if isinstance(record, BudgetStatementLine) and record.amount:
        return [(record.name, record.amount.yen)]
    return []


def _with(standing: _Standing, proposal: Proposal) -> list[Record]:
    records = standing.records
    figures = {place for record in proposal.records for place in _values(record)}
    if not figures:
        return records
    same = standing.holding(figures)
    already = {id(record) for record in same}
    # Who reads other figures for amounts of the same names has to be the better reading as well.
    same += [record for record in standing.named(proposal.records) if id(record) not in already]
    known = standing.lines_besides(same)
    typed = [record for record in same if record.type in _TYPED]
    annexed = all(record.type in _ANNEXED for record in proposal.records)
    if len(known) >= _BOOK and (typed or not annexed):
        # A book proves its own lines over hundreds of pages, and what explains them.
        return records
    if any(id(record) in standing.proven for record in typed):
        # A book that proves its 目 by their 節 has read all that stands beside them as well.
        return records
    repeats = sum(
        (item.name, item.amount.yen if item.amount else None) in known
        for item in proposal.records
        if isinstance(item, BudgetItem)
    )
    if repeats > _REPEATS * len(proposal.records):
        # The document says elsewhere that these are lines of its statement.
        return records
    told = sum(record.type in _ANNEXED and _is_named(record) for record in typed)
    if not annexed and 2 * told > len(typed):
        # Commitments and balances are no projects, however many figures a list finds among them.
        return records
    stated = {p for r in same if r.type == "budget_total" for p in _values(r)}
    added = [
        r for r in proposal.records if r.type != "budget_total" or stated.isdisjoint(_values(r))
    ]
    if (merged := _agreed(typed, added)) is not None:
        gone = {id(record) for record in typed}
        held = {place for record in merged for place in _values(record)}
        kept = [
            record
            for record in records
            if id(record) not in gone
            and not (record.type in _LOOSE and (own := _values(record)) and own <= held)
        ]
        return [*kept, *merged]
    lines = all(record.type == "budget_statement_line" for record in proposal.records)
    types = {record.type for record in typed}
    retyped = (
        (annexed and types <= {"budget_item"} and proposal.bits >= _PLAINLY)
        or (lines and types <= {"budget_item", "indicator"} and proposal.bits >= _LINES)
        or (proposal.bits >= _PLAINLY and _is_without_levels(typed))
    )
    if (lines or not typed) and 2 * len(stated & figures) > len(figures):
        # 一般会計, 特別会計 and their sum are totals that the page states.
        return records
    if not typed and same and proposal.bits < 0:
        # Likelier wrong than right: facts claim less of the same figures, and nothing false.
        return records
    values = {place for record in typed for place in _values(record)}
    if any(isinstance(r, Indicator) and _name_place(r) in values for r in proposal.records):
        # 全国水準 as a target is no indicator's name.
        return records
    better = retyped or _says_more(proposal.records, typed)
    if not better and _worth(proposal.records) <= _OUTDONE * _worth(typed):
        return records
    gone = {id(record) for record in same if record.type in (*_TYPED, *_LOOSE)}
    return [*(record for record in records if id(record) not in gone), *proposal.records]


def _is_without_levels(typed: Sequence[Record]) -> bool:
    """Whether records are lines of a statement that none of them has a level in: as 款 or as 節."""
    lines = [record for record in typed if isinstance(record, BudgetStatementLine)]
    return bool(lines) and len(lines) == len(typed) and not any(line.level for line in lines)


def _agreed(typed: Sequence[Record], proposed: Sequence[Record]) -> list[Record] | None:
    """One reading of two that agree: what one of them left open is filled from the other.

    Null where fewer records agree in name and amount than make it sure that both read one thing.
    """
    items = [record for record in typed if isinstance(record, BudgetItem)]
    found = {
        place: new
        for new in proposed
        if isinstance(new, BudgetItem)
        and (source := new.sources.get("amount"))
        and (place := _place(source))
    }
    if not items or len(items) < len(typed) or not found:
        return None
    pairs = [
        (
            old,
            found.get(place)
            if (source := old.sources.get("amount")) and (place := _place(source))
            else None,
        )
        for old in items
    ]
    told = [(old, new) for old, new in pairs if new is not None]
    same = sum(_bare(old.name) == _bare(new.name) for old, new in told)
    shorter = sum(_inside(new.name, old.name) for old, new in told)
    if same + shorter < _AGREE * len(items):
        return None
    held = {place for item in items for place in _values(item)}
    more = [
        new
        for new in proposed
        if held.isdisjoint(_values(new))
        or (isinstance(new, BudgetItem) and _of_another_year(new, items))
    ]
    clean = shorter > same
    return [*(_filled(old, new, clean=clean) if new else old for old, new in pairs), *more]


def _of_another_year(new: BudgetItem, items: Sequence[BudgetItem]) -> bool:
    """Whether a form has a project's amount of a year that no record has for its own."""
    year = new.fiscal_year
    return year is not None and all(
        item.fiscal_year is not None and item.fiscal_year.year != year.year
        for item in items
        if _bare(item.name) == _bare(new.name)
    )


def _inside(name: str | None, other: str | None) -> bool:
    """Whether a name is what another holds beside leaders, marks and numbers."""
    short, long = _bare(name), _bare(other)
    return len(short) > 3 and short != long and short in long


def _filled(old: BudgetItem, new: BudgetItem, *, clean: bool) -> BudgetItem:
    """The record with what only the other reading has, and its name where it is cleaner.

    Where each gives the amount to another name, the name is doubtful.
    """
    if _bare(old.name) != _bare(new.name) and not (
        _inside(new.name, old.name) or _inside(old.name, new.name)
    ):
        doubt = min(_DISPUTED, old.confidence.get("name", 1.0))
        old = old.model_copy(update={"confidence": old.confidence | {"name": doubt}})
    if clean and _inside(new.name, old.name):
        sources = old.sources | {"name": new.sources["name"]}
        sure = old.confidence | {k: p for k, p in new.confidence.items() if k == "name"}
        old = old.model_copy(update={"name": new.name, "sources": sources, "confidence": sure})
    fields: dict[str, object] = {
        name: new_money
        for name in ("amount", "prior_amount")
        if (money := getattr(old, name)) is not None
        and money.yen is None
        and not money.none
        and (new_money := getattr(new, name)) is not None
        and new_money.yen is not None
        and new_money.text == money.text
    }
    if (phased := _phased(old, new)) is not None:
        fields["fiscal_year"] = phased
    if any(map(_is_known, new.funding)) and not any(map(_is_known, old.funding)):
        old = old.model_copy(update={"funding": (), "sources": _without_funding(old.sources)})
    held = _values(old)
    fields |= {
        name: value
        for name in _FILLED
        if getattr(old, name) in (None, ())
        and (value := getattr(new, name)) not in (None, ())
        # What is one thing in a record is no other thing besides.
        and held.isdisjoint(_places(new, name))
    }
    if not fields:
        return old
    tops = {name.split(".")[0] for name in fields}
    sources = {name: s for name, s in new.sources.items() if name.split(".")[0] in tops}
    sure = {name: p for name, p in new.confidence.items() if name.split(".")[0] in tops}
    update = fields | {"sources": old.sources | sources, "confidence": old.confidence | sure}
    return old.model_copy(update=update)


def _is_known(part: Funding) -> bool:
    """Whether a source of funding has its yen."""
    return part.amount is not None and part.amount.yen is not None


def _without_funding(sources: Mapping[str, Source]) -> dict[str, Source]:
    return {name: source for name, source in sources.items() if name.split(".")[0] != "funding"}


def _phased(old: BudgetItem, new: BudgetItem) -> FiscalYear | None:
    """The year with its phase, where only the other reading has seen 決算 or 予算 with it."""
    one, other = old.fiscal_year, new.fiscal_year
    if one is None or other is None or one.year != other.year:
        return None
    if one.phase is not None or other.phase is None:
        return None
    return one.model_copy(update={"phase": other.phase})


def _bare(name: str | None) -> str:
    return "".join((name or "").split())


def _worth(records: Sequence[Record]) -> float:
    """How many values of records are expected to be right, owners and roles included.

    Records of the readers that know one kind of document say nothing of how sure they are.
    """
    worth = 0.0
    if _of_one_project(records):
        # 決算額, 国庫支出金, 一般財源: what a form says of its project, as if each were a thing.
        return worth
    called = Counter(_called(record) for record in records)
    for record in records:
        fields = [name for name in record.sources if _holds_figure(record, name)]
        # What several projects of a year are called is their group's name.
        sure = record.confidence.get("name", _TRUSTED)
        if (own := _called(record)) is not None:
            sure /= called[own]
        if isinstance(record, Indicator) and not record.name:
            sure = _NAMELESS
        worth += sure * (1.0 + sum(_sure(record, name) - 0.4 for name in fields))
        worth += 0.2 * ("mark" in record.sources)
    return worth


def _says_more(proposed: Sequence[Record], typed: Sequence[Record]) -> bool:
    """Whether indicators say all that others say of the same figures, and more years or figures."""
    new = [record for record in proposed if isinstance(record, Indicator)]
    old = [record for record in typed if isinstance(record, Indicator)]
    if not old or len(new) < len(proposed) or len(old) < len(typed):
        return False
    if not {_unitless(each.name) for each in old} <= {_unitless(each.name) for each in new}:
        return False
    held = [{place for each in part for place in _values(each)} for part in (old, new)]
    # One reading's box of a figure may have its year with it.
    alike = len(held[0] & held[1]) >= _ALIKE * len(held[0])
    return alike and sum(map(_details, old)) < sum(map(_details, new))


def _unitless(name: str | None) -> str:
    """A name without what stands in brackets at its end: one reading takes the unit from it."""
    return _LAST_BRACKETS.sub("", _bare(name))


def _details(record: Indicator) -> int:
    """How many figures an indicator has, how many of them a unit, and of its ends a year."""
    ends = [end for end in (record.baseline, record.target) if end is not None]
    values = [*ends, *(actual.value for actual in record.actuals if actual.value is not None)]
    dated = sum(end.fiscal_year is not None for end in ends)
    return len(_values(record)) + dated + sum(bool(value.unit) for value in values)


def _called(record: Record) -> tuple[str, int | None] | None:
    """A project's name and year; null for other records, which share names as 節 do."""
    if not isinstance(record, BudgetItem):
        return None
    return (_bare(record.name), record.fiscal_year.year if record.fiscal_year else None)


def _of_one_project(records: Sequence[Record]) -> bool:
    """Whether records are called after sources of money and amounts, as the rows of a form are."""
    named = [_bare(getattr(record, "name", None)) for record in records]
    parts = [_is_amounts_label(name) for name in named]
    return bool(parts) and sum(parts) > _SOURCES * len(parts)


def _is_amounts_label(name: str) -> bool:
    """Whether a name is a label of an amount, with a year before or a unit behind, or several.

    >>> _is_amounts_label("2021年度予算額(千円)"), _is_amounts_label("国庫支出金県支出金")
    (True, True)
    """
    bare = _LAST_BRACKETS.sub("", _YEAR_BEFORE.sub("", name))
    if funding_of(bare) is not None or role_of(bare) in _AMOUNTS:
        return True
    return any(
        funding_of(bare[:at]) is not None and _is_amounts_label(bare[at:])
        for at in range(2, min(len(bare) - 1, _LONGEST_SOURCE))
    )


def _holds_figure(record: Record, name: str) -> bool:
    top, _, rest = name.partition(".")
    if isinstance(getattr(record, top, None), Money | Quantity):
        return not rest
    if rest.endswith("fiscal_year"):
        return False
    return bool(rest) and (record.type in _ANNEXED or top in _PARTED)


def _sure(record: Record, name: str) -> float:
    sure = record.confidence
    return sure.get(name, sure.get(name.partition(".")[0], _TRUSTED))


def _values(record: Record) -> set[Place]:
    """Where the figures of a record stand."""
    found: set[Place] = set()
    for name, source in record.sources.items():
        top = name.split(".")[0]
        if top in _WORDS:
            continue
        place = _place(source)
        if place is not None:
            found.add(place)
    return found


def _is_named(record: Record) -> bool:
    """Whether a record's name is made of words: a number alone is none."""
    return _WORD.search(getattr(record, "name", None) or "") is not None


def _places(record: Record, field: str) -> set[Place]:
    """Where the figures of a field stand."""
    named = (source for name, source in record.sources.items() if name.split(".")[0] == field)
    return (
        {place for source in named if (place := _place(source))} if field not in _WORDS else set()
    )


def _name_place(record: Record) -> Place | None:
    """Where a record's name stands."""
    source = record.sources.get("name")
    return _place(source) if source is not None else None


def _place(source: Source) -> Place | None:
    if source.bbox is not None:
        box: BBox = source.bbox
        return (source.page, round((box[0] + box[2]) / 8), round((box[1] + box[3]) / 8))
    if source.line is not None:
        # One reader keeps the brackets that an amount stands in, another leaves them out.
        return (source.page, source.line, source.text.strip("()（）[]［］ \u3000"))
    return None
