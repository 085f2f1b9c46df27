"""What changed between two years: records paired, and every yen of the difference accounted for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from models import (
    Candidate,
    Change,
    ChangeKind,
    FieldChange,
    FiscalYear,
    Indicator,
    Match,
    Quantity,
    Record,
    Target,
)
from pipeline.match import Entry, Evidence, Pair, Pairing, Regrouping, match
from pipeline.match.evidence import DOUBTFUL
from pipeline.sides import Side

_CANDIDATES_SHOWN = 5
_MONEY = frozenset({"project", "statement"})


@dataclass(frozen=True, slots=True)
class Sum:
    """The changes of one kind: how many, and their amounts on both sides, in yen."""

    kind: ChangeKind
    count: int
    old: int
    new: int

    @property
    def change(self) -> int:
        """The difference in yen."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class Totals:
    """How old becomes new within one phase: the sums by kind add up from `old` to `new`.

    `old` and `new` are added up from the documents' records, not from the changes. `unpriced`
    are changes of which a side has no amount.
    """

    what: str
    phase: str
    old: int
    new: int
    sums: tuple[Sum, ...]
    unpriced: int = 0

    @property
    def reconciles(self) -> bool:
        """Whether old and all differences make new."""
        return self.old + sum(each.change for each in self.sums) == self.new


@dataclass(frozen=True, slots=True)
class Diff:
    """Two sides and their changes: what is new in the new document's order, then what is gone."""

    old: Side
    new: Side
    adjacent: bool
    changes: list[Change] = field(default_factory=list)
    totals: list[Totals] = field(default_factory=list)


def compare(old: Side, new: Side) -> Diff:
    """Matches two sides and says what changed, with evidence for every pair."""
    found = match(old.entries, new.entries, adjacent=_is_adjacent(old, new))
    old_doubts, new_doubts = _doubts(found.pairing)
    by_new: dict[str, Change] = {}
    for each in found.pairing.pairs:
        by_new[each.new.id] = _paired(each, old, new)
    for group in found.regroupings:
        by_new[group.new[0].id] = _regrouped(group)
    for entry in found.pairing.new_only:
        by_new[entry.id] = _alone("added", entry, new_doubts)
    order = {entry.id: index for index, entry in enumerate(new.entries)}
    changes = [by_new[key] for key in sorted(by_new, key=order.__getitem__)]
    changes += [_alone("removed", entry, old_doubts) for entry in found.pairing.old_only]
    return Diff(
        old=old,
        new=new,
        adjacent=found.adjacent,
        changes=changes,
        totals=_add_up(old.entries, new.entries, changes),
    )


def is_news(change: Change) -> bool:
    """Whether a change is more than the same thing once again."""
    return (
        change.kind != "continued"
        or change.old_amount != change.new_amount
        or change.old_name != change.new_name
        or bool(change.fields)
    )


def _is_adjacent(old: Side, new: Side) -> bool | None:
    """Whether the new side's prior year is the old side; null where the years are not known."""
    if old.year is None or new.year is None:
        return None
    return new.year - old.year == 1


def _paired(pair: Pair, old: Side, new: Side) -> Change:
    before, after = pair.old, pair.new
    happened: list[ChangeKind] = []
    if before.department and after.department and before.department != after.department:
        happened.append("moved")
    # 児童館運営 and 児童館運営費 are one name, though 道路 and 道路費 need not be one thing.
    if before.key.removesuffix("費") != after.key.removesuffix("費"):
        happened.append("renamed")
    money = before.kind in _MONEY
    change = Change(
        kind=happened[0] if happened else "continued",
        also=tuple(happened[1:]),
        type=after.type,
        phase=after.group or None,
        old=(before.id,),
        new=(after.id,),
        old_name=before.name,
        new_name=after.name,
        old_department=before.department_text or None,
        new_department=after.department_text or None,
        match=_match(pair.evidence),
        prior_disagrees=pair.evidence.prior_agrees is False,
        printed_prior=_yen(after.prior) if money else None,
        fields=_other_fields(old.records.get(before.id), new.records.get(after.id)),
    )
    return _with_amounts(change, before.amount, after.amount) if money else change


def _regrouped(group: Regrouping) -> Change:
    old, new = group.old, group.new
    change = Change(
        kind=group.kind,
        type=new[0].type,
        phase=new[0].group or None,
        old=tuple(entry.id for entry in old),
        new=tuple(entry.id for entry in new),
        old_name=" + ".join(entry.name for entry in old),
        new_name=" + ".join(entry.name for entry in new),
        old_department=_shared(entry.department_text for entry in old),
        new_department=_shared(entry.department_text for entry in new),
        match=Match(method=group.kind, score=group.score, evidence=group.reasons),
        printed_prior=_total(entry.prior for entry in new),
    )
    return _with_amounts(
        change, _total(entry.amount for entry in old), _total(entry.amount for entry in new)
    )


def _alone(kind: ChangeKind, entry: Entry, doubts: Mapping[str, list[Candidate]]) -> Change:
    is_old = kind == "removed"
    money = entry.kind in _MONEY
    amount = _yen(entry.amount) if money else None
    return Change(
        kind=kind,
        type=entry.type,
        phase=entry.group or None,
        old=(entry.id,) if is_old else (),
        new=() if is_old else (entry.id,),
        old_name=entry.name if is_old else None,
        new_name=None if is_old else entry.name,
        old_department=(entry.department_text or None) if is_old else None,
        new_department=None if is_old else (entry.department_text or None),
        old_amount=amount if is_old else None,
        new_amount=None if is_old else amount,
        amount_change=None if amount is None else (-amount if is_old else amount),
        printed_prior=_yen(entry.prior) if money and not is_old else None,
        candidates=tuple(doubts.get(entry.id, ())[:_CANDIDATES_SHOWN]),
    )


def _with_amounts(change: Change, old: float | None, new: float | None) -> Change:
    before, after = _yen(old), _yen(new)
    difference = None if before is None or after is None else after - before
    percent = round(100 * difference / before, 2) if difference is not None and before else None
    return change.model_copy(
        update={
            "old_amount": before,
            "new_amount": after,
            "amount_change": difference,
            "percent": percent,
        }
    )


def _doubts(pairing: Pairing) -> tuple[dict[str, list[Candidate]], dict[str, list[Candidate]]]:
    """For what is alone on the old and on the new side: what it might be, likeliest first."""
    of_old: dict[str, list[Candidate]] = defaultdict(list)
    of_new: dict[str, list[Candidate]] = defaultdict(list)
    for each in sorted(pairing.candidates, key=lambda each: -each.evidence.weight):
        match = _match(each.evidence)
        of_old[each.old.id].append(_candidate(each.new, match))
        of_new[each.new.id].append(_candidate(each.old, match))
    return of_old, of_new


def _candidate(entry: Entry, match: Match) -> Candidate:
    amount = _yen(entry.amount) if entry.kind in _MONEY else None
    return Candidate(id=entry.id, name=entry.name, amount=amount, match=match)


def _match(evidence: Evidence) -> Match:
    """The weight as a probability-like score: even at the least weight that is worth a look."""
    return Match(
        method=evidence.method,
        score=round(1 / (1 + 2 ** (DOUBTFUL - evidence.weight)), 4),
        evidence=evidence.reasons,
    )


def _other_fields(old: Record | None, new: Record | None) -> tuple[FieldChange, ...]:
    """What an indicator says otherwise, or only now."""
    before, after = stated(old), stated(new)
    if type(old) is not type(new):
        # A plan's target says nothing of the results that a review lists beside it.
        before = {name: value for name, value in before.items() if name in after}
    return tuple(
        FieldChange(field=name, old=before.get(name), new=after.get(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name) and before and after
    )


def stated(record: Record | None) -> dict[str, str]:
    """An indicator's values in words, by what they are: the same words for the same value.

    Empty for other records.
    """
    match record:
        case Indicator():
            target = record.revised_target or record.target
            stated = {
                "baseline": _value(record.baseline),
                "target": _value(target),
                **{
                    f"actual {actual.fiscal_year.year}": _value(actual.value)
                    for actual in record.actuals
                },
                "grade": record.grade,
            }
        case Target():
            stated = {"target": _value(record.value, record.fiscal_year)}
        case _:
            return {}
    return {name: value for name, value in stated.items() if value}


def _value(quantity: Quantity | None, year: FiscalYear | None = None) -> str | None:
    if quantity is None:
        return None
    if quantity.value is None:
        return quantity.text or None
    year = quantity.fiscal_year or year
    return f"{quantity.value:,}{quantity.unit}" + (f" ({year.year})" if year else "")


def _add_up(old: Sequence[Entry], new: Sequence[Entry], changes: Sequence[Change]) -> list[Totals]:
    kinds_of_old = {entry.id: (entry.kind, entry.group) for entry in old}
    kinds_of_new = {entry.id: (entry.kind, entry.group) for entry in new}
    before: dict[tuple[str, str], int] = defaultdict(int)
    after: dict[tuple[str, str], int] = defaultdict(int)
    for entries, sums in ((old, before), (new, after)):
        for entry in entries:
            if entry.kind in _MONEY:
                sums[entry.kind, entry.group] += _yen(entry.amount) or 0
    parts: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        kind = kinds_of_new[change.new[0]] if change.new else kinds_of_old[change.old[0]]
        parts[kind].append(change)
    return [
        Totals(
            what=what,
            phase=phase,
            old=before[what, phase],
            new=after[what, phase],
            sums=_sums(parts[what, phase]),
            unpriced=sum(
                (bool(change.old) and change.old_amount is None)
                or (bool(change.new) and change.new_amount is None)
                for change in parts[what, phase]
            ),
        )
        for what, phase in sorted(before.keys() | after.keys())
    ]


def _sums(changes: Iterable[Change]) -> tuple[Sum, ...]:
    by_kind: dict[ChangeKind, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.kind].append(change)
    return tuple(
        Sum(
            kind=kind,
            count=len(some),
            old=sum(change.old_amount or 0 for change in some),
            new=sum(change.new_amount or 0 for change in some),
        )
        for kind in get_args(ChangeKind)
        if (some := by_kind.get(kind))
    )


def _shared(values: Iterable[str]) -> str | None:
    different = sorted(set(values))
    return different[0] or None if len(different) == 1 else None


def _total(values: Iterable[float | None]) -> int | None:
    numbers = list(values)
    return None if None in numbers else int(sum(number or 0 for number in numbers))


def _yen(value: float | None) -> int | None:
    return None if value is None else int(value)
