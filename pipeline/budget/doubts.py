"""Values that a change had better not rest on."""

from models import ChangeDoubt, Record

# Below this one value in five of its kind is wrong.
SURE = 0.8
# A percentage that does not fit is itself to blame before the amount is.
_PERCENTAGES = frozenset({"share", "change_percent"})


def doubts_of(record: Record) -> frozenset[ChangeDoubt]:
    """What speaks against the record's amount, by its own document."""
    found: set[ChangeDoubt] = set()
    sure = record.confidence.get("amount")
    if sure is not None and sure < SURE and not _is_corrected(record):
        found.add("low_confidence")
    tried = [check for check in record.checks if "amount" in check.terms]
    # Parts that are only some of their whole are told for information.
    failed = any(
        check.holds is False
        and check.severity != "info"
        and (check.severity == "error" or check.name not in _PERCENTAGES)
        for check in tried
    )
    # Where one sum fails and another holds, the fault is in other terms of the one.
    if failed and not any(check.holds for check in tried):
        found.add("check_failed")
    return frozenset(found)


def _is_corrected(record: Record) -> bool:
    source = record.sources.get("amount")
    return source is not None and source.corrected is not None


def is_power_of_ten(old: float, new: float) -> bool:
    """Whether one amount is the other times 10, 100, 1,000 and so on.

    >>> is_power_of_ten(5_000, 5_000_000), is_power_of_ten(5_000, 5_000)
    (True, False)
    """
    small, large = sorted((abs(old), abs(new)))
    if not small or small == large or (old < 0) != (new < 0):
        return False
    while small < large:
        small *= 10
    return small == large
