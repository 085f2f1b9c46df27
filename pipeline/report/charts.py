"""Charts as SVG, drawn by hand: bars beside figures, and the course of an indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.report.breakdowns import Breakdown
from pipeline.report.findings import Course


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: `share` in percent of the sum, `start` and `length` of the widest bar."""

    name: str | None
    yen: int
    share: float
    start: float
    length: float


def bars(breakdown: Breakdown) -> list[Bar]:
    """The parts as bars in their printed order, around one zero line."""
    values = [part.yen for part in breakdown.parts]
    least, most = min(0, *values), max(0, *values)
    width = (most - least) or 1
    total = breakdown.sum
    return [
        Bar(
            name=part.name,
            yen=part.yen,
            share=100 * part.yen / total if total else 0.0,
            start=round(100 * (min(part.yen, 0) - least) / width, 3),
            length=round(100 * abs(part.yen) / width, 3),
        )
        for part in breakdown.parts
    ]


WIDTH, HEIGHT, MARGIN = 220.0, 64.0, 6.0


@dataclass(frozen=True, slots=True)
class Curve:
    """An indicator's course in a picture of WIDTH × HEIGHT: results, and the target's height."""

    points: Sequence[tuple[float, float, int, float]]
    line: str
    target: float | None
    target_value: float | None


def curve(course: Course) -> Curve | None:
    """The course as a line; null where there is nothing that could be drawn as one."""
    if len(course.results) < 2:
        return None
    target = course.target.value if course.target else None
    goal = float(target) if target is not None else None
    values = [value for _, value in course.results] + ([] if goal is None else [goal])
    years = [year for year, _ in course.results]
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    long = (years[-1] - years[0]) or 1

    def height(value: float) -> float:
        return round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - low) / span, 1)

    points = [
        (
            round(MARGIN + (WIDTH - 2 * MARGIN) * (year - years[0]) / long, 1),
            height(value),
            year,
            value,
        )
        for year, value in course.results
    ]
    line = " ".join(f"{x},{y}" for x, y, _, _ in points)
    return Curve(points, line, None if goal is None else height(goal), goal)
