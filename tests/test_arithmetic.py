import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Money
from pipeline.arithmetic import Term, adds_up, is_change, is_share, money_term, step_of

K, M = 1000, 1_000_000


@pytest.mark.parametrize(
    ("money", "step"),
    [
        (Money(yen=188_089_000, text="188,089", unit=K), K),
        (Money(yen=264_000_000, text="２６４，０００千円", unit=K, unit_text="千円"), K),
        (Money(yen=5_860_000_000, text="58.6億円", unit=10**8, unit_text="億円"), 10**7),
        (Money(yen=167_170_000, text="1億6,717万円", unit_text="万円"), 10**4),
        (Money(yen=123, text="123円", unit_text="円"), 1),
        *(
            (Money(yen=5 * scale, text=f"5{word}円", unit_text=f"{word}円"), scale)
            for word, scale in (
                ("兆", 10**12),
                ("億", 10**8),
                ("千万", 10**7),
                ("百万", 10**6),
                ("十万", 10**5),
                ("万", 10**4),
                ("千", 1000),
                ("百", 100),
            )
        ),
        (Money(yen=125, text="0.125", unit=K), 1),
        (Money(yen=12, text="0.0123", unit=K), 1),
        (Money(yen=None, text="－", unit=K), K),
        (Money(yen=5_000, text="約5千円余", unit_text="千円"), K),
    ],
)
def test_the_last_printed_place(money: Money, step: int) -> None:
    assert step_of(money) == step


def test_exact_figures_must_be_exact() -> None:
    assert is_change(Term.of(-111 * K, K), Term.of(188 * K, K), Term.of(299 * K, K)) == "exact"
    assert is_change(Term.of(-112 * K, K), Term.of(188 * K, K), Term.of(299 * K, K)) == "close"
    assert is_change(Term.of(-211 * K, K), Term.of(188 * K, K), Term.of(299 * K, K)) == "fails"


def test_rounded_figures_may_miss_by_their_last_place() -> None:
    parts = [Term.of(12 * M, M), Term.of(13 * M, M), Term.of(14 * M, M)]
    assert adds_up(Term.of(40 * M, M), parts) == "rounded"
    assert adds_up(Term.of(45 * M, M), parts) == "fails"


def test_a_truncated_total_is_as_good_as_a_rounded_one() -> None:
    assert adds_up(Term.of(307 * 100 * M, 100 * M), [Term.of(30_798 * M, M)]) == "rounded"


@pytest.mark.parametrize(("percent", "holds"), [(67.4, True), (67.5, True), (67.6, False)])
def test_shares_are_rounded_or_truncated(percent: float, holds: bool) -> None:
    outcome = is_share(Term.of(percent, 0.1), Term.of(7086), Term.of(10_500))
    assert (outcome != "fails") is holds


def test_a_dash_counts_as_nothing_and_a_range_not_at_all() -> None:
    dash = money_term(Money(yen=None, text="-", none=True))
    assert dash is not None
    assert dash.value == 0
    assert money_term(Money(yen=1, upper_yen=2, text="1~2円")) is None
    assert money_term(None) is None


def test_figures_without_a_unit_stand_for_themselves() -> None:
    term = money_term(Money(yen=None, text="△ 2,868"))
    assert term is not None
    assert term.value == -2868


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.sampled_from([1, K, M]))
def test_sums_of_rounded_parts_always_hold(parts: list[int], unit: int) -> None:
    """However parts and total are cut to a unit, the sum is never held to fail."""
    cut = [Term.of(round(part / unit) * unit, unit) for part in parts]
    total = Term.of(round(sum(parts) / unit) * unit, unit)
    assert adds_up(total, cut) != "fails"


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_rounded_and_truncated_shares_always_hold(part: int, whole: int) -> None:
    share = 1000 * part // whole / 10
    for printed in (share, round(100 * part / whole, 1)):
        assert is_share(Term.of(printed, 0.1), Term.of(part), Term.of(whole)) != "fails"


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30), st.sampled_from([1, K, M]))
def test_sums_of_truncated_parts_always_hold(parts: list[int], unit: int) -> None:
    """Truncation goes towards zero, for what is below it as well."""
    cut = [Term.of(int(part / unit) * unit, unit) for part in parts]
    total = Term.of(int(sum(parts) / unit) * unit, unit)
    assert adds_up(total, cut) != "fails"


@pytest.mark.parametrize(("total", "outcome"), [(14, "rounded"), (15, "fails"), (9, "fails")])
def test_n_figures_miss_by_no_more_than_rounding_and_truncation_allow(
    total: int, outcome: str
) -> None:
    parts = [Term.of(part * 100 * M, 100 * M) for part in (3, 4, 5)]
    assert adds_up(Term.of(total * 100 * M, 100 * M), parts) == outcome


def test_a_change_misses_by_one_step_at_the_most() -> None:
    this, prior = Term.of(30 * M, M), Term.of(20 * M, M)
    assert is_change(Term.of(11 * M, M), this, prior) == "rounded"
    assert is_change(Term.of(12 * M, M), this, prior) == "fails"
