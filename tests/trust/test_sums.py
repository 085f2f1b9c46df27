"""What the document's own sums say of a figure."""

import pytest

from models import BudgetItem, BudgetTotal, Check, FiscalYear, Issue, Money, Record, Source
from pipeline.prove import prove
from pipeline.trust.sums import misread

BOX = (0.0, 0.0, 10.0, 10.0)


def yen(thousands: int) -> Money:
    return Money(yen=thousands * 1000, text=f"{thousands:,}", unit=1000)


def item(*checks: Check, ocr: float | None = None) -> Record:
    return BudgetItem(
        page=1,
        name="道路費",
        amount=yen(31_415),
        prior_amount=yen(27_182),
        sources={"amount": Source(page=1, bbox=BOX, text="31,415", confidence=ocr)},
        checks=checks,
    )


def change(*, holds: bool | None, bits: float | None = None) -> Check:
    terms: dict[str, int | float | None] = {"amount": 31_415, "prior_amount": 27_182, "change": 1}
    return Check(name="change", holds=holds, terms=terms, exact=holds or None, bits=bits)


def sure(record: Record, *issues: Issue) -> float:
    return 1 - misread([record], issues)[0].get("amount", 0.0)


def test_nothing_is_said_of_a_figure_that_is_in_no_sum_or_in_one_that_holds() -> None:
    for record in (item(), item(change(holds=None)), item(change(holds=True, bits=14.0))):
        assert misread([record], []) == [{}]


def test_a_sum_that_fails_lowers_it_and_proof_elsewhere_holds_against_that() -> None:
    total = Check(name="in_total", holds=True, terms={"amount": 1}, exact=True, bits=14.0)
    failing = sure(item(change(holds=False)))
    assert failing < 0.85
    assert sure(item(change(holds=False), change(holds=False))) < failing
    assert sure(item(change(holds=False), total)) > 0.97


def test_the_more_figures_a_sum_has_the_less_each_is_in_doubt() -> None:
    sums = [
        Check(name="in_total", holds=False, terms={"amount": 1, "sum": 5, "figures": figures})
        for figures in (2, 10, 60)
    ]
    few, some, many = (sure(item(check)) for check in sums)
    assert few < some < many < 0.985


def test_a_warning_weighs_less_and_information_nothing() -> None:
    error, warning, info = (
        sure(item(change(holds=False).model_copy(update={"severity": severity})))
        for severity in ("error", "warning", "info")
    )
    assert error < warning < 0.98
    assert info == 1


def test_a_contradicted_scale_leaves_little() -> None:
    scale = Check(name="scale", holds=False, severity="warning", terms={"amount": 31_415_000})
    proof = change(holds=True, bits=14.0)
    assert sure(item(proof, scale)) < 0.5


def test_what_ocr_read_is_no_surer_than_ocr_was() -> None:
    assert sure(item(ocr=0.6)) <= 0.6
    assert sure(item(change(holds=True, bits=14.0), ocr=0.6)) > 0.95


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_the_figure_to_blame_takes_the_doubt_from_the_others(wrong: int) -> None:
    figures = [(31_415, 27_182), (16_180, 33_988), (22_222, 11_117)]
    totals = (sum(this for this, _ in figures), sum(prior for _, prior in figures))
    rows: list[Record] = []
    for at, (this, prior) in enumerate([*figures, totals]):
        kind = BudgetItem if at < 3 else BudgetTotal
        amount = yen(this + 300 if at == wrong else this)
        sources = {
            field: Source(page=1, bbox=(x, 10.0 * at, x + 9, 10.0 * at + 9), text=field)
            for x, field in ((0.0, "amount"), (20.0, "prior_amount"), (40.0, "change"))
        }
        rows.append(
            kind(
                page=1,
                name=f"事業{at}" if at < 3 else "合計",
                amount=amount,
                prior_amount=yen(prior),
                change=yen(this - prior),
                sources=sources,
            )
        )
    doubts = misread(*prove(rows))
    found = {(at, field): doubt for at, own in enumerate(doubts) for field, doubt in own.items()}
    assert found.pop((wrong, "amount")) > 0.95
    assert max(found.values(), default=0.0) < 0.05


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([("in_total", True, "error", 30.0, {})], 1.0),
        ([("change", True, "warning", 30.0, {})], 1.0),
        # Two figures: the other is wrong, or the sum was not meant to hold.
        ([("in_total", False, "error", None, {"sum": 1, "figures": 2})], 0.695),
        ([("in_total", False, "error", None, {"sum": 1, "figures": 20})], 0.9457),
        ([("in_total", False, "warning", None, {"sum": 1, "figures": 2})], 0.9533),
        ([("change", False, "error", None, {"prior_amount": 1, "change": 1})], 0.7635),
        ([("scale", False, "warning", None, {})], 0.394),
        ([("one_owner", False, "warning", None, {"figures": 2, "before": 0})], 0.8373),
        ([("one_owner", False, "warning", None, {"figures": 2, "before": 1})], 0.4925),
        (
            [
                ("in_total", False, "error", None, {"sum": 1, "figures": 2}),
                ("change", True, "error", 30.0, {}),
            ],
            1.0,
        ),
    ],
)
def test_what_each_kind_of_check_is_worth(
    checks: list[tuple[str, bool, str, float | None, dict[str, float]]], expected: float
) -> None:
    made = [
        Check.model_validate(
            {
                "name": name,
                "holds": holds,
                "severity": severity,
                "exact": holds or None,
                "bits": bits,
                "terms": {"amount": 5, **terms},
            }
        )
        for name, holds, severity, bits, terms in checks
    ]
    assert sure(item(*made)) == pytest.approx(expected, abs=2e-4)


def test_only_the_figure_to_blame_is_blamed_and_by_its_place() -> None:
    for code, page, bbox, low in (
        ("figure_to_blame", 1, BOX, True),
        ("figure_to_blame", 2, BOX, False),
        ("figure_to_blame", 1, (0.0, 0.0, 9.0, 9.0), False),
        ("does_not_add_up", 1, BOX, False),
        ("outline_glyph", 1, BOX, False),
    ):
        issue = Issue(code=code, severity="error", message="x", page=page, bbox=bbox)
        assert (sure(item(change(holds=True, bits=9.0)), issue) < 0.05) is low


def test_in_a_text_the_figure_to_blame_is_known_by_its_line_and_its_print() -> None:
    source = Source(page=1, line=7, text="31,415")
    record = item().model_copy(update={"sources": {"amount": source, "prior_amount": source}})
    record = record.model_copy(
        update={
            "sources": {"amount": source, "prior_amount": Source(page=1, line=7, text="27,182")}
        }
    )
    issue = Issue(
        code="figure_to_blame", severity="error", message="x", page=1, line=7, text="31,415"
    )
    (doubts,) = misread([record], [issue])
    assert doubts["amount"] > 0.95
    assert "prior_amount" not in doubts


def test_parts_are_spared_where_the_sum_that_fails_is_explained_by_another() -> None:
    """Both the owner of a sum and its parts name it alike: by its name, its whole and its sum."""
    terms: dict[str, int | float | None] = {"amount": 5, "whole": 9, "sum": 8, "figures": 2}
    part = Check(name="in_total", holds=False, terms=terms)
    other = part.model_copy(update={"terms": {**terms, "sum": 7}})
    owner = Check(name="total", holds=False, terms={"amount": 9, "sum": 8, "figures": 2})
    blamed = item(part)
    elsewhere = Source(page=5, bbox=BOX, text="x")
    sources = {"amount": elsewhere}
    issue = Issue(code="figure_to_blame", severity="error", message="x", page=1, bbox=BOX)
    for check, spared in ((part, True), (owner, True), (other, False)):
        fellow = item(check).model_copy(update={"sources": sources})
        doubts = misread([blamed, fellow], [issue])
        assert (not doubts[1]) is spared


@pytest.mark.parametrize("name", ["dated", "order"])
def test_half_is_left_of_a_year_that_does_not_fit_or_a_name_out_of_order(name: str) -> None:
    terms = {"amount": 31_415_000, "name": None}
    check = Check(name=name, holds=False, severity="warning", terms=terms)
    (doubts,) = misread([item(check)], [])
    assert doubts["amount"] == doubts["name"] == pytest.approx(0.5, abs=0.02)


def test_a_file_named_after_another_year_puts_all_that_is_of_a_year_in_doubt() -> None:
    issue = Issue(code="file_name_contradicted", severity="warning", message="")
    dated = item().model_copy(update={"fiscal_year": FiscalYear(year=2026)})
    found = misread([dated, item()], [issue])
    assert found[0]["amount"] == found[0]["fiscal_year"] == pytest.approx(0.3)
    assert found[1] == {}
    of_a_page = issue.model_copy(update={"code": "year_contradicted", "page": 1})
    assert misread([dated], [of_a_page]) == [{}]
