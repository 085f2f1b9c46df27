"""Tables that go on over pages, joined into one."""

from collections.abc import Sequence

from models.page import PageLayout


def join_tables(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages with each table that goes on standing whole where it begins."""
    return list(layouts)
