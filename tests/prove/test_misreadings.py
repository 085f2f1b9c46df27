from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arithmetic import Term
from pipeline.prove.misreadings import is_slip


@pytest.mark.parametrize(
    ("printed", "value", "slip"),
    [
        (1234, 1284, True),
        (1234, 1289, False),
        (1234, 134, True),
        (134, 1234, True),
        (1234, 12345, True),
        (1234, 14, False),
        (-1234, 1234, True),
        (-1234, 1284, False),
        (1234, 1_234_000, True),
        (1_234_000, 1234, True),
        (1234, 2468, False),
        (1234, 1234, False),
        (0, 5, True),
        (0, 57, False),
    ],
)
def test_a_slip_is_one_digit_or_the_sign_or_the_unit(
    printed: int, value: int, *, slip: bool
) -> None:
    assert is_slip(Term.of(printed), Fraction(value)) is slip


def test_what_cannot_be_printed_is_no_slip() -> None:
    assert not is_slip(Term.of(12_000, 1000), Fraction(12_500))
    assert is_slip(Term.of(12_000, 1000), Fraction(13_000))


@given(st.integers(10, 10**9), st.data())
def test_every_figure_with_one_digit_exchanged_or_lost_is_a_slip(
    figure: int, data: st.DataObject
) -> None:
    text = str(figure)
    at = data.draw(st.integers(0, len(text) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    exchanged, lost = int(text[:at] + digit + text[at + 1 :]), int(text[:at] + text[at + 1 :])
    if len(str(exchanged)) == len(text):
        assert is_slip(Term.of(figure), Fraction(exchanged))
    if len(str(lost)) == len(text) - 1:
        assert is_slip(Term.of(figure), Fraction(lost))
