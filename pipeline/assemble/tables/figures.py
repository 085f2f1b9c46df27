"""The figures of a table cell: sign, number, scale and unit, as they stand in print."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from models import Money
from pipeline.arithmetic import SCALES

_NUMBER = r"\d{1,3}(?:\s?,\s?\d{3})+(?!\d)(?:\.\d++)?|\d++(?:\.\d++)?"
_ATOM = rf"(?:{_NUMBER})\s?(?:兆|億|千万|百万|十万|万|千|百)?"
_UNITS = (
    r"円|[%％]|ポイント|倍|人|名|件|社|団体|世帯|戸|棟|箇所|か所|カ所|ヶ所|校|園|施設|台|本|回|"
    r"(?<=\.\d)歳|月分|市町村|町村|区画|地区|路線|基金|㎡|m2|m²|km2|km|ha|m3|m³|kg|トン|t|kW|MW|時間|床|頭|組|点|冊|隻|機|枚"
)
# What stands alone over a figure or in a note and says what is counted: 人, %, 千人.
COUNT_UNIT = re.compile(
    rf"(?:[十百千万]?(?:人|件|戸|t|トン|㎡|kWh)|歳|年|日|か月|(?!円)(?:{_UNITS}))"
)
_FIGURE = re.compile(
    rf"(?:(?P<sign>[△▲▼−]|(?<![\d\w)）])-)\s*+|(?<!\s)\s++)?"
    rf"(?P<body>(?:(?:{_NUMBER})\s?(?:兆|億|千万|百万|万)\s?)*{_ATOM})"
    rf"\s?(?P<unit>{_UNITS})?(?P<turn>\s?の?(?:増|減)(?!額|税|災|債|収|免|築|設|量))?"
)
_ATOMS = re.compile(rf"(?P<number>{_NUMBER})\s?(?P<scale>兆|億|千万|百万|十万|万|千|百)?")
_PLAIN = re.compile(r"([△▲]?)\s?(\d{1,3}(?:,\d{3})*)")
# 12.345: a decimal, or thousands parted by a period.
_EITHER = re.compile(r"^[^\d]*[1-9]\d{0,2}\.\d{3}(?![\d億兆万])")
_LARGEST_WHOLE_UNIT, _EITHER_UNIT = 1000, 10**6
_LONGEST = 40
_NOTHING = re.compile(r"[-－―—–ー‐−─]+(?:\s?(?:千円|円|人|件|%|月分))?|皆増|皆減|皆無|\.\.\.|…")
_SPACED = re.compile(r"(?:[\d,△▲%.]\s+){2,}\S*")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at `start:end` of the text it was found in.

    `value` has its scale worked out (1億6,717万円 is 167170000, 264,000千円 is 264000000) and is
    null for a dash or 皆増. `unit` is what follows (円, %, 人), empty for a bare number; `step` is
    the value of the last printed place; `scale` that of the last number.
    """

    start: int
    end: int
    text: str
    value: Fraction | None
    unit: str = ""
    scale: int = 1
    step: Fraction = Fraction(1)

    def money(self, unit: int | None) -> Money:
        """The figure as money: its own unit where it prints one, else `unit` (yen a count)."""
        if self.value is None:
            return Money(yen=None, text=self.text, unit=unit or 1, none=True)
        if _EITHER.search(self.text) and self.unit in ("", "円"):
            by = self.scale if self.unit == "円" or self.scale > 1 else unit
            if by is not None and by <= _LARGEST_WHOLE_UNIT:
                # Nobody prints thousandths of a thousand yen: the period stands for a comma.
                yen = self.value * 1000 * (1 if self.scale > 1 else by)
                return Money(yen=int(yen), text=self.text, unit=by)
            if by == _EITHER_UNIT:
                return Money(yen=None, text=self.text, unit=by)
        if self.unit == "円" or (self.scale > 1 and not self.unit):
            match = re.search(r"(?:兆|億|千万|百万|万|千|百)?円?$", self.text.rstrip("増減の "))
            unit_text = match[0] if match else ""
            return Money(yen=int(self.value), text=self.text, unit=self.scale, unit_text=unit_text)
        if unit is None:
            return Money(yen=None, text=self.text)
        return Money(yen=int(self.value * unit), text=self.text, unit=unit)

    @property
    def is_money(self) -> bool:
        """Whether the figure can be an amount: 円 or nothing follows it."""
        return self.unit in ("", "円")

    @property
    def number(self) -> int | float | None:
        """The value as a plain number."""
        if self.value is None:
            return None
        return int(self.value) if self.value.denominator == 1 else float(self.value)


def figures(text: str) -> Iterator[Figure]:
    """All figures of a text, signs and units with them."""
    for match in _FIGURE.finditer(text):
        yield _figure(match)


def whole(text: str) -> Figure | None:
    """The one figure that the text is, or null where the text is anything else.

    >>> whole("△ 1,108,400").value
    Fraction(-1108400, 1)
    >>> whole("1億 410万円").value
    Fraction(104100000, 1)
    >>> whole("3.6%減").value, whole("－").value, whole("2.1.1")
    (Fraction(-18, 5), None, None)
    """
    stripped = text.strip()
    if not stripped or len(stripped) > _LONGEST:
        return None
    plain = _PLAIN.fullmatch(stripped)
    if plain is not None:
        value = Fraction(int(plain[2].replace(",", "")))
        return Figure(0, len(text), stripped, -value if plain[1] else value)
    if _NOTHING.fullmatch(stripped):
        return Figure(0, len(text), stripped, None)
    match = _FIGURE.fullmatch(stripped)
    if match is None and _SPACED.match(stripped):
        match = _FIGURE.fullmatch("".join(stripped.split()))
    if match is None:
        bracketed = re.fullmatch(r"[(（\[［〔<〈]\s*+(.*\S)\s*+[)）\]］〕>〉]", stripped)
        if bracketed is None:
            return None
        match = _FIGURE.fullmatch(bracketed[1])
        if match is None and not _NOTHING.fullmatch(bracketed[1]):
            return None
        if match is None:
            return Figure(0, len(text), stripped, None)
    figure = _figure(match)
    return Figure(
        0, len(text), stripped, figure.value, figure.unit, scale=figure.scale, step=figure.step
    )


def _figure(match: "re.Match[str]") -> Figure:
    value = Fraction(0)
    step, scale = Fraction(1), 1
    for atom in _ATOMS.finditer(match["body"]):
        number = re.sub(r"[,\s]", "", atom["number"])
        scale = SCALES[atom["scale"]] if atom["scale"] else 1
        value += Fraction(number) * scale
        step = Fraction(scale, 10 ** len(number.partition(".")[2]))
    turn = (match["turn"] or "").strip()
    if match["sign"] or turn.endswith("減"):
        value = -value
    unit = (match["unit"] or "").replace("％", "%")
    text = match[0].strip()
    return Figure(match.start(), match.end(), text, value, unit, scale=scale, step=step)
