"""Accounts and stages that a table does not state, and that its own figures give away.

A table of unknown account whose total is, to the yen, that of one known account is that account's
table. A table with 議会費 and 地方交付税 is a general account's. A table that prints 本年度,
前年度 and 比較 down to its 目 has the form of an initial budget (補正 prints 補正前, 補正額 and
計). What none of this tells stays unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pipeline.budget.accounts import GENERAL, is_general_title
from pipeline.budget.cells import TOP
from pipeline.budget.read import Sheet
from pipeline.budget.stage import Stage
from pipeline.budget.things import Thing
from pipeline.budget.totals import Budget, Printed, printed_by, stated_totals

# Of the 目 of an initial budget's tables nearly all print the year before.
_MOST = 0.8
_LEAST_TITLES = 2


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was told by evidence: an account or stage of some records, and why."""

    what: str  # account or stage
    value: str
    why: str
    records: int


_Group: TypeAlias = tuple[int, str, str, object, Stage]


def settle(
    sheets: Sequence[Sheet], things: Sequence[Sequence[Thing]]
) -> tuple[list[list[Thing]], list[Learnt]]:
    """The things of each sheet with the accounts and stages that evidence gives them."""
    learnt: list[Learnt] = []
    settled = [list(some) for some in things]
    for step in (_like_their_siblings, _general_by_titles, _initial_by_form):
        settled = [step(some, learnt) for some in settled]
    settled = _by_totals(sheets, settled, learnt)
    return [_like_its_document(some) for some in settled], learnt


def _like_their_siblings(things: list[Thing], learnt: list[Learnt]) -> list[Thing]:
    """Rows among 款 that have no level, and that the printed total needs: they are 款 as well."""
    groups: dict[tuple[object, ...], list[Thing]] = defaultdict(list)
    for thing in _lines(things):
        groups[thing.record.section, thing.cell.direction, thing.cell.stage].append(thing)
    titles: set[str] = set()
    for some in groups.values():
        total = next((t.amount for t in some if printed_by(t)), None)
        known = [t for t in some if t.cell.level == "title"]
        other = [t for t in some if t.cell.table == "other" and t.cell.level == TOP]
        if known and other and total == sum(t.amount or 0 for t in (*known, *other)):
            titles |= {t.id for t in other}
    if titles:
        learnt.append(Learnt("level", "title", "total", len(titles)))
    return [
        replace(t, cell=replace(t.cell, table="statement", level="title")) if t.id in titles else t
        for t in things
    ]


def _general_by_titles(things: list[Thing], learnt: list[Learnt]) -> list[Thing]:
    titles: dict[object, set[str]] = defaultdict(set)
    for thing in _lines(things):
        if not thing.cell.account and is_general_title(thing.name):
            titles[thing.cell.direction, thing.cell.stage].add(thing.name)
    sure = {group for group, names in titles.items() if len(names) >= _LEAST_TITLES}
    if not sure:
        return things

    def is_meant(thing: Thing) -> bool:
        cell = thing.cell
        is_line = thing.kind == "statement" and (cell.table == "statement" or thing.is_total)
        return is_line and not cell.account and (cell.direction, cell.stage) in sure

    meant = [is_meant(thing) for thing in things]
    learnt.append(Learnt("account", GENERAL, "titles", sum(meant)))
    return [
        _with(thing, account=GENERAL, name="一般会計") if yes else thing
        for thing, yes in zip(things, meant, strict=True)
    ]


def _initial_by_form(things: list[Thing], learnt: list[Learnt]) -> list[Thing]:
    subitems: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in _lines(things):
        if thing.cell.level == "subitem" and thing.cell.stage.name is None:
            subitems[thing.cell.account, thing.cell.half].append(thing)
    initial = {
        account
        for account, some in subitems.items()
        if len(some) >= 5 and sum(thing.prior is not None for thing in some) >= _MOST * len(some)
    }
    if not initial or any(thing.before is not None for thing in things):
        return things
    meant = [
        thing.cell.stage.name is None and (thing.cell.account, thing.cell.half) in initial
        for thing in things
    ]
    learnt.append(Learnt("stage", "initial", "form", sum(meant)))
    return [
        _with(thing, stage=Stage("initial")) if yes else thing
        for thing, yes in zip(things, meant, strict=True)
    ]


def _by_totals(
    sheets: Sequence[Sheet], things: list[list[Thing]], learnt: list[Learnt]
) -> list[list[Thing]]:
    """Gives tables the account and stage of the one budget that has the same total."""
    known: dict[int, set[tuple[str, Stage]]] = defaultdict(set)
    names: dict[str, str] = {}
    groups = [_groups(some) for some in things]
    for each in groups:
        for cell, total in each.items():
            if cell[0]:
                known[total].add((cell[0], cell[3]))
    for sheet in sheets:
        for budget, name, printed in stated_totals(sheet):
            names.setdefault(budget[0], name)
            if printed.step <= 1_000_000:
                known[printed.amount].add((budget[0], budget[3]))
    for some in things:
        names.update({t.cell.account: t.account_name for t in some if t.account_name})
    return [
        _adopt(some, group, known, names, learnt)
        for some, group in zip(things, groups, strict=True)
    ]


def _adopt(
    things: list[Thing],
    totals: Mapping[Budget, int],
    known: Mapping[int, set[tuple[str, Stage]]],
    names: Mapping[str, str],
    learnt: list[Learnt],
) -> list[Thing]:
    answers: dict[Budget, tuple[str, Stage]] = {}
    for budget, total in totals.items():
        account, _, _, stage = budget
        fitting = {
            (other, when)
            for other, when in known.get(total, ())
            if account in ("", other) and (stage.name is None or when in (stage, Stage()))
        }
        accounts = {other for other, _ in fitting}
        stages = {when for _, when in fitting if when.name}
        if (not account or stage.name is None) and len(accounts) == 1:
            told = next(iter(stages)) if len(stages) == 1 else stage
            answers[budget] = (next(iter(accounts)), told if stage.name is None else stage)
    answers = {budget: to for budget, to in answers.items() if to != (budget[0], budget[3])}
    if not answers:
        return things
    meant = [answers.get(_budget_of(t)) if t.kind == "statement" else None for t in things]
    for account, stage in sorted(set(answers.values()), key=str):
        number = sum(each == (account, stage) for each in meant)
        learnt.append(Learnt("account and stage", f"{account} {stage}".strip(), "total", number))
    return [
        _with(thing, account=to[0], name=names.get(to[0], ""), stage=to[1]) if to else thing
        for thing, to in zip(things, meant, strict=True)
    ]


def _groups(things: Iterable[Thing]) -> dict[Budget, int]:
    """The total of each budget in a document: printed, else added up from its 款."""
    printed: dict[Budget, Printed] = {}
    sums: dict[tuple[str, Budget], int] = defaultdict(int)
    unread: set[tuple[str, Budget]] = set()
    for thing in _lines(things):
        budget, table = _budget_of(thing), thing.cell.table
        total = printed_by(thing)
        if total is not None:
            printed.setdefault(budget, total)
        elif (table, thing.cell.level) in (("statement", "title"), ("nature", TOP)):
            sums[table, budget] += int(thing.amount or 0)
            if thing.amount is None:
                unread.add((table, budget))
    found = {key[1]: total for key, total in sums.items() if total and key not in unread}
    return found | {budget: total.amount for budget, total in printed.items() if total.amount}


def _like_its_document(things: list[Thing]) -> list[Thing]:
    """Projects of a document have its tables' stage, where these are of one."""
    stages = {thing.cell.stage for thing in _lines(things)}
    if len(stages) != 1:
        return things
    (stage,) = stages
    if stage.name is None:
        return things
    return [
        _with(thing, stage=stage)
        if thing.kind == "project" and thing.cell.stage.name is None
        else thing
        for thing in things
    ]


def _budget_of(thing: Thing) -> Budget:
    cell = thing.cell
    return (cell.account, cell.half, cell.direction, cell.stage)


def _lines(things: Iterable[Thing]) -> Iterator[Thing]:
    return (thing for thing in things if thing.kind == "statement")


def _with(
    thing: Thing, *, account: str | None = None, name: str = "", stage: Stage | None = None
) -> Thing:
    cell = thing.cell
    return replace(
        thing,
        account_name=name or thing.account_name,
        cell=replace(
            cell,
            account=cell.account if account is None else account,
            stage=stage or cell.stage,
        ),
    )
