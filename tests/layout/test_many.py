"""Thousands of boxes on a page take time in proportion to their number."""

import random
import time
from itertools import product

import pytest

from models.page import Rule
from pipeline.layout import arrange
from pipeline.layout.levels import sides_of
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


def edges(count: int) -> list[Rule]:
    """Outlines of glyphs, as a scan has them that a program has traced."""
    chance = random.Random(8)
    rules = []
    for _ in range(count):
        x, y, long = chance.uniform(0, 560), chance.uniform(0, 800), chance.uniform(1, 9)
        level = chance.random() < 0.5
        x1, y1 = (x + long, y + 0.2) if level else (x + 0.2, y + long)
        rules.append(Rule(x, y, x1, y1, "edge", False, True))
    return rules


def test_sides_are_those_with_upright_edges_at_both_ends() -> None:
    every = edges(300)
    upright = [rule for rule in every if rule.x1 - rule.x0 < 1.6]

    def has_corner(x: float, rule: Rule) -> bool:
        return any(
            abs(x - one.x0) < 16 and min(abs(rule.top - y) for y in (one.top, one.bottom)) < 16
            for one in upright
        )

    wanted = [rule for rule in every if has_corner(rule.x0, rule) and has_corner(rule.x1, rule)]
    assert sides_of(every, upright) == wanted
    assert 0 < len(wanted) < len(every)


@pytest.mark.parametrize(
    "rules",
    [
        scattered(8_000),
        scattered(8_000, filled=True, fill=(0.9, 0.9, 0.9)),
        scattered(8_000, stroked=False, filled=True, fill=(1.0, 1.0, 1.0)),
        cells(),
        edges(12_000),
    ],
    ids=["stroked", "filled", "white", "cells", "edges"],
)
def test_many_boxes_take_seconds(rules: list[Rule]) -> None:
    words = draw.text("除雪対策事業　1,234千円", 40, 300)
    begun = time.process_time()
    arranged = arrange(draw.page(words, rules))
    assert time.process_time() - begun < 4.0
    assert arranged.blocks
