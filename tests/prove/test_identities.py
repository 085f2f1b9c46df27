"""The figures of records as exact numbers, and what speaks for an identity."""

from fractions import Fraction

import pytest

from models import BudgetItem, Funding, Money, Record, Source
from pipeline.prove.blame import blamed, repair
from pipeline.prove.identities import Identity, Ledger
from pipeline.prove.misreadings import slip_bits, slips

OKU = 10**8


def yen(thousands: int) -> Money:
    return Money(yen=thousands * 1000, text=f"{thousands:,}", unit=1000)


def item(amount: int, prior: int, change: int, **more: object) -> Record:
    fields = {"amount": yen(amount), "prior_amount": yen(prior), "change": yen(change), **more}
    return BudgetItem.model_validate({"page": 1, "name": "道路費", **fields})


CHANGE = Identity("change", 0, (((0, "amount"), 1), ((0, "prior_amount"), -1), ((0, "change"), -1)))


def test_a_ledger_finds_figures_by_their_path() -> None:
    part = Funding(source="national", amount=yen(7))
    ledger = Ledger([item(188, 299, -111, funding=(part,), expansion=None)])
    numbers = [ledger.number((0, path)) for path in ("amount", "funding.0.amount", "change")]
    assert numbers == [188_000, 7_000, -111_000]
    for path in ("funding.1.amount", "expansion", "name", "nothing", "amount.yen"):
        assert ledger.money((0, path)) is None
        assert ledger.number((0, path)) is None


def test_a_changed_figure_is_the_ledgers_own() -> None:
    ledger = Ledger([item(188, 299, -110)])
    assert not ledger.holds(CHANGE)
    assert ledger.residual(CHANGE) == -1000
    changed = ledger.with_figure((0, "change"), Fraction(-111_000))
    assert changed.holds(CHANGE)
    assert not ledger.holds(CHANGE)
    assert changed.number((0, "change")) == -111_000


def test_evidence_is_none_where_it_fails_or_nothing_takes_part() -> None:
    assert Ledger([item(18_812, 29_923, -11_111)]).evidence(CHANGE) > 14
    assert Ledger([item(18_812, 29_923, -11_112)]).evidence(CHANGE) == 0
    assert Ledger([item(0, 0, 0)]).evidence(CHANGE) == 0
    assert Ledger([item(0, 29_923, -29_923)]).evidence(CHANGE) > 14


def test_evidence_within_rounding_is_less() -> None:
    def rounded(change: int) -> float:
        money = {
            name: Money(yen=figure * OKU, text=f"{figure:,}億円", unit=OKU, unit_text="億円")
            for name, figure in (("amount", 5_555), ("prior_amount", 3_333), ("change", change))
        }
        record = item(1, 1, 1).model_copy(update=money)
        return Ledger([record]).evidence(CHANGE)

    assert 0 < rounded(2_223) < rounded(2_222) - 1.5


def test_the_figures_that_one_slip_would_mend() -> None:
    ledger = Ledger([item(18_812, 29_923, -11_411)])
    found = {cell[1]: int(value) // 1000 for cell, value in slips(ledger, CHANGE)}
    # 30,223 for 29,923 would be three digits at once.
    assert found == {"amount": 18_512, "change": -11_111}


def test_a_slip_says_more_the_longer_its_figures() -> None:
    short, long = Ledger([item(18, 29, -12)]), Ledger([item(188_123, 299_234, -111_411)])
    assert slip_bits(short, CHANGE) < 2 < 10 < slip_bits(long, CHANGE)
    other = Ledger([item(188_123, 299_234, -57_892)])
    assert slip_bits(other, CHANGE) == 0
    lost = Ledger([item(188_123, 299_734, -11_111)])
    assert 0 < slip_bits(lost, CHANGE) < slip_bits(long, CHANGE)


def rows(*, ocr: float | None = None, wrong: int = 38_000) -> tuple[Ledger, list[Identity]]:
    """Two rows and the total of their amounts; the second amount is wrong in both its sums."""
    box = (0.0, 0.0, 9.0, 9.0)
    records = []
    for at, (amount, prior, change) in enumerate(
        ((10_000, 9_000, 1_000), (wrong, 40_000, -7_000), (43_000, 49_000, -6_000))
    ):
        sources = {
            field: Source(page=1, bbox=box, text="x", confidence=ocr)
            for field in ("amount", "prior_amount", "change")
        }
        record = item(amount // 1000, prior // 1000, change // 1000, sources=sources)
        records.append(record.model_copy(update={"page": at + 1}))
    changes = [
        Identity("change", n, tuple(((n, path), sign) for (_, path), sign in CHANGE.terms))
        for n in range(3)
    ]
    total = Identity("total", 2, (((2, "amount"), 1), ((0, "amount"), -1), ((1, "amount"), -1)))
    return Ledger(records), [*changes, total]


def test_the_figure_to_blame_is_the_one_that_mends_all() -> None:
    ledger, identities = rows()
    (issue,) = blamed(ledger, identities)
    assert "33,000 would satisfy" in issue.message
    assert (issue.text, issue.page, issue.severity) == ("x", 1, "error")
    assert blamed(ledger, identities[:3]) == []
    unsure = [*identities[:3], Identity("total", 2, identities[3].terms, certain=False)]
    assert blamed(ledger, unsure) == []


@pytest.mark.parametrize(
    ("ocr", "wrong", "mended"),
    [
        (0.5, 38_000, True),
        (0.95, 38_000, False),
        (None, 38_000, False),
        (0.5, 31_000, False),  # 1 is not read for 3
        (0.5, 88_000, False),  # two digits
        (0.5, 3_000, False),
        (0.5, -33_000, False),
    ],
)
def test_what_ocr_misread_is_mended_where_one_like_digit_mends_all(
    ocr: float | None, wrong: int, *, mended: bool
) -> None:
    ledger, issues = repair(*rows(ocr=ocr, wrong=wrong))
    assert ledger.number((1, "amount")) == (33_000 if mended else wrong)
    assert [issue.code for issue in issues] == (["ocr_repaired"] if mended else [])


def test_a_repair_reaches_parts_of_the_funding() -> None:
    sources = {
        path: Source(page=1, bbox=(0, 0, 1, 1), text="x", confidence=0.5)
        for path in ("amount", "funding.0.amount", "funding.1.amount")
    }
    parts = [Funding(source="national", amount=yen(38)), Funding(source="general", amount=yen(20))]
    whole = item(53, 0, 53, funding=tuple(parts), sources=sources)
    total = item(33, 0, 33)
    funding = Identity(
        "funding",
        0,
        (((0, "amount"), 1), ((0, "funding.0.amount"), -1), ((0, "funding.1.amount"), -1)),
    )
    down = Identity("total", 1, (((1, "amount"), 1), ((0, "funding.0.amount"), -1)))
    ledger, issues = repair(Ledger([whole, total]), [funding, down])
    assert ledger.number((0, "funding.0.amount")) == 33_000
    assert [issue.code for issue in issues] == ["ocr_repaired"]
