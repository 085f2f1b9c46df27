"""Dotted and dashed ruling lines: producers draw them dot by dot, a reader sees one line."""

from collections.abc import Iterator, Sequence

from models.page import Rule

# Points: a dot or dash is no longer and no thicker; a dash is parted from the next by less.
_LONGEST = 9.0
_THICKEST = 2.0
_GAP = 4.0
_LEAST_DOTS = 5
_EVEN = 0.35
_MEET = 3.0


def with_whole_lines(rules: Sequence[Rule]) -> Sequence[Rule]:
    """The rules, each row or column of even dots or dashes that bounds a box as one line.

    A dotted line that ends in the open only leads the eye from a name to its amount. Dots at
    uneven distances are a drawing.
    """
    small = [rule for rule in rules if _is_small(rule)]
    if len(small) < _LEAST_DOTS:
        return rules
    level = list(_runs(small, level=True))
    upright = list(_runs(small, level=False))
    runs = _bounding(rules, _lines_of(level, upright), _lines_of(upright, level))
    joined = {id(rule) for run in runs for rule in run}
    kept = [rule for rule in rules if id(rule) not in joined]
    return [*kept, *(_line(run) for run in runs)]


def _lines_of(runs: Sequence[Sequence[Rule]], across: Sequence[Sequence[Rule]]) -> list[list[Rule]]:
    """The runs that are lines: dots that also run across are a pattern that fills a surface."""
    crossing = {id(rule) for run in across for rule in run}
    return [list(run) for run in runs if sum(id(rule) in crossing for rule in run) < 0.5 * len(run)]


def _bounding(
    rules: Sequence[Rule], level: Sequence[list[Rule]], upright: Sequence[list[Rule]]
) -> list[list[Rule]]:
    """The runs that end at lines across them, dotted or drawn."""
    tall = [rule for rule in rules if rule.bottom - rule.top > _LONGEST]
    wide = [rule for rule in rules if rule.x1 - rule.x0 > _LONGEST]
    tall += map(_line, upright)
    wide += map(_line, level)
    return [
        *(run for run in level if _ends_at(_line(run), tall, level=True)),
        *(run for run in upright if _ends_at(_line(run), wide, level=False)),
    ]


def _ends_at(line: Rule, across: Sequence[Rule], *, level: bool) -> bool:
    """Whether both ends of a line meet a side of a rule across it."""
    x0, top, x1, bottom = line[:4]
    y, x = (top + bottom) / 2, (x0 + x1) / 2
    if level:
        ends = (x0, x1)
        met = [r for r in across if r.top - _MEET < y < r.bottom + _MEET]
        sides = [side for r in met for side in (r.x0, r.x1)]
    else:
        ends = (top, bottom)
        met = [r for r in across if r.x0 - _MEET < x < r.x1 + _MEET]
        sides = [side for r in met for side in (r.top, r.bottom)]
    return all(any(abs(side - end) < _MEET for side in sides) for end in ends)


def _is_small(rule: Rule) -> bool:
    wide, high = rule.x1 - rule.x0, rule.bottom - rule.top
    return max(wide, high) <= _LONGEST and min(wide, high) <= _THICKEST and rule.kind != "edge"


def _runs(small: Sequence[Rule], *, level: bool) -> Iterator[list[Rule]]:
    """Dots of one style on one line, next to each other at even distances."""
    rows: dict[tuple[object, ...], list[Rule]] = {}
    for rule in small:
        thick = rule.bottom - rule.top if level else rule.x1 - rule.x0
        if thick <= _THICKEST:
            middle = (rule.top + rule.bottom) / 2 if level else (rule.x0 + rule.x1) / 2
            key = (round(middle, 1), rule.fill, rule.stroke, rule.filled, rule.stroked)
            rows.setdefault(key, []).append(rule)
    for row in rows.values():
        row.sort(key=lambda rule: rule.x0 if level else rule.top)
        run: list[Rule] = []
        for rule in row:
            if run and not _follows(run, rule, level=level):
                if len(run) >= _LEAST_DOTS:
                    yield run
                run = []
            run.append(rule)
        if len(run) >= _LEAST_DOTS:
            yield run


def _follows(run: Sequence[Rule], rule: Rule, *, level: bool) -> bool:
    """Whether a dot stands as far from the last as that one from the dot before it.

    The first and the last dot of a line are often cut, and lines overlap where they meet.
    """
    last = run[-1]
    gap = rule.x0 - last.x1 if level else rule.top - last.bottom
    if len(run) < 3:
        return gap <= _GAP
    before = run[-2]
    usual = last.x0 - before.x1 if level else last.top - before.bottom
    return gap <= _GAP and gap <= max(usual, 0.0) * (1 + _EVEN) + 1.0


def _line(run: Sequence[Rule]) -> Rule:
    return run[0]._replace(
        x0=min(rule.x0 for rule in run),
        top=min(rule.top for rule in run),
        x1=max(rule.x1 for rule in run),
        bottom=max(rule.bottom for rule in run),
        kind="rect",
        segments=4,
    )
