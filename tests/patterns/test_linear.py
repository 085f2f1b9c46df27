"""No pattern takes more than time in proportion to a text, whatever the text."""

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import extract
from tests.patterns.attacks import ENDS, attacks_on
from tests.patterns.collect import FULLMATCH, MATCH, Asked, collected

# Exponential patterns are told by short texts, before they could run on for ever.
SHORT = (24, 48, 200)
SHORT_LIMIT = 0.05
LONG = 3_200
# A linear pattern takes some ten nanoseconds a character; a quadratic one takes five million steps.
LONG_LIMIT = 0.006
# Work in proportion grows 4 times, quadratic work 16 times; what lies between is noise.
FACTOR, LIMIT = 4, 9
STOP = 3.0


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


def _slow(ask: Callable[[str], object], make: Callable[[int], str]) -> str | None:
    """How a text that grows by `make` costs more than its length, if it does."""
    for length in SHORT:
        if _seconds(ask, make(length)) > SHORT_LIMIT:
            seconds = _seconds(ask, make(length), times=2)
            if seconds > SHORT_LIMIT:
                return f"{seconds:.2f} s for {length} characters"
    if _seconds(ask, make(LONG)) < LONG_LIMIT:
        return None
    once, more = (_seconds(ask, make(size), times=3) for size in (LONG, FACTOR * LONG))
    if once < LONG_LIMIT or more < LIMIT * once:
        return None
    return f"{once:.3f} s for {LONG} characters, {more:.3f} s for {FACTOR} times as many"


def _findings(asked: Asked) -> Iterator[str]:
    for method in sorted(asked.methods):
        ask = _asking(asked.pattern, method)
        for attack in attacks_on(asked.pattern):
            for end in ENDS:
                try:
                    with _stopped():
                        slow = _slow(ask, lambda length: attack.text(length, end))  # noqa: B023
                except _TooSlowError:
                    slow = f"over {STOP} s"
                if slow:
                    yield f"{method} {attack.before!r} + {attack.again!r} × n + {end!r}: {slow}"


@pytest.mark.parametrize("asked", collected(), ids=lambda asked: asked.places[0])
def test_pattern_is_linear(asked: Asked) -> None:
    finding = next(_findings(asked), None)
    assert finding is None, f"{' '.join(asked.places)} {asked.pattern.pattern}\n{finding}"


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
