"""Values of a text whose truth was written by reading it, and what became of each.

A line of a truth file is: the figure as printed, its value, its fiscal year, and words of what it
is about. `-` stands for any year or subject, `±` before a value for either sign, `|` parts subjects
that are as good, `&` words that must all be there.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Fact,
    FiscalYear,
    Indicator,
    Money,
    Quantity,
    Record,
)

SURE = 0.8
_DEGREE = re.compile(r"約|余り?|程度|ほど|規模|[,、。・\s△▲]")
_LONGEST_SUBJECT = 48


@dataclass(frozen=True)
class Truth:
    """A figure with its value, its year and what it is about."""

    printed: str
    value: float
    either_sign: bool
    year: int | None
    words: str

    def is_about(self, said: str) -> bool:
        """Whether a record's words say what the figure is about."""
        return self.words == "-" or any(
            all(_plain(word) in said for word in each.split("&")) for each in self.words.split("|")
        )


@dataclass(frozen=True)
class Read:
    """A value of a record. `whole` says that its label is the sentence, which is no subject."""

    printed: str
    value: float | None
    year: int | None
    said: str
    sure: float
    whole: bool


def truths(path: Path) -> list[Truth]:
    """The truths of a file, in the order of the text."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        Truth(
            _plain(printed),
            float(value.lstrip("±")),
            value.startswith("±"),
            None if year == "-" else int(year),
            words,
        )
        for printed, value, year, words in rows
    ]


def outcomes(path: Path, records: Sequence[Record], own: int | None) -> dict[str, list[str]]:
    """The figures of a truth file: right, open or wrong as if right.

    `own` is the document's year. A value that says nothing wrong is open: it lacks its year, is
    about its sentence only, is doubtful, or was not read.
    """
    read = [each for record in records for each in _values(record)]
    found: dict[str, list[str]] = {"right": [], "open": [], "silent": []}
    for truth in truths(path):
        alike = [each for each in read if each.printed == truth.printed]
        ranked = sorted(alike, key=lambda each: _ORDER.index(_outcome(truth, each, own)))
        outcome = _outcome(truth, ranked[0], own) if ranked else "open"
        if ranked:
            read.remove(ranked[0])
        found[outcome].append(f"{truth.printed} {truth.words}")
    return found


_ORDER = ("right", "open", "silent")


def _outcome(truth: Truth, read: Read, own: int | None) -> str:
    if read.value is None:
        return "open"
    off = abs(abs(read.value) - abs(truth.value)) if truth.either_sign else read.value - truth.value
    wrong = abs(off) > 1e-6 * max(1.0, abs(truth.value))
    wrong = wrong or (truth.year is not None and read.year not in (None, truth.year))
    wrong = wrong or not (read.whole or truth.is_about(read.said))
    if wrong:
        return "silent" if read.sure >= SURE else "open"
    undated = truth.year is not None and read.year is None and own != truth.year
    return "open" if read.whole or undated else "right"


def _values(record: Record) -> Iterator[Read]:
    if isinstance(record, Fact):
        year = record.fiscal_year
        yield _read(record, "value", record.value, (year, record.label or ""))
    elif isinstance(record, Indicator):
        for path in ("baseline", "target", "revised_target"):
            if (value := getattr(record, path)) is not None:
                yield _read(record, path, value, (value.fiscal_year, record.name or ""))
        for at, actual in enumerate(record.actuals):
            path = f"actuals.{at}.value"
            yield _read(record, path, actual.value, (actual.fiscal_year, record.name or ""))
    elif isinstance(record, BudgetItem | BudgetStatementLine | BudgetTotal):
        several = record.fiscal_years if isinstance(record, BudgetTotal) else ()
        year = several[0] if several else getattr(record, "fiscal_year", None)
        prior = getattr(record, "prior_fiscal_year", None) or _before(year)
        for path in ("amount", "prior_amount", "change", "change_percent"):
            if (value := getattr(record, path, None)) is not None:
                at = prior if path == "prior_amount" else year
                yield _read(record, path, value, (at, record.name or ""))


def _before(year: FiscalYear | None) -> FiscalYear | None:
    return year.model_copy(update={"year": year.year - 1}) if year else None


def _read(record: Record, path: str, value: object, of: tuple[FiscalYear | None, str]) -> Read:
    year, label = of
    source = record.sources.get(path)
    plain: float | None = None
    if isinstance(value, Money):
        plain = value.yen
    elif isinstance(value, Quantity):
        plain = value.value
    elif isinstance(value, int | float):
        plain = float(value)
    scope = getattr(record, "scope", None) or ""
    account = getattr(record, "account", None) or ""
    return Read(
        _plain(source.text if source else ""),
        plain,
        year.year if year else None,
        _plain("/".join((label, scope, account, *record.section))),
        record.confidence.get(path, 1.0),
        len(_plain(label)) > _LONGEST_SUBJECT or "。" in label,
    )


def _plain(text: str) -> str:
    return _DEGREE.sub("", unicodedata.normalize("NFKC", text))
