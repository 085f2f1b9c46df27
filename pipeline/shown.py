"""From pages that were turned to be read back to the pages as shown: the last thing done to boxes.

Rows and columns are told by boxes that stand level, so that all stages before work on those.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from models import Issue, Leftover, Record, Source
from models.page import PageLayout, Turn
from pipeline.layout.turned import moved_block

Turns = Mapping[int, Turn]


def turns_of(pages: Iterable[PageLayout]) -> dict[int, Turn]:
    """The turn of each page that has one, by page number."""
    return {page.number: page.turn for page in pages if page.turn}


def records_as_shown(records: Sequence[Record], turns: Turns) -> list[Record]:
    """The records with the boxes of their sources on the pages as shown."""
    if not turns:
        return list(records)
    return [
        record.model_copy(
            update={
                "sources": {name: _source(source, turns) for name, source in record.sources.items()}
            }
        )
        for record in records
    ]


def leftovers_as_shown(leftovers: Sequence[Leftover], turns: Turns) -> list[Leftover]:
    """The leftovers with their boxes on the pages as shown."""
    return [
        each.model_copy(update={"bbox": turns[each.page].box(each.bbox)})
        if each.bbox and each.page in turns
        else each
        for each in leftovers
    ]


def issues_as_shown(issues: Sequence[Issue], turns: Turns) -> list[Issue]:
    """The issues with their boxes on the pages as shown."""
    return [
        each.model_copy(update={"bbox": turns[each.page].box(each.bbox)})
        if each.bbox and each.page and each.page in turns
        else each
        for each in issues
    ]


def layout_as_shown(layout: PageLayout) -> PageLayout:
    """The layout with its boxes on the page as shown."""
    turn = layout.turn
    if turn is None:
        return layout
    blocks = tuple(moved_block(block, turn.box) for block in layout.blocks)
    return replace(layout, blocks=blocks, turn=None)


def _source(source: Source, turns: Turns) -> Source:
    turn = turns.get(source.page)
    if turn is None or source.bbox is None:
        return source
    return source.model_copy(update={"bbox": turn.box(source.bbox)})
