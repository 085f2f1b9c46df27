"""Placed blocks into records: the families, folded from the most particular to the most general."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from models import Issue, Record, record_id
from models.page import Placed
from pipeline.allowance import TimeUp
from pipeline.assemble.books.book import budget_book
from pipeline.assemble.family import About, Taken
from pipeline.assemble.indicators.indicators import indicators
from pipeline.assemble.indicators.lines import indicator_lines
from pipeline.assemble.lists.budget_lists import budget_lists
from pipeline.assemble.lists.cards import cards
from pipeline.assemble.lists.channels import channels
from pipeline.assemble.lists.named_amounts import named_amounts
from pipeline.assemble.policy.analyses import analyses
from pipeline.assemble.policy.initiatives import initiatives
from pipeline.assemble.policy.outlines import plan_outlines
from pipeline.assemble.policy.slides import slide_points
from pipeline.assemble.regions.dispatches import dispatches
from pipeline.assemble.regions.groups import legends, municipal_groups
from pipeline.assemble.regions.proposal_tables import proposal_tables
from pipeline.assemble.regions.proposals import bureau_proposals
from pipeline.assemble.regions.reflections import reflections
from pipeline.assemble.regions.regional import regional_tables
from pipeline.assemble.regions.regional_projects import own_works, priority_projects
from pipeline.assemble.stated.boxes import box_facts
from pipeline.assemble.stated.facts import facts
from pipeline.assemble.stated.labelled_facts import labelled_facts
from pipeline.assemble.stated.line_totals import line_totals
from pipeline.assemble.stated.milestones import milestones
from pipeline.assemble.stated.told import told
from pipeline.assemble.tables.budget_tables import budget_tables
from pipeline.assemble.tables.works import works_tables
from pipeline.assemble.themes.parts import strategic_projects
from pipeline.assemble.themes.pillars import pillars
from pipeline.assemble.themes.themes import themes
from pipeline.errors import MissingToolError
from pipeline.guard import failure

Family: TypeAlias = Callable[[Sequence[Placed], About], Taken]

FAMILIES: tuple[Family, ...] = (
    budget_book,
    indicators,
    indicator_lines,
    municipal_groups,
    legends,
    initiatives,
    analyses,
    strategic_projects,
    themes,
    works_tables,
    regional_tables,
    proposal_tables,
    budget_tables,
    cards,
    channels,
    line_totals,
    budget_lists,
    named_amounts,
    reflections,
    bureau_proposals,
    dispatches,
    priority_projects,
    own_works,
    pillars,
    plan_outlines,
    labelled_facts,
    milestones,
    box_facts,
    slide_points,
    told,
    facts,
)
"""The families in the order in which they are asked."""

_MOST_ODD = 5
"""Blocks that a family may fail on before it is given up."""


def assemble(blocks: Sequence[Placed], about: About) -> Taken:
    """Asks each family in turn for its records; the next is given what the one before left.

    Records come back in reading order, each with its id and the document it is from. A block that a
    family fails on by a bug of ours is an issue and is left to the others: one odd table must not
    cost a document of six hundred pages, and what nobody takes is on the list of leftovers. When
    their time is up, what the families have made until then is kept.
    """
    records: list[Record] = []
    issues: list[Issue] = []
    rest = list(blocks)
    for family in FAMILIES:
        try:
            taken = _asked(family, rest, about, issues)
        except TimeUp as error:
            issues.append(failure(f"{family.__name__} and all families after it", error))
            break
        records.extend(taken.records)
        issues.extend(taken.issues)
        rest = list(taken.rest)
    records.sort(key=_position)
    return Taken(identified(records, about), issues, rest)


def _asked(family: Family, blocks: Sequence[Placed], about: About, issues: list[Issue]) -> Taken:
    """What a family takes of the blocks, without those that it fails on.

    One that fails on too many, or on nothing at all, takes nothing.
    """
    rest, odd, told = list(blocks), list[Placed](), list[Issue]()
    while True:
        try:
            taken = family(rest, about)
        except MissingToolError:
            raise
        except Exception as error:
            if not rest or len(odd) == _MOST_ODD:
                issues.append(failure(family.__name__, error))
                return Taken(rest=list(blocks))
            odd.append(rest.pop(_failing(family, rest, about)))
            told.append(failure(family.__name__, error, odd[-1].block.page))
            continue
        issues.extend(told)
        return replace(taken, rest=_put_back(taken.rest, odd, blocks))


def _failing(family: Family, blocks: Sequence[Placed], about: About) -> int:
    """The place of the block that makes a family fail: without those from it on, it does not."""
    fine, fails = 0, len(blocks)
    while fails - fine > 1:
        middle = (fine + fails) // 2
        try:
            family(blocks[:middle], about)
        except Exception:
            fails = middle
        else:
            fine = middle
    return fails - 1


def _put_back(
    rest: Sequence[Placed], odd: Sequence[Placed], before: Sequence[Placed]
) -> list[Placed]:
    """What was left, with the odd blocks again where they stood before the family was asked."""
    found = list(rest)
    order = {id(placed): place for place, placed in enumerate(before)}
    for each in sorted(odd, key=lambda placed: order[id(placed)]):
        after = (at for at, left in enumerate(found) if order.get(id(left), -1) > order[id(each)])
        found.insert(next(after, len(found)), each)
    return found


def arranged(records: Sequence[Record], about: About) -> list[Record]:
    """Records of several readings in reading order, with their ids."""
    return identified(sorted(records, key=_position), about)


def identified(records: Sequence[Record], about: About) -> list[Record]:
    """The same records with ids from their type, section and name; equals are told by their order.

    A record that came with an id keeps it as a name that others (`same_as`) know it by, and both
    are rewritten together.
    """
    counts: dict[tuple[object, ...], int] = {}
    known: dict[str, str] = {}
    named: list[Record] = []
    for record in records:
        stable = (record.type, *_stable(record))
        order = counts.get(stable, 0)
        counts[stable] = order + 1
        name = record_id(record.type, about.sha256, *stable[1:], order)
        if record.id:
            known[record.id] = name
        named.append(record.model_copy(update={"id": name, "document": about.sha256}))
    return [_pointed(record, known) for record in named]


def _pointed(record: Record, known: dict[str, str]) -> Record:
    same_as: str | None = getattr(record, "same_as", None)
    if same_as is None:
        return record
    return record.model_copy(update={"same_as": known.get(same_as)})


def _stable(record: Record) -> tuple[object, ...]:
    """What names a record in its document: its page and what it is called there."""
    called = (getattr(record, name, None) for name in ("name", "label", "channel", "text", "code"))
    return (record.page, *("" if name is None else name for name in called))


def _position(record: Record) -> tuple[float, ...]:
    """Reading order: page, then the place of the topmost of its sources."""
    places = [
        (
            float(source.line or 0),
            *((source.bbox[1], source.bbox[0]) if source.bbox else (0.0, 0.0)),
        )
        for source in record.sources.values()
        if source.page == record.page
    ]
    return (float(record.page), *min(places, default=(0.0, 0.0, 0.0)))
