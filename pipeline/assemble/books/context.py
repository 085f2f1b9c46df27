"""What a budget book says between its tables: account, direction, 款 and 項, and the unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models import Issue, Source
from pipeline.assemble.books.records import Draft
from pipeline.assemble.books.rows import Amount
from pipeline.assemble.books.vocabulary import (
    ACCOUNT,
    CAPITAL,
    DIRECTED,
    DIRECTION,
    HEADING,
    HEADING_AMOUNT,
    HEADING_LEVELS,
    PART,
    TITLED,
    UNIT_TAIL,
    BookRole,
    Direction,
    Level,
)
from pipeline.assemble.books.words import Word, WordRow, name_of, source_of
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import squeezed
from pipeline.assemble.tables.figures import whole
from pipeline.assemble.tables.roles import unit_note
from pipeline.assemble.tables.vocabulary import EXPENDITURE, REVENUE

_LONGEST = 60
_LEVELS: tuple[Level, ...] = ("title", "item", "subitem")
_YEARS = re.compile(r"^(?:令和|平成|昭和)?(?:\d+|元)年度")


@dataclass(frozen=True, slots=True)
class Named:
    """A 款, 項 or 目: its number as printed, and its name."""

    number: str | None
    name: str


class Context:
    """The state of reading a book from its first page to its last."""

    def __init__(self, about: About) -> None:
        self.about = about
        self.account: str | None = None
        self.direction: Direction | None = None
        self.word: str | None = None
        self.part: str | None = None
        self.path: dict[Level, Named] = {}
        self.unit: int | None = None
        self.drafts: list[Draft] = []
        self.issues: list[Issue] = []
        self._headings: dict[tuple[object, ...], Draft] = {}
        self._over: list[Source] = []
        self._titled: set[str] = set()

    def turn(self, rows: Sequence[WordRow], *, facing: Sequence[WordRow]) -> None:
        """Begins a page: the unit that its notes give, where they agree, holds for its tables."""
        units = {unit for row in (*rows, *facing) if (unit := unit_note(row.text)) is not None}
        if len(units) == 1:
            self.unit = units.pop()

    def read(self, row: WordRow, *, in_book: bool) -> bool:
        """Takes in a row of print; whether it is a heading whose figures are now recorded."""
        text = squeezed(UNIT_TAIL.sub("", row.text))
        if len(text) > _LONGEST:
            return False
        if in_book and HEADING.match(row.text.strip()):
            return self._heading(row)
        if match := ACCOUNT.fullmatch(text):
            self._account(match["name"])
        elif match := TITLED.fullmatch(text):
            self._account(match["name"])
            self._titled.add(self.account or "")
        elif text in self._titled:
            self._account(text)
        elif match := DIRECTION.fullmatch(text) or CAPITAL.fullmatch(text):
            self._direct(match["word"])
        elif match := DIRECTED.search(text, max(len(text) - 12, 0)):
            if match.end() == len(text):
                self._entitled(text[: match.start("word")].rstrip("(（〔【"))
                self._direct(match["word"])
        else:
            self._entitled(text)
        return False

    def _entitled(self, text: str) -> None:
        """Goes into 第1表 or 総括, where a text is its title."""
        if PART.fullmatch(text):
            self.part = re.sub(r"^[\d.．、]+", "", text)
            self.path = {}

    def _account(self, printed: str) -> None:
        name = _YEARS.sub("", printed)
        issuer = self.about.issuer
        if issuer and name.startswith(issuer):
            name = name[len(issuer) :].removeprefix("の")
        else:
            name = re.sub(r"^[^\d]{1,6}?[都道府県市区町村](?:の)?(?=一般会計)", "", name)
        if name and name != self.account:
            self.account = name
            self.path = {}

    def _direct(self, word: str) -> None:
        direction: Direction = "revenue" if word.endswith(("入", "入及び支出")) else "expenditure"
        if word in ("収益的収入及び支出", "資本的収入及び支出"):
            self.part = word
            return
        if direction != self.direction or word != self.word:
            self.path = {}
        self.direction, self.word = direction, word

    def enter(self, level: Level, named: Named) -> None:
        """Goes into a 款, 項 or 目; what stood below the one before it is left."""
        depth = _LEVELS.index(level)
        if self.path.get(level) == named:
            return
        self.path = {each: self.path[each] for each in _LEVELS[:depth] if each in self.path}
        self.path[level] = named
        if level == "title":
            self._direct_by(named.name)

    def _direct_by(self, name: str) -> None:
        """The direction that the names of the law give, where no heading has said it."""
        if self.direction is None:
            if EXPENDITURE.fullmatch(name):
                self.direction = "expenditure"
            elif REVENUE.fullmatch(name):
                self.direction = "revenue"

    def open_details(self) -> None:
        """Leaves 第1表 and 総括, for the detailed tables stand in no part that has a title."""
        if self.part is not None and not CAPITAL.fullmatch(self.part):
            self.part = None

    def code(self, level: Level) -> str | None:
        """The printed numbers that lead to the level's row: 2.1.1."""
        numbers = [
            self.path[each].number
            for each in _LEVELS[: _LEVELS.index(level) + 1]
            if each in self.path
        ]
        whole_path = len(numbers) == _LEVELS.index(level) + 1
        if not whole_path or None in numbers:
            return self.path[level].number if level in self.path else None
        return ".".join(str(int(number)) for number in numbers if number)

    def section(self, level: Level | None = None) -> tuple[str, ...]:
        """The names above a row of the level; of all that is open where none is given."""
        above = _LEVELS if level is None else _LEVELS[: _LEVELS.index(level)]
        names = (self.path[each].name for each in above if each in self.path)
        word = self.word or {"revenue": "歳入", "expenditure": "歳出"}.get(self.direction or "")
        return tuple(part for part in (self.part, word, *names) if part)

    def draft(self, level: Level, name: str, page: int) -> Draft:
        """A statement line of the current account and direction, kept in the book's order."""
        found = Draft(page, level, name, direction=self.direction, account=self.account)
        self.drafts.append(found)
        self.note_headings(found)
        return found

    def leave(self) -> None:
        """Goes out of all 款: a total of all of them follows."""
        self.path = {}

    def note_headings(self, draft: Draft) -> None:
        """The places of the 款 and 項 printed above a row, for their numbers are figures too."""
        for source in self._over:
            draft.again("section", source)
        self._over.clear()

    def _heading(self, row: WordRow) -> bool:
        """款 and 項 over a table, each with its amount where one is printed."""
        self.open_details()
        text = UNIT_TAIL.sub("", row.text)
        marks = list(HEADING.finditer(text))
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            end = after.start() if after else len(text)
            level = HEADING_LEVELS[mark["level"] or mark["level_before"]]
            words = _within(row.words, mark.end(), end)
            amount: Amount | None = None
            figure = HEADING_AMOUNT.search(text[mark.end() : end])
            if figure is not None and figure.start() > 0:
                last = _within(row.words, mark.end() + figure.start("figure"), end)
                words = _within(row.words, mark.end(), mark.end() + figure.start())
                amount = self._amount(last)
            if not words:
                return False
            number = mark["number"] or mark["number_after"]
            self.enter(level, Named(number, name_of(words)))
            if amount is not None:
                self._headed(level, words, amount)
        self._over.append(source_of(row.words))
        return True

    def _amount(self, words: Sequence[Word]) -> Amount | None:
        if not words:
            return None
        figure = whole("".join(word.text for word in words))
        return Amount(figure.money(self.unit), source_of(words)) if figure else None

    def _headed(self, level: Level, words: Sequence[Word], amount: Amount) -> None:
        """The line of a heading with an amount; the same heading again is no other line."""
        code, name = self.code(level), self.path[level].name
        key = (self.account, self.direction, self.section(level), level, code, name)
        draft = self._headings.get(key)
        if draft is not None and draft.amounts.get(BookRole.AMOUNT) == amount.money:
            draft.again(BookRole.AMOUNT.value, amount.source)
            return
        draft = self.draft(level, name, words[0].line.page)
        draft.code, draft.section = code, self.section(level)
        draft.sources["name"] = source_of(words)
        draft.give(BookRole.AMOUNT, amount)
        self._headings[key] = draft


def _within(words: Sequence[Word], start: int, end: int) -> list[Word]:
    """The words between two offsets of their row's text; a word may be cut."""
    found: list[Word] = []
    at = 0
    for word in words:
        first, last = max(start - at, 0), min(end - at, len(word.text))
        if last > first:
            wide = (word.x1 - word.x0) / max(len(word.text), 1)
            found.append(
                Word(
                    word.line,
                    word.start + first,
                    word.start + last,
                    word.x0 + wide * first,
                    word.top,
                    word.x0 + wide * last,
                    word.bottom,
                )
            )
        at += len(word.text) + 1
    return found
