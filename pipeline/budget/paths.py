"""What a statement line stands under: 款, 項, 目, by section, code, or the lines before."""

from collections.abc import Iterable, Sequence

import regex

from models import BudgetStatementLine, Direction
from pipeline.budget.cells import LEVELS, below_direction, folded
from pipeline.match.names import heading_key

Path = tuple[str, ...]
# Headings of a table or document, and no 款: but 過年度収入 and 会計管理費 are names of lines.
_TABLE_TITLE = regex.compile(
    r"年度(?:(?!年度).)*?(?:予算|決算|計上)|(?:予算|説明|見積|明細|計算)書|一覧|第\d+表|総括$|^予算の?概要"
)


class Paths:
    """The paths of one document's statement lines, which are to be asked for in reading order.

    A line's section says what it stands under. A document without sections has codes (1.3.1 stands
    under 1.3), and a list by hand that has neither has its order.
    """

    def __init__(self, lines: Iterable[BudgetStatementLine]) -> None:
        self._known = {heading_key(line.name) for line in lines}
        self._by_code: dict[tuple[object, ...], Path] = {}
        self._above: list[tuple[int, str]] = []
        self._where: tuple[str | None, Direction | None, tuple[str, ...]] | None = None

    def above(self, line: BudgetStatementLine) -> Path:
        """The names of what the line stands under, outermost first."""
        where = (line.account, line.direction, line.section[:1])
        if where != self._where:
            self._above, self._where = [], where
        depth = LEVELS.index(line.level) if line.level in LEVELS else None
        path = self._in_section(line, depth)
        if depth is not None:
            if len(path) < depth:
                # Where nothing tells, the headings tell it from others of its name.
                path = (
                    self._by_codes(line) or self._by_order(depth) or _without_titles(line.section)
                )
            self._remember(line, depth, path)
        return path

    def _in_section(self, line: BudgetStatementLine, depth: int | None) -> Path:
        titles = below_direction(line.section)
        marked = len(titles) < len(line.section)
        titles = titles if marked else _without_titles(line.section)
        if depth is not None:
            return titles[len(titles) - depth :] if len(titles) >= depth else ()
        if marked:
            return titles
        return self._known_tail(titles)

    def _known_tail(self, titles: Sequence[str]) -> Path:
        """The last headings as far as they are lines themselves."""
        start = len(titles)
        while start and heading_key(titles[start - 1]) in self._known:
            start -= 1
        return tuple(titles[start:])

    def _by_codes(self, line: BudgetStatementLine) -> Path:
        parent = (line.code or "").rpartition(".")[0]
        return self._by_code.get((line.account, line.direction, parent), ()) if parent else ()

    def _by_order(self, depth: int) -> Path:
        above = [name for level, name in self._above if level < depth]
        return tuple(above)

    def _remember(self, line: BudgetStatementLine, depth: int, path: Path) -> None:
        self._above = [each for each in self._above if each[0] < depth]
        self._above.append((depth, line.name))
        if line.code:
            self._by_code[line.account, line.direction, line.code] = (*path, line.name)


def _without_titles(section: Sequence[str]) -> Path:
    """The headings after the last one that names a table or a document."""
    last = max(
        (i for i, each in enumerate(section) if _TABLE_TITLE.search(folded(each))), default=-1
    )
    return tuple(section[last + 1 :])
