"""A page's characters and rules as columns, which become values when somebody asks for one.

A reader has its answers in arrays, and much of what is asked of a page can be answered from these:
words, and the cells that rules draw. A value for each character and rule is made for who wants
values, once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import repeat
from typing import Generic, NamedTuple, TypeAlias, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from models.page import Char, Colour, Rule

Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]
T = TypeVar("T")

LINE, RECT, CURVE, EDGE = range(4)
KINDS = ("line", "rect", "curve", "edge")

_char = partial(tuple.__new__, Char)
_rule = partial(tuple.__new__, Rule)


class _Columns(Sequence[T], Generic[T]):
    """A sequence of values that are made at the first question for one."""

    values: Sequence[T]

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        return self.values[place]

    def __iter__(self) -> Iterator[T]:
        return iter(self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class Look(NamedTuple):
    """What the characters of one text object share."""

    font: str
    colour: Colour | None


@dataclass(frozen=True, eq=False)
class Chars(_Columns[Char]):
    """Characters; `boxes` are x0, top, x1 and bottom, a row each. `look` are places in `looks`."""

    texts: list[str]
    boxes: Floats
    sizes: Floats
    upright: Flags
    bold: Flags
    look: Places
    looks: Sequence[Look]
    confidence: Sequence[float | None] | None = None

    @staticmethod
    def of(chars: Sequence[Char]) -> "Chars":
        """The columns of characters, which stay the values."""
        if isinstance(chars, Chars):
            return chars
        if not chars:
            return NO_CHARS
        text, x0, top, x1, bottom, size, upright, font, colour, sure, bold = zip(
            *chars, strict=True
        )
        columns = Chars(
            list(text),
            np.array([x0, top, x1, bottom], dtype=np.float64),
            np.array(size, dtype=np.float64),
            np.array(upright, dtype=np.bool_),
            np.array(bold, dtype=np.bool_),
            np.arange(len(chars)),
            list(map(Look, font, colour)),
            None if set(sure) == {None} else sure,
        )
        columns.__dict__["values"] = chars
        return columns

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def values(self) -> list[Char]:  # type: ignore[override]
        """Each character as a value."""
        fonts, colours = zip(*self.looks, strict=True) if self.looks else ((), ())
        look = self.look.tolist()
        rows = zip(
            self.texts,
            *self.boxes.tolist(),
            self.sizes.tolist(),
            self.upright.tolist(),
            map(fonts.__getitem__, look),
            map(colours.__getitem__, look),
            self.confidence or repeat(None),
            self.bold.tolist(),
            strict=False,
        )
        return list(map(_char, rows))

    def taken(self, places: Places) -> "Chars":
        """The characters at some places, in that order."""
        indices = places.tolist()
        return Chars(
            [self.texts[index] for index in indices],
            self.boxes[:, places],
            self.sizes[places],
            self.upright[places],
            self.bold[places],
            self.look[places],
            self.looks,
            self.confidence and [self.confidence[index] for index in indices],
        )

    def with_inserted(self, chars: Sequence[Char], after: Sequence[int]) -> "Chars":
        """These characters and some others, each of them after the place it is given."""
        others = Chars.of(chars)
        confidence: list[float | None] | None = None
        if self.confidence or others.confidence:
            confidence = [
                *(self.confidence or repeat(None, len(self))),
                *(others.confidence or repeat(None, len(others))),
            ]
        joined = Chars(
            self.texts + others.texts,
            np.hstack([self.boxes, others.boxes]),
            np.append(self.sizes, others.sizes),
            np.append(self.upright, others.upright),
            np.append(self.bold, others.bold),
            np.append(self.look, others.look + len(self.looks)),
            [*self.looks, *others.looks],
            confidence,
        )
        order = np.append(np.arange(len(self)), np.array(after, dtype=np.intp))
        return joined.taken(np.argsort(order, kind="stable"))


_NO_PLACES = np.zeros(0, dtype=np.intp)
_NO_FLAGS = np.zeros(0, dtype=np.bool_)
_NO_BOXES = np.zeros((4, 0))

NO_CHARS = Chars([], _NO_BOXES, _NO_BOXES[0], _NO_FLAGS, _NO_FLAGS, _NO_PLACES, [])


class Style(NamedTuple):
    """How a path is drawn; a fill or stroke without a colour is a pattern."""

    stroked: bool
    filled: bool
    fill: Colour | None
    stroke: Colour | None


@dataclass(frozen=True, eq=False)
class Rules(_Columns[Rule]):
    """Rules; `boxes` are x0, top, x1 and bottom, a row each. `style` are places in `styles`."""

    boxes: Floats
    kinds: NDArray[np.int8]
    style: Places
    styles: Sequence[Style]
    segments: Places
    widths: Floats

    @staticmethod
    def of(rules: Sequence[Rule]) -> "Rules":
        """The columns of rules, which stay the values."""
        if isinstance(rules, Rules):
            return rules
        if not rules:
            return NO_RULES
        x0, top, x1, bottom, kind, stroked, filled, fill, stroke, segments, width = zip(
            *rules, strict=True
        )
        known: dict[Style, int] = {}
        styles = map(Style, stroked, filled, fill, stroke)
        columns = Rules(
            np.array([x0, top, x1, bottom], dtype=np.float64),
            np.array([KINDS.index(name) for name in kind], dtype=np.int8),
            np.array([known.setdefault(style, len(known)) for style in styles]),
            list(known),
            np.array(segments),
            np.array(width, dtype=np.float64),
        )
        columns.__dict__["values"] = rules
        return columns

    def __len__(self) -> int:
        return len(self.kinds)

    @cached_property
    def values(self) -> list[Rule]:  # type: ignore[override]
        """Each rule as a value."""
        style = self.style.tolist()
        columns = zip(*self.styles, strict=True)
        rows = zip(
            *self.boxes.tolist(),
            [KINDS[kind] for kind in self.kinds.tolist()],
            *([column[place] for place in style] for column in columns),
            self.segments.tolist(),
            self.widths.tolist(),
            strict=True,
        )
        return list(map(_rule, rows))


NO_RULES = Rules(_NO_BOXES, np.zeros(0, dtype=np.int8), _NO_PLACES, [], _NO_PLACES, _NO_BOXES[0])
