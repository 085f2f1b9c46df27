"""Indicators: progress as result over target, grades by progress, repeats that must agree."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from models import Check, Indicator, Quantity, Record
from pipeline.arithmetic import Term, is_share

_TENTH = 0.1
_FULL, _NEARLY = 100.0, 80.0
_MOST = 0.8
_BASELINE = re.compile(r"基準|現状|現在|^(?:維持|増加?|減少?|向上|改善|低減)(?:する|させる)?$")


def indicator_checks(records: Sequence[Record]) -> Iterator[tuple[int, Check]]:
    """The checks of all indicators."""
    progress = list(_progress(records))
    held = sum(check.holds is True for _, check in progress)
    usual = held >= _MOST * len(progress)
    for place, check in progress:
        # A document that works its progress out in another way is not wrong.
        yield place, check if usual else check.model_copy(update={"severity": "warning"})
    yield from _grades(records, usual=usual)
    yield from _repeats(records)


def _progress(records: Sequence[Record]) -> Iterator[tuple[int, Check]]:
    for place, record in enumerate(records):
        if not isinstance(record, Indicator):
            continue
        targets = _targets(record)
        for number, actual in enumerate(record.actuals):
            value = actual.value.value if actual.value else None
            if value is None or actual.progress_percent is None or not targets:
                continue
            held = [t for t in targets if _is_progress(actual.progress_percent, value, t[1])]
            name, target = (held or targets)[0]
            terms = {
                f"actuals.{number}.progress_percent": actual.progress_percent,
                f"actuals.{number}.value": value,
                name: target,
            }
            yield place, _check("progress", holds=bool(held), terms=terms)


def _targets(record: Indicator) -> list[tuple[str, int | float]]:
    """What progress can be measured by. Words that are no figure (全国水準) are not the baseline's.

    現状値以上, 基準値より増加 and the like say that the baseline is what is to be reached.
    """
    words = record.revised_target or record.target
    by_words = words is not None and words.value is None
    pairs = [("revised_target", record.revised_target), ("target", record.target)]
    if not by_words or (words is not None and _BASELINE.search(words.text)):
        pairs.append(("baseline", record.baseline))
    return [(name, q.value) for name, q in pairs if q is not None and q.value]


def _is_progress(percent: float, value: float, target: float) -> bool:
    outcome = is_share(Term.of(percent, _TENTH), Term.of(value, 0), Term.of(target, 0))
    return outcome != "fails"


def _grades(records: Sequence[Record], *, usual: bool) -> Iterator[tuple[int, Check]]:
    """①: reached, ② or ③: from 80 %, B: below; only where a grade is written so."""
    for place, record in enumerate(records):
        if not isinstance(record, Indicator) or not record.grade or not record.actuals:
            continue
        last = next((a for a in reversed(record.actuals) if a.progress_percent is not None), None)
        if last is None or last.progress_percent is None or last is not record.actuals[-1]:
            continue
        percent = last.progress_percent
        expected = "①" if percent >= _FULL else "②③" if percent >= _NEARLY else "B"
        known = [sign for sign in "①②③B" if sign in record.grade]
        if len(known) != 1 or not usual:
            continue
        terms = {f"actuals.{len(record.actuals) - 1}.progress_percent": percent}
        yield place, _check("grade", holds=known[0] in expected, terms=terms)


def _repeats(records: Sequence[Record]) -> Iterator[tuple[int, Check]]:
    first: dict[tuple[str, str | None], tuple[int, Indicator]] = {}
    for place, record in enumerate(records):
        if not isinstance(record, Indicator) or record.name is None:
            continue
        key = (record.name, record.kind)
        if key not in first:
            first[key] = (place, record)
            continue
        other = first[key][1]
        pairs = [(record.baseline, other.baseline), (record.target, other.target)]
        pairs += [
            (mine.value, theirs.value)
            for mine, theirs in zip(record.actuals, other.actuals, strict=False)
        ]
        known = [(_value(a), _value(b)) for a, b in pairs if a is not None and b is not None]
        if not known:
            continue
        same = all(mine == theirs for mine, theirs in known)
        terms = {
            "figures": len(known),
            "same": sum(mine == theirs for mine, theirs in known),
        }
        yield place, _check("repeated", holds=same, terms=terms)


def _value(quantity: Quantity) -> Fraction | None:
    return None if quantity.value is None else Fraction(str(quantity.value))


def _check(name: str, *, holds: bool, terms: Mapping[str, int | float | None]) -> Check:
    return Check(name=name, holds=holds, terms=dict(terms))
