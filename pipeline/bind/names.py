"""Names as they stand in cells: with a mark, a sign or a number around them."""

import re

from models import Mark
from pipeline.assemble.lines.pieces import tidy
from pipeline.recognise.marks import MARKS

_MARK_WORDS = "|".join(sorted(MARKS, key=len, reverse=True))
_LEADING_MARK = re.compile(
    rf"\s*[(（\[【〔<《「]\s?(?P<mark>{_MARK_WORDS})\s?[)）\]】〕>》」]\s*|\s*(?P<bare>{_MARK_WORDS})\s+(?=\S)"
)
_CLOSING_MARK = re.compile(
    rf"(?:(?<!\s)\s++)?[(（\[【〔<《「]\s?(?P<mark>{_MARK_WORDS})\s?[)）\]】〕>》」]\s*+$"
    rf"|(?<!\s)\s++(?P<bare>{_MARK_WORDS})\s*+$"
)
_NUMBERING = re.compile(
    r"^(?:(?:\d{1,3}|[(（]\d{1,3}[)）])(?:[.．、)）]\s?(?!\d)|\s+)|[①-⑳]\s?)(?=\S)"
)


def unmarked(text: str) -> tuple[str, Mark | None]:
    """A name without its mark, sign and number, and the mark."""
    mark: Mark | None = None
    if match := _LEADING_MARK.match(text):
        mark, text = MARKS[match["mark"] or match["bare"]], text[match.end() :]
    if (match := _CLOSING_MARK.search(text)) and match.start() > 0:
        mark, text = MARKS[match["mark"] or match["bare"]], text[: match.start()]
    text = text.rstrip(" \u3000:：…‥")
    text = re.sub(r"^[・○◯●◎◆◇■□★☆▽▼※•\s]+(?=\S)", "", text)
    if match := _NUMBERING.match(text):
        text = text[match.end() :]
    if mark is None and (match := _LEADING_MARK.match(text)):
        mark, text = MARKS[match["mark"] or match["bare"]], text[match.end() :]
    return tidy(text), mark
