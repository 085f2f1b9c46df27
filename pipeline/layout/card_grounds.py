"""Grounds beside each other that each hold a whole thing: cards, and no columns of a table."""

import re
from collections.abc import Sequence
from itertools import pairwise

from models.page import Char, Rule
from models.values import BBox
from pipeline.layout.bars import is_white
from pipeline.layout.levels import Level
from pipeline.layout.pieces import Piece, pieces_of

# Points.
_SAME = 2.0
_APART = 3.0
_LEAST_LINES = 3
_FIGURE = re.compile(r"[\d０-９]")
_AMOUNT = re.compile(
    r"[\d０-９][,，]?[\d０-９]{3}(?![\d０-９])|[\d０-９]\s?(?:億|[百十]?万|[百十]?千)?円"
)


def holds_cards(levels: Sequence[Level], rules: Sequence[Rule], chars: Sequence[Char]) -> bool:
    """Whether grounds of one height stand apart side by side, each with words and an amount.

    A ground under a column of a table holds names alone, or figures alone.
    """
    x0, x1 = min(level.x0 for level in levels), max(level.x1 for level in levels)
    grounds = sorted(
        (
            rule
            for rule in rules
            if rule.kind in ("rect", "curve")
            and rule.filled
            and not is_white(rule.fill)
            and min(rule.x1 - rule.x0, rule.bottom - rule.top) > _LEAST_LINES * _APART
            and x0 - _SAME < rule.x0
            and rule.x1 < x1 + _SAME
            and levels[0].y - _SAME < rule.top
            and rule.bottom < levels[-1].y + _SAME
        ),
        key=lambda rule: (round(rule.top), rule.x0),
    )
    beside = [
        pair
        for pair in pairwise(grounds)
        if abs(pair[0].top - pair[1].top) < _SAME
        and abs(pair[0].bottom - pair[1].bottom) < _SAME
        and pair[1].x0 - pair[0].x1 > _APART
    ]
    if not beside:
        return False
    pieces = pieces_of([char for char in chars if char[6]])
    return any(all(_is_card(rule[:4], pieces) for rule in pair) for pair in beside)


def _is_card(box: BBox, pieces: Sequence[Piece]) -> bool:
    x0, top, x1, bottom = box
    own = [p for p in pieces if x0 < (p.x0 + p.x1) / 2 < x1 and top < p.middle < bottom]
    lines = len({round(piece.middle / _APART) for piece in own})
    words = any(not _FIGURE.search(piece.text) and len(piece.text) > 1 for piece in own)
    return lines >= _LEAST_LINES and words and any(_AMOUNT.search(piece.text) for piece in own)
