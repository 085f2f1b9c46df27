"""Whose document it is, what it is called, of which fiscal year and what kind: with evidence.

What a person gives wins. Otherwise the first pages decide; the file's name is weak evidence.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from models import Document, Evidence, FiscalYear
from models.page import PageLayout
from pipeline.identify.issuer import Found, find_issuer
from pipeline.identify.kind import find_kind
from pipeline.identify.lines import lines_said
from pipeline.identify.title import find_title
from pipeline.identify.year import find_fiscal_year, year_of_file
from pipeline.issuers import find_governments, official_name

__all__ = ["Given", "Identity", "identify", "is_as_given"]

_PAGES_READ = 12


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of a document on the command line; null for what they leave open."""

    issuer: str | None = None
    fiscal_year: int | None = None
    title: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says it is; null for what it does not say.

    `other_year` is the year that the file's name says, where the pages say the one beside it.
    """

    issuer: str | None = None
    title: str | None = None
    fiscal_year: FiscalYear | None = None
    kind: str | None = None
    other_year: int | None = None


def identify(
    layouts: Sequence[PageLayout], *, file_name: str, given: Given
) -> tuple[Identity, tuple[Evidence, ...]]:
    """The document's identity and where each part of it was printed."""
    lines = lines_said(layouts[:_PAGES_READ])
    stem = unicodedata.normalize("NFKC", PurePath(file_name).stem)
    evidence: list[Evidence] = []

    def choose(part: str, said: str | None, found: Found | None) -> str | None:
        if said is not None:
            evidence.append(Evidence(field=part, text="given"))
            return said
        if found is None:
            return None
        evidence.append(Evidence(field=part, text=found[1], page=found[2]))
        return found[0]

    title = choose("title", given.title, find_title(lines, stem))
    issuer = choose("issuer", given.issuer, find_issuer(lines, stem, title or ""))
    if issuer is not None:
        issuer = official_name(issuer, "\n".join(line.text for line in lines))
    kind = choose("kind", given.kind, find_kind(lines, title, stem))
    year: FiscalYear | None
    if given.fiscal_year is not None:
        year = FiscalYear(year=given.fiscal_year)
        evidence.append(Evidence(field="fiscal_year", text="given"))
    else:
        year, proof = find_fiscal_year(lines, title, kind, stem)
        if proof is not None:
            evidence.append(proof)
    other = None
    if year is not None and given.fiscal_year is None:
        other = year_of_file(stem, year, kind)
    return Identity(issuer, title, year, kind, other), tuple(evidence)


def is_as_given(document: Document, given: Given) -> bool:
    """Whether a document that was read before is what a person says it is."""
    year = document.fiscal_year.year if document.fiscal_year else None
    same_issuer = given.issuer is None or document.issuer in (
        given.issuer,
        *(each.full_name for each in find_governments(given.issuer)),
        official_name(given.issuer),
    )
    return (
        same_issuer
        and given.fiscal_year in (None, year)
        and given.title in (None, document.title)
        and given.kind in (None, document.kind)
    )
