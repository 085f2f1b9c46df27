"""What to look at next, and how far it has gone."""

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
    state: State, after: str | None, drawn: Drawn = None, *, back: bool = False
) -> Step | None:
    """The next figure that nobody vouches for, after the one named `after`; the worst come first.

    With `back` the one before it, whether somebody has looked at it or not.
    """
    queue = _queue(state, drawn)
    refs = [f"{each.record.id}|{each.path}" for each in queue]
    at = refs.index(after) if after in refs else None
    if back:
        return _step(queue[at - 1]) if at else None
    # From where one stands to the end, then what was passed over.
    start = 0 if at is None else at + 1
    for each in (*queue[start:], *queue[:start]):
        if not state.is_seen(each.record.id, each.path):
            return _step(each)
    return None


def progress_of(state: State, drawn: Drawn = None) -> Progress:
    """The progress of a document, or of what a sample has drawn from it."""
    queue = _queue(state, drawn)
    return Progress(
        seen=sum(state.is_seen(each.record.id, each.path) for each in queue),
        figures=len(queue),
        whole=len(state.corrected.whole),
        pages=state.raw.document.page_count,
    )


def _queue(state: State, drawn: Drawn) -> list[Doubt]:
    if drawn is None:
        return state.queue
    return [each for each in state.queue if (each.record.id, each.path) in drawn]


def _step(doubt: Doubt) -> Step:
    source = doubt.record.sources.get(doubt.path)
    return Step(source.page if source else doubt.record.page, doubt.record.id, doubt.path)
