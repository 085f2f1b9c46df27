"""Where the figures and the name of a record stand, to tell whether two readings mean one print."""

from models import BBox, Record, Source

Place = tuple[int, int, int | str]
"""Page, and the square of four points that a box's middle is in; page, line and print of a text."""

_WORDS = frozenset(
    "name label description department mark code section text reason period".split()  # noqa: SIM905
)


def is_inside(name: str | None, other: str | None) -> bool:
    """Whether a name is what another holds beside leaders, marks and numbers."""
    short, long = bare(name), bare(other)
    return len(short) > 3 and short != long and short in long


def bare(name: str | None) -> str:
    """A name without its spaces, to compare it with another; empty for none."""
    return "".join((name or "").split())


def values_of(record: Record) -> set[Place]:
    """Where the figures of a record stand."""
    found: set[Place] = set()
    for name, source in record.sources.items():
        top = name.split(".")[0]
        if top in _WORDS:
            continue
        place = place_of(source)
        if place is not None:
            found.add(place)
    return found


def places_of(record: Record, field: str) -> set[Place]:
    """Where the figures of a field stand."""
    named = (source for name, source in record.sources.items() if name.split(".")[0] == field)
    return (
        {place for source in named if (place := place_of(source))} if field not in _WORDS else set()
    )


def name_place(record: Record) -> Place | None:
    """Where a record's name stands."""
    source = record.sources.get("name")
    return place_of(source) if source is not None else None


def place_of(source: Source) -> Place | None:
    """Where a print stands; null where its source says neither box nor line."""
    if source.bbox is not None:
        box: BBox = source.bbox
        return (source.page, round((box[0] + box[2]) / 8), round((box[1] + box[3]) / 8))
    if source.line is not None:
        # One reader keeps the brackets that an amount stands in, another leaves them out.
        return (source.page, source.line, source.text.strip("()（）[]［］ \u3000"))
    return None
