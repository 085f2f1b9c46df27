"""A sample of the documents on the desk: what to look at, and what people have said of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from rich.table import Table

from models import Money, Quantity, Record
from pipeline.corrections.fields import owner_field, plain, same_value, value_at
from pipeline.doubt import sure_of
from pipeline.review.document import Reviewed, State
from pipeline.review.lines import year_field
from pipeline.score.sample import Drawn, Estimate, Figure, draw, estimate
from pipeline.terminal import write_json
from pipeline.values import values_of
from pipeline.words.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Result:
    """What a sample says: of all figures, and by record type."""

    figures: int
    drawn: int
    overall: Estimate
    types: dict[str, Estimate] = field(default_factory=dict)


def draw_from(documents: Iterable[Reviewed], size: int, seed: int) -> tuple[list[Drawn], int]:
    """The sample, and how many figures there are. It is drawn from records as extracted."""
    figures = [figure for each in documents for figure in _figures(each.state())]
    return draw(figures, size, seed), len(figures)


def result_of(documents: Iterable[Reviewed], drawn: Sequence[Drawn], figures: int) -> Result:
    """What was looked at of a sample, and what follows from it."""
    states = {each.card.sha256: each.state() for each in documents}
    raw = {
        (sha256, record.id): record
        for sha256, state in states.items()
        for record in state.raw.records
    }
    judged: list[tuple[Drawn, bool]] = []
    for each in drawn:
        document, record, path = each.figure.key
        verdict = _verdict(states[document], raw[document, record], path)
        if verdict is not None:
            judged.append((each, verdict))
    by_type: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for each, right in judged:
        by_type[each.figure.type].append((each.weight, right))
    stands_for: dict[str, float] = defaultdict(float)
    for each in drawn:
        stands_for[each.figure.type] += each.weight
    return Result(
        figures,
        len(drawn),
        estimate([(each.weight, right) for each, right in judged], figures),
        {
            name: estimate(values, round(stands_for[name]))
            for name, values in sorted(by_type.items())
        },
    )


def print_result(result: Result, *, as_json: bool) -> None:
    """The estimates as a table, or as JSON."""
    if as_json:
        write_json(asdict(result))
        return
    table = Table(title="sample", title_justify="left")
    table.add_column("type")
    for heading in ("looked at", "right", "share right", "95 % interval", "more for ± 1 %"):
        table.add_column(heading, justify="right")
    for name, each in (*result.types.items(), ("all", result.overall)):
        low, high = each.interval
        told = bool(each.looked_at)
        table.add_row(
            name,
            f"{each.looked_at:,}",
            f"{each.right:,}",
            f"{100 * each.share:.1f} %" if told else "–",
            f"{100 * low:.1f} to {100 * high:.1f} %" if told else "–",
            f"{each.more:,}",
        )
    out = Terminal()
    out.print(table)
    out.print(f"{result.drawn:,} of {result.figures:,} figures were drawn")


def _figures(state: State) -> list[Figure]:
    records = state.raw.records
    kinds: dict[int, Counter[str]] = defaultdict(Counter)
    for record in records:
        kinds[record.page][record.type] += 1
    sha256 = state.raw.document.sha256
    return [
        Figure(
            key=(sha256, record.id, path),
            document=sha256,
            page_kind=max(kinds[record.page].items(), key=lambda pair: (pair[1], pair[0]))[0],
            type=record.type,
            sure=sure_of(record, path),
        )
        for record in records
        for path, value in values_of(record)
        if isinstance(value, Money | Quantity)
    ]


def _verdict(state: State, raw: Record, path: str) -> bool | None:
    """Whether a figure was right as it was extracted; None where nobody has said."""
    now = state.records.get(raw.id)
    if now is None or now.type != raw.type:
        return False
    if any(not _same(raw, now, name) for name in _asked(raw, path)):
        return False
    return True if state.is_seen(raw.id, path) else None


def _asked(record: Record, path: str) -> list[str]:
    """All that has to be right of a figure: itself, whose it is, and of which year."""
    names = [path, owner_field(record.type), year_field(record, path)]
    return [name for name in names if name]


def _same(raw: Record, now: Record, path: str) -> bool:
    return same_value(plain(value_at(raw, path)), plain(value_at(now, path)))
