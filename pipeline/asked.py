"""What a call says of its documents: checked before any work, and refused in one line."""

import re
import unicodedata

from pipeline.allowance import MIB, Allowance
from pipeline.errors import UsageError
from pipeline.identify import Given
from pipeline.identify.words import KINDS

_WESTERN = re.compile(r"(\d{4})年?度?")
_FIRST, _LAST = 1868, 2100


def given(
    *,
    issuer: str | None = None,
    year: str | None = None,
    title: str | None = None,
    kind: str | None = None,
) -> Given:
    """The options as `identify` takes them. UsageError for what no document can be."""
    for option, text in (("--issuer", issuer), ("--title", title)):
        if text is not None and not _is_text(text):
            raise UsageError(f"{option}: give a name, in the terminal's encoding")
    if kind is not None and kind not in KINDS:
        raise UsageError(f"--kind {kind}: there is no such kind; there are {', '.join(KINDS)}")
    return Given(
        issuer=issuer,
        fiscal_year=None if year is None else fiscal_year(year),
        title=title,
        kind=kind,
    )


def allowance(*, seconds: float | None, megabytes: int | None) -> Allowance:
    """What each document may take; null for what is usual."""
    return Allowance(seconds, None if megabytes is None else megabytes * MIB)


def fiscal_year(text: str) -> int:
    """The western year in which a fiscal year begins, from any way of writing it.

    >>> fiscal_year("2022"), fiscal_year("R4"), fiscal_year("令和4年度"), fiscal_year("平成元")
    (2022, 2022, 2022, 1989)
    """
    from pipeline.recognise import find_years

    folded = unicodedata.normalize("NFKC", text).strip().upper()
    if western := _WESTERN.fullmatch(folded):
        year = int(western[1])
    else:
        whole = folded if folded.endswith("度") else f"{folded.removesuffix('年')}年度"
        found = [each for each in find_years(whole) if (each.start, each.end) == (0, len(whole))]
        value = found[0].value if len(found) == 1 and not re.match(r"\d", folded) else None
        year = value.year if value and value.year and value.end_year is None else 0
    if not _FIRST <= year <= _LAST:
        raise UsageError(
            f"--year {text}: give one fiscal year from {_FIRST} to {_LAST}: 2022, R4 or 令和4"
        )
    return year


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # bytes of another encoding
        return False
    return bool(text.strip())
