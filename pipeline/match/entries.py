"""What matching looks at: a thing of any comparable kind, in one small form."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing to be matched. Amounts are in yen, or in the indicator's unit.

    `prior` is what the document prints for the year before; null where it prints none, 0 where it
    prints a dash. `place` is the nearest heading or 款項目; `parent` the plan or 大事業.
    `department` is made for comparing, `department_text` is as the record has it.
    `group` keeps apart what is never compared (当初 and 補正). `position` counts, in the document's
    order, among the `peers` that have the same name, department and place. `step` and `prior_step`
    are the yen of the last printed place.
    """

    id: str
    type: str
    kind: str
    name: str
    key: str
    department: str = ""
    code: str = ""
    place: tuple[str, ...] = ()
    parent: str = ""
    amount: int | float | None = None
    prior: int | float | None = None
    account: str = ""
    group: str = ""
    position: int = 0
    peers: int = 1
    department_text: str = ""
    step: int = 1
    prior_step: int = 1


def place_in_order(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their positions among those that nothing but their order tells apart."""

    def peer(entry: Entry) -> tuple[object, ...]:
        return (entry.kind, entry.group, entry.key, entry.department, entry.place)

    totals = Counter(map(peer, entries))
    seen: Counter[tuple[object, ...]] = Counter()
    placed = []
    for entry in entries:
        like = peer(entry)
        if totals[like] > 1:
            entry = replace(entry, position=seen[like], peers=totals[like])
        seen[like] += 1
        placed.append(entry)
    return placed
