"""Money or count: what kind of figure one is, told by its headings, its form and its column.

千円 over a table makes amounts of its amounts only. What a figure is comes before what it is for,
so whoever gives figures a role asks here first, and gets the evidence with the answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias, get_args

from pipeline.normalise import normalise

FigureKind: TypeAlias = Literal["money", "count", "share", "code", "year"]
_KINDS: tuple[FigureKind, ...] = get_args(FigureKind)


class Evidence(NamedTuple):
    """What speaks for a kind (against it, below 0), in bits of log-odds, and in words."""

    kind: FigureKind
    bits: float
    says: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The kind of a figure; null where nothing tells. `bits` is its lead over the next kind."""

    kind: FigureKind | None
    bits: float
    evidence: tuple[Evidence, ...]


# What a heading, or the label before a figure, ends with. Longer words come first where a
# shorter one ends them: 構成比 before 比.
# fmt: off
_ENDINGS: tuple[tuple[FigureKind, float, str], ...] = (
    ("code", 8, r"番号|コード|ID|No\.?|№|連番|順位?|頁|ページ|(?<![A-Za-z])[Pp]{1,2}\.?"),
    ("code", 8, r"資料|別[表紙添]|様式|[図附付]表?|内線|電話|TEL|FAX|〒|注\)?"),
    ("code", 5, r"[款項目節]|細節|号"),
    ("share", 8, r"率|比|割合|構成|シェア|指数|ポイント|伸び|歩合|[%‰]"),
    ("count", 8, r"数量?|人員|人口|[個箇か]所|件|面積|延長|定員|世帯|[台回戸]|年齢"),
    ("count", 8, r"m2|m²|ha|km|トン|時間|日間"),
    ("year", 6, r"年度|年次|年月日?|期間|時期|年"),
    ("money", 5, r"額|[費金料税債代円]|予算|決算|歳[入出]|収入|支出|残高|現在高|財源|単価|給付"),
    ("money", 5, r"報酬|手当|価格|コスト"),
)
# fmt: on
_ENDS = [(kind, bits, re.compile(rf"(?:{words})\Z")) for kind, bits, words in _ENDINGS]
# A unit in brackets at the end of a heading says it outright.
_NOTED = re.compile(
    r"[(\[〔【<]\s*+(?:単位\s*+[:;・]?)?\s*+([^()\[\]〔〕【】<>]{1,6})\s*+[)\]〕】>]\s*+\Z"
)
_UNITS: tuple[tuple[FigureKind, re.Pattern[str]], ...] = (
    ("money", re.compile(r"(?:十億|億|百万|万|千|兆)?円")),
    ("share", re.compile(r"[%‰倍割]|ポイント")),
    (
        "count",
        re.compile(
            r"[千万]?(?:人|件|名|戸|世帯|[回日台校棟冊点社]|団体|[か箇ヶ]所|k?m[23²³]?|ha|t|kg|時間)"
        ),
    ),
)
_NOTED_BITS = 12
_TAIL = re.compile(
    r"(?:(?<!\s)\s++)?[(\[〔【][^()\[\]〔〕【】]*+[)\]〕】]\s*+\Z|(?<![\s:・、,(\[〔])[\s:・、,(\[〔]++\Z"
)

_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"[0-9,]*\.[0-9]{1,2}|0\.[0-9]+")
_YEAR_LIKE = re.compile(r"(?:19|20)[0-9]{2}")
_FIGURE = re.compile(r"[(\[]?\s*+([△▲−-]?)\s*+([0-9][0-9,.]*+)\s*+[)\]]?")
# In 千円 a decimal would be part of a thousand yen, which nobody budgets.
_LARGEST_WHOLE_UNIT = 1000
_COUNTED_UP = 3


def judge_figure(
    printed: str,
    *,
    headings: Sequence[str] = (),
    unit: int | None = None,
    column: Sequence[str] = (),
) -> Judged:
    """Whether a figure is money, a count, a share, a code or a year, with all that speaks for it.

    `headings` are the labels and headings that lead to it, outermost first; `unit` is the
    multiplier that notes give its surroundings, null where none is known; `column` are the
    figures that stand under the same heading, itself included, as printed.

    >>> judge_figure("7", headings=["手当数"], unit=1000).kind
    'count'
    >>> judge_figure("12,300", headings=["除雪費"], unit=1000).kind
    'money'
    >>> judge_figure("0086", unit=1000).kind
    'code'
    """
    evidence = [*_of_headings(headings), *of_form(normalise(printed).text.strip(), unit)]
    evidence += _of_column([normalise(cell).text.strip() for cell in column])
    if unit is not None:
        evidence.append(Evidence("money", 2, "a unit of money is noted"))
    return judged(evidence)


def judged(evidence: Sequence[Evidence]) -> Judged:
    """The kind that all the evidence together speaks for most."""
    sums = {kind: sum(item.bits for item in evidence if item.kind == kind) for kind in _KINDS}
    first, second = sorted(_KINDS, key=lambda kind: -sums[kind])[:2]
    lead = sums[first] - sums[second]
    return Judged(first if lead > 0 and sums[first] > 0 else None, lead, tuple(evidence))


def heading_kind(heading: str) -> Evidence | None:
    """What a heading or a label says of the figures under it or behind it; null for nothing.

    >>> heading_kind("件数")
    Evidence(kind='count', bits=8, says='件数')
    >>> heading_kind("事業費(千円)").says, heading_kind("伸び率").kind, heading_kind("備考")
    ('千円', 'share', None)
    """
    text = normalise(heading).text.strip()
    noted = _NOTED.search(text)
    if noted is not None:
        for kind, form in _UNITS:
            if form.fullmatch(noted[1]):
                return Evidence(kind, _NOTED_BITS, noted[1])
    before = ""
    while before != text:
        before, text = text, _TAIL.sub("", text)
    for kind, bits, ending in _ENDS:
        if ending.search(text):
            return Evidence(kind, bits, text[-8:])
    return None


def _of_headings(headings: Sequence[str]) -> Iterator[Evidence]:
    """The nearest heading counts in full, those above it by half."""
    for above, heading in enumerate(reversed(headings)):
        said = heading_kind(heading)
        if said is not None:
            yield said if above == 0 else said._replace(bits=said.bits / 2)


def of_form(printed: str, unit: int | None) -> Iterator[Evidence]:
    """What a figure's print alone says of its kind; `unit` as in `judge_figure`."""
    match = _FIGURE.fullmatch(printed)
    if match is None:
        return
    sign, figure = match.groups()
    if sign:
        yield from (Evidence(kind, -8, "a sign") for kind in ("code", "year", "count"))
    if _GROUPED.fullmatch(figure):
        yield Evidence("money", 2, "commas")
        yield from (Evidence(kind, -8, "commas") for kind in ("code", "year", "share"))
    elif figure.isdigit() and len(figure) > 1 and figure[0] == "0":
        yield Evidence("code", 12, "a leading zero")
    elif _YEAR_LIKE.fullmatch(figure):
        yield Evidence("year", 1, "like a year")
    if _DECIMAL.fullmatch(figure) and (unit is None or unit <= _LARGEST_WHOLE_UNIT):
        yield Evidence("share", 4, "a decimal")
        yield Evidence("money", -2, "a decimal")


def _of_column(column: Sequence[str]) -> Iterator[Evidence]:
    """What all figures of a column say together: row numbers, codes of one length, shares."""
    figures = [match[2] for cell in column if (match := _FIGURE.fullmatch(cell))]
    if len(figures) < _COUNTED_UP:
        return
    whole = [int(figure) for figure in figures if figure.isdigit()]
    if len(whole) == len(figures):
        if all(after - one == 1 for one, after in pairwise(whole)):
            yield Evidence("code", 12, "counts up by one")
        elif len({*whole}) == len(whole) and whole == sorted(whole) and _same_length(figures):
            yield Evidence("code", 5, "one length, going up")
    if all(_DECIMAL.fullmatch(figure) for figure in figures):
        yield Evidence("share", 3, "decimals only")
    if any(_GROUPED.fullmatch(figure) for figure in figures):
        yield Evidence("code", -4, "commas in its column")


def _same_length(figures: Sequence[str]) -> bool:
    return len({len(figure) for figure in figures}) == 1 and len(figures[0]) > 1
