"""Records with the identities that their figures obey, and what does not add up.

Each identity is tried on the records alone, so that an extraction can be proved again from its
files.
"""

from collections.abc import Mapping, Sequence

from models import Check, Issue, Record
from pipeline.arithmetic import HOLDS
from pipeline.prove.blame import blamed, repair
from pipeline.prove.books import Book, book_identities
from pipeline.prove.identities import Identity, Ledger, Severity
from pipeline.prove.indicators import indicator_checks
from pipeline.prove.others import other_checks
from pipeline.prove.owners import owner_checks
from pipeline.prove.rows import row_identities
from pipeline.prove.scale import scale_checks
from pipeline.prove.shares import share_checks
from pipeline.prove.sums import sum_identities
from pipeline.prove.tables import table_identities
from pipeline.prove.turns import turn_checks
from pipeline.prove.years import year_checks
from pipeline.values import is_part

__all__ = ["FINDINGS", "prove"]

FINDINGS = frozenset(
    {
        "does_not_add_up",
        "figure_to_blame",
        "names_exchanged",
        "owner_shared",
        "owner_unknown",
        "scale_contradicted",
        "year_contradicted",
    }
)
"""What a proof says anew each time; `ocr_repaired` is said by the one that repairs, and stays."""


def prove(records: Sequence[Record]) -> tuple[list[Record], list[Issue]]:
    """The same records with their checks, and an issue for each identity that fails.

    Where one change of one figure would satisfy all identities, the issue names that figure. A
    figure read by OCR is repaired where exactly one reading satisfies them; its source keeps what
    was read.
    """
    ledger = Ledger(records)
    identities = _identities(ledger)
    repaired, issues = repair(ledger, identities)
    if repaired is not ledger:
        ledger = repaired
        identities = _identities(ledger)
    checks: list[list[Check]] = [list(record.checks) for record in ledger.records]
    for identity in identities:
        for place, check in _checks(ledger, identity):
            _add(checks[place], check)
    scaled, contradictions = scale_checks(ledger.records)
    owned, shared = owner_checks(ledger.records)
    dated, years = year_checks(ledger.records)
    ordered, exchanged = turn_checks(ledger.records)
    issues.extend([*contradictions, *shared, *years, *exchanged])
    for place, check in (
        *scaled,
        *owned,
        *dated,
        *ordered,
        *share_checks(ledger),
        *indicator_checks(ledger.records),
        *other_checks(ledger.records),
    ):
        _add(checks[place], check)
    proved = [
        record.model_copy(update={"checks": tuple(own)}) if own else record
        for record, own in zip(ledger.records, checks, strict=True)
    ]
    issues.extend(blamed(ledger, identities))
    issues.extend(_failed(proved))
    return proved, issues


def _identities(ledger: Ledger) -> list[Identity]:
    book = Book(ledger.records)
    by_path = list(book_identities(ledger, book))
    apart = book.places.union(cell[0] for each in by_path for cell, _ in each.terms)
    return [
        *row_identities(ledger),
        *sum_identities(ledger, apart=apart),
        *table_identities(ledger),
        *by_path,
    ]


def _checks(ledger: Ledger, identity: Identity) -> list[tuple[int, Check]]:
    """The check on the record that owns the identity, and on those that only take part in it.

    A part is held to no sum of which it is not certain that it takes part in it. Where a term is
    missing that may be said in words, an identity that does not hold says nothing.
    """
    outcome = ledger.outcome(identity)
    lenient = outcome == "close" and identity.severity == "error"
    severity: Severity = "warning" if lenient else identity.severity
    holds = None if identity.open and outcome != "exact" else outcome in HOLDS
    proved = round(min(ledger.evidence(identity), identity.credit), 1)
    terms = {
        path: ledger.number((place, path))
        for (place, path), _ in identity.terms
        if place == identity.owner
    }
    others = [(place, path) for (place, path), _ in identity.terms if place != identity.owner]
    if others:
        terms["sum"] = sum((ledger.number(cell) or 0) for cell in others)
        terms["figures"] = sum(ledger.term(cell) is not None for cell in others)
    own = Check(
        name=identity.name,
        holds=holds,
        severity=severity,
        terms=terms,
        exact=outcome == "exact" if holds else None,
        bits=proved if outcome == "exact" else None,
    )
    if not holds and not identity.certain:
        return [(identity.owner, own)]
    whole = {"whole": next(iter(own.terms.values()), None)}
    whole |= {name: own.terms[name] for name in ("sum", "figures") if name in own.terms}
    parts = [
        (place, _part(own, {path: ledger.number((place, path)), **whole})) for place, path in others
    ]
    return [(identity.owner, own), *parts]


def _part(own: Check, terms: Mapping[str, int | float | None]) -> Check:
    """What a sum says of one figure that takes part in it."""
    return own.model_copy(update={"name": f"in_{own.name}", "terms": dict(terms)})


def _add(checks: list[Check], check: Check) -> None:
    if check not in checks:
        checks.append(check)


def _failed(records: Sequence[Record]) -> list[Issue]:
    """An issue for each check that fails, at the place of its record's figure."""
    issues: list[Issue] = []
    for record in records:
        for check in record.checks:
            if check.holds is not False or check.severity == "info" or _is_told(check):
                continue
            path = next((path for path in check.terms if path in record.sources), None)
            source = record.sources.get(path or "") or next(iter(record.sources.values()), None)
            shown = ", ".join(f"{path} {_plain(value)}" for path, value in check.terms.items())
            name = getattr(record, "name", None) or getattr(record, "label", None) or record.type
            issues.append(
                Issue(
                    code="does_not_add_up",
                    severity=check.severity,
                    message=f"{name}: {check.name} does not hold ({shown})",
                    page=source.page if source else record.page,
                    bbox=source.bbox if source else None,
                    line=source.line if source else None,
                    text=source.text if source else None,
                )
            )
    return issues


def _is_told(check: Check) -> bool:
    """Whether another issue tells of it: a sum at its owner; one for all that share a fault."""
    return is_part(check) or check.name in ("scale", "one_owner", "dated", "order")


def _plain(value: float | None) -> str:
    return "blank" if value is None else f"{value:,}"
