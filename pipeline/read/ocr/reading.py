"""What a sheet says: its characters and rules, whether it is a page or a picture on one."""

from typing import NamedTuple

from models.page import Char, Rule
from models.values import BBox
from pipeline.read.ocr.chars import chars_of
from pipeline.read.ocr.rules import picture_rules, without_rules
from pipeline.read.ocr.sheet import Sheet
from pipeline.read.ocr.strips import Strip, cut, read_strips


class Reading(NamedTuple):
    """Strips as they were read, their characters, and the strokes that are rules; in points."""

    strips: list[Strip]
    chars: list[Char]
    rules: list[Rule]


def read_sheet(sheet: Sheet, texts: list[BBox]) -> Reading:
    """What stands on an upright sheet; `texts` are the boxes of its lines, in points."""
    rules = picture_rules(sheet, texts)
    clean = without_rules(sheet, rules)
    strips = read_strips(clean, sheet.scale, cut(texts, rules))
    return Reading(strips, chars_of(clean, sheet.scale, strips), rules)
