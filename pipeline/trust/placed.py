"""Where a value stands, seen from the name that it is given to and from all other names."""

from bisect import bisect_right
from collections.abc import Iterable

from models import BBox, Record, Source
from pipeline.trust.named import OWNERS

_GAPS = (0.0, 20.0, 80.0, 200.0, 400.0)
# What a point downward or upward counts against a point along the line; and against reading order.
_DOWN, _UP, _BACK, _NEARER = 3.0, 6.0, 60.0, 0.5


def name_box(record: Record) -> BBox | None:
    """Where the name of a record stands on the record's page."""
    source = next((record.sources[name] for name in OWNERS if name in record.sources), None)
    return source.bbox if source is not None and source.page == record.page else None


def side_of(record: Record, path: str) -> str:
    """Where a value stands, seen from its owner's name."""
    name = next((record.sources[n] for n in OWNERS if n in record.sources), None)
    source = record.sources.get(path)
    if name is None or source is None:
        return "none"
    if name.page != source.page:
        return "page"
    if name.bbox is None or source.bbox is None:
        return "line" if name.line == source.line else "lines"
    return _beside(name, source)


def _beside(name: Source, source: Source) -> str:
    a, b = name.bbox, source.bbox
    if a is None or b is None:
        return "none"
    middle = (b[1] + b[3]) / 2
    if a[1] - 1 <= middle <= a[3] + 1:
        if b[0] >= a[2] - 1:
            return f"right{bisect_right(_GAPS, b[0] - a[2])}"
        return "within" if b[2] > a[0] else "left"
    height = max(b[3] - b[1], 1.0)
    away = (b[1] - a[3]) / height if middle > a[3] else (a[1] - b[3]) / height
    near = "near" if away < 1 else "far" if away < 4 else "away"
    return f"{'below' if middle > a[3] else 'above'}_{near}"


def nearest(figure: BBox, own: BBox, names: Iterable[BBox]) -> str:
    """Whether the name that a figure stands nearest to is its own, as tables and lists set them."""
    mine = _away(figure, own)
    other = min((_away(figure, name) for name in names if name != own), default=mine + 1)
    if mine <= other:
        return "own"
    return "other" if other < _NEARER * mine else "even"


def _away(figure: BBox, name: BBox) -> float:
    """How far a figure is from a name: along its line, or down from it; less likely up or back."""
    middle = (figure[1] + figure[3]) / 2
    across = max(figure[0] - name[2], name[0] - figure[2], 0.0)
    if name[1] - 1 <= middle <= name[3] + 1:
        return across if name[0] <= figure[0] else across + _BACK
    if middle > name[3]:
        return _DOWN * (middle - name[3]) + across
    return _UP * (name[1] - middle) + across + _BACK
