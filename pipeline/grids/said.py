"""What notes, labels, arrows and legends say of the parts that stand beside them."""

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from models import Mark
from pipeline.grids.habits import Habits, bare_label
from pipeline.grids.model import Kind, Part
from pipeline.recognise import find_years

_PRIOR_WORDS = re.compile(r"(?:前|昨)年度?(?:の?当初)?(?:予算)?額?|前年|昨年|前回")
_CHANGE_WORDS = re.compile(r"増減|比較|対前年|差引")
_UNIT_NOTE = re.compile(
    r"単\s*位|[(（【\[]\s*(?:百万|千|万|億)?円\s*[)）】\]]|順に(?:記載|表示|掲載)"
)
_IN_BRACKETS = re.compile(r"[(（【\[][^()（）【】\[\]]{0,30}[)）】\]]")
_LEAST_HEADING = 3
_WESTERN = re.compile(r"(?<!\d)20\d\d(?!\d)")


def is_note(part: Part) -> bool:
    """Whether words say the unit of amounts, or in what order these stand."""
    return part.kind is Kind.WORDS and len(part.text) < 60 and bool(_UNIT_NOTE.search(part.text))


def is_only_note(part: Part) -> bool:
    """Whether a unit note is no heading besides: 子育て・教育(単位:百万円) is one."""
    if not is_note(part):
        return False
    rest = _IN_BRACKETS.sub("", part.text).strip()
    return len(rest) < _LEAST_HEADING or _UNIT_NOTE.search(rest) is not None


def with_labels(stream: list[Part], habits: Habits) -> list[Part]:
    """Words before a figure that say what it is, over and over, become its label."""
    gone: set[int] = set()
    for before, part in itertools.pairwise(stream):
        if (
            part.kind not in (Kind.FIGURE, Kind.NONE)
            or before.kind is not Kind.WORDS
            or before.bullet
        ):
            continue
        if before.zone != part.zone or before.last_row != part.row:
            continue
        text = bare_label(before.text)
        if text in habits.labels or _PRIOR_WORDS.fullmatch(text):
            part.label = part.label or text
            part.label_spans = before.spans
            gone.add(id(before))
    return [
        part
        for part in stream
        if id(part) not in gone
        # 担当課 and 内容 say what the words behind them are, and are no slot of their own.
        and not (part.kind is Kind.WORDS and bare_label(part.text) in habits.titles)
    ]


def tell_years(stream: Sequence[Part], year: int | None) -> None:
    """Marks the figures whose own label names a year before this one, or an arrow leads on from.

    Where the document has no year, the latest that labels name over and over is this one.
    """
    said = {
        id(part): found
        for part in stream
        if part.kind in (Kind.FIGURE, Kind.NONE) and (found := _year_in(part.label))
    }
    counts = Counter(said.values())
    often = [each for each, n in counts.items() if n >= 0.2 * max(counts.values())]
    if year is None and len(often) > 1:
        year = max(often)
    for part in stream:
        own = said.get(id(part))
        part.earlier = part.leads or (own is not None and year is not None and own < year)


def _year_in(label: str) -> int | None:
    """The fiscal year that a label names: R5, 令和5年度, 2023."""
    if found := find_years(label):
        return found[0].value.year
    return int(bare[0]) if (bare := _WESTERN.search(label)) else None


def tell_signs(stream: Sequence[Part], legend: Mapping[str, Mark]) -> None:
    """Gives words the mark that a legend has for the sign before them: ★新規 ☆拡充."""
    for part in stream:
        if part.kind is not Kind.WORDS or part.mark is not None:
            continue
        if part.sign is not None and (mark := legend.get(part.sign.text.strip())):
            part.mark, part.mark_span = mark, part.sign
        elif (mark := legend.get(part.bullet)) and part.spans:
            part.mark, part.bullet = mark, ""


def is_prior(part: Part) -> bool:
    """Whether a figure is known for last year's, or for the change since then."""
    return (
        part.earlier
        or _PRIOR_WORDS.search(part.label) is not None
        or _CHANGE_WORDS.search(part.label) is not None
    )
