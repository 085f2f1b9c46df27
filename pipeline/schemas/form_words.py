"""The words of forms: labels of names, offices and texts, and what a figure's labels say of it."""

import re
from collections.abc import Sequence

from models import FiscalYear, FundingSource
from pipeline.assemble.tables.roles import funding_of, role_of
from pipeline.assemble.tables.vocabulary import ColumnRole
from pipeline.bind.sheets import year_said
from pipeline.schemas.grid import plain
from pipeline.schemas.series import FORMULA

_NAME = re.compile(
    r"(?:事務|予算|実施|細々?)?(?:事業|件)(?:の)?名(?:称)?|(?:事業|業務|取組|施策)の?名称|事務事業|工事名|件名"
)
_TEXTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "department",
        re.compile(
            r"(?:担当|所管|主管|実施|所属)(?:部署|部局|部課|課|室|係|所属)?名?|部課名?|部署名?|課名|部局名?"
        ),
    ),
    (
        "description",
        re.compile(
            r"(?:事務)?事業(?:の)?(?:概要|内容|目的)|目的|意図|概要|内容|ねらい|趣旨|事業目的(?:・内容)?"
        ),
    ),
    ("mark", re.compile(r"(?:事業)?区分|新規[・･/]継続(?:の?別|等)?|新規[・･/]拡充(?:等|の?別)?")),
)
_COST = re.compile(
    r"(?:総|直接|全体|年間|当初)?事業費(?:計|合計|総額)?|決算額・予算額|予算額・決算額|"
    r"(?:本年度|当年度|当初|予算)?(?:予算|決算|要求|要望|査定|事業費)(?:額|計上額)?|予算(?:現額|計上額)"
)
_STAGE = re.compile(r"(?:当初|補正後|最終|決算|予算|実績|計画|見込|現|額|案|[()（）])*")
_SUM = re.compile(r"(?:合|総)?計")
_ASKED = re.compile(r"要求(?=額|$)|要望額")
_SETTLED, _PLANNED = re.compile(r"決算"), re.compile(r"予算(?!.*補正)|当初|査定")
_SIGNS = " 　:：・■●◆○◇□▼【】〔〕[]<>〈〉()（）"

What = tuple[str, int, FundingSource | None, str]
"""The field of a figure, how plainly it is said (0 is plainest), its source of money, its label."""


def clean(text: str) -> str:
    """A label in one word, without the signs around it."""
    return "".join(text.split()).strip(_SIGNS)


def names_project(label: str) -> bool:
    """Whether a label stands before a project's name."""
    return _NAME.fullmatch(label) is not None


def text_of(label: str) -> str | None:
    """The field of words that a label stands before: department, description or mark."""
    return next((name for name, words in _TEXTS if words.fullmatch(label)), None)


def is_label(text: str) -> bool:
    """Whether words are a label of a name or of other words."""
    return names_project(text) or text_of(text) is not None


def any_label(text: str) -> bool:
    """Whether words are a label of anything."""
    return is_label(text) or role_of(text) is not None or funding_of(text) is not None


def said_of(texts: Sequence[str]) -> What | None:
    """What the headings of a figure say of it: the innermost that says anything counts.

    Given is the field, how plainly it is said (0 is plainest), and the source of funding.
    """
    fallback: What | None = None
    for text in texts:
        bare = clean(FORMULA.sub("", plain(text)))
        year, rest = year_said(bare, None)
        rest = rest.strip(_SIGNS)
        if year is not None and _STAGE.fullmatch(rest):
            if rest.endswith("額"):
                fallback = ("amount", 1, None, bare)
            continue
        if _COST.fullmatch(rest):
            return "amount", 0, None, bare
        if (source := funding_of(rest)) is not None:
            return "funding", 0, source, bare
        role = role_of(rest) if rest else None
        if role is ColumnRole.PRIOR:
            return "prior_amount", 0, None, bare
        if role is ColumnRole.CHANGE:
            return "change", 0, None, bare
        if role is ColumnRole.AMOUNT:
            return "amount", 2 if _SUM.fullmatch(rest) else 1, None, bare
        if rest:
            break
    return fallback


def phase_of(texts: Sequence[str]) -> str | None:
    """The phase that labels name: 決算, 予算 or 要求."""
    said = "".join(map(clean, texts))
    if _ASKED.search(said):
        return "request"
    if _SETTLED.search(said):
        return "settlement"
    return "initial" if _PLANNED.search(said) else None


def phased(year: FiscalYear | None, texts: Sequence[str]) -> FiscalYear | None:
    """The year with its phase, where the labels that say the year name one."""
    if year is None or year.phase is not None:
        return year
    phase = phase_of([text for text in texts if year_said(clean(text), None)[0] is not None])
    return year.model_copy(update={"phase": phase}) if phase else year
