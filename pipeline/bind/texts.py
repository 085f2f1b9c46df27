"""What texts say of themselves, without a heading: names, descriptions, departments, labels."""

import math
import re
from collections.abc import Sequence

# How names of projects end, and what sentences have that names have not.
_NAME_END = re.compile(
    r"(?:事業費?|業務|事務|経費|費|支援|補助金?|助成金?|整備|対策|推進|運営|管理|委託料?|交付金|負担金|基金|計画|促進|改修|建設|"
    r"更新|事業等|導入|活用|確保|育成|強化|充実|向上|保全|振興|調査|相談|給付金?|手当|検査|維持|拠出金|積立金|貸付金?|開催|"
    r"プロジェクト|センター|システム|制度|施設|工事|予算)(?:[(（][^)）]{0,60}+[)）])?$"
)
_VERB = re.compile(
    r"(?:する|した|します|いる|ます|れる|図る|行う|進める|目指す|支える|努める|、|。|ため|よう|こと|とともに|など|等を|に対し|に対する|に向け|による|により|へ)"
)
_SENTENCE = re.compile(
    r"[。、,]|(?:する|した|ます|図る|行う|進める|に対し|ために|とともに|において|について|により|を)"
)
_DEPARTMENT = re.compile(
    r"^[(（\[【〔]?(?:担当(?:課|部署)?|所管(?:課)?|所属|主管(?:課)?|問い?合わ?せ(?:先)?|部署)?[:：]?\s?.{1,14}(?:課|部|局|室|署|所|センター|委員会|事務局|本部|支所|館|係|担当|G|グループ|支援室)[)）\]】〕]?$"
)

_OFFICE_LABEL = re.compile(
    r"(?:担当|所管|所属|主管|問い?合わ?せ先?|部署)(?:部局|部署|部課|課|局)?名?\s?(?:[:：/／]\s?|(?=.{3}))"
)


def bare_office(text: str) -> str:
    """A department without the brackets and the label around it.

    >>> bare_office("（担当　財政課）")
    '財政課'
    """
    bare = text.strip("()（）[]【】〔〕 \u3000")
    label = _OFFICE_LABEL.match(bare)
    return bare[label.end() :].strip() if label and label.end() < len(bare) else bare


def name_bits(texts: Sequence[str]) -> float:
    """How much texts speak for names of projects rather than for descriptions, in bits."""
    if not texts:
        return 0.0
    bits = 0.0
    n = len(texts)
    mean = sum(map(len, texts)) / n
    bits += 2.0 * (sum(bool(_NAME_END.search(text)) for text in texts) / n - 0.35)
    bits -= 3.5 * (sum(bool(_SENTENCE.search(text)) for text in texts) / n - 0.25)
    bits += 1.5 if 4 <= mean <= 20 else 0.0 if mean <= 30 else -2.0
    distinct = len(set(texts)) / n
    bits += 2.0 * (distinct - 0.8)
    bits -= 3.0 * (sum(bool(_DEPARTMENT.match(text)) for text in texts) / n)
    return bits


def description_bits(texts: Sequence[str]) -> float:
    """How much texts speak for descriptions, in bits."""
    if not texts:
        return 0.0
    n = len(texts)
    mean = sum(map(len, texts)) / n
    bits = 3.0 * (sum(bool(_SENTENCE.search(text)) for text in texts) / n - 0.4)
    bits += 1.5 if mean > 22 else 0.0 if mean > 14 else -1.5
    return bits


def department_share(texts: Sequence[str]) -> float:
    """The share of texts that name a department."""
    return sum(bool(_DEPARTMENT.match(text)) for text in texts) / len(texts) if texts else 0.0


_CUT_OFF = re.compile(
    r"^[のにをはがとでも)）」』、。・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]|(?:の|と|及び|に係る|等の|・|、)$"
)


# What stands in a name's place and is none: a percentage, with or without words behind it; a sum.
_NO_NAME = re.compile(
    r"[(（]\s?[△▲\-]?[\d.,]+\s?[%％]\s?[)）].*|[\W\d_]*[%％円]?[\W\d_]*|[小合総]?計|総額", re.DOTALL
)


def whole_bits(name: str) -> float:
    """How much one name looks whole: not cut at its beginning, its end or within brackets."""
    bits = 4.0
    if _NO_NAME.fullmatch(name):
        bits -= 9.0
    if _CUT_OFF.search(name):
        bits -= 7.0
    opened, closed = (
        len(re.findall(r"[(（「『【\[]", name)),
        len(re.findall(r"[)）」』】\]]", name)),
    )
    if opened != closed:
        bits -= 6.0
    if _SENTENCE.search(name):
        bits -= 4.0
    if _DEPARTMENT.match(name):
        bits -= 3.0
    if len(name) < 3:
        bits -= 3.0 if len(name) > 1 else 9.0
    return bits


def probability(bits: float) -> float:
    """The probability that stands for a number of bits of evidence."""
    return 1.0 / (1.0 + 2.0 ** -max(-30.0, min(30.0, bits))) if not math.isnan(bits) else 0.5
