"""What holds two amounts together or turns one: the joints of a range, and signs."""

import re
from dataclasses import dataclass, replace

# Joints of a range: 10~20億円, 1億円から2億円, 500万円以上1,000万円未満.
JOINT = re.compile(
    r"\s?(?:程度|ほど|ぐらい|くらい)?(?:[~〜\-‐–—−―ー]|から|ないし|乃至|以上|超)\s?(?:約|およそ)?"
)
# 1億円から2億円に増額 tells of two amounts, 1億円から2億円にわたる of a range.
CHANGED = re.compile(r"\s?円?(?:余り?|程度)?(?:へ|に(?!わた|及|およ|上[るりっ回]|のぼ))")
# A dash with a space behind it is a sign at the start of a cell, but an empty cell of its own in
# a row of figures (29 - 2,598). Right behind a figure it is no sign: 1億-2万円.
_SIGN = re.compile(
    r"(?:[△▲]\s?|マイナス\s?|(?<![0-9万億兆千百円])−|(?:(?<![0-9A-Za-zぁ-ヿ万億兆千百円])|(?<=[はがも]))-"
    r"|(?:^|(?<=[(\[〔\t]))[−-]\ )\Z",
    re.MULTILINE,
)
_LAST_OF_SIGN = frozenset("△▲−ス- ")
_DASH = frozenset("-‐–—−―")
_LONGEST_GAP = 6


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at `start:end` of the normalised text; `upper` closes a range.

    `either` says that its only period may part thousands as well as be a decimal point.
    """

    start: int
    end: int
    yen: int
    unit: int = 1
    unit_text: str = ""
    upper: int | None = None
    either: bool = False


def joined(text: str, first: Amount, second: Amount) -> Amount | None:
    """Two amounts with から or ～ between them as one range, unless one became the other.

    A range below zero has its sign on both ends: △500万円～△300万円.
    """
    second = signed(text, second)
    gap = text[first.end : second.start]
    if len(gap) > _LONGEST_GAP or not JOINT.fullmatch(gap) or first.upper is not None:
        return None
    if "から" in gap and CHANGED.match(text, second.end):
        return None
    if not _DASH.isdisjoint(gap) and not first.unit_text:
        return None
    below = second.yen < 0 and first.yen < 0 and second.upper is None
    if not below and not 0 <= first.yen < second.yen:
        return None
    low, high = sorted((first.yen, second.upper or second.yen))
    return replace(second, start=first.start, yen=low, upper=high)


def signed(text: str, amount: Amount) -> Amount:
    """The amount with the sign that stands before it, which reaches both ends of a range."""
    if amount.start == 0 or text[amount.start - 1] not in _LAST_OF_SIGN or amount.yen < 0:
        return amount
    window = max(0, amount.start - 6)
    match = _SIGN.search(text, window, amount.start)
    if match is None:
        return amount
    if amount.upper is None:
        return replace(amount, start=match.start(), yen=-amount.yen)
    if text[match.start()] not in "△▲マ":
        return amount  # -10~20億円 may run from below zero to above it
    return replace(amount, start=match.start(), yen=-amount.upper, upper=-amount.yen)


def is_reversed(gap: str, low: object, high: object) -> bool:
    """Whether two figures on one dash cannot be a range: 1億-2万."""
    return gap in _DASH and isinstance(low, int) and isinstance(high, int) and low >= high
