"""Which way a figure goes: what it adds, takes away, was before, is after, or simply is.

A verb stands behind the figures that it is about, often once for several of them: AをX円、BをY円
それぞれ減額. A figure behind which no verb stands has that of the next one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.prose.figures import Figure

Way = Literal["level", "more", "less", "after", "before", "whole"]

_LESS = (
    r"(?<!増)(?<!加)減(?!税|免|災|塩|反|速|農|量|価|債|感|点|退|食)|削減|縮減|圧縮|引き?下げ|値下げ"
    r"|マイナス|落ち込"
)
_MORE = (
    r"増(?!減|税|資|進|設|床|築|員|収策|大率)|追加|上乗せ|積み増|値上げ|引き?上げ|プラス|拡大|伸び"
)
_DEGREE = r"[\s)\]」）]*+(?:余り?|程度|ほど|前後|近く|強|弱|規模|以上|超|ずつ|相当)?\s?"
_ADVERB = (
    r"(?:それぞれ|各々|合わせて|あわせて|一律に?|大幅に?|一部|全額|新たに|さらに|計|合計で?"
    r"|(?:前|昨)年度?(?:より|から)|、|\s)*+"
)
_TURN = re.compile(
    rf"{_DEGREE}(?P<case>の|を|が|も|は|ほど)?{_ADVERB}(?:(?P<less>{_LESS})|(?P<more>{_MORE}))(?P<rest>[^、。]{{0,4}})"
)
_BECAME = re.compile(
    rf"{_DEGREE}(?:に|へ|まで|と){_ADVERB}(?:{_LESS}|{_MORE}|改定|改め|変更|拡充|見直|いたし|する|し[た、ま]|な[りっる])"
)
_WAS = re.compile(rf"{_DEGREE}(?:分)?(?:から|より)[、\s]?(?:約|およそ)?[^、。]{{0,12}}\Z")
_TO = re.compile(rf"{_DEGREE}(?:分)?(?:に|へ|まで)")
_WAS_OBJECT = re.compile(rf"{_DEGREE}を[、\s]?(?:約|およそ)?\Z")
_COMPARED_WITH = re.compile(
    rf"{_DEGREE}[)）]?(?:と(?:の)?比(?:較|べ)|に比べ|に比較|に対し|との(?:比較|差)|を(?:上回|下回|超え)|より)"
)
# A balance that is short: 5億円の赤字.
_DEFICIT = re.compile(rf"{_DEGREE}の(?:赤字|マイナス|損失|不足)(?![一-龥])")
_PART_OF = re.compile(rf"{_DEGREE}(?:の)?うち")
# No verb of its own: what follows is the next of a list.
_LISTED = re.compile(
    rf"{_DEGREE}(?:など|等|のほか|ほか)?(?:を|が|も)?(?:[、,;]|\s(?=\S)|及び|並びに|と、?(?!な|し|す|見|い|の|比|合)|や|・|[)）]、?)"
)
_THROUGH = re.compile(
    rf"{_DEGREE}(?:については|につきましては|について|につきまして|は|を|が|も)、?"
)
# A verb of a main clause, which nothing behind it makes a reason.
_VERB = re.compile(
    rf"(?:(?P<less>{_LESS})|(?P<more>{_MORE}))(?:額|収|少|加|補正|計上)*(?:を?(?:する|し(?!て?(?:きた|いる)?(?:こと|ため))|いたし|行[いうっ]|計上|見込))"
    r"(?![^、。]{0,12}(?:ため|により|ことから|に伴い|結果))"
)
_CROSSED = re.compile(rf"{_DEGREE}(?:を|も)?(?:(?P<less>下回|割り?込)|(?P<more>上回|超過|超え))")
_CROSSING = re.compile(r"る|った|する|した")
_OPENED = re.compile(r"\s?[(（][△▲\-+]?\s?")
_CLOSED = re.compile(r"[^()（）、。]{0,8}[)）]")
_LEADS = re.compile(
    r"(?:額|収|少|加)?(?:(?:となる|とした|した|する)?の|し(?:て|、|まして)?、?|いたしまして、?)(?:総額で?|約|およそ|合計で?)?"
)
_LABEL = re.compile(
    r"(?:(?P<less>(?<!増)減額?(?:分|補正額?)?|減少額|削減額|減収額?)|(?P<more>(?<!を)(?:増額|追加)(?:分|補正額?)?|増加額))"
    r"\s?[:、(は]?\s?(?:約|およそ)?\s?\Z"
)
_TOTAL = re.compile(r"(?:総額|現計|補正前|補正後|既定|当初)[^。、]{0,12}\Z")


@dataclass(frozen=True, slots=True)
class Turn:
    """How a figure is meant. `end` is where the words that say so end.

    `leads` is true where the next figure is what this one led to: 3億円増の90億円. `shared` where
    the verb stands behind a later figure, at `verb`. `object` where something became another:
    450円を300円に.
    """

    way: Way
    end: int
    leads: bool = False
    shared: bool = False
    object: bool = False
    verb: int = -1


def turns(text: str, figures: Sequence[Figure], *, compared: Sequence[bool]) -> list[Turn]:
    """For each figure of a sentence which way it goes.

    `compared` says which figures stand behind words of comparison (前年度比).
    """
    found: list[Turn] = []
    for at in range(len(figures) - 1, -1, -1):
        found.insert(0, _turn(text, figures, at, found, compared))
    return found


def _turn(
    text: str, figures: Sequence[Figure], at: int, found: Sequence[Turn], compared: Sequence[bool]
) -> Turn:
    here = figures[at]
    following = figures[at + 1] if at + 1 < len(figures) else None
    stop = following.start if following else len(text)
    tail = text[here.end : stop]
    if following is not None and _OPENED.fullmatch(tail):
        # 5億円(6.8%)の減: what stands behind the bracket is said of both.
        tail = _behind_bracket(text, following, figures[at + 2 :]) or tail
    label = _LABEL.search(text, max(0, here.start - 14), here.start)
    if own := _own(tail, here, following, found[0] if found else None, compared=compared[at]):
        return own
    if label:
        return Turn("less" if label["less"] else "more", here.end)
    if at and _is_reached(text, figures[at - 1], here):
        return Turn("after", here.end)
    later: Turn | None = None
    verb = here.end
    for turn, figure in zip(found, figures[at + 1 :], strict=True):
        if turn.way not in ("whole", "before"):
            later, verb = turn, (turn.verb if turn.shared else figure.end)
            break
    if at and _is_led_to(text, figures[at - 1], here):
        return Turn("level", here.end)
    if following is not None and later is not None and _LISTED.match(tail):
        alike = here.group == following.group
        apart = _TOTAL.search(text, max(0, here.start - 20), here.start) is not None
        if alike and not apart and not (compared[at + 1] and not compared[at]):
            return _shared(later, here, verb)
        if not alike and compared[at] and later.way in ("more", "less"):
            # 前年度比1億2千万円、3.5%の増: both say the same.
            return _shared(later, here, verb)
        return Turn("level", here.end)
    through = _THROUGH.match(tail)
    if through and (said := _VERB.search(tail, through.end())):
        return Turn("less" if said["less"] else "more", here.end)
    return Turn("level", here.end)


def _is_reached(text: str, before: Figure, here: Figure) -> bool:
    """Whether something went from the figure before to this one: 100万円から150万円に、."""
    if before.kind != here.kind or _TO.match(text, here.end) is None:
        return False
    return _WAS.fullmatch(text, before.end, here.start) is not None


def _is_led_to(text: str, before: Figure, here: Figure) -> bool:
    """Whether a change led to a figure: of 3億円減の14億円、 the second is no decrease."""
    turn = _TURN.match(text, before.end, here.start)
    return turn is not None and bool(
        _LEADS.fullmatch(text, turn.end() - len(turn["rest"]), here.start)
    )


def _shared(later: Turn, here: Figure, verb: int) -> Turn:
    return replace(later, end=here.end, leads=False, shared=True, verb=verb)


def _behind_bracket(text: str, inner: Figure, later: Sequence[Figure]) -> str:
    """The text behind the bracket that holds one figure, up to the next; empty if it holds more."""
    closing = _CLOSED.match(text, inner.end)
    if closing is None:
        return ""
    return text[closing.end() : later[0].start if later else len(text)]


def _own(
    tail: str, here: Figure, following: Figure | None, later: Turn | None, *, compared: bool
) -> Turn | None:
    """What stands right behind a figure, if that says how it is meant."""
    if following is not None and _PART_OF.match(tail):
        return Turn("whole", here.end)
    if _COMPARED_WITH.match(tail) and not (crossed := _CROSSED.match(tail)):
        return Turn("before", here.end)
    if crossed := _CROSSED.match(tail):
        way: Way = "less" if crossed["less"] else "more"
        # 前年度を200万円上回る950万円
        leads = following is not None and _CROSSING.fullmatch(tail, crossed.end()) is not None
        return Turn(way if compared else "level", here.end + crossed.end(), leads=leads)
    if _DEFICIT.match(tail):
        return Turn("less", here.end)
    turn = _TURN.match(tail)
    if turn:
        way = "less" if turn["less"] else "more"
        end = here.end + turn.end() - len(turn["rest"])
        leads = following is not None and bool(_LEADS.fullmatch(tail, end - here.end))
        return Turn(way, end, leads=leads)
    if following is not None and here.kind == following.kind:
        became = later is not None and later.way == "after"
        if _WAS_OBJECT.fullmatch(tail) or (became and _WAS.fullmatch(tail)):
            return Turn("before", here.end, object=True)
    if _BECAME.match(tail):
        return Turn("after", here.end)
    return None
