"""What a figure's subject is called."""

import re
from collections.abc import Sequence

from pipeline.prose.candidates import Candidate
from pipeline.prose.nouns import MEASURE, PLACE, SIDE, WHOLE_COST, is_generic
from pipeline.prose.phrases import Phrase

_LINKED = re.compile(r"\A(?:特に|また|なお|うち|さらに|なかでも|中でも)")
# 特別会計(国民健康保険、介護保険), 企業会計(上下水道事業など)
_LISTING = re.compile(r"、|(?:など|等|ほか)\)\Z")
# を合わせた総額 goes on from the figure before.
_PARTICLE = re.compile(r"[をがでとにはも]")
_BARE, _LONGEST = 4, 44
_OTHER_SIDE = {"収入": "支出", "支出": "収入", "歳入": "歳出", "歳出": "歳入"}


def named(text: str, best: Candidate, phrases: Sequence[Phrase], *, share: bool) -> str:
    """The subject's label; a mere measure, a side or a place has the topic before it as well.

    `phrases` are those before the figure; `share` says that it is a percentage.
    """
    label = _bare(best.label)
    if best.span is None or best.phrase is None:
        return label
    topics = [
        part.text(text)
        for part in phrases
        if part.topic
        and part.what == "noun"
        and part.end <= best.span[0]
        and not is_generic(text, part)
    ]
    if WHOLE_COST.fullmatch(label) and not topics:
        nouns = [p.text(text) for p in phrases if p.what == "noun" and p.end < best.span[0]]
        return f"{nouns[-1]} {label}" if nouns else label
    if SIDE.fullmatch(label):
        return f"{topics[-1]} {label}" if topics else label
    if MEASURE.fullmatch(label) and len(label) <= 12 and not label.startswith("全体"):
        return _measured(text, label, best.phrase, topics)
    if PLACE.fullmatch(label) or (share and best.phrase.particle == "の"):
        measured = [name for name in topics if not PLACE.fullmatch(name)]
        return f"{measured[-1]} {label}" if measured else label
    return label


def _bare(label: str) -> str:
    """A label without sums, quotation marks and brackets that only list what is in it."""
    opened = label.rfind("(")
    if opened > 0 and label.endswith(")") and _LISTING.search(label, opened):
        label = label[:opened]
    if len(label) > 4:
        label = re.sub(r"(?:の)?(?:合計|全体|(?<![会統設推時家])計)\Z", "", label)
    label = re.sub(r"予算案\Z", "予算", label)
    while len(label) > 2 and label[0] + label[-1] in ("「」", "『』") and _is_whole(label[1:-1]):
        label = label[1:-1]
    return label


def _is_whole(text: str) -> bool:
    """Whether quotation marks within a text open before they close: not 甲」と「乙."""
    depth = 0
    for character in text:
        depth += (character in "「『") - (character in "」』")
        if depth < 0:
            return False
    return depth == 0


def _measured(text: str, label: str, phrase: Phrase, topics: Sequence[str]) -> str:
    """A measure with its owner: 一般会計 補正後の予算額."""
    fuller = next((name for name in reversed(topics) if name.endswith(label)), "")
    owner = next((own for name in reversed(topics) if (own := _owner(name))), "")
    said = _LINKED.sub("", text[phrase.lead : phrase.end])
    whole = len(said) <= _LONGEST and not _PARTICLE.match(said)
    if not fuller and not owner and len(label) <= _BARE and whole:
        return said
    return fuller or f"{owner} {label}".strip()


def _owner(topic: str) -> str:
    """Whose measure a topic speaks of: 一般会計 of 一般会計の予算額; nothing of a mere measure."""
    if not MEASURE.fullmatch(topic) or PLACE.fullmatch(topic):
        return topic
    owner, _, measure = topic.rpartition("の")
    return owner if measure and not re.fullmatch(r".*(?:前|後)", owner) else ""


def other_side(label: str, before: str) -> str:
    """同支出 after 収益的収入 is 収益的支出.

    >>> other_side("同支出", "収益的収入"), other_side("支出", "収益的収入")
    ('収益的支出', '支出')
    """
    side = label.removeprefix("同")
    if side == label or not before.endswith(_OTHER_SIDE.get(side, "\0")):
        return label
    return before[: -len(side)] + side
