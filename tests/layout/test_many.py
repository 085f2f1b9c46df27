"""Thousands of boxes on a page take time in proportion to their number."""

import random
import time
from itertools import product

import pytest

from models.page import Rule
from pipeline.layout import arrange
from tests.layout.drawing import draw


def scattered(count: int, **style: object) -> list[Rule]:
    """Boxes anywhere, of any size, as a hostile page has them and a map."""
    chance = random.Random(7)
    corners = [(chance.uniform(0, 500), chance.uniform(0, 750)) for _ in range(count)]
    return [
        draw.box(x, y, x + chance.uniform(6, 80), y + chance.uniform(6, 80), **style)
        for x, y in corners
    ]


def cells() -> list[Rule]:
    return [
        draw.box(7.0 * column, 7.0 * row, 7.0 * column + 7, 7.0 * row + 7)
        for row, column in product(range(80), range(80))
    ]


@pytest.mark.parametrize(
    "rules",
    [
        scattered(8_000),
        scattered(8_000, filled=True, fill=(0.9, 0.9, 0.9)),
        scattered(8_000, stroked=False, filled=True, fill=(1.0, 1.0, 1.0)),
        cells(),
    ],
    ids=["stroked", "filled", "white", "cells"],
)
def test_many_boxes_take_seconds(rules: list[Rule]) -> None:
    words = draw.text("除雪対策事業　1,234千円", 40, 300)
    begun = time.process_time()
    arranged = arrange(draw.page(words, rules))
    assert time.process_time() - begun < 4.0
    assert arranged.blocks
