"""Figures in the cells of rows: what is noted as their print is the figure, wherever it stands."""

import pytest

from models import Fact
from pipeline.assemble.stated.facts import facts
from tests.assemble.made import ABOUT, from_text


@pytest.mark.parametrize("before", ["", " ", "　" * 9])
def test_the_print_of_a_figure_behind_blanks_is_the_figure(before: str) -> None:
    blocks = from_text(f"基金\t増減\t備考\n財政調整基金\t{before}取崩 680千円\t5\n")
    found = [each for each in facts(blocks, ABOUT).records if isinstance(each, Fact)]
    values = {each.value.text: each.sources["value"].text for each in found}
    assert values["680千円"] == "680千円"
