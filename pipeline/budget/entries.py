"""Things as what matching looks at."""

import unicodedata
from collections.abc import Iterable, Sequence

from models import Record
from pipeline.budget.read import Sheet
from pipeline.budget.things import Thing
from pipeline.budget.year import make_year
from pipeline.match.entries import Entry, place_in_order
from pipeline.match.names import heading_key


def entry_of(thing: Thing, group: str) -> Entry:
    """The thing as matching sees it; only entries of one group are ever paired."""
    return Entry(
        id=thing.id,
        type=thing.record.type,
        kind=thing.kind,
        name=thing.name,
        key=thing.key,
        department=department_key(thing.department),
        department_text=thing.department,
        code=thing.code,
        place=tuple(map(heading_key, thing.path)),
        parent=heading_key(thing.plan) if thing.plan else "",
        amount=thing.amount,
        prior=thing.prior,
        account=thing.cell.account,
        group=group,
        step=thing.steps[0],
        prior_step=thing.steps[1],
    )


def department_key(name: str) -> str:
    """The department's name for comparing."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def entries_of(records: Sequence[Record]) -> list[Entry]:
    """What can be matched among the records of one document without a card."""
    things = make_year([Sheet(records)], year=None).things
    return place_in_order([entry_of(thing, group_of(thing)) for thing in things])


def group_of(thing: Thing) -> str:
    """Stage, direction and level of one thing, as words."""
    cell = thing.cell
    words: Iterable[str | None] = (str(cell.stage), cell.direction, cell.level)
    return " ".join(filter(None, words))
