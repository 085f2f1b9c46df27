"""Words of a diff for people: kinds of change, doubts, cells of the budget, and cautions."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models import Change, ChangeDoubt, ChangeKind, Direction, FiscalYear
from pipeline.budget import REVISED, Cell, Stage
from pipeline.budget.accounts import GENERAL
from pipeline.diff import Diff
from pipeline.diff.alike import Why
from pipeline.diff.coverage import Caution, Warned
from pipeline.diff.model import Headline
from pipeline.export.cells import year_label
from pipeline.export.codes import labels
from pipeline.sides import Side
from pipeline.words import Language, mark, translator

KINDS: Mapping[ChangeKind, str] = {
    "added": mark("new"),
    "removed": mark("no longer listed"),
    "renamed": mark("renamed"),
    "moved": mark("moved between departments"),
    "split": mark("split"),
    "merged": mark("merged"),
    "continued": mark("continued, with another amount"),
}
SHORT: Mapping[ChangeKind, str] = {
    **KINDS,
    "moved": mark("moved"),
    "continued": mark("continued"),
}
DOUBTS: Mapping[ChangeDoubt, str] = {
    "check_failed": mark("sums of its own document do not hold"),
    "low_confidence": mark("read without certainty"),
    "sources_disagree": mark("documents or pages of one year say otherwise"),
    "prior_disagrees": mark("the new document prints another amount for the old year"),
    "factor": mark("differs by a power of ten: a unit may have been misread"),
    "one_side_partial": mark("the other year may just not list it"),
    "phase_unknown": mark("one year does not say which budget it is"),
    "no_amount": mark("an amount is missing"),
}
WHY: Mapping[Why, str] = {
    "stage_unknown": mark("its phase is not stated"),
    "stage_one_side": mark("the other year has nothing of this phase"),
    "account_unknown": mark("its account is not stated"),
    "account_one_side": mark("the other year has nothing of this account"),
    "one_side": mark("the other year has no such table or level"),
}
SETTLED_BY = mark("settled once and for all with")
ABSENT: Mapping[str, str] = {
    "other_year": mark("of another year"),
    "no_year": mark("without a year"),
    "other_issuer": mark("of another issuer"),
    "no_issuer": mark("without an issuer"),
}
TABLES: Mapping[str, str] = {
    "statement": mark("statement"),
    "nature": mark("by nature"),
    "sources": mark("by source of revenue"),
    "explained": mark("projects of the explanation"),
    "projects": mark("projects"),
    "selected": mark("selected projects"),
    "other": mark("other table"),
}
_LEVELS: Mapping[str, str] = {
    "top": mark("all rows"),
    "part": mark("parts of rows"),
    "by_origin": mark("by origin"),
    "by_use": mark("by use"),
}
_CAUTIONS: Mapping[Warned, str] = {
    "partial_total": mark(
        "lists only a part of its budget: the lines of {0} {1} reach {2} % of the printed total"
    ),
    "selected_only": mark("lists only a part of its budget: selected projects"),
    "partly_read": mark("was read in part: {0} % of its figures are in records"),
    "other_scale": mark("the lines of {0} are {1} times its printed total: a unit was misread"),
    "factor": mark("most amounts of the two years differ by a factor of {0}: a unit was misread"),
    "phase_unknown": mark(
        "the phase (initial, supplementary, settlement) is not stated on both sides"
    ),
    "absent_documents": mark("{0} documents are left out: {1}"),
    "other_issuer": mark("two issuers are compared: {0} and {1}"),
    "prior_total": mark(
        "{0} {1}: the new document prints {2} for the old year, and the old one has {3}"
    ),
    "nothing_alike": mark("the two sides have nothing of one kind, phase and account to compare"),
    "as_printed": mark(
        "is what the new documents print of it: what has ended is not among it, and {0} entries "
        "print no amount of it"
    ),
    "about": mark("only what has {0} in its name, heading or department; sums are of that alone"),
}
OLD_SIDE, NEW_SIDE = mark("old year"), mark("new year")


_DIRECTIONS = labels("directions")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a diff is said in one language."""

    language: Language

    def __call__(self, text: str) -> str:
        """A text of the catalogue."""
        return translator(self.language)(text)

    def caution(self, caution: Caution) -> str:
        """A caution as a sentence."""
        values = [
            f"{value:,}" if isinstance(value, int) else self(_DIRECTIONS.get(value, value))
            for value in caution.values
        ]
        said = self(_CAUTIONS[caution.code]).format(*values)
        if caution.side is None:
            return said
        return f"{self(OLD_SIDE if caution.side == 'old' else NEW_SIDE)}: {said}"

    def side(self, side: Side) -> str:
        """Whose year it is: 南国市 令和4年度; the side's own words where nobody says."""
        if side.year is None:
            return side.label
        year = FiscalYear(year=side.year)
        spoken = year_label(year) if self.language == "ja" else None
        spoken = spoken or f"FY{side.year}"
        return " ".join(filter(None, (side.issuer, spoken)))

    def stage(self, stage: Stage) -> str:
        """A phase with its number: 第3号補正."""
        if stage.name is None:
            return self(mark("phase not stated"))
        if stage.name == "revised":
            return self(mark("budget as it stands"))
        word = self(labels("phases")[stage.name])
        if stage.number is not None:
            return self(mark("supplement no. {0}")).format(stage.number)
        return f"{word} ({stage.month})" if stage.month is not None else word

    def direction(self, direction: Direction | None) -> str:
        """歳入 or 歳出; empty where nobody says."""
        return self(_DIRECTIONS[direction]) if direction else ""

    def level(self, level: str | None) -> str:
        """A level of a table: 款, or the depth in a 説明; empty where there is none."""
        if not level:
            return ""
        if level.isdigit():
            return self(mark("depth {0}")).format(level)
        return self(labels("levels").get(level) or _LEVELS.get(level, level))

    def account(self, cell: Cell) -> str:
        """An account by its key."""
        name = _GENERAL_NAME if cell.account == GENERAL else cell.account
        return " ".join(filter(None, (name or self(mark("account not stated")), cell.half)))

    def cell(self, cell: Cell) -> str:
        """A cell of the budget: 一般会計 歳出 当初予算 · 款."""
        where = [
            self.account(cell) if cell.account or cell.table == "statement" else "",
            self.direction(cell.direction),
            self.stage(cell.stage),
        ]
        what = [self(TABLES[cell.table]), self.level(cell.level)]
        return f"{' '.join(filter(None, where))} · {' '.join(filter(None, what))}"

    def headline(self, line: Headline) -> str:
        """An account with its direction and phase."""
        words = (line.name, line.half, self.direction(line.direction), self.stage(line.stage))
        return " ".join(filter(None, words))

    def doubts(self, change: Change) -> str:
        """Why a change is in no sum."""
        return "; ".join(self(DOUBTS[doubt]) for doubt in change.doubts)

    def kind(self, kind: ChangeKind) -> str:
        """One kind of change."""
        return self(SHORT[kind])

    def phase(self, phase: str | None) -> str:
        """A phase as a change has it: initial, supplementary 3."""
        known = labels("phases").get(phase or "")
        name, _, number = (phase or "").rpartition(" ")
        if name.startswith("supplementary"):
            is_month = name.endswith("month")
            return self.stage(
                Stage(
                    "supplementary",
                    number=None if is_month else int(number),
                    month=int(number) if is_month else None,
                )
            )
        return self(known) if known else self.stage(REVISED) if phase == "revised" else phase or ""

    def kinds(self, change: Change) -> str:
        """What kind of change it is, and what else happened."""
        return ", ".join(self(SHORT[kind]) for kind in (change.kind, *change.also))

    def unit(self, unit: int) -> str:
        """The unit's name."""
        return self(_UNITS[unit])

    def signed(self, amount: int | None, unit: int = 1) -> str:
        """A difference with its sign, as budgets of the language write it: +1,234 and △1,234."""
        if amount is None:
            return ""
        minus = "△" if self.language == "ja" else "-"
        return f"{minus if amount < 0 else '+' if amount else '±'}{abs(amount) // unit:,}"

    def amount(self, amount: int | None, unit: int = 1) -> str:
        """An amount; empty where there is none."""
        if amount is None:
            return ""
        return f"{amount // unit:,}" if amount >= 0 else self.signed(amount, unit)


_UNITS: Mapping[int, str] = {1: mark("yen"), 1_000: mark("thousand yen")}
_GENERAL_NAME = "一般会計"


def settling(diff: Diff) -> str:
    """The command with which a person settles what the diff leaves open."""
    return shlex.join(["yosano", "review", "--years", diff.old.label, diff.new.label])


def unit_of(amounts: Iterable[int | None]) -> int:
    """Yen, or thousands of yen where nothing is lost by it: as budget documents print them."""
    return 1_000 if all(amount is None or amount % 1_000 == 0 for amount in amounts) else 1
