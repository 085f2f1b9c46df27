"""Who does the work: what stands in brackets behind the names of a book's projects."""

from collections import defaultdict
from collections.abc import Iterable

from pipeline.assemble.books.vocabulary import BRACKETED, DEPARTMENT, OFFICE

_OFTEN = 2
_MOSTLY = 0.6
_FEW = 0.5


def offices_in(names: Iterable[str]) -> frozenset[str]:
    """The texts in closing brackets that name offices: those that recur behind several names.

    Where most names end so and few texts do for all of them, a text needs no word of an office.
    """
    behind: dict[str, set[str]] = defaultdict(set)
    number = 0
    for name in names:
        number += 1
        if (match := BRACKETED.search(name)) and match.start():
            behind[match["name"]].add(name[: match.start()])
    whole = sum(map(len, behind.values()))
    every = whole > _MOSTLY * number and len(behind) < _FEW * whole
    return frozenset(
        text
        for text, before in behind.items()
        if len(before) >= _OFTEN and (every or OFFICE.fullmatch(text))
    )


def department_of(name: str, offices: frozenset[str] = frozenset()) -> tuple[str, str | None]:
    """A name without the department in brackets at its end, and the department.

    >>> department_of("一般管理費(総務課)"), department_of("議会費")
    (('一般管理費', '総務課'), ('議会費', None))
    >>> department_of("防災訓練(北沢)(北沢総合支所)", frozenset({"北沢総合支所"}))
    ('防災訓練(北沢)', '北沢総合支所')
    """
    match = BRACKETED.search(name)
    if match is None or match["name"] not in offices:
        match = DEPARTMENT.search(name)
    if match is None or not match.start():
        return name, None
    return name[: match.start()].strip(), match["name"]
