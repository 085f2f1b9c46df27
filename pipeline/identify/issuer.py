"""Whose document it is: from its title, headings, running heads, imprint and signatures.

A sentence that speaks of a government says nothing of who speaks; only where a document says 本市
or 本村 do its sentences name the one that does.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from models.page import Role
from pipeline.identify.lines import FIRST_PAGES, Said
from pipeline.identify.words import GOVERNMENTS, MINISTRIES, NOT_NAMES, OWN, PREFECTURES

Found: TypeAlias = tuple[str, str, int | None]
"""A value, the words that say it, and their page; null for the file's name."""

Place: TypeAlias = Literal[
    "title", "alone", "signed", "imprint", "running", "heading", "short", "named", "speech", "file"
]
# What it is worth that a name stands in such a place, and how often that counts.
_WORTH: dict[Place, tuple[int, int]] = {
    "title": (24, 1),
    "alone": (14, 2),
    "signed": (10, 2),
    "imprint": (10, 2),
    "running": (10, 1),
    "heading": (5, 3),
    "short": (3, 3),
    "named": (2, 6),
    "speech": (9, 1),
    "file": (3, 1),
}
_LEAST = 8
_LEAST_SPOKEN = 3

_KANJI = r"一-龠々ヶケ"
_NAME = re.compile(
    rf"(?<![{_KANJI}])[{_KANJI}]{{1,6}}?[市区町村]|"
    rf"(?<![{_KANJI}ぁ-ん])[{_KANJI}]?[ぁ-ん]{{2,5}}[市区町村]|(?<![ァ-ヺー])[{_KANJI}]?[ァ-ヺー]{{2,6}}[市区町村]"
)
_BEFORE = re.compile(
    rf"^(?:{'|'.join(PREFECTURES)}|第.{{1,3}}?[次期回]|[回年度月日号期次版]|.+郡(?=..+))+"
)
# 南国市場 and 雇用区分 are no places; 市長 and 市民 are of one.
_GOES_ON = frozenset("町村域場街区画税債分間")
# Municipalities that do something together publish as 広域消防組合, 広域連合 or 企業団.
_UNION = re.compile(
    rf"(?:[{_KANJI}ァ-ヺー]|[ぁ-ん](?![にをはがで])){{2,16}}?"
    r"(?:(?:事務|行政|消防|衛生|環境|広域|水道|医療|病院|斎場|清掃|施設)[一-龠]{0,6}組合|広域連合|企業団)"
    r"(?=\s|$|(?:一般|特別|[一-龠]{1,6}事業)会計|[のに]?(?:当初|補正)?予算|決算|議会)"
)
_BODY = re.compile(
    r"(?:独立行政法人|国立研究開発法人|[一-龠]{2}(?:社団|財団)法人)[一-龠ァ-ヺーぁ-ん・]{2,24}"
    r"|全国[一-龠]{2,14}(?:中央会|連合会|協会|協議会)"
)
_OFFICE = re.compile(
    rf"(?:役所|役場|議会|教育委員会|[{_KANJI}]{{1,8}}部)?(?:[{_KANJI}ァ-ヺー]{{1,10}}[課室係局所])?"
)
_DOCUMENT = re.compile(
    r"(?:の)?(?:令和|平成|第)?[^。、]{0,8}(?:予算|決算|一般会計|総合|企画|財政|計画|戦略|ビジョン|広報)"
)
_IMPRINT = re.compile(r"発行|編集|作成|問い?合わ?せ|連絡先|担当|事務局|照会先|監修")
_YEAR = re.compile(r"(?:令和|平成|[RH])?(?:\d{1,4}|元)年度?")
_EDGE = " ・:：()[]〔〕【】<>〈〉「」■□●○◎◆◇-"


@dataclass(slots=True)
class _Votes:
    """Where a name was seen: each place with the distinct lines that show it."""

    places: dict[Place, dict[str, Said]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, place: Place, said: Said) -> None:
        self.places[place].setdefault(said.text, said)

    def score(self) -> int:
        return sum(
            worth * min(len(self.places.get(place, ())), most)
            for place, (worth, most) in _WORTH.items()
        )

    def shown(self) -> Said:
        """The line in the place that is worth most."""
        best = max(self.places, key=lambda place: _WORTH[place][0])
        return next(iter(self.places[best].values()))


def find_issuer(lines: Sequence[Said], stem: str, title: str) -> Found | None:
    """The government or body whose name stands where a document names its issuer."""
    votes: dict[str, _Votes] = defaultdict(_Votes)
    for said in lines:
        for name in dict.fromkeys(_names_in(said)):
            place = _place(said, name)
            if place is not None:
                votes[name].add(place, said)
    for name in set(names(re.sub(r"[市区町村]長", "長", title))):
        if name != title:  # a name alone is no title
            votes[name].add("title", _line_with(name, lines, title))
    for name in names(stem):
        votes[name].add("file", Said(f"file name: {stem}", 0))
    if (speaker := _speaker(lines)) is not None:
        votes[speaker[0]].add("speech", speaker[1])
    union = _UNION.search(_YEAR.sub(" ", title))
    if union is not None:
        line = _line_with(union[0], lines, title)
        return union[0], line.text, line.page
    return _best(_ranked(votes, lines), votes)


def _best(scores: Counter[str], votes: dict[str, _Votes]) -> Found | None:
    ranked = scores.most_common(2)
    if not ranked or ranked[0][1] < _LEAST:
        return None
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    line = votes[ranked[0][0]].shown()
    return ranked[0][0], line.text, line.page or None


def _ranked(votes: dict[str, _Votes], lines: Sequence[Said]) -> Counter[str]:
    """Each name's score; one of another rank than the one that speaks is only spoken about."""
    text = "\n".join(line.text for line in lines)
    ranks = {rank: len(words.findall(text)) for rank, words in GOVERNMENTS.items()}
    most = max(ranks.values(), default=0)
    scores: Counter[str] = Counter()
    for name, seen in votes.items():
        rank = next((rank for rank in GOVERNMENTS if name.endswith(rank)), "")
        local = rank in ranks and name not in MINISTRIES
        spoken = local and 2 * ranks[rank] < most and "title" not in seen.places
        scores[name] = seen.score() // 5 if spoken else seen.score()
    return scores


def _names_in(said: Said) -> Iterator[str]:
    for word in said.words or (said.text,):
        yield from names(word)


def names(text: str) -> Iterator[str]:
    """Names of governments, ministries and public bodies in a text."""
    for known in (*PREFECTURES, *MINISTRIES):
        if known in text:
            yield known
    yield from (body[0] for body in _BODY.finditer(text))
    # A year that stands close before a name is no part of it: 令和7年度さいたま市.
    text = _YEAR.sub(" ", text)
    for match in _NAME.finditer(text):
        name = _BEFORE.sub("", match[0])
        following = text[match.end() : match.end() + 1]
        if len(name) > 1 and not NOT_NAMES.search(name) and following not in _GOES_ON:
            yield name


def _place(said: Said, name: str) -> Place | None:
    """Where a line names a government; null where it only speaks of one."""
    if said.is_furniture:
        return "running"
    if said.is_prose or said.role in (Role.NOTE, Role.CHART):
        return "imprint" if _IMPRINT.search(said.text) and not said.is_prose else None
    bare = said.text.strip(_EDGE)
    if _is_signature(bare, name):
        return "named" if said.in_table else "alone" if said.page == 1 else "signed"
    if said.large or said.role is Role.HEADING:
        return "heading"
    if said.in_table:
        return "named" if bare.startswith(name) else None
    if _IMPRINT.search(said.text) or any(_is_signature(w.strip(_EDGE), name) for w in said.words):
        return "imprint"
    if re.search(rf"{re.escape(name)}{_DOCUMENT.pattern}", said.text):
        return "heading"
    if said.page <= FIRST_PAGES:
        return "short"
    return "named" if bare.startswith(name) else None


def _is_signature(text: str, name: str) -> bool:
    """Whether a line is a name alone, with its head (架空市長 山田太郎) or an office of it."""
    if not text.startswith(name):
        return text.endswith(name) and text[: -len(name)] in PREFECTURES
    rest = text[len(name) :]
    return rest in {"", "長"} or _OFFICE.fullmatch(rest) is not None


def _speaker(lines: Sequence[Said]) -> tuple[str, Said] | None:
    """The government of the rank that says 本市 or 本村, where sentences name it far most."""
    text = "\n".join(line.text for line in lines)
    ranks = Counter({rank: len(words.findall(text)) for rank, words in OWN.items()})
    rank, own = ranks.most_common(1)[0]
    if not own:
        return None
    spoken: Counter[str] = Counter()
    shown: dict[str, Said] = {}
    for line in lines:
        for name in _names_in(line):
            if name.endswith(rank):
                spoken[name] += 1
                shown.setdefault(name, line)
    ranked = spoken.most_common(2)
    if not ranked or ranked[0][1] < _LEAST_SPOKEN:
        return None
    if len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]:
        return None
    return ranked[0][0], shown[ranked[0][0]]


def _line_with(name: str, lines: Sequence[Said], title: str) -> Said:
    return next((line for line in lines if name in line.text), Said(title, 1))
