"""Whose a document is and of which year, where it does not say so: told by those beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models import Document, Evidence, FiscalYear, Issue

_BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Assumed:
    """A document with what it took over, and an issue for each thing."""

    document: Document
    issues: tuple[Issue, ...]


def assume(documents: Sequence[Document]) -> list[Assumed]:
    """The documents of one folder that take their issuer or their year from the others.

    They take what all that say anything say alike. A document of another year than all that name
    an issuer is not held to be of that issuer, and one of another issuer takes no year.
    """
    issuer = _common(documents, "issuer", lambda each: each.issuer)
    year = _common(documents, "fiscal_year", _year_of)
    taken = [_take(document, issuer, year) for document in documents]
    return [each for each in taken if each.issues]


@dataclass(frozen=True, slots=True)
class _Common:
    """What all that say it say, the file that says it first, and the years of those that do."""

    value: str
    file_name: str
    years: frozenset[int]


def _common(
    documents: Sequence[Document], field: str, value_of: Callable[[Document], str | None]
) -> _Common | None:
    said = [each for each in documents if value_of(each) and not _is_assumed(each, field)]
    values = {value_of(each) for each in said}
    if len(values) != 1:
        return None
    years = frozenset(each.fiscal_year.year for each in said if each.fiscal_year)
    return _Common(value_of(said[0]) or "", said[0].file_name, years)


def _take(document: Document, issuer: _Common | None, year: _Common | None) -> Assumed:
    assumed = Assumed(document, ())
    own = document.fiscal_year
    if issuer and document.issuer is None and (own is None or own.year in issuer.years):
        assumed = _with(assumed, "issuer", issuer.value, issuer)
    if year and own is None and (issuer is None or assumed.document.issuer == issuer.value):
        assumed = _with(assumed, "fiscal_year", FiscalYear(year=int(year.value)), year)
    return assumed


def _with(assumed: Assumed, field: str, value: str | FiscalYear, common: _Common) -> Assumed:
    document = assumed.document
    if field == "issuer":
        code = "issuer_assumed"
        message = (
            f"the document does not say who issued it; {common.value} was taken from "
            f"{common.file_name} beside it; if that is wrong, ingest it with --issuer"
        )
    else:
        code = "year_assumed"
        message = (
            f"the document does not say of which fiscal year it is; {common.value} was taken from "
            f"{common.file_name} beside it; if that is wrong, ingest it with --year"
        )
    counts = document.counts.issues
    changed = document.model_copy(
        update={
            field: value,
            "evidence": (
                *document.evidence,
                Evidence(field=field, text=f"{_BESIDE}: {common.file_name}"),
            ),
            "counts": document.counts.model_copy(
                update={"issues": dict(sorted({**counts, code: counts.get(code, 0) + 1}.items()))}
            ),
        }
    )
    issue = Issue(code=code, severity="warning", message=message)
    return Assumed(changed, (*assumed.issues, issue))


def _is_assumed(document: Document, field: str) -> bool:
    return any(
        each.field == field and each.text.startswith(f"{_BESIDE}: ") for each in document.evidence
    )


def _year_of(document: Document) -> str | None:
    return str(document.fiscal_year.year) if document.fiscal_year else None
