"""Figures stated in running text: what each is about, by the clause that it stands in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from models import FiscalYear, Money, Quantity, Source
from models.page import Line, Passage
from pipeline.assemble.lines.pieces import run_before, tidy
from pipeline.assemble.tables.context import heading_year
from pipeline.prose.figures import stated_mentions
from pipeline.recognise import find_years

_CLAUSE = re.compile(r"[、。,;;:：!?()（）「」『』\[\]【】〔〕〈〉《》\n]|(?<=[っいしり])て、")
_PAUSE = re.compile(r"[、。!?！？\n]")
_SENTENCE = re.compile(r"[。!?！？\n]")
_OPENING = re.compile(
    r"^[\s・•※○◎●◆◇■□→⇒~〜\-－—*+]+|^(?:また|なお|さらに|特に|このうち|そのうち|となり|とし)+"
)
_CLOSING = re.compile(
    r"(?:[\sはがをでのにもとやへ:：=＝・…]|として|については|につきましては|といたしましては|としましては|"
    r"に(?:おいて)?は|では|からは|約|およそ|合計で|総額で|は総額|△|▲|-|/)$"
)
# Labels that only say how a figure stands to the one before it.
_RELATION = re.compile(
    r"(?:うち)?(?:対|前|昨)?[前昨]?年(?:度)?(?:当初)?(?:予算)?(?:額)?(?:比|同期比|増減率?|伸び?率|から|より|と比較して|に比べ.*)?|"
    r"構成比率?|増減(?:額|率)?|伸び?率|(?>.*?(?:に比べ|と比べ|と比較|に対し)).*|割合|比率|前年度?(?:対比|より|から)?.*|"
    r"から|より|同|その|これ|それ|計|率|全体の|約|[増減]|対前年.*|および|及び|並びに|、"
)
_DIRECTION = re.compile(
    r"^(?:、?\s?\d[\d.,]*\s?[%％])?\s?の?\s?(?P<turn>増|減|プラス|マイナス)(?!災|免|債)"
)
# 市税は、納税者の増により、152億円: the clause between says why, and not what.
_REASON = re.compile(
    r"(?:によって|により|による|を踏まえて?|を受けて?|に伴い|に伴って|[のたる]ため|に基づき|"
    r"を(?:勘案|考慮|反映)して?|を見込み|[どと]から|もあり|もあって)[、,]?$"
)
_TOPIC = re.compile(r"(?:は|については|につきましては)[、,]$")
_MOMENT = re.compile(r"年?度?末(?:時点|現在)?|時点|現在(?:高)?")
_OPEN_BRACKETS, _CLOSE_BRACKETS = "(（「『[【〔〈《", ")）」』]】〕〉》"
_BARE_TOTALS = frozenset({"総額", "合計", "計", "総計", "全体"})
# What only says how an amount is reckoned: 課長職：月額 30,000円 is about 課長職.
_MEASURES = frozenset(
    {"月額", "日額", "年額", "月", "時給", "日給", "上限", "上限額", "限度額", "単価", "最大"}
)
_EMPTY = re.compile(r"[(（]\s?[)）]")
_CASE = re.compile(r"の(?:場合|とき)$")
_IN_BRACKET = re.compile(r"\s?[(（][^()（）]{1,40}$")
_WITHIN = re.compile(r"(?:この|その)?うち(?=\S)")
_BRACKET = re.compile(r"\s?[(（][^()（）]{2,40}[)）]")
# (前年度比 4.2%増) says how an amount stands to another year's, not of which year it is.
_COMPARED = re.compile(r"比|[増減差伸]|%")
_LONGEST_LABEL = 60
_LONGEST_SENTENCE = 160
_LEAST_WORDS, _TAIL = 12, 4


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in a text: its clause's `label`, the `subject` the clause goes on about.

    `relative` is true where the label only says how the figure stands to the subject's own
    (前年度比, 構成比). `turn` is -1 or 1 where 減 or 増 is printed after it.
    """

    start: int
    end: int
    label: str
    subject: str
    value: Money | Quantity
    source: Source
    relative: bool = False
    turn: int = 0
    year: FiscalYear | None = None
    years_after: tuple[FiscalYear, ...] = ()
    label_source: Source | None = None

    @property
    def name(self) -> str:
        """What the figure is about in full."""
        if not self.relative or not self.subject:
            return self.label or self.subject
        return f"{self.subject} {self.label}".strip()


def stated(lines: Sequence[Line], *, unit: int | None, year: int | None) -> list[Stated]:
    """The figures of some lines that run on, from the first to the last."""
    passage = Passage.of(lines)
    text = passage.text
    found: list[Stated] = []
    subject = ""
    relation = ""
    previous_end = 0
    within = _WITHIN.match(text)
    for mention in stated_mentions(text, unit):
        if within and previous_end == 0 and isinstance(mention.value, Quantity):
            continue
        if _SENTENCE.search(text[previous_end : mention.start]):
            relation = ""
        label, where, label_year = _label(passage, previous_end, mention.start, year)
        if within and previous_end == 0:
            label, where = tidy(text[: mention.start]), passage.source(0, mention.start)
        if found and _CASE.search(label) and _IN_BRACKET.match(text[previous_end : mention.start]):
            # 加算 20万円(大企業の場合、15万円): what it is for stands before the bracket.
            label = f"{found[-1].name} {label}"
        relative = not label or bool(_RELATION.fullmatch(label))
        if relative:
            relation = label or relation
            label = relation
        else:
            subject, relation = label, ""
        tail = text[mention.end :]
        if isinstance(mention.value, Quantity) and mention.value.unit == "%":
            tail = re.sub(r"^[)）]", "", tail)
        turn = _DIRECTION.match(tail)
        own_turn = re.search(r"(増|減)\s*$", mention.text)
        word = own_turn[1] if own_turn else turn["turn"] if turn else ""
        found.append(
            Stated(
                mention.start,
                mention.end,
                label,
                subject,
                mention.value,
                passage.source(mention.start, mention.end),
                relative=relative,
                turn={"増": 1, "プラス": 1, "減": -1, "マイナス": -1}.get(word, 0),
                year=mention.fiscal_year or label_year,
                years_after=_years_after(text, mention.end, year),
                label_source=where,
            )
        )
        previous_end = mention.end
    return found


def sentence_at(lines: Sequence[Line], figure: Stated) -> tuple[str, Source] | None:
    """The sentence around a figure, or of a long one the clause; null for a label and its figure.

    A text may break off within a sentence; what counts is that it goes on after the figure.
    """
    passage = Passage.of(lines)
    for ends in (_SENTENCE, _PAUSE):
        before = [match.end() for match in ends.finditer(passage.text, 0, figure.start)]
        first = before[-1] if before else 0
        after = ends.search(passage.text, figure.end)
        last = after.end() if after else len(passage.text)
        text = tidy(passage.text[first:last])
        if len(text) <= _LONGEST_SENTENCE:
            goes_on = len(text) - len(figure.label) > _LEAST_WORDS and last - figure.end >= _TAIL
            return (text, passage.source(first, last)) if text[-1] == "。" or goes_on else None
    return None


def _years_after(text: str, end: int, year: int | None) -> tuple[FiscalYear, ...]:
    """The years in the bracket right after an amount: (R2当初及びR元補正の合計)."""
    match = _BRACKET.match(text, end)
    if match is None or _COMPARED.search(match[0]):
        return ()
    return tuple(mention.value for mention in find_years(match[0], year=year))


def _label(
    passage: Passage, start: int, end: int, year: int | None
) -> tuple[str, Source | None, FiscalYear | None]:
    """The clause before a figure; the one before that where it is only a comma away."""
    text = passage.text
    cuts = [start, *(start + cut for cut in _cuts(text[start:end]))]
    dated: FiscalYear | None = None
    for first, last in zip(reversed(cuts), [end, *reversed(cuts[1:])], strict=True):
        label, year_found = _clean(text[first:last], year)
        if dated is None:
            dated = year_found
        if (label in _BARE_TOTALS or label in _MEASURES) and first > start:
            continue
        if _MOMENT.fullmatch(label) and first > start:
            # 残高は、令和7年度末で9,876億円: the clause only says when.
            continue
        if label:
            topic = _topic(text, cuts, first) if _REASON.search(text[first:last]) else None
            if topic is not None:
                named, _ = _clean(text[slice(*topic)], year)
                return named, passage.source(*topic), dated
            whole_label, _ = _clean(text[first:end], year)
            tail = whole_label.removeprefix(label)
            tail = _closed(_opened(tail))
            if tail in _BARE_TOTALS or tail in _MEASURES:
                label = f"{label}の{tail}"
            return label, passage.source(first, last), year_found or dated
        if last - first > _LONGEST_LABEL:
            break
    label, year_found = _clean(text[cuts[-1] : end], year)
    return (label, passage.source(cuts[-1], end), year_found) if label else ("", None, None)


def _topic(text: str, cuts: Sequence[int], before: int) -> tuple[int, int] | None:
    """Where a clause of the same sentence says what it is about: 市税は、."""
    for first, last in reversed([pair for pair in pairwise(cuts) if pair[1] <= before]):
        if _SENTENCE.search(text[last - 1 : last]):
            return None
        if _TOPIC.search(text[first:last]):
            return first, last
    return None


def _cuts(text: str) -> list[int]:
    """Where clauses begin: after punctuation and at brackets that do not close before the end."""
    unmatched: set[int] = set()
    opened: list[int] = []
    for at, character in enumerate(text):
        if character in _OPEN_BRACKETS:
            opened.append(at)
        elif character in _CLOSE_BRACKETS:
            if opened:
                opened.pop()
            else:
                unmatched.add(at)
    unmatched.update(opened)
    return [
        match.end()
        for match in _CLAUSE.finditer(text)
        if match[0] not in _OPEN_BRACKETS + _CLOSE_BRACKETS or match.start() in unmatched
    ]


def _clean(clause: str, year: int | None) -> tuple[str, FiscalYear | None]:
    label = clause
    if len(_cuts(clause)) or clause[-1:] in _OPEN_BRACKETS:
        label = re.sub(r"[()（）「」『』\[\]【】〔〕]", "", clause)
    label = tidy(re.sub(r"[、。,:：]", "", label))
    for cut in (_opened, _closed, _opened):
        label = cut(label)
    found, rest = heading_year(label, year)
    if found is not None and rest and not _RELATION.fullmatch(label):
        label = _closed(_EMPTY.sub("", rest))
    return label[-_LONGEST_LABEL:], found


def _opened(label: str) -> str:
    return _OPENING.sub("", label)


def _closed(label: str) -> str:
    return label[: run_before(_CLOSING, label, len(label))]
