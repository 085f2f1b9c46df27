"""What documents print as totals of an account, and what the lines below them add up to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import regex

from models import BudgetTotal, Direction, Record
from pipeline.budget.accounts import account_in, account_key
from pipeline.budget.cells import LEVELS, TOP, direction_of, folded
from pipeline.budget.read import Sheet
from pipeline.budget.stage import Stage, stage_of
from pipeline.budget.things import Place, Thing, places_of, steps_of, yen

Budget: TypeAlias = tuple[str, str, Direction | None, Stage]
"""Account, half, direction and stage: what has one total."""

_WHOLE = regex.compile(
    r"(?:歳[入出])?(?:予算)?(?:合計|総額|総計|計)|歳入歳出予算(?:の)?総額|(?:当初)?予算(?:の)?総額|予算規模"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A total as some record prints it; `step` is the yen of its last printed place."""

    amount: int
    step: int
    place: Place
    prior: int | None = None
    prior_step: int = 1
    after: int | None = None
    before: int | None = None

    def of_year_before(self) -> "Printed":
        """What the same record prints as the year before's total."""
        return Printed(self.prior or 0, self.prior_step, self.place)


@dataclass(frozen=True, slots=True)
class LevelSum:
    """What the lines of one level add up to; `unread` of them have no amount."""

    table: str
    level: str
    amount: int
    lines: int
    unread: int = 0


@dataclass(frozen=True, slots=True)
class AccountTotal:
    """The total of one account, direction and stage, and how its lines reach it.

    `printed` are the totals that documents print, what says it most exactly first. `levels` are
    the sums of the lines, by level.
    """

    account: str
    half: str
    direction: Direction | None
    stage: Stage
    name: str
    printed: tuple[Printed, ...]
    levels: tuple[LevelSum, ...]

    @property
    def amount(self) -> int | None:
        """The printed total, else what the most complete level adds up to."""
        if self.printed:
            return self.printed[0].amount
        best = self.best_level
        return best.amount if best else None

    @property
    def best_level(self) -> LevelSum | None:
        """The level that is nearest to the printed total, else the outermost that there is."""
        read = [each for each in self.levels if not each.unread] or self.levels
        if not self.printed:
            return read[0] if read else None
        total = self.printed[0].amount
        return min(read, key=lambda each: abs(each.amount - total), default=None)

    @property
    def gap(self) -> int | None:
        """What the printed total has more than the most complete level; null without either."""
        best = self.best_level
        if not self.printed or best is None:
            return None
        gap = self.printed[0].amount - best.amount
        return 0 if abs(gap) < self.printed[0].step else gap

    @property
    def scale(self) -> int:
        """By which power of ten the lines exceed the printed total; 1 where they do not.

        A unit that was taken for another makes every line of an account wrong alike.
        """
        best = self.best_level
        if not self.printed or best is None or best.amount <= 0 or self.printed[0].amount <= 0:
            return 1
        total, step = self.printed[0].amount, self.printed[0].step
        for factor in (10, 100, 1_000, 10_000, 1_000_000):
            if abs(best.amount / factor - total) <= max(step, total // 1_000):
                return factor
        return 1

    @property
    def disagreeing(self) -> tuple[Printed, ...]:
        """Printed totals that are not the first one, beyond what rounding explains."""
        if not self.printed:
            return ()
        first = self.printed[0]
        return tuple(
            each
            for each in self.printed[1:]
            if abs(each.amount - first.amount) >= max(each.step, first.step, 1)
        )


def is_whole(name: str) -> bool:
    """Whether a total of this name is that of a whole account: 歳入合計, 総額, but not 小計."""
    return _WHOLE.fullmatch(folded(name)) is not None


def stated_totals(sheet: Sheet) -> Iterator[tuple[Budget, str, Printed]]:
    """Totals outside tables, each with its account's name: 一般会計当初予算 233億4,000万円.

    What names no account, neither itself nor by its heading or document, is left out.
    """
    issuer = (sheet.document.issuer if sheet.document else None) or ""
    for record in sheet.records:
        if not isinstance(record, BudgetTotal) or record.amount is None:
            continue
        amount = record.amount.yen
        own = account_in([record.name], issuer)
        if amount is None or (own is None and not is_whole(record.name)):
            continue
        name = own or account_in(reversed(record.section), issuer) or sheet.account
        if name is None:
            continue
        budget = (account_key(name), "", direction_of(record), stage_of(record, sheet.stage))
        yield budget, name, _printed(record, amount)


def _printed(record: BudgetTotal, amount: int) -> Printed:
    step, prior_step = steps_of(record.amount, record.prior_amount)
    return Printed(
        amount=amount,
        step=step,
        place=next(places_of(record, "amount")),
        prior=yen(record.prior_amount),
        prior_step=prior_step,
        before=yen(record.amount_before),
        after=yen(record.amount_after),
    )


def printed_by(thing: Thing) -> Printed | None:
    """A total line of a whole account as a printed total."""
    if not thing.is_total or thing.path or not is_whole(thing.name) or thing.amount is None:
        return None
    record: Record = thing.record
    return Printed(
        amount=int(thing.amount),
        step=thing.steps[0],
        place=next(places_of(record, "amount")),
        prior=None if thing.prior is None else int(thing.prior),
        prior_step=thing.steps[1],
        before=thing.before,
        after=thing.after,
    )


def level_sums(things: Iterable[Thing]) -> tuple[LevelSum, ...]:
    """What each level of an account's lines adds up to, 款 first, then 性質別 and 説明."""
    groups: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in things:
        if not thing.is_total and thing.cell.level:
            groups[thing.cell.table, thing.cell.level].append(thing)
    return tuple(
        LevelSum(
            table,
            level,
            amount=int(sum(thing.amount or 0 for thing in groups[table, level])),
            lines=len(groups[table, level]),
            unread=sum(thing.amount is None for thing in groups[table, level]),
        )
        for table, level in sorted(groups, key=_outermost_first)
        if (table in ("statement", "explained") and level != "detail")
        or (table, level) == ("nature", TOP)
    )


def _outermost_first(key: tuple[str, str]) -> tuple[int, int, str]:
    table, level = key
    tables = ("statement", "nature", "sources", "other", "explained")
    depth = LEVELS.index(level) if level in LEVELS else int(level) if level.isdigit() else 0
    return (tables.index(table), depth, level)


def best_first(printed: Sequence[Printed]) -> tuple[Printed, ...]:
    """Printed totals by how exactly they say it, each amount's first occurrence before others."""
    counts: dict[int, int] = defaultdict(int)
    for each in printed:
        counts[each.amount] += 1
    return tuple(
        each
        for _, each in sorted(
            enumerate(printed), key=lambda pair: (pair[1].step, -counts[pair[1].amount], pair[0])
        )
    )
