"""What changed between two years of a budget, like with like, with every figure's place."""

from pipeline.diff.alike import LeftOut
from pipeline.diff.compare import about, compare, is_news
from pipeline.diff.model import Diff, Headline, Sum, Totals
from pipeline.diff.stated import stated

__all__ = ["Diff", "Headline", "LeftOut", "Sum", "Totals", "about", "compare", "is_news", "stated"]
