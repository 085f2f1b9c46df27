"""Reading the tables of a budget book into drafts of records, in the book's order."""

from collections.abc import Iterator, Mapping, Sequence

from models import Record
from pipeline.assemble.books.columns import BookColumn
from pipeline.assemble.books.context import Context, Named
from pipeline.assemble.books.explanations import Explained, Outline
from pipeline.assemble.books.offices import offices_in
from pipeline.assemble.books.paid import paid_in
from pipeline.assemble.books.pairing import Paired, asides_of, paired
from pipeline.assemble.books.records import Draft, Place, item_of
from pipeline.assemble.books.rows import Entry, Label, entries
from pipeline.assemble.books.spreads import Spread
from pipeline.assemble.books.vocabulary import FIGURES, GRAND, LABELS, SAME_YEAR, BookRole, Level
from pipeline.assemble.books.words import Word, name_of, rows_of
from pipeline.assemble.lines.pieces import squeezed
from pipeline.assemble.tables.roles import unit_note
from pipeline.assemble.tables.vocabulary import UNITS

_SLACK = 3.0
_LEVEL = 2.0
_HALF = 4.0
_LABELS = (*LABELS, BookRole.SUBJECT)


class Reader:
    """Reads one table after the other; what a page breaks off goes on with the next."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._outline = Outline()
        self._items: list[tuple[Explained, Place]] = []
        self._same_year = False
        self._depths: list[float] = []
        self._levels: list[Level] = []
        self._current: Draft | None = None
        self._section: Draft | None = None
        self._explained: list[Paired] = []
        self._left = 0.0

    def records(self) -> Iterator[Record]:
        """All that was read."""
        about = self._context.about
        yield from (draft.line(about) for draft in self._context.drafts)
        offices = offices_in(name_of(found.name) for found, _ in self._items)
        for found, place in self._items:
            if found.says:
                yield item_of(found, place, about, offices)

    def summary(self, spread: Spread) -> None:
        """第1表 or 総括: a line for each row."""
        columns, units = spread.words()
        self._unit(units)
        main = self._main(spread, columns)
        self._indents(spread, main, ("title", "item", "subitem"))
        for entry in main:
            self._line(entry)

    def detail(self, spread: Spread) -> None:
        """事項別明細書: 目 with their figures, each with its 節 and explanations beside it."""
        columns, units = spread.words()
        self._unit(units)
        self._context.open_details()
        main = self._main(spread, columns)
        self._indents(spread, main, ("subitem", "item", "title"))
        sections = self._sections(spread, columns)
        explained = _of(columns, BookRole.EXPLANATION)
        cells = [band for column in explained for band in spread.bands(column)]
        words = [word for found in explained.values() for word in found]
        self._left = min((column.x0 for column in explained), default=0.0)
        self._explained = paired(words, cells)
        whole = any(each.whole for each in self._explained)
        self._outline.begin(asides_of(self._explained), whole=whole)
        listed = rows_of(w for ws in _of(columns, BookRole.FUNDING_LIST).values() for w in ws)
        tops = [*(self._begins(entry, sections) for entry in main), float("inf")]
        self._beside(sections, (float("-inf"), tops[0]))
        for entry, end in zip(main, tops[1:], strict=True):
            self._line(entry)
            if self._current is not None:
                inside = [row for row in listed if entry.top - _SLACK <= row.middle < end - _SLACK]
                self._current.pay(paid_in(inside, self._context.unit))
            self._beside(sections, (self._begins(entry, sections), end))

    def _begins(self, entry: Entry, sections: Sequence[Entry]) -> float:
        """Where what stands beside a 目 begins: level with its figures, or with its first line.

        Names that wrap rise above their figures, and those of 節 and explanations may rise higher.
        """
        if entry.at is None or not entry.cut:
            return entry.top
        beside = [section.at for section in sections if section.at is not None]
        beside += [row.at for row in self._explained]
        level = any(abs(at - entry.at) < _LEVEL for at in beside)
        return max(entry.top, entry.at - _HALF) if level else entry.top

    def _unit(self, words: Sequence[Word]) -> None:
        units = {UNITS[word.text] for word in words if word.text in UNITS}
        units |= {unit for word in words if (unit := unit_note(word.text)) is not None}
        if len(units) == 1:
            self._context.unit = units.pop()

    def _main(self, spread: Spread, columns: Mapping[BookColumn, Sequence[Word]]) -> list[Entry]:
        self._same_year = any(
            column.role is BookRole.PRIOR and SAME_YEAR.match(column.label) for column in columns
        )
        labels = _of(columns, *_LABELS)
        figures = _of(columns, *FIGURES, BookRole.FUNDING_TOTAL)
        ruled = next(column for column in figures if column.role is BookRole.AMOUNT)
        return entries(labels, figures, spread.bands(ruled), self._context.unit)

    def _sections(
        self, spread: Spread, columns: Mapping[BookColumn, Sequence[Word]]
    ) -> list[Entry]:
        labels = _of(columns, BookRole.SECTION)
        figures = _of(columns, BookRole.SECTION_AMOUNT)
        if not labels or not figures:
            return []
        bands = spread.bands(next(iter(labels)))
        return entries(labels, figures, bands, self._context.unit)

    def _line(self, entry: Entry) -> None:
        """A 款, 項, 目 or 計 with its figures; one without a label goes on with the one before."""
        label = entry.label
        if label is None:
            if self._current is not None:
                self._current.take(entry)
            return
        for outer in entry.outer:
            if outer.level is not None and not outer.is_total:
                self._context.enter(outer.level, Named(outer.number, outer.name))
        page = label.words[0].line.page
        if label.is_total:
            self._begin(None)
            if GRAND.fullmatch(squeezed(label.name)):
                self._context.leave()
            draft = self._context.draft("total", label.name, page)
            draft.section = self._context.section()
        else:
            level = label.level or self._level(label)
            named = Named(label.number, label.name)
            goes_on = self._current is not None and self._context.path.get(level) == named
            if goes_on and self._current is not None and self._current.repeats(entry):
                return
            self._context.enter(level, named)
            draft = self._context.draft(level, label.name, page)
            draft.section = self._context.section(level)
            draft.code = self._context.code(level)
            self._begin(draft)
        draft.named(label)
        draft.same_year = self._same_year
        draft.take(entry)

    def _indents(
        self, spread: Spread, main: Sequence[Entry], levels: tuple[Level, Level, Level]
    ) -> None:
        """What the indents of a column of all 款, 項 and 目 (科目) stand for.

        `levels` says what comes first where fewer than three are found.
        """
        if not spread.has(BookRole.SUBJECT):
            return
        for entry in main:
            x0 = entry.label.x0 if entry.label and not entry.label.is_total else None
            if x0 is not None and not any(abs(x0 - other) < _SLACK for other in self._depths):
                self._depths.append(x0)
        order = ("title", "item", "subitem")
        self._levels = sorted(levels[: len(self._depths)], key=order.index)

    def _level(self, label: Label) -> Level:
        """The level of a row whose column or number does not say it: by its indent."""
        if len(self._depths) > 1:
            depths = sorted(self._depths)
            nearest = min(range(len(depths)), key=lambda at: abs(depths[at] - label.x0))
            return self._levels[min(nearest, len(self._levels) - 1)]
        return "subitem" if "item" in self._context.path else "title"

    def _begin(self, draft: Draft | None) -> None:
        self._current = draft
        self._section = None
        self._outline.close()
        if draft is None:
            self._context.path.pop("subitem", None)

    def _beside(
        self,
        sections: Sequence[Entry],
        between: tuple[float, float],
    ) -> None:
        """The 節 and the explanations at a height."""
        low, high = between[0] - _SLACK, between[1] - _SLACK
        own = [entry for entry in sections if low <= entry.height < high]
        revenue = self._context.direction == "revenue"
        rest = low
        for entry in own:
            if revenue:
                begins = self._begins(entry, ()) - _SLACK
                self._explain((rest, begins))
                rest = begins
            self._split(entry)
        self._explain((rest, high))

    def _split(self, entry: Entry) -> None:
        """A 節, or a part of one."""
        label = entry.label
        context = self._context
        if label is None:
            if self._section is not None:
                self._section.take(entry)
            return
        is_section = label.number is not None or self._section is None
        level: Level = "section" if is_section else "detail"
        draft = context.draft(level, label.name, label.words[0].line.page)
        above = context.section()
        if not is_section and self._section is not None:
            above = (*above, self._section.name)
        draft.section = above
        draft.code = label.number
        draft.named(label)
        draft.take(entry)
        if is_section:
            self._section = draft
            if context.direction == "revenue":
                self._outline.close()

    def _explain(self, between: tuple[float, float]) -> None:
        context = self._context
        section = context.section()
        if context.direction == "revenue" and self._section is not None:
            section = (*section, self._section.name)
        rows = [each.row for each in self._explained if between[0] <= each.at < between[1]]
        for found in self._outline.read(rows, self._left, context.unit):
            place = Place(section, context.account, context.direction, self._same_year)
            self._items.append((found, place))


def _of(
    columns: Mapping[BookColumn, Sequence[Word]], *roles: BookRole
) -> dict[BookColumn, Sequence[Word]]:
    return {column: words for column, words in columns.items() if column.role in roles}
