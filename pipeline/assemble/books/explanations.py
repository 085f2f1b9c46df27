"""The explanations of a budget book: projects with code, name and amount, in levels by indent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from models import Mark
from pipeline.assemble.books.paid import Paid, paid_along
from pipeline.assemble.books.rows import Amount, amount_of
from pipeline.assemble.books.vocabulary import (
    BASIS,
    BRACKETED,
    CODE,
    CODE_AND_NAME,
    FIGURE,
    OFFICE,
    SIGNS,
)
from pipeline.assemble.books.words import Word, WordRow, cut, name_of
from pipeline.assemble.tables.cells import named

_GAP = 0.8
_APART = 1.2
_INDENT = 2.0
_WRAP = 1.5
_FULL = 1.3
_BESIDE = 3.5
_BELOW = 0.35
_SIGNED = 0.6
_LEADING = 0.8


@dataclass(slots=True)
class Explained:
    """A project in the making: what its first row says, and the rows that go on with it."""

    x0: float
    top: float
    level: int
    code: Word | None
    name: list[Word]
    amount: Amount | None
    parent: "Explained | None" = None
    description: list[WordRow] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)
    office: str | None = None

    @property
    def says(self) -> bool:
        """Whether the row has an amount, or figures that go with its name; (廃目) has neither."""
        rows = " ".join(row.text for row in self.description)
        return self.amount is not None or self.code is not None or any(map(str.isdigit, rows))

    @property
    def called(self) -> tuple[str, Mark | None]:
        """The name without the sign or mark before it."""
        return named(name_of(self.name))


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A printed row: a code, a name and an amount, where they are printed."""

    row: WordRow
    code: Word | None
    name: tuple[Word, ...]
    amount: Amount | None
    signed: bool
    basis: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class _Measure:
    """How far names reach and where amounts begin, which tells a name that is wrapped.

    `reached` is how many rows reach as far as the longest, which they do where they are broken.
    """

    names: float
    amounts: float
    reached: int


class Outline:
    """The projects that are open while rows are read: the next one's level is by its indent."""

    def __init__(self) -> None:
        self._open: list[Explained] = []
        self._last: Explained | None = None
        self._office: str | None = None
        self._waits = False
        self._asides: frozenset[int] = frozenset()
        self._whole = False

    def begin(self, asides: frozenset[int], *, whole: bool) -> None:
        """Begins a table: at which places rows describe, and whether rows hold whole names."""
        self._asides, self._whole = asides, whole

    def close(self) -> None:
        """Forgets what is open: another 目 or 節 begins. An office waits for its first project."""
        self._open = []
        self._last = None
        if not self._waits:
            self._office = None

    def read(self, rows: Sequence[WordRow], left: float, unit: int | None) -> Iterator[Explained]:
        """The projects of some rows. `left` is the column's side, from which indents count."""
        parsed = [_parse(row, unit) for row in rows]
        parsed = parsed if self._whole else _gathered(parsed)
        measure = _measure(parsed)
        before: WordRow | None = None
        paying = False
        for each in parsed:
            paid = self._paid(each, unit, goes_on=paying)
            paying = bool(paid)
            if paid and self._last is not None:
                self._last.paid += paid
            elif (office := _office(each.row)) is not None:
                self._office, self._waits = office, True
            elif each.amount is not None and not each.name and self._last is not None:
                if self._last.amount is None:
                    self._last.amount = each.amount
                else:
                    self._last.description.append(each.row)
            elif each.amount is not None or each.code is not None or self._last is None:
                yield self._opened(each, left)
            elif self._wraps(self._last, each, before, measure):
                self._last.name.extend(each.name)
            else:
                self._last.description.append(each.row)
            before = each.row

    def _paid(self, each: _Parsed, unit: int | None, *, goes_on: bool) -> list[Paid]:
        """Who pays for the last project, where a row below its name says it."""
        if self._last is None or each.code is not None:
            return []
        return paid_along(each.row, unit, goes_on=goes_on)

    def _opened(self, each: _Parsed, left: float) -> Explained:
        indent = each.row.x0 - left
        while self._open and self._open[-1].x0 > indent - _INDENT:
            self._open.pop()
        parent = self._open[-1] if self._open else None
        name = list(each.name) or list(each.row.words)
        found = Explained(
            indent, each.row.top, len(self._open) + 1, each.code, name, each.amount, parent
        )
        found.office, self._waits = self._office, False
        if each.basis:
            found.description.append(WordRow.of(each.basis))
        self._open.append(found)
        self._last = found
        return found

    def _wraps(
        self, last: Explained, each: _Parsed, before: WordRow | None, measure: _Measure
    ) -> bool:
        """Whether a row without a figure goes on with the name of the row right before it."""
        if self._whole or last.description or before is None or each.signed or not last.name:
            return False
        if _open_bracket(last.name):
            return True
        end = last.name[-1]
        size = end.size
        first = next(word for word in last.name if word.line is end.line or word is last.name[0])
        if each.row.x0 > first.x0 + _GAP * size and round(each.row.x0) in self._asides:
            return False
        hanging = abs(each.row.x0 - first.x0) <= _WRAP * size
        if end.x1 >= measure.names - _FULL * size:
            beside = measure.amounts - end.x1 < _BESIDE * size
            starts = (first.x0, before.x0)
            below = any(abs(each.row.x0 - x) <= _BELOW * size for x in starts)
            if (hanging and beside) or (below and measure.reached > 1):
                return True
        tight = each.row.top - before.top < _FULL * size
        far = each.row.x0 > first.x0 + 3 * size
        return tight and far and not any(character.isdigit() for character in each.row.text)


def _office(row: WordRow) -> str | None:
    """The office that a row names and says nothing else: 【税務課】."""
    text = row.text
    match = BRACKETED.fullmatch(text)
    return match["name"] if match and OFFICE.fullmatch(match["name"]) else None


def _gathered(parsed: Sequence[_Parsed]) -> list[_Parsed]:
    """The rows, a name whose amount stands by its second line as one of them.

    Only where rows with amounts open with a sign or a number, as nearly all of them do then.
    """
    opens = [each.signed or each.code is not None for each in parsed if each.amount and each.name]
    if sum(opens) < _SIGNED * len(opens) or not opens:
        return list(parsed)
    found: list[_Parsed] = []
    for each in parsed:
        last = found[-1] if found else None
        if (
            last is not None
            and last.amount is None
            and (last.signed or last.code is not None)
            and each.amount is not None
            and not each.signed
            and each.code is None
            and each.row.top - last.row.bottom < _LEADING * each.row.words[0].size
        ):
            name = (*last.name, *each.name)
            found[-1] = replace(last, name=name, amount=each.amount, basis=each.basis)
        else:
            found.append(each)
    return found


def _open_bracket(words: Sequence[Word]) -> bool:
    """Whether a bracket is opened and not closed yet."""
    text = name_of(words)
    return sum(map(text.count, "(（【")) > sum(map(text.count, ")）】"))


def _parse(row: WordRow, unit: int | None) -> _Parsed:
    words = list(row.words)
    amount: Amount | None = None
    size = words[-1].size
    tail = 2 if len(words) > 1 and words[-2].text in "△▲" else 1
    figure = FIGURE.fullmatch("".join(word.text for word in words[-tail:]))
    before = words[-tail - 1] if len(words) > tail else None
    if figure is not None and (before is None or _apart(before, words[-tail])):
        amount = amount_of(words[-tail:], unit)
    if amount is not None:
        words = words[:-tail]
    code: Word | None = None
    if words and (joined := CODE_AND_NAME.match(words[0].text)):
        words[:1] = cut(words[0], joined.end())
    if len(words) > 1 and CODE.fullmatch(words[0].text):
        code = words.pop(0)
    basis: list[Word] = []
    while len(words) > 1 and amount is not None and BASIS.fullmatch(words[-1].text):
        if words[-1].x0 - words[-2].x1 <= _APART * size and "×" not in words[-1].text:
            break
        basis.insert(0, words.pop())
    signed = bool(words) and bool(SIGNS.match(words[0].text))
    if len(words) > 1 and SIGNS.fullmatch(words[0].text):
        words = words[1:]
    return _Parsed(row, code, tuple(words), amount, signed, tuple(basis))


def _apart(word: Word, figure: Word) -> bool:
    """Whether a figure stands off from the word before it, or in a cell of its own."""
    return word.line is not figure.line or figure.x0 - word.x1 > _GAP * figure.size


def _measure(parsed: Sequence[_Parsed]) -> _Measure:
    with_amounts = [each for each in parsed if each.amount is not None and each.name]
    names = max((each.name[-1].x1 for each in with_amounts), default=float("inf"))
    return _Measure(
        names,
        min(
            (
                each.amount.source.bbox[0]
                for each in with_amounts
                if each.amount and each.amount.source.bbox
            ),
            default=float("inf"),
        ),
        sum(
            each.row.words[-1].x1 >= names - _FULL * each.row.words[-1].size
            for each in parsed
            if each.amount is None
        )
        + sum(each.name[-1].x1 >= names - _FULL * each.name[-1].size for each in with_amounts),
    )
