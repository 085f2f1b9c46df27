"""No pattern takes more than time in proportion to a text, whatever the text."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import groupby, product
from pathlib import Path
from typing import TypeVar

import pytest

from pipeline import extract
from tests.patterns import attacks
from tests.patterns.attacks import Attack
from tests.patterns.collect import FULLMATCH, MATCH, SEARCH, Asked, collected

# The usual run feeds every attack with one end, briefly, and looks closer at the slowest of each
# pattern only; the whole takes a minute and a half more.
WHOLE = bool(os.environ.get("YOSANO_WHOLE_PATTERNS"))
ENDS = attacks.ENDS if WHOLE else attacks.ENDS[1:2]
CLOSER = 10_000 if WHOLE else 2

# Exponential patterns are told by short texts, before they could run on for ever.
SHORT = (24, 48, 200) if WHOLE else ()
SHORT_LIMIT = 0.05
FIRST, LONG = 500, 3_200
# A linear pattern takes some ten nanoseconds a character; a quadratic one a hundred thousand steps.
FIRST_LIMIT, LONG_LIMIT = 0.0003, 0.006
# Work in proportion grows 4 times, quadratic work 16 times; what lies between is noise.
FACTOR, LIMIT = 4, 9
STOP = 3.0 if WHOLE else 0.5
T = TypeVar("T")


class _TooSlowError(Exception):
    pass


@contextmanager
def _stopped() -> Iterator[None]:
    """Both engines look for signals while they match."""

    def stop(*_: object) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, STOP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _asking(pattern: re.Pattern[str], method: str) -> Callable[[str], object]:
    if method == MATCH:
        return pattern.match
    if method == FULLMATCH:
        return pattern.fullmatch
    return lambda text: sum(1 for _ in pattern.finditer(text))


def _seconds(ask: Callable[[str], object], text: str, *, times: int = 1) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.thread_time()
        ask(text)
        best = min(best, time.thread_time() - start)
    return best


def _at_first(ask: Callable[[str], object], make: Callable[[int], str]) -> float:
    """Seconds that a text of moderate length takes; infinite where a short one takes too long."""
    for length in SHORT:
        if _seconds(ask, make(length)) > SHORT_LIMIT < _seconds(ask, make(length), times=2):
            return float("inf")
    return _seconds(ask, make(FIRST))


def _grown(ask: Callable[[str], object], make: Callable[[int], str]) -> str | None:
    """How a text that grows by `make` costs more than its length, if it does."""
    if _seconds(ask, make(LONG)) < LONG_LIMIT:
        return None
    once, more = (_seconds(ask, make(size), times=3) for size in (LONG, FACTOR * LONG))
    if once < LONG_LIMIT or more < LIMIT * once:
        return None
    return f"{once:.3f} s for {LONG} characters, {more:.3f} s for {FACTOR} times as many"


def _findings(asked: Asked) -> Iterator[str]:
    for method in sorted(asked.methods):
        ask = _asking(asked.pattern, method)
        costs: list[tuple[float, Attack, str]] = []
        for attack, end in product(attacks.attacks_on(asked.pattern), ENDS):
            make = partial(attack.text, end=end)
            seconds = _within_reason(partial(_at_first, ask, make), float("inf"))
            if seconds == float("inf"):
                yield f"{method} {attack.before!r} + {attack.again!r} × n + {end!r}: no end seen"
            elif seconds > FIRST_LIMIT:
                costs.append((seconds, attack, end))
        for _, attack, end in sorted(costs, reverse=True)[:CLOSER]:
            make = partial(attack.text, end=end)
            slow = _within_reason(partial(_grown, ask, make), f"over {STOP} s")
            if slow:
                yield f"{method} {attack.before!r} + {attack.again!r} × n + {end!r}: {slow}"


def _within_reason(call: Callable[[], T], otherwise: T) -> T:
    try:
        with _stopped():
            return call()
    except _TooSlowError:
        return otherwise


BY_MODULE = {
    name: list(patterns)
    for name, patterns in groupby(collected(), lambda asked: asked.places[0].split(":")[0])
}


@pytest.mark.parametrize("name", BY_MODULE)
def test_patterns_are_linear(name: str) -> None:
    findings = {
        f"{' '.join(asked.places)} {asked.pattern.pattern}": finding
        for asked in BY_MODULE[name]
        if (finding := next(_findings(asked), None))
    }
    assert findings == {}


@pytest.mark.parametrize(
    ("form", "method"),
    [
        (r"(?:-+)+x", SEARCH),
        (r"\s+$", SEARCH),
        (r"\s*\d?\s*円", MATCH),
        (r"(?:の|のの)+円", SEARCH),
    ],
)
def test_pattern_that_is_not_linear_is_found(form: str, method: str) -> None:
    assert next(_findings(Asked(re.compile(form), methods={method})), None)


@pytest.mark.parametrize(
    "text",
    [
        "令和6年度予算\n" + "-" * 60 + "切り取り線",
        "道路" + "には" * 40 + "x1,000千円",
        "令和6年度予算　" + " " * 2000 + "7" + " " * 2000 + "千円",
        "・" + "9" * 5000 + "千円",
    ],
    ids=["rule", "particles", "spaces", "digits"],
)
def test_document_takes_little_time(text: str, tmp_path: Path) -> None:
    document = tmp_path / "odd.txt"
    document.write_text(text, encoding="utf-8")
    with _stopped():
        extraction = extract(document)
    assert not [issue for issue in extraction.issues if issue.code == "internal_error"]
