"""Every reading that the new mechanisms propose for a document."""

from collections.abc import Sequence

from models.page import PageLayout, Placed, Table
from pipeline.assemble.family import About
from pipeline.bind.choose import Proposal
from pipeline.bind.lists import bind
from pipeline.bind.notes import notes_of
from pipeline.bind.tables import bind_tables
from pipeline.grids.aligned import aligned_tables
from pipeline.grids.repeated import repeated

_NO_BUDGET = frozenset({"regulation", "name_list", "voting_record", "minutes"})


def _sections(blocks: Sequence[Placed]) -> dict[int, tuple[str, ...]]:
    """The headings that are open at the top of each page."""
    found: dict[int, tuple[str, ...]] = {}
    for placed in blocks:
        found.setdefault(placed.block.page, placed.section)
    return found


def proposals(
    layouts: Sequence[PageLayout], blocks: Sequence[Placed], about: About
) -> list[Proposal]:
    """The proposals for all pages of a document."""
    if about.kind in _NO_BUDGET:
        return []
    notes = notes_of(layouts, about, blocks)
    found = [Proposal(each.items, each.bits) for each in bind_tables(blocks, about, notes)]
    sections = _sections(blocks)
    aligned = [
        Placed(table, sections.get(layout.number, ()))
        for layout in layouts
        for table in aligned_tables(layout)
    ]
    found += [Proposal(each.items, each.bits - 0.5) for each in bind_tables(aligned, about, notes)]
    ways = [False]
    if any(isinstance(block, Table) for layout in layouts for block in layout.blocks):
        ways.append(True)
    for flat in ways:
        items = bind(repeated(layouts, flat=flat), about, notes)
        if items:
            found.append(Proposal(tuple(items), -1.0 if flat else 0.0))
    return found
