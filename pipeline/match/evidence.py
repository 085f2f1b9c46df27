"""How much speaks for two entries being one thing: weights of evidence that add up.

The weights are of the order of log-odds; what a piece of evidence is worth falls with how often
it occurs by chance (`rarity`). docs/years.md says how they were measured.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.match.entries import Entry
from pipeline.match.names import similarity

Where: TypeAlias = tuple[str, str | tuple[str, ...]]
"""A department, place or plan, and which of these it is."""

ACCEPTED = 5.0
"""Weight from which a pair is held to be a fact."""

DOUBTFUL = 2.5
"""Weight from which a pair is worth a person's look."""


# What it says when a department, section or plan is the same, is its heir, or is another although
# the old one still stands.
_PLACES = {
    "department": (1.5, 1.0, -0.5),
    "section": (2.0, 1.5, -1.0),
    "plan": (1.5, 1.0, -0.5),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The weight for a pair, and what it consists of in words.

    `probability` is fitted: how many of a hundred such pairs are one thing. `given` is what told it
    without weighing: settled, years_between.
    """

    weight: float
    reasons: tuple[str, ...]
    similarity: float
    prior_agrees: bool | None
    probability: float | None = None
    given: str = ""

    @property
    def method(self) -> str:
        """What speaks loudest: code, name, prior_amount or similar_name, if it was not given."""
        if self.given:
            return self.given
        if "same code" in self.reasons:
            return "code"
        if self.similarity == 1.0:
            return "name"
        return "prior_amount" if self.prior_agrees else "similar_name"


@dataclass(frozen=True, slots=True)
class Background:
    """What is common in both years, and so proves little.

    `heirs` maps an old department, section or plan to the new one that took over most of its
    projects; `lasting` are those that stand in both years. `adjacent` is whether the new
    document's prior year is the old document's year, so that the printed prior amounts can be held
    against it. `codes_last` is whether codes stay over the years. `apart` are old and new ids that
    somebody has said to be two things.
    """

    names: Mapping[str, int] = field(default_factory=dict)
    amounts: Mapping[float, int] = field(default_factory=dict)
    heirs: Mapping[Where, Where] = field(default_factory=dict)
    lasting: Set[Where] = frozenset()
    adjacent: bool = True
    codes_last: bool = False
    apart: Set[tuple[str, str]] = frozenset()


def background(old: Sequence[Entry], new: Sequence[Entry], *, adjacent: bool) -> Background:
    """Counts how often names and amounts occur in either year."""
    names = _most(Counter(entry.key for entry in old), Counter(entry.key for entry in new))
    amounts = _most(
        Counter(entry.amount for entry in old if entry.amount),
        Counter(entry.prior for entry in new if entry.prior),
    )
    return Background(
        names=names,
        amounts=amounts,
        lasting={where for entry in old for where in wheres(entry)}
        & {where for entry in new for where in wheres(entry)},
        adjacent=adjacent,
        codes_last=_codes_last(old, new),
    )


def wheres(entry: Entry) -> list[Where]:
    """Where the entry stands, by department, place and plan, as far as it says."""
    found: list[Where] = []
    if entry.department:
        found.append(("department", entry.department))
    if entry.place:
        found.append(("section", entry.place))
    if entry.parent:
        found.append(("plan", entry.parent))
    return found


def _most(one: Counter[float] | Counter[str], other: Counter[float] | Counter[str]) -> dict:  # type: ignore[type-arg]
    return {key: max(one[key], other[key]) for key in one.keys() | other.keys()}  # type: ignore[index]


def _codes_last(old: Sequence[Entry], new: Sequence[Entry]) -> bool:
    """Whether equal codes mean equal projects: most names under codes found in both years agree."""
    names = {entry.code: entry.key for entry in old if entry.code}
    unique = len(names) > 0.9 * sum(bool(entry.code) for entry in old)
    shared = [entry for entry in new if entry.code in names]
    same = sum(names[entry.code] == entry.key for entry in shared)
    return unique and len(shared) >= 5 and same >= 0.8 * len(shared)


def weigh(old: Entry, new: Entry, known: Background) -> Evidence:
    """The evidence for `old` and `new` being one thing."""
    parts: list[tuple[float, str]] = []
    same_name = old.key == new.key
    alike = 1.0 if same_name else similarity(old.key, new.key)
    if same_name:
        rarity = math.log2(known.names.get(old.key, 1))
        parts.append((6.0 - min(rarity, 3.0), "same name"))
    else:
        parts.append((_name_weight(alike), f"names {alike:.2f} alike"))
    parts += _weigh_places(old, new, known)
    agrees = prior_agrees(old, new, known)
    if agrees is not None:
        parts.append(_weigh_prior(old, new, known, agrees=agrees))
    if old.amount and new.amount and old.type == new.type:
        # Only to tell apart what is otherwise the same: sizes of one project change slowly.
        ratio = min(abs(old.amount), abs(new.amount)) / max(abs(old.amount), abs(new.amount))
        parts.append((0.2 * ratio, ""))
        if same_name and ratio == 1:
            parts.append((1.0, "same amount"))
    if old.peers == new.peers > 1:
        # Documents keep their order over the years: the last thing that tells equals apart.
        parts.append((1.0 * (old.position == new.position), ""))
    reasons = tuple(reason for weight, reason in parts if reason and weight)
    return Evidence(sum(weight for weight, _ in parts), reasons, alike, agrees)


def _name_weight(alike: float) -> float:
    if alike >= 0.85:
        return 2.0
    if alike >= 0.6:
        return 1.0
    return 0.0 if alike >= 0.4 else -2.0


def _weigh_places(old: Entry, new: Entry, known: Background) -> list[tuple[float, str]]:
    parts: list[tuple[float, str]] = []
    if old.type != new.type:
        # An initiative and its budget stand under headings of different kinds of documents.
        parts.append((-0.5, f"{old.type} and {new.type}"))
    theirs = dict(wheres(new))
    for what, where in wheres(old):
        other = theirs.get(what)
        if other is None:
            continue
        same, heir, strange = _PLACES[what]
        if where == other:
            parts.append((same, f"same {what}"))
        elif known.heirs.get((what, where)) == (what, other):
            parts.append((heir, f"{what} that took over"))
        elif what == "section" and where[-1] == other[-1]:
            parts.append((1.0, "same heading"))
        elif old.type == new.type and (what, where) in known.lasting:
            parts.append((strange, f"other {what}"))
    if old.account and new.account:
        same_account = old.account == new.account
        parts.append((0.5, "") if same_account else (-3.0, "other account"))
    if known.codes_last and old.code and new.code:
        same_code = old.code == new.code
        parts.append((7.5, "same code") if same_code else (-4.0, "other code"))
    return parts


def prior_agrees(old: Entry, new: Entry, known: Background) -> bool | None:
    """Whether the new document prints the old document's amount as last year's; null if untold."""
    if not known.adjacent or new.prior is None or old.amount is None or old.type != new.type:
        return None
    # Two documents may print in different units: the coarser one cannot say it more exactly.
    return abs(old.amount - new.prior) < max(old.step, new.prior_step, 1)


def _weigh_prior(old: Entry, new: Entry, known: Background, *, agrees: bool) -> tuple[float, str]:
    if not agrees:
        # Issuers restate amounts; but where others have the name, it is one of the others.
        unique = old.key == new.key and known.names.get(old.key, 1) == 1
        weight = -1.0 if unique else -3.0 if new.prior else -4.0
        return (weight, "printed prior amount differs")
    if not old.amount:
        return (0.5, "")
    chance = math.log2(known.amounts.get(old.amount, 1))
    weight = min(max(0.6 * _bits(old.amount) - chance, 2.0), 7.0)
    return (weight, "printed prior amount is last year's amount")


def _bits(amount: float) -> float:
    """How much an amount says: 12,345,000 has 12345, and 5,000,000 only 5."""
    significant = abs(int(amount))
    while significant % 10 == 0 and significant:
        significant //= 10
    return math.log2(max(significant, 1))
