"""What checks and issues do to a value's confidence."""

import pytest

from models import BudgetItem, BudgetTotal, Check, Issue, Money, Record, Source
from pipeline.confidence import weigh
from pipeline.prove import prove

BOX = (0.0, 0.0, 10.0, 10.0)


def yen(thousands: int) -> Money:
    return Money(yen=thousands * 1000, text=f"{thousands:,}", unit=1000)


def item(*checks: Check, confidence: float | None = None, ocr: float | None = None) -> Record:
    return BudgetItem(
        page=1,
        name="道路費",
        amount=yen(31_415),
        prior_amount=yen(27_182),
        sources={"amount": Source(page=1, bbox=BOX, text="31,415", confidence=ocr)},
        checks=checks,
        confidence={"amount": confidence} if confidence is not None else {},
    )


def change(*, holds: bool | None, bits: float | None = None) -> Check:
    terms: dict[str, int | float | None] = {"amount": 31_415, "prior_amount": 27_182, "change": 1}
    return Check(name="change", holds=holds, terms=terms, exact=holds or None, bits=bits)


def sure(record: Record, *issues: Issue) -> float:
    return weigh([record], issues)[0].confidence["amount"]


def test_a_value_of_which_nothing_is_said_has_no_confidence() -> None:
    assert weigh([item()], [])[0].confidence == {}
    assert weigh([item(change(holds=None))], [])[0].confidence == {}


def test_what_a_record_is_sure_of_is_where_a_value_starts_from() -> None:
    assert sure(item(confidence=0.4)) == 0.4
    low = sure(item(change(holds=True, bits=14), confidence=0.4))
    high = sure(item(change(holds=True, bits=14), confidence=0.9))
    assert 0.4 < low < high


def test_proof_takes_the_doubt_in_the_figure_and_leaves_the_other() -> None:
    weak, strong = (sure(item(change(holds=True, bits=bits))) for bits in (1.0, 14.0))
    assert 0.97 < weak < strong < 0.995


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
    assert few < some < many < 0.97


def test_a_warning_weighs_less_and_information_nothing() -> None:
    error, warning, info = (
        weigh([item(change(holds=False).model_copy(update={"severity": severity}))], [])[0]
        for severity in ("error", "warning", "info")
    )
    assert error.confidence["amount"] < warning.confidence["amount"] < 0.97
    assert info.confidence == {}


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
    weighed = weigh(*prove(rows))
    found = {
        (at, field): probability
        for at, record in enumerate(weighed)
        for field, probability in record.confidence.items()
    }
    assert found.pop((wrong, "amount")) < 0.05
    assert min(found.values()) > 0.95
