"""What it says that a side does not name a thing: that it is not there, or nothing at all."""

from collections import defaultdict
from collections.abc import Sequence, Set

from pipeline.budget import AccountTotal, Thing
from pipeline.budget.totals import LevelSum
from pipeline.match.names import heading_key
from pipeline.sides import Side


class Absence:
    """Whether a side may just not list what the other side has, or not have been read whole."""

    def __init__(self, side: Side, things: Sequence[tuple[Thing, str]], pooled: Set[str]) -> None:
        self._pooled = pooled
        self._titles: dict[tuple[object, ...], set[str]] = defaultdict(set)
        self._tables: dict[tuple[object, ...], set[str]] = defaultdict(set)
        self._totals = {
            (total.account, total.half, total.direction, total.stage.name): total
            for total in side.totals
        }
        for thing, _ in things:
            self._titles[self._scope(thing)].add(self._title(thing))
            self._tables[self._scope(thing)].add(thing.cell.table)

    def may_say_nothing(self, thing: Thing, *, is_new: bool) -> bool:
        """Whether the absence from this side of a thing that is on the other says nothing."""
        scope = self._scope(thing)
        is_list = thing.cell.table == "selected" or self._tables[scope] == {"selected"}
        if is_list or thing.id in self._pooled:
            return not (is_new and self._is_said_new(thing))
        cell = thing.cell
        total = self._totals.get((cell.account, cell.half, cell.direction, cell.stage.name))
        level = self._level(total, cell.table, cell.level)
        if total is not None and total.printed and level is not None:
            missing = total.printed[0].amount - level.amount
            return missing >= max(abs(thing.amount or 0), 1)
        title = self._title(thing)
        return bool(title) and title not in self._titles[scope]

    @staticmethod
    def _is_said_new(thing: Thing) -> bool:
        return thing.prior == 0 or getattr(thing.record, "mark", None) == "new"

    @staticmethod
    def _level(total: AccountTotal | None, table: str, level: str) -> LevelSum | None:
        levels = total.levels if total else ()
        return next((each for each in levels if (each.table, each.level) == (table, level)), None)

    @staticmethod
    def _scope(thing: Thing) -> tuple[object, ...]:
        return (thing.kind, thing.cell.direction == "revenue", thing.cell.stage.name)

    @staticmethod
    def _title(thing: Thing) -> str:
        """The 款 that it stands under; empty for what stands under headings of another kind."""
        title = heading_key(thing.path[0]) if thing.path else ""
        return title if title.endswith(("費", "金", "債", "税", "収入", "手数料")) else ""
