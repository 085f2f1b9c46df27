"""What was read once more than it is printed: a line of two readings, a mark of the name above."""

from collections import defaultdict

from models import BudgetItem, BudgetStatementLine, Record, Source
from pipeline.bind.places import Place, bare, is_inside, place_of
from pipeline.bind.texts import whole_bits


def with_own_marks(records: list[Record]) -> list[Record]:
    """The records, none with the mark that is printed before the name above its own.

    What stands level with one name of a list says nothing of the next. A mark that several names
    share is that of a cell beside them all.
    """
    level: set[Place] = set()
    apart: dict[Place, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        mark, name = record.sources.get("mark"), record.sources.get("name")
        if mark is None or name is None or (place := place_of(mark)) is None:
            continue
        if _is_level(mark, name):
            level.add(place)
        else:
            apart[place].append(at)
    found = list(records)
    for place, others in apart.items():
        if place in level and len(others) == 1:
            record = found[others[0]]
            kept = {key: source for key, source in record.sources.items() if key != "mark"}
            sure = {key: p for key, p in record.confidence.items() if key != "mark"}
            update = {"mark": None, "sources": kept, "confidence": sure}
            found[others[0]] = record.model_copy(update=update)
    return found


def _is_level(one: Source, other: Source) -> bool:
    """Whether the middle of one print is between the top and the foot of another."""
    if one.bbox is None or other.bbox is None:
        return one.line == other.line
    middle = (one.bbox[1] + one.bbox[3]) / 2
    return one.page == other.page and other.bbox[1] <= middle <= other.bbox[3]


def once(records: list[Record]) -> list[Record]:
    """The records without those that say a line once more, of which another says as much.

    Two readings may hold one figure with boxes of their own, as a cell and as its characters; and
    one of them may have only a part of its name, where the rest stands on the next page, or call
    the project by a sentence about it.
    """
    known: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    gone: set[int] = set()
    for record in records:
        if not isinstance(record, BudgetStatementLine | BudgetItem) or record.amount is None:
            continue
        alike = known[record.type, record.page, record.amount.yen, record.amount.text]
        same = next((other for other in alike if _is_once_more(record, other)), None)
        if same is None:
            alike.append(record)
            continue
        less, more = sorted((same, record), key=lambda each: (_is_name(each), len(each.sources)))
        alike[alike.index(same)] = more
        gone.add(id(less))
    return [record for record in records if id(record) not in gone] if gone else records


def _is_once_more(record: Record, other: Record) -> bool:
    """Whether two records have one print of an amount, and one name is in the other or none."""
    names = [bare(getattr(each, "name", None)) for each in (record, other)]
    named = names[0] == names[1] or is_inside(names[0], names[1]) or is_inside(names[1], names[0])
    named |= record.type == "budget_item" and _is_name(record) != _is_name(other)
    return named and _meets(record.sources.get("amount"), other.sources.get("amount"))


def _is_name(record: Record) -> bool:
    """Whether a record's name looks like one, and not like a sentence or a part of a name."""
    return whole_bits(getattr(record, "name", None) or "") > 0


def _meets(one: Source | None, other: Source | None) -> bool:
    """Whether two prints lie on each other: their boxes, or in a text what stands in one line."""
    if one is None or other is None:
        return False
    if one.bbox is None or other.bbox is None:
        return one.line is not None and place_of(one) == place_of(other)
    a, b = one.bbox, other.bbox
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])
