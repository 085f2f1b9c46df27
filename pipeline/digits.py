"""Which digits of a line are figures, and which are dates, numbering, telephones or names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_FIGURE = re.compile(
    r"\d+(?:,\d+)*(?:\.\d+)?|"
    r"(?<![一-九十百千万億])[一二三四五六七八九][一二三四五六七八九〇十百千万億兆]{0,40}+(?=円)"
)
_SHOWN = re.compile(r"\s?(?:[兆億万千百]+\s?)?(?:円|[%％]|人|件|倍|か所|箇所|㎡|ha|km|m2)?")
_SCALES = {"千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12, "百": 100}
_UNIT = (
    r"[兆億万千百十円人名件%％倍年月日時分秒か箇ヶカケ個校社戸世台回団市町区施割点位つ歳頭本冊棟席枚日"
    r"k㎡mht㎏℃路ト事法地基種品組隻便床店園館路]"
)
_ERA = r"(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR])"
_RULES: tuple[tuple[str, str], ...] = (
    ("address", r"https?://[\x21-\x7e]+|www\.[\x21-\x7e]+|(?<![\w.+-])[\w.+-]++@[\w.-]+"),
    (
        "telephone",
        r"(?<!\d)0\d{1,4}\s?[-(ー－―‐]\s?\d{1,4}\s?[-)ー－―‐]\s?\d{3,4}(?!\d)|〒\s?\d{3}(?:\s?-\s?\d{4})?|"
        r"(?<![\d,.])\d{1,4}\s?[-ー－―‐–]\s?\d{4}(?![\d,])|"
        r"(?:内線|TEL|tel|電話|FAX|☎)[^\d]{0,4}[\d()-]{3,}",
    ),
    (
        "date",
        rf"{_ERA}\s?(?:\d{{1,2}}|元)(?![,\d])(?:\s?年\s?度?)?(?:\s?[.・/~〜、–-]\s?{_ERA}?\d{{1,2}}(?![,\d])(?:\s?年\s?度?)?)*"
        r"(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?|"
        r"(?<![\d,.])(?:19|20)\d\d\s?(?:年\s?度?|[/.]\s?\d{1,2}(?:[/.]\d{1,2})?(?!\d)|(?=\s?[)）~〜]))|"
        r"(?<![\d,.])\d{1,2}\s?年\s?度|(?<![\d,.])\d{1,2}\s?月(?!額|間|分の)(?:\s?\d{1,2}\s?日)?|"
        r"(?<![\d,.])\d{1,2}\s?日(?!間|当|分|数)|(?<![\d,.約])\d{1,2}\s?年(?!間|が?経過|余|ほど|連続|以上|程度|前|ぶり|目|生|代|後)|"
        r"(?<![\d/])\d{1,2}/\d{1,2}(?=\s?[(（][月火水木金土日])|^\s*[12]\s[09]\s\d\s\d\s*$|"
        r"(?<!\d)\d{1,2}:\d{2}(?!\d)|(?<![\d,.])\d{1,2}\s?時(?!間)(?:\s?\d{1,2}\s?分)?|"
        r"(?<=から)\d{1,2}\s?年間|(?<![\d,.約])\d{1,2}\s?(?:年程度|か年|ヵ年|カ年|ヶ年|箇年)|"
        r"(?<![\d,.])\d{1,2}\s?世紀|(?<![\d,.])(?:19|20)\d\d\s?年代|\d{2}\s?年代",
    ),
    (
        "numbering",
        r"(?:(?:基本|重点|政策|施策|数値)(?:目標|施策|政策|戦略|方針|プロジェクト)|柱|テーマ|ステップ|パターン|ケース|グループ|フェーズ|区分|会議室)"
        r"\s?\d{1,2}(?![\d,.]|\s?[%％人件円万億千百])|\d{1,2}\s?階(?!建)|\d{1,4}\s?(?:会議室|号室|番窓口)|"
        r"[款項目節]\s?\d{1,3}(?=\s?[.．]?\s*[^\W\d_])|第\s?\d+(?:\s?[-ー]\s?\d+)?|(?:別表|別紙|様式|資料|図表?|表|注|※|\*|項目|問|案件?|議案)\s?[(（]?\d{1,3}[)）]?(?![,\d]|\.\d)|"
        r"(?:[Pp]{1,2}|No|NO|no|№|Vol|vol)\s?[.．]?\s?\d+(?:\s?[~〜-]\s?\d+)?|(?<!\d)\d++\s?(?:号|条|項(?!目)|款|目(?!標|的)|節|頁|ページ|丁目|番地?)(?:の\d+)?|"
        r"(?<![\d,.])\d+(?:[.．]\d+){2,}|(?<![\d.,])0\d+(?![.\d,])|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]\s?[-－ー‐]\s?\d+|"
        r"(?<=[\w)）])[(（]\d{1,2}[)）](?=\S)|(?<=\S)[~〜][(（]\d{1,2}[)）]|(?<=[」』])\d{1,2}(?=の)",
    ),
    (
        "name",
        r"(?<!\d)\d++\s?つ|(?<=[一-龠])\d{1,2}(?:都?[道府]?県|都県|道県)(?![民内道支営立庁税債])|"
        r"(?<![A-Za-z]\s)(?:[A-Za-z]\s){3,}+\d(?:\s?[.．]\s?\d)?|"
        r"(?<![\d.,])(?:19|20)\d\d(?=[^\W\d_])(?![兆億万千百円人件㎡㎥mk])|"
        r"(?<![A-Za-z\d])[A-Za-z][A-Za-z]*[-‐–]?\d+(?:\.\d+)?(?![,\d])|(?<![\d.,])\d{1,2}(?:G|K|D|DX|R|S|Rs)(?![A-Za-z\d])",
    ),
)
_KINDS = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _RULES))
# Numbering at the start of a line: 1. (1) 1 普通債 2 歳出, but neither 16.3億円 nor 5人.
_OPENING = re.compile(
    rf"\s*(?:[(（]\s?\d{{1,3}}\s?[)）](?=\s*\S)|\d{{1,3}}\s?[.．、)）:](?!\d)|"
    rf"\d{{1,3}}(?=\s?[^\W\d_]{{2}}|\s[「『])(?!\s?(?!歳[入出]){_UNIT})|\d{{1,2}}\s+(?=[^\W\d_]{{6}}))"
)
_LABELS_ONLY = re.compile(r"\s*(?:[(（]\s?\d{1,2}\s?[)）]\s*)+")
_NUMBER_HEADING = re.compile(r"番号|No\.?|№|整理番号|頁|ページ|P\.?|掲載頁?|連番|順位")
_NAME_NUMBER = re.compile(r"\d{1,4}")
# A word goes on after its number; a unit of money or a percent sign makes it a figure.
_GOES_ON = re.compile(r"(?![兆億万千百十]*円|[兆億万千百]|[%％])[^\W\d_]")
_YEAR_ALONE = re.compile(r"\s*(?:19|20)\d\d\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """Digits at `start:end` of a text; `kind` says what they are where they are no figure.

    `shown` is the end of the figure with its unit.
    """

    start: int
    end: int
    shown: int
    value: int | float | None
    kind: str | None = None


def figures_of(text: str, *, in_table: bool = False) -> Iterator[Found]:
    """All digits of a line (and kanji amounts), each told what it is."""
    matches = list(_FIGURE.finditer(text))
    if not matches:
        return
    spans = _spans(text, in_table=in_table)
    for match in matches:
        start, end = match.span()
        kind = next((kind for s, e, kind in spans if s <= start < e), None)
        unit = _SHOWN.match(text, end)
        shown = unit.end() if unit else end
        yield Found(start, end, shown, _value(match[0], text[end:shown]), kind)


def digits_of(text: str) -> list[str]:
    """The runs of digits of a text (and its kanji amounts), whatever they are.

    >>> digits_of("12億3,400万円 五千円")
    ['12', '3,400', '五千']
    """
    return _FIGURE.findall(text)


def is_in_name(text: str, found: Found) -> bool:
    """Whether digits that stand in a name are a part of it: 5歳児健診, 第2期, 24時間. Not 1,234円.

    >>> found = next(figures_of("3市連携事業"))
    >>> is_in_name("3市連携事業", found)
    True
    """
    digits = text[found.start : found.end]
    if not _NAME_NUMBER.fullmatch(digits):
        return False
    after, before = text[found.end : found.end + 2], text[max(found.start - 1, 0) : found.start]
    return bool(_GOES_ON.match(after)) or (not after.strip() and bool(_GOES_ON.match(before)))


def numbered_columns(columns: Mapping[int, Sequence[tuple[int, str]]]) -> set[tuple[int, int]]:
    """The cells (row, column) that number rows: a heading says so, or they count up by one."""
    found: set[tuple[int, int]] = set()
    for column, cells in columns.items():
        texts = sorted(cells)
        heading = texts[0][1] if texts else ""
        plain = [(row, int(text)) for row, text in texts if re.fullmatch(r"\s*\d{1,4}\s*", text)]
        others = len(texts) - len(plain)
        headed = bool(_NUMBER_HEADING.fullmatch("".join(heading.split())))
        counts_up = len(plain) > 1 and all(
            later - earlier == 1 for (_, earlier), (_, later) in pairwise(plain)
        )
        if headed or (counts_up and others <= 2 and (len(plain) > 2 or column == 0)):
            found.update((row, column) for row, _ in plain)
    return found


def _spans(text: str, *, in_table: bool) -> list[tuple[int, int, str]]:
    spans = [(match.start(), match.end(), match.lastgroup or "") for match in _KINDS.finditer(text)]
    if not in_table and _LABELS_ONLY.fullmatch(text):
        spans.append((0, len(text), "numbering"))
    elif _YEAR_ALONE.fullmatch(text):
        spans.append((0, len(text), "date"))
    elif opening := _OPENING.match(text):
        spans.append((0, opening.end(), "numbering"))
    return spans


def _value(figure: str, unit: str) -> int | float | None:
    """The figure's own value with the scale that follows it, for a person to find it by."""
    try:
        number = float(figure.replace(",", ""))
    except ValueError:
        return None
    for character in unit:
        number *= _SCALES.get(character, 1)
    return int(number) if number.is_integer() and abs(number) < 10**15 else number
