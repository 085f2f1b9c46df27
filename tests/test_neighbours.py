"""Documents take over what all that stand beside them say, and say so."""

import pytest

from models import Document, FiscalYear
from pipeline.neighbours import assume


def card(name: str, issuer: str | None = None, year: int | None = None) -> Document:
    return Document(
        sha256=name,
        file_name=f"{name}.pdf",
        issuer=issuer,
        fiscal_year=FiscalYear(year=year) if year else None,
    )


def test_what_all_others_say_is_taken_over_with_an_issue() -> None:
    first, second = assume([card("a", "南国市", 2022), card("b", None, 2022), card("c")])
    assert (first.document.issuer, second.document.issuer) == ("南国市", "南国市")
    assert [issue.code for issue in first.issues] == ["issuer_assumed"]
    assert [issue.code for issue in second.issues] == ["issuer_assumed", "year_assumed"]
    assert second.document.fiscal_year == FiscalYear(year=2022)
    assert "a.pdf" in first.issues[0].message
    assert second.document.counts.issues == {"issuer_assumed": 1, "year_assumed": 1}


@pytest.mark.parametrize(
    "documents",
    [
        [card("a", "南国市", 2022), card("b", "富士市", 2022), card("c", None, 2022)],
        [card("a", "南国市", 2022), card("b", None, 2023)],
        [card("a", "南国市", 2022), card("b", "南国市", 2023), card("c", "南国市")],
        [card("a"), card("b")],
    ],
    ids=["two issuers", "another year", "two years", "nobody says"],
)
def test_where_they_do_not_agree_nothing_is_taken_over(documents: list[Document]) -> None:
    assert assume(documents) == []


def test_what_was_taken_over_is_nobodys_evidence() -> None:
    (taken,) = assume([card("a", "南国市", 2022), card("b", None, 2022)])
    assert assume([taken.document, card("c", None, 2022)]) == []
