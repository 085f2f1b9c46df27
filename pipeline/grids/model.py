"""Tokens, the parts they are joined to, and the columns and frames that both stand in."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from models import BBox, Mark
from pipeline.grids.spans import Span

CLOSED = re.compile(
    r"(?P<open>[\[(〔<《])\s?(?P<label>(?:(?:令和|平成|[RH])\s?\d{1,2}\s?年?|(?:19|20)\d\d(?=\s?[年:：]))?[^\d\[\]()]*?)\s?(?P<inner>[約△▲−+\-]*\s?[\d][\d,.兆億万千百十円\s]*|[-−―ー‐–—─]{1,3}|皆増|皆減)\s?[\])〕>》]"
)
SENTENCE = re.compile(r"[、。]|を|(?:に|と)(?:より|向け|とも|対し|よる)|する|した")


class Kind(StrEnum):
    """What a token is."""

    WORDS = "words"
    FIGURE = "figure"
    NONE = "none"  # a dash, 皆増 or 皆減 where a figure would stand
    MARK = "mark"
    PARTIAL = "partial"  # a bracket that the end of the line leaves open
    ARROW = "arrow"  # from one figure to the next


@dataclass(frozen=True)
class Token:
    """A part of a line with one meaning.

    `bracket` is the bracket that opens around a figure, `label` the words in it before the figure.
    `bullet` is the sign or the form of number before words, `mark` what 新規 and its like say.
    `sign` is where a symbol stands before the bullet, as ★ in ★・; a legend says what it means.
    Words are `closed` where a colon parts them from their figure.
    """

    kind: Kind
    span: Span
    bracket: str = ""
    label: str = ""
    bullet: str = ""
    bullet_x: float | None = None
    mark: Mark | None = None
    glued: bool = False
    sign: Span | None = None
    closed: bool = False

    @property
    def text(self) -> str:
        return self.span.text

    @cached_property
    def box(self) -> BBox:
        return self.span.box


@dataclass
class Part:
    """What was printed as one thing: a name, a description, a figure, over one line or several.

    `zone` is the column or frame that it stands in, `row` the row of its first token there. A
    figure `leads` where an arrow goes from it to the next one; it is `earlier` where its label says
    a year before the document's. `figure_end` is where the free figure right after words ends.
    """

    kind: Kind
    spans: list[Span]
    page: int
    zone: int
    row: int
    box: BBox
    last: BBox
    last_row: int
    size: float
    bold: bool
    bullet: str = ""
    left: tuple[float, ...] = ()
    mark: Mark | None = None
    mark_span: Span | None = None
    bracket: str = ""
    label: str = ""
    label_spans: list[Span] = field(default_factory=list)
    fill: bool = False
    heading: bool = False
    closed: bool = False
    limit: float = 0.0
    next_x: float | None = None
    figure_end: float | None = None
    flow: tuple[float, ...] = ()
    edge: float = 0.0
    frame: BBox | None = None
    sign: Span | None = None
    leads: bool = False
    earlier: bool = False

    @property
    def text(self) -> str:
        """The text, its rows joined as Japanese is joined."""
        out = ""
        for span in self.spans:
            piece = span.text.strip()
            if (
                out
                and out[-1].isascii()
                and out[-1].isalnum()
                and piece[:1].isascii()
                and piece[:1].isalnum()
            ):
                out += " " if self.kind is Kind.WORDS else ""
            out += piece
        return out

    @property
    def figure_text(self) -> str:
        """A figure's own text, without its bracket and the label in it."""
        text = self.text
        if self.bracket:
            match = CLOSED.fullmatch(text)
            if match:
                return match["inner"]
            return text.strip("[]()〔〕<>《》 ").removeprefix(self.label).lstrip(" :：")
        return text


@dataclass
class Zone:
    """A column of a page or a frame: its rows of tokens from the top."""

    number: int
    page: int
    left: float
    right: float
    top: float
    frame: BBox | None
    rows: list[list[Token]]
    parts: list[Part] = field(default_factory=list)
