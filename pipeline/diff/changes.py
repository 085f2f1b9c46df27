"""Pairs, regroupings and what is alone as changes, with where each stands and what is doubtful."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from models import Candidate, Change, ChangeDoubt, ChangeKind, ChangeSource, Match
from pipeline.budget import Thing, places_of
from pipeline.budget.doubts import is_power_of_ten
from pipeline.diff.stated import other_fields
from pipeline.match import Entry, Evidence, Pair, Pairing, Regrouping
from pipeline.sides import Side

_CANDIDATES_SHOWN = 5
# A jump by about this much and more is a unit misread before it is a decision.
_JUMP = 500
_FIGURES = 3


def paired(pair: Pair, old: Side, new: Side) -> Change:
    """A pair as a change: renamed, moved, or the same once again."""
    before, after = old.things[pair.old.id], new.things[pair.new.id]
    happened: list[ChangeKind] = []
    if pair.old.department and pair.new.department and pair.old.department != pair.new.department:
        happened.append("moved")
    # 児童館運営 and 児童館運営費 are one name, though 道路 and 道路費 need not be one thing.
    if before.key.removesuffix("費") != after.key.removesuffix("費"):
        happened.append("renamed")
    return _change(
        happened[0] if happened else "continued",
        [before],
        [after],
        old,
        new,
        also=tuple(happened[1:]),
        match=match_of(pair.evidence),
        prior_disagrees=pair.evidence.prior_agrees is False,
        fields=other_fields(before.record, after.record),
    )


def regrouped(group: Regrouping, old: Side, new: Side) -> Change:
    """A split or a merger as a change."""
    return _change(
        group.kind,
        [old.things[entry.id] for entry in group.old],
        [new.things[entry.id] for entry in group.new],
        old,
        new,
        match=Match(method=group.kind, score=group.score, evidence=group.reasons),
    )


def alone(
    kind: ChangeKind,
    entry: Entry,
    sides: tuple[Side, Side],
    doubts: Mapping[str, list[Candidate]],
    partial: bool,
) -> Change:
    """What is on one side only; `partial` where the other side may just not list it."""
    old, new = sides
    removed = kind == "removed"
    thing = (old if removed else new).things[entry.id]
    change = _change(
        kind,
        [thing] if removed else [],
        [] if removed else [thing],
        old,
        new,
        candidates=tuple(doubts.get(entry.id, ())[:_CANDIDATES_SHOWN]),
    )
    # What prints an amount for last year was there last year, whatever the old document lists.
    listed_before = not removed and bool(thing.prior)
    if (partial or listed_before) and thing.kind != "indicator":
        found = (*change.doubts, "one_side_partial")
        return change.model_copy(update={"doubts": found})
    return change


def disagreeing(change: Change) -> Change:
    """The change, marked as one about which two documents of a year do not agree."""
    doubts = sorted({*change.doubts, "sources_disagree"})
    return change.model_copy(update={"doubts": tuple(doubts)})


def candidates_of(
    pairing: Pairing,
) -> tuple[dict[str, list[Candidate]], dict[str, list[Candidate]]]:
    """For what is alone on the old and on the new side: what it might be, likeliest first."""
    of_old: dict[str, list[Candidate]] = defaultdict(list)
    of_new: dict[str, list[Candidate]] = defaultdict(list)
    for each in sorted(pairing.candidates, key=lambda each: -(each.evidence.probability or 0.0)):
        match = match_of(each.evidence)
        of_old[each.old.id].append(_candidate(each.new, match))
        of_new[each.new.id].append(_candidate(each.old, match))
    return of_old, of_new


def match_of(evidence: Evidence) -> Match:
    """What speaks for a pair, and the probability that it is one thing."""
    return Match(
        method=evidence.method,
        score=evidence.probability or 0.0,
        evidence=evidence.reasons,
    )


def _change(
    kind: ChangeKind,
    before: Sequence[Thing],
    after: Sequence[Thing],
    old: Side,
    new: Side,
    **more: object,
) -> Change:
    thing = (after or before)[0]
    money, cell = thing.kind != "indicator", thing.cell
    was, now = _total(before), _total(after)
    difference = now - was if money and was is not None and now is not None else None
    percent = None
    if difference is not None and before and after and was:
        percent = round(100 * difference / was, 2)
    change = Change(
        kind=kind,
        type=thing.record.type,
        phase=str(cell.stage) or None,
        account=thing.account_name or cell.account or None,
        direction=cell.direction,
        table=cell.table if money else None,
        level=cell.level or None,
        path=thing.path,
        old=tuple(each.id for each in before),
        new=tuple(each.id for each in after),
        old_name=" + ".join(each.name for each in before) or None,
        new_name=" + ".join(each.name for each in after) or None,
        old_department=_shared(each.department for each in before),
        new_department=_shared(each.department for each in after),
        old_amount=was if money and before else None,
        new_amount=now if money and after else None,
        amount_change=difference,
        percent=percent,
        printed_prior=_sum(each.prior for each in after) if money and after else None,
        old_sources=sources_of(before, old),
        new_sources=sources_of(after, new),
    )
    change = change.model_copy(update=more)
    return change.model_copy(update={"doubts": _doubts(change, before, after)}) if money else change


def _doubts(
    change: Change, before: Sequence[Thing], after: Sequence[Thing]
) -> tuple[ChangeDoubt, ...]:
    found: set[ChangeDoubt] = set()
    for thing in (*before, *after):
        found |= thing.doubts
    if (before and change.old_amount is None) or (after and change.new_amount is None):
        found.add("no_amount")
    if change.prior_disagrees:
        found.add("prior_disagrees")
    elif _has_its_digits(change.old_amount, change.new_amount) or (
        not _is_told(change) and _is_jump(change.old_amount, change.new_amount)
    ):
        found.add("factor")
    return tuple(sorted(found))


def _is_told(change: Change) -> bool:
    """Whether the new document itself prints the old amount beside the new one."""
    return change.printed_prior is not None and change.printed_prior == change.old_amount


def _is_jump(old: int | None, new: int | None) -> bool:
    if not old or not new:
        return False
    small, large = sorted((abs(old), abs(new)))
    return is_power_of_ten(old, new) or large >= _JUMP * small


def _has_its_digits(old: int | None, new: int | None) -> bool:
    """Whether one amount is the other in another unit: three figures and more, and all the same.

    By chance that is one in a thousand, so that the printed old amount does not speak against it.
    """
    if not old or not new or old == new or (old < 0) != (new < 0):
        return False
    figures = str(abs(old)).rstrip("0")
    return len(figures) >= _FIGURES and figures == str(abs(new)).rstrip("0")


def sources_of(things: Iterable[Thing], side: Side) -> tuple[ChangeSource, ...]:
    """Where a side's documents print what a change is about, each place once."""
    found = {}
    field = "amount" if side.unprinted is None else "prior_amount"
    for thing in things:
        # Not every document that lists a thing prints what is asked for.
        saying = [record for record in thing.records if field in record.sources]
        for record in saying or thing.records:
            for place in places_of(record, field):
                found[place] = ChangeSource(
                    document=place.document,
                    file_name=side.names.get(place.document),
                    page=place.page,
                    bbox=place.bbox,
                    line=place.line,
                )
    return tuple(found.values())


def _candidate(entry: Entry, match: Match) -> Candidate:
    amount = None if entry.amount is None or entry.kind == "indicator" else int(entry.amount)
    return Candidate(id=entry.id, name=entry.name, amount=amount, match=match)


def _shared(values: Iterable[str]) -> str | None:
    different = sorted(set(values))
    return different[0] or None if len(different) == 1 else None


def _total(things: Sequence[Thing]) -> int | None:
    return _sum(thing.amount for thing in things)


def _sum(values: Iterable[float | None]) -> int | None:
    numbers = list(values)
    return None if None in numbers else int(sum(number or 0 for number in numbers))
