"""Printed text in one spelling, with a map back: NFKC, radicals and stray spacing, done once.

Line breaks, names and amounts are all read from the normalised text; whoever needs the print asks
`origin`. Circled figures stay as they are, since A① is a grade and not A1. Wave dashes in all
their forms are 「~」, which is what NFKC makes of the one most printed (～).
"""

import re
import unicodedata
from dataclasses import dataclass

# NFKC would merge these with plain figures or split them: they carry meaning of their own.
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_KEPT = frozenset(_CIRCLED + "…‥")

# Browsers and others write radicals for the common kanji that share their glyphs. NFKC knows
# U+2F00 to 2FDF; for U+2E80 to 2EFF these are Unicode's equivalent unified ideographs.
_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧"
    "⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍"
    "⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛"
    "犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶"
    "辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
# Where NFKC's kanji for a radical is one that Japanese does not print.
_JAPANESE = {"⼾": "戸", "⿈": "黄", "⿊": "黒"}

# Codes of symbol fonts in the private use area, as Wingdings and Symbol have them.
_BULLETS = [*range(0xF06C, 0xF078), 0xF09E, 0xF09F, 0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8]
_SYMBOLS = {0xF020: " ", 0xF0E0: "→", 0xF0E8: "→", 0xF0F0: "⇒", 0xF0FC: "✓"}
_SYMBOLS |= {0xF081 + i: figure for i, figure in enumerate("①②③④⑤⑥⑦⑧⑨⑩")}
_SYMBOLS |= {0xF08C + i: figure for i, figure in enumerate("❶❷❸❹❺❻❼❽❾❿")}

# Soft hyphen, zero-width marks, and the selectors of a glyph's variants.
_INVISIBLE = [0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF]
_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]

_FRACTIONS = [("½", 1, 2), ("⅓", 1, 3), ("⅔", 2, 3), ("¼", 1, 4), ("¾", 3, 4), ("⅕", 1, 5)]

_SPECIAL: dict[str, str] = {
    **dict(zip(_RADICALS, _IDEOGRAPHS, strict=True)),
    **_JAPANESE,
    **{chr(code): "•" for code in _BULLETS},
    **{chr(code): symbol for code, symbol in _SYMBOLS.items()},
    **{chr(code): "" for code in (*_INVISIBLE, *_SELECTORS)},
    **dict.fromkeys("‧·", "・"),
    **dict.fromkeys("〜∼", "~"),
    # Hyphens that programs set for the one on the keyboard, also before a figure.
    **dict.fromkeys("\u2010\u2011", "-"),
    # NFKC keeps the bar of its fractions, and takes apart the dots of downward text.
    "\u2044": "/",
    **{code: f"{over}/{under}" for code, over, under in _FRACTIONS},
    "\ufe19": "…",
    "\ufe30": "‥",
    "\u3164": " ",
}

# The voiced marks as they may follow a kana on its own: combining, spacing and halfwidth.
_VOICED = {"\u3099": "\u3099", "゛": "\u3099", "ﾞ": "\u3099"}
_MARKS = {**_VOICED, "\u309a": "\u309a", "゜": "\u309a", "ﾟ": "\u309a"}

# 2 7 , 7 5 0: certain, since commas stand where they stand in a figure and nothing else is near.
_SPACED_FIGURE = re.compile(
    r"(?<![\d.,])(?<![\dA-Za-z第] )\d(?: \d){0,2}(?: ?, ?\d \d \d)+(?! ?[\d,])"
)
# 5 0 0千 円: certain, since its unit is spaced as well.
_SPACED_UNIT = re.compile(
    r"(?<![\d.,])(?<![\dA-Za-z第] )(?:\d(?: \d){1,3}|[\d,]*\d) ?"
    r"(?:[千万億兆] 円|百 万 ?円|百万 円)"
)
_SPACED_TOKENS = 6


@dataclass(frozen=True, slots=True)
class Normalised:
    """`origin[i]` is the index in the printed text of the character `text[i]` comes from."""

    text: str
    origin: tuple[int, ...]


def normalise(printed: str) -> Normalised:
    """The text as it is read, character by character.

    >>> normalise("Ｒ３年度　⼾籍‧ｶﾞｽ").text
    'R3年度 戸籍・ガス'
    >>> normalise("予算 2 7 , 7 5 0千 円").text
    '予算 27,750千円'
    """
    if printed.isascii():
        text, origin = printed, tuple(range(len(printed)))
    else:
        parts = list(map(_FOLDED.__getitem__, printed))
        if not _MARKS.keys().isdisjoint(printed):
            _compose(printed, parts)
        text = "".join(parts)
        if len(text) == len(printed) and all(parts):
            origin = tuple(range(len(printed)))
        else:
            origin = tuple([i for i, part in enumerate(parts) for _ in part])
    if " " in text:
        gone = _stray_spaces(text)
        if gone:
            kept = [i for i in range(len(text)) if i not in gone]
            return Normalised("".join([text[i] for i in kept]), tuple([origin[i] for i in kept]))
    return Normalised(text, origin)


def is_private(character: str) -> bool:
    """Whether only the producer knows what a character is: one of private use, and no symbol."""
    return unicodedata.category(character[0]) == "Co" and character[0] not in _SPECIAL


class _Folded(dict[str, str]):
    """A character's normal form, found out when it is first met."""

    def __missing__(self, character: str) -> str:
        folded = _SPECIAL.get(character)
        if folded is None:
            folded = unicodedata.normalize("NFKC", character)
            # NFKC sets an accent that stands alone on a space; such a print has no space.
            if character in _KEPT or (len(folded) > 1 and folded[0] == " "):
                folded = character
        self[character] = folded
        return folded


_FOLDED = _Folded()


def _compose(printed: str, parts: list[str]) -> None:
    """Joins a voiced mark to the kana before it, where there is such a kana."""
    before = 0
    for i, character in enumerate(printed):
        mark = _MARKS.get(character)
        if mark is not None and i and parts[before]:
            composed = unicodedata.normalize("NFC", parts[before] + mark)
            if len(composed) == len(parts[before]):
                parts[before], parts[i] = composed, ""
        if parts[i]:
            before = i


def _stray_spaces(text: str) -> set[int]:
    """The places of spaces that only widen the print, where that is certain."""
    found = [match.span() for match in _SPACED_FIGURE.finditer(text)]
    if found and _all_spaced(text):
        return {i for i, character in enumerate(text) if character == " "}
    found += [match.span() for match in _SPACED_UNIT.finditer(text)]
    return {i for start, end in found for i in range(start, end) if text[i] == " "}


def _all_spaced(text: str) -> bool:
    """Whether every character of the text stands alone."""
    tokens = text.strip().split(" ")
    return len(tokens) >= _SPACED_TOKENS and all(len(token) == 1 for token in tokens)
