"""Pages of text, laid out, for tests of what stands on them."""

from models.page import Line, PageLayout, TextPage
from pipeline.layout.text import arrange_text
from pipeline.normalise import normalise


def line(text: str, number: int = 1) -> Line:
    """A line of a text file."""
    normal = normalise(text)
    return Line(1, normal.text, text, normal.origin, number=number)


def page(text: str) -> PageLayout:
    """A page of a text file in reading order."""
    return arrange_text(TextPage(1, 1, tuple(text.strip("\n").split("\n"))))
