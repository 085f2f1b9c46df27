"""Small things that every room says alike: the amount a text is, an issue at a place."""

from typing import Literal

from models import Issue, Money, Source
from pipeline.recognise import find_money

YEN_FORM = r"\d[\d,.]{0,40}+\s*+(?:(?:兆|億|百万|千万|万|千)\s*+[\d,.]{0,40}+\s*+){0,6}+円"
"""An amount that prints its 円, as a part of patterns; longer than any that is printed."""


def money_in(text: str, *, unit: int | None = None) -> Money | None:
    """The first amount of a text; `unit` is yen a count where a note or a heading says it."""
    found = find_money(text, unit=unit) if text else []
    return found[0].value if found else None


def issue_at(
    source: Source,
    code: str,
    message: str,
    *,
    severity: Literal["info", "warning", "error"] = "info",
    text: str | None = None,
) -> Issue:
    """An issue where something was printed; `text` stands for the print."""
    return Issue(
        code=code,
        severity=severity,
        message=message,
        page=source.page,
        bbox=source.bbox,
        line=source.line,
        text=source.text if text is None else text,
    )
