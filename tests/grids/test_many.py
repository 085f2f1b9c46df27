"""Lines of thousands of parts take time in proportion to them."""

import time
from itertools import pairwise

from models.page import TextPage
from pipeline.grids.spans import box_of
from pipeline.layout.text import text_line


def test_the_boxes_of_all_parts_of_a_long_line_take_little_time() -> None:
    line = text_line(1, 1, "事業 1,234\t" * 20_000)
    assert TextPage(1, 1, (line.printed,)).lines
    begun = time.process_time()
    boxes = [box_of(line, at, at + 8) for at in range(0, len(line.text), 9)]
    assert time.process_time() - begun < 3
    steps = {round(right[0] - left[0], 3) for left, right in pairwise(boxes)}
    assert len(boxes) == 20_000
    assert len(steps) <= 2
