"""Where the noun phrase begins that ends at a place in a sentence.

Kinds of characters tell, and the language model's words where kana leave it open.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from pipeline.recognise.language import Word
from pipeline.recognise.prose_names import walk_characters

YEAR = (
    r"(?:(?:令和|平成|昭和|[RHS])\s?(?:元|[0-9一二三四五六七八九十]{1,3})年度?|(?:19|20)\d\d年度?|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})年度"
    r"|[0-9]{1,2}年(?=[0-9]{1,2}月|中|末|\Z)|(?:本|今|前|昨|翌|来|当該|同|新|一昨|現)年度?|前の年度?|本年|昨年)"
)
# 前年度繰越金 is a name.
_YEARS = re.compile(
    rf"(?:(?!(?:本|今|前|昨|翌|来|当該|同|新|一昨|現)年度?+[一-龥]){YEAR}(?:末|中|分|当初)?の?)+"
)
_OWNER = re.compile(
    r"(?:本|当)(?:市|町|村|県|道|都|府|区)の?|(?:今回|このたび|この度|今般)の|これらの|その他の(?=.{4})"
)
# Two kinds of chapter before the name: 18節負担金, 3款1項.
_CODED = re.compile(r".*[0-9]{1,2}[款項目節](?=\D)")
_ORDINAL = re.compile(r".*(?:各該当)?(?:科目の)?[一二三四五六七八九十]{1,3}[款項目節]")
_CONJUNCTION = re.compile(
    r"(?:(?:増|減)額?(?=と|及び|、)|(?:で|が)(?=(?:対|前|昨)年)|また|なお|次に|さらに|まず|一方|このほか|そのほか|うち|ほか|主に|特に|及び|並びに|と|や|・|の|は|も|に)+(?=[一-龥ァ-ヺA-Za-z「])"
)
EXAMPLE = re.compile(r"(?:など|等)(?:の(?:増|減|収入|経費|費用|補助)[収額分]?)?\Z")
_NOUN_TAG = re.compile(
    r"名詞(?!-助動詞)|接頭辞|接尾辞-名詞|接尾辞-形状詞的|形状詞-一般|記号|補助記号-括弧"
)
_STEM_ENDS = "いきぎちびみりえけげせねべめれ"
_JOINED = {"の", "及び", "および", "並びに", "・", "と", "や", "又は", "等", "など", "-", "ー", "~"}
_NEVER_FIRST = {"の", "及び", "および", "並びに", "・", "と", "や", "又は", "等", "など", "」", ")"}
_LONGEST = 44
# Kana at the end that may be a noun's or a verb's: 繰り越し, 取り崩し.
VERBAL = re.compile(
    r"[一-龥](?:り|[らやかた](?=し))?[一-龥]?[いきしちにみりぎじびけえせてねめれげぜべ]\Z"
)
_KANA_BEFORE = re.compile(r"(?<![ぁ-ん])[ぁ-ん]++\Z")
# Kana that are a particle, a verb's end or a word that joins: surely, and perhaps.
_CASE = re.compile(
    r"(?:[をにがはもへてでとや]|[すつくるぐむぶぬた]る?|(?<![ぁ-ん])う|から|より|まで|など|ため|こと|その|この|また|および|ならびに)\Z"
)
_GRAMMAR = re.compile(
    r"(?:[のをにでがはともやへてりしたくいうるれきびみえめばずね]|から|より|まで|など|ため|こと|その|この|ほか|また|および|ならびに|よう|ところ)\Z"
)
# 取り崩し額, 借り入れ金: what kana make look like a verb's end.
_VERBAL_NOUN = re.compile(
    r"(?:取り?崩し|繰り?越し|繰り?上げ|積み?立て|借り?入れ|借り?換え|貸し?付け|払い込み|受け?入れ|引き?上げ|引き?下げ"
    r"|見直し|買い?取り|買い?上げ|組み?替え|割り?当て|申し?込み|差し?引き|切り?替え|建て?替え|乗り?換え|貸し?出し|持ち出し)\Z"
)
_JOIN_BEFORE = re.compile(
    r"(?:の|に(?:係る|関する|対する|要する)|(?<=的)な|(?:へ|から|まで|で)の|(?<=[0-9])[~〜]|との|及び|および|並びに|・|と|や)\Z"
)

# 翌年度への繰り越し: when, and no part of the name.
_MOVES = frozenset({"への", "からの", "までの", "での"})

Words: TypeAlias = Callable[[str], Sequence[Word]]
"""What gives the words of a text, in order; nothing where kinds of characters must do."""


def no_words(_text: str) -> Sequence[Word]:
    """No words: kinds of characters decide."""
    return ()


def noun_start(
    text: str, first: int, last: int, words: Words = no_words, *, asked: bool = True
) -> int:
    """Where the noun phrase begins that ends at `last`, nouns joined by の and 及び included.

    `asked` is false where it matters little whether kana at the end are a noun (繰り越し).
    """
    begin = _by_characters(text, first, last)
    verbal = asked and begin >= last and VERBAL.search(text, first, last) is not None
    if (verbal or _is_open(text, first, begin, last)) and (known := words(text)):
        settled = min(_by_words(text, first, last, known), begin)
        begin = _joined(text, first, settled, last) if _is_balanced(text[settled:last]) else begin
    while begin < last:
        match = (
            _CODED.match(text, begin, last)
            or _ORDINAL.match(text, begin, last)
            or _YEARS.match(text, begin, last)
            or _OWNER.match(text, begin, last)
            or _CONJUNCTION.match(text, begin, last)
        )
        if match is None or match.end() == begin:
            break
        begin = match.end()
    return begin


def _is_balanced(text: str) -> bool:
    return all(text.count(one) == text.count(other) for one, other in ("()", "「」", "『』"))


def _is_open(text: str, first: int, begin: int, last: int) -> bool:
    """Whether kana stand before a noun's kanji that may belong to it: 橋りょう, 学びの, たばこ."""
    if begin <= first or begin > last or text[begin - 1] in "」』)":
        return False
    kana = _KANA_BEFORE.search(text[first:begin])
    if kana is None:
        return False
    if kana[0] == "の" or kana[0].endswith("の"):
        return len(kana[0]) > 1 and _CASE.search(kana[0][:-1]) is None
    whole = kana.start() == 0 or text[first + kana.start() - 1] in "、。"
    return _CASE.search(kana[0]) is None and (not whole or _GRAMMAR.search(kana[0]) is None)


def _by_words(text: str, first: int, last: int, words: Sequence[Word]) -> int:
    begin = last
    firm = last
    for word in reversed([word for word in words if first <= word.start and word.end <= last]):
        if word.end != begin and text[word.end : begin].strip():
            break
        printed = text[word.start : word.end]
        # A verb's stem right before a particle is a noun: 繰り越しは.
        noun = _NOUN_TAG.match(word.tag) or (word.end == last and _is_stem(word.tag, printed))
        # はじめての一歩
        noun = noun or (word.tag.startswith("副詞") and text.startswith("の", word.end))
        # 待ち時間, にぎわい創出: a stem that a noun follows.
        stem = printed[-1] in _STEM_ENDS and printed != "引き続き"
        noun = noun or (word.tag == "動詞-一般" and stem and word.end < last)
        if not (noun or printed in _JOINED) or last - word.start > _LONGEST:
            break
        begin = word.start
        if printed not in _NEVER_FIRST:
            firm = begin
    return firm


def _is_stem(tag: str, printed: str) -> bool:
    return tag.startswith("動詞") and printed[-1] in _STEM_ENDS + "し"


def _quoted_before(text: str, first: int, begin: int) -> int:
    """Where a quotation or bracket that a noun goes on from begins: 「宣言」経営対策事業."""
    pair = {"」": "「", "』": "『", ")": "("}.get(text[begin - 1])
    depth = 0
    for at in range(begin - 1, first - 1, -1):
        depth += (text[at] == text[begin - 1]) - (text[at] == pair)
        if pair and depth == 0:
            return max(first, walk_characters(text, at))
    return begin


def _by_characters(text: str, first: int, last: int) -> int:
    end = last
    if match := EXAMPLE.search(text, first, last):
        end = match.start()
    begin = max(first, walk_characters(text, end))
    if text.startswith("他", begin) and text.endswith("その", first, begin):
        begin -= len("その")
    if begin == end and end > first:
        begin = _quoted_before(text, first, end)
    return _joined(text, first, begin, last) if begin < end else last


def _joined(text: str, first: int, begin: int, last: int) -> int:
    """Where the nouns begin that の, 及び, に係る or a quotation join to the one at `begin`."""
    while first < begin and last - begin < _LONGEST:
        if (quoted := _quoted_before(text, first, begin)) < begin:
            begin = quoted
            continue
        join = _JOIN_BEFORE.search(text, first, begin) or _VERBAL_NOUN.search(text, first, begin)
        if join is None:
            break
        earlier = max(first, walk_characters(text, join.start()))
        if earlier == join.start() and join.re is _JOIN_BEFORE:
            break
        if join[0] in _MOVES and _YEARS.fullmatch(text, earlier, join.start()):
            break
        begin = earlier
    return begin
