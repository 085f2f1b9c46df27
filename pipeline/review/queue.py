"""What to look at next, and how far it has gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.doubt import Doubt
from pipeline.review.document import State


@dataclass(frozen=True, slots=True)
class Step:
    """A value to look at: its page, its record and its path."""

    page: int
    record: str
    path: str

    @property
    def ref(self) -> str:
        """The value in one word."""
        return f"{self.record}|{self.path}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many figures somebody has looked at, of how many; and pages looked at whole."""

    seen: int
    figures: int
    whole: int
    pages: int

    @property
    def share(self) -> float:
        """The part that was looked at, in percent."""
        return 100 * self.seen / self.figures if self.figures else 100.0


Drawn = frozenset[tuple[str, str]] | None


def next_step(
    state: State, after: str | None, drawn: Drawn = None, *, passed: Sequence[str] = ()
) -> Step | None:
    """The figure to look at next: of those that nobody vouches for, the one most in doubt.

    Those that were `passed` over come when nothing else is left, from the one behind `after` on.
    What a correction proves or puts in doubt is worked out anew, so the order may have changed.
    """
    left = (each for each in _queue(state, drawn) if not state.is_seen(each.record.id, each.path))
    late = {*passed, after}
    again = []
    for each in left:
        if _ref(each) not in late:
            return _step(each)
        again.append(each)
    at = next((place for place, each in enumerate(again, 1) if _ref(each) == after), 0)
    return _step([*again[at:], *again[:at]][0]) if again else None


def step_to(state: State, ref: str) -> Step | None:
    """Where a figure stands now; None where there is no such figure any more."""
    return next((_step(each) for each in state.queue if _ref(each) == ref), None)


def progress_of(state: State, drawn: Drawn = None) -> Progress:
    """The progress of a document, or of what a sample has drawn from it."""
    figures = state.figures if drawn is None else state.figures & drawn
    return Progress(
        seen=len(figures.intersection(state.corrected.seen)),
        figures=len(figures),
        whole=len(state.corrected.whole),
        pages=state.raw.document.page_count,
    )


def _queue(state: State, drawn: Drawn) -> list[Doubt]:
    if drawn is None:
        return state.queue
    return [each for each in state.queue if (each.record.id, each.path) in drawn]


def _ref(doubt: Doubt) -> str:
    return f"{doubt.record.id}|{doubt.path}"


def _step(doubt: Doubt) -> Step:
    source = doubt.record.sources.get(doubt.path)
    return Step(source.page if source else doubt.record.page, doubt.record.id, doubt.path)
