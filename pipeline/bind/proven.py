"""Lines of a budget book whose own sums prove how they were read: 節 that come to their 目."""

from collections import defaultdict
from collections.abc import Sequence

from models import BudgetStatementLine, Record

_MOST = 0.6
_FEWEST = 2


def proven_lines(records: Sequence[Record]) -> set[int]:
    """The ids of lines and projects as objects, of pages where most 目 are the sum of their 節.

    What reads such a page as some other table takes its figures for what they are not. Of facing
    pages, the one with the 節 counts as well.
    """
    parts: dict[tuple[str, ...], int] = defaultdict(int)
    counted: dict[tuple[str, ...], int] = defaultdict(int)
    beside: dict[tuple[str, ...], int] = {}
    for line in records:
        if isinstance(line, BudgetStatementLine) and line.level == "section" and line.amount:
            parts[line.section] += line.amount.yen or 0
            counted[line.section] += 1
            beside[line.section] = line.page
    tried: dict[int, list[bool]] = defaultdict(list)
    for line in records:
        if isinstance(line, BudgetStatementLine) and line.level == "subitem" and line.amount:
            path = (*line.section, line.name)
            if path in parts and line.amount.yen:
                for page in {line.page, beside[path]}:
                    tried[page].append(line.amount.yen == parts[path])
    proven = {page for page, held in tried.items() if sum(held) >= _MOST * len(held)}
    several = sum(sum(held) for page, held in tried.items() if page in proven)
    if several < _FEWEST and max(counted.values(), default=0) < _FEWEST:
        return set()
    return {
        id(record)
        for record in records
        if record.type in ("budget_statement_line", "budget_item") and record.page in proven
    }
