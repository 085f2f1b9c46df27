"""A diff on a terminal, readable at 80 columns: names are folded, and never cut."""

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.table import Table
from rich.text import Text

from models import Change
from pipeline.budget import AccountTotal
from pipeline.diff import Diff, is_news
from pipeline.diff.coverage import cautions, reading_of
from pipeline.diff.mainly import Section, sections
from pipeline.diff.model import Totals
from pipeline.report_diff.labels import ABSENT, KINDS, SETTLED_BY, WHY, Wording, settling, unit_of
from pipeline.sides import Side
from pipeline.terminal import visible
from pipeline.words import Language, mark
from pipeline.words.terminal import Terminal

_ROWS_SHOWN = 15
_WIDTH = 110


def print_diff(diff: Diff, *, every: bool, language: Language) -> None:
    """Prints the diff on standard output."""
    _Shown(Terminal(), diff, Wording(language), every=every).show()


def diff_text(diff: Diff, *, every: bool, language: Language) -> str:
    """The same as plain text."""
    buffer = StringIO()
    _Shown(Terminal(buffer, width=_WIDTH), diff, Wording(language), every=every).show()
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


class _Shown:
    """The diff as it is printed, part by part."""

    def __init__(self, terminal: Terminal, diff: Diff, say: Wording, *, every: bool) -> None:
        self._terminal = terminal
        self._diff = diff
        self._say = say
        self._every = every
        amounts = [a for c in diff.changes for a in (c.old_amount, c.new_amount)]
        self._unit = unit_of(amounts)
        self._files = max(len(diff.old.names), len(diff.new.names)) > 1

    def show(self) -> None:
        """What is compared, the accounts' totals, and each part of them, the biggest first."""
        diff, say = self._diff, self._say
        title = f"{say.side(diff.old)} → {say.side(diff.new)}"
        self._line(f"{title} ({say.unit(self._unit)})", style="bold")
        for caution in cautions(diff):
            self._line(f"! {say.caution(caution)}", style="bold yellow")
        for side in (diff.old, diff.new):
            self._line(self._compared(side))
        if diff.headlines:
            self._terminal.print(self._headlines())
        shown = sections(diff, every=self._every)
        for section in shown:
            self._show_section(section)
        self._show_doubtful([c for section in shown for c in section.changes if c.doubts])
        self._show_candidates([c for section in shown for c in section.changes])
        self._show_findings()
        self._show_left_out()

    def _line(self, text: str, *, style: str | None = None) -> None:
        self._terminal.print(text, style=style, soft_wrap=True)

    def _compared(self, side: Side) -> str:
        """How much of a side there is, and how much of it was read and proved."""
        say, reading = self._say, reading_of(side)
        said = [say(mark("{0} documents, {1} pages")).format(len(side.documents), reading.pages)]
        if reading.figures:
            share = 100 * reading.figures_in_records / reading.figures
            said.append(say(mark("{0} % of the figures read")).format(f"{share:.1f}"))
        if reading.amounts:
            share = 100 * reading.amounts_proved / reading.amounts
            said.append(say(mark("{0} % of the amounts proved")).format(f"{share:.1f}"))
        said.append(say(mark("{0} things")).format(f"{len(side.things):,}"))
        return f"{side.label}: {', '.join(said)}"

    def _headlines(self) -> Table:
        table = self._table(self._say(mark("totals of the accounts")))
        for line in self._diff.headlines:
            known = line.old.amount is not None and line.new.amount is not None
            percent = 100 * (line.change or 0) / line.old.amount if line.old.amount else None
            table.add_row(
                self._named(self._say.headline(line), self._reached(line.new)),
                self._say.amount(line.old.amount, self._unit),
                self._say.amount(line.new.amount, self._unit),
                self._say.signed(line.change, self._unit) if known else "",
                "" if percent is None else f"{percent:+.1f}",
            )
        return table

    def _reached(self, total: AccountTotal) -> str:
        """Whether the lines add up to the printed total, or by how much they do not."""
        best = total.best_level
        if not total.printed:
            return self._say(mark("no printed total: added up"))
        if best is None:
            return self._say(mark("as printed; no lines"))
        level = self._say.level(best.level)
        if not total.gap:
            return self._say(mark("as printed, and as its lines add up ({0})")).format(level)
        missing = self._say.signed(total.gap, self._unit)
        return self._say(mark("as printed; its lines ({0}) lack {1}")).format(level, missing)

    def _show_section(self, section: Section) -> None:
        """The changes of one cell, and how they lead from its old sum to the new one."""
        total = section.total
        changes = [c for c in section.changes if not c.doubts and (self._every or is_news(c))]
        title = self._say(mark("indicators")) if total is None else self._say.cell(total.cell)
        if not changes:
            return
        table = self._table(f"{title} ({len(changes):,})")
        self._add_rows(table, changes)
        if total is not None:
            table.add_section()
            self._add_sums(table, total)
        self._terminal.print(table)
        self._say_more(len(changes))

    def _add_sums(self, table: Table, total: Totals) -> None:
        """The changes by kind, what is doubtful, and the sums that they make up."""
        doubtful = self._say(mark("doubtful, in no sum"))
        rows = [(self._say(KINDS[each.kind]), each) for each in total.sums]
        rows += [(f"{doubtful}: {self._say.kind(each.kind)}", each) for each in total.doubtful]
        for name, each in rows:
            self._add_sum(table, f"{name} ({each.count:,})", each.old, each.new)
        says = mark("total") if total.reconciles else mark("does not add up")
        self._add_sum(table, self._say(says), total.old, total.new)

    def _add_sum(self, table: Table, name: str, old: int, new: int) -> None:
        percent = f"{100 * (new - old) / old:+.1f}" if old else ""
        amounts = (self._say.amount(old, self._unit), self._say.amount(new, self._unit))
        table.add_row(name, *amounts, self._say.signed(new - old, self._unit), percent)

    def _show_doubtful(self, changes: Sequence[Change]) -> None:
        if changes:
            title = self._say(mark("doubtful, in no sum"))
            table = self._table(f"{title} ({len(changes):,})")
            self._add_rows(table, changes)
            self._terminal.print(table)
            self._say_more(len(changes))

    def _add_rows(self, table: Table, changes: Sequence[Change]) -> None:
        """The changes, the biggest first."""
        ordered = sorted(changes, key=lambda change: -abs(change.amount_change or 0))
        for change in ordered if self._every else ordered[:_ROWS_SHOWN]:
            name = both(change.old_name, change.new_name)
            if change.kind != "continued":
                name = f"[{self._say.kinds(change)}] {name}"
            table.add_row(
                self._named(name, self._where(change)),
                self._say.amount(change.old_amount, self._unit),
                self._say.amount(change.new_amount, self._unit),
                self._say.signed(change.amount_change, self._unit),
                "" if change.percent is None else f"{change.percent:+.1f}",
            )

    def _say_more(self, number: int) -> None:
        if number > _ROWS_SHOWN and not self._every:
            more = self._say(mark("… and {0} more; --all shows all"))
            self._line(f"  {more.format(number - _ROWS_SHOWN)}")

    def _table(self, title: str) -> Table:
        table = Table(title=title, title_justify="left", expand=False)
        table.add_column("", overflow="fold", ratio=1, min_width=24)
        for heading in (mark("old year"), mark("new year"), mark("change")):
            table.add_column(self._say(heading), justify="right", no_wrap=True)
        table.add_column("%", justify="right", no_wrap=True)
        return table

    @staticmethod
    def _named(name: str, below: str) -> Text:
        shown = Text(visible(name))
        return shown.append(f"\n{visible(below)}", style="dim") if below else shown

    def _where(self, change: Change) -> str:
        """What it stands under, whose it is, where it is printed, and what else there is to say."""
        said = [" > ".join(change.path[-3:])]
        said.append(both(change.old_department, change.new_department))
        said.append(self._pages(change))
        said += remarks(change, self._say)
        return " · ".join(filter(None, said))

    def _pages(self, change: Change) -> str:
        """The pages of both years; with the files, where a side has several."""

        def first(sources: Sequence[object]) -> str:
            if not sources:
                return ""
            source = sources[0]
            name = f"{getattr(source, 'file_name', None) or ''} " if self._files else ""
            return f"{name}p.{getattr(source, 'page', '')}"

        return both(first(change.old_sources), first(change.new_sources))

    def _show_candidates(self, changes: Sequence[Change]) -> None:
        changes = [c for c in changes if c.candidates and c.kind == "added"]
        if not changes:
            return
        title = self._say(mark("to settle: may be the same, counted as two"))
        self._line(f"{title} ({len(changes):,})", style="bold")
        for change in changes if self._every else changes[:_ROWS_SHOWN]:
            best = change.candidates[0]
            self._line(f"  {best.name} = {change.new_name}? ({best.match.score:.2f})")
        self._line(f"  {self._say(SETTLED_BY)}: {settling(self._diff)}")

    def _show_findings(self) -> None:
        for side in (self._diff.old, self._diff.new):
            found = side.budget.disagreements
            if found:
                title = self._say(mark("said otherwise within one year"))
                self._line(f"{side.label}: {title} ({len(found)})", style="bold")
            for each in found if self._every else found[:_ROWS_SHOWN]:
                said = ", ".join(
                    f"{self._say.amount(amount, self._unit)} ({side.names.get(place.document, '')} "
                    f"p.{place.page})"
                    for amount, place in each.said
                )
                self._line(f"  {' > '.join((*each.path, each.name))}: {said}")
            for step in side.budget.breaks:
                text = self._say(mark("{0}: {1} before {2}, where the supplement before left {3}"))
                amounts = (step.before, step.expected)
                before, left = (self._say.amount(each, self._unit) for each in amounts)
                stage = self._say.stage(step.stage)
                self._line(f"  {text.format(step.name, before, stage, left)}")

    def _show_left_out(self) -> None:
        absent = [each for side in (self._diff.old, self._diff.new) for each in side.absent]
        left = self._diff.left_out
        if absent or left:
            self._line(self._say(mark("compared with nothing")), style="bold")
        for document in absent:
            self._line(f"  {document.file_name}: {self._say(ABSENT[document.why])}")
        for each in left if self._every else left[:_ROWS_SHOWN]:
            side = self._diff.old if each.side == "old" else self._diff.new
            amount = self._say.amount(each.amount, self._unit)
            what = f"{side.label}: {self._say.cell(each.cell)}"
            self._line(f"  {what}: {each.number:,} ({amount}); {self._say(WHY[each.why])}")


def both(old: str | None, new: str | None) -> str:
    """What stands on either side, once where it is the same."""
    if not old or not new or old == new:
        return new or old or ""
    return f"{old} → {new}"


def remarks(change: Change, say: Wording) -> Iterable[str]:
    """What else there is to say of a change, shortly."""
    if change.doubts:
        yield say.doubts(change)
    for each in change.fields:
        yield f"{each.field}: {each.old or '–'} → {each.new or '–'}"
    if change.match and change.kind in ("split", "merged"):
        yield from change.match.evidence
    if (change.printed_prior is not None and "prior_disagrees" in change.doubts) or (
        change.kind == "added" and change.printed_prior
    ):
        yield say(mark("prints {0} for the old year")).format(f"{change.printed_prior:,}")
