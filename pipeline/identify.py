"""Whose document it is, what it is called, of which fiscal year and what kind: with evidence.

What a person gives wins. Otherwise the first pages decide; the file's name is weak evidence.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from models import Evidence, FiscalYear, Phase
from models.page import Line, PageLayout, Role, TextBlock, lines_of
from pipeline.identify_words import (
    GOVERNMENTS,
    KINDS,
    NOT_NAMES,
    PREFECTURES,
    YEAR_WORDS,
)
from pipeline.issuers import official_name
from pipeline.recognise import find_years

_FIRST_PAGES = 3
_PAGES_READ = 12
_LONGEST_TITLE = 60
_TITLE_LINES = 3
_SCRAP = 5
_SAME_SIZE = 0.93
_REVIEW_YEARS = 3
_LEAST_SCORE = 2
_KANJI = r"一-龠々ヶケ"
_NAME = re.compile(
    rf"(?<![{_KANJI}])[{_KANJI}]{{1,6}}?[市区町村]|"
    rf"(?<![{_KANJI}ぁ-ん])[{_KANJI}]?[ぁ-ん]{{2,5}}[市区町村]|(?<![ァ-ヺー])[{_KANJI}]?[ァ-ヺー]{{2,6}}[市区町村]"
)
_BEFORE = re.compile(rf"^(?:{'|'.join(PREFECTURES)}|[回年度月日号期次版]|.+郡(?=..+))+")
_TITLE_WORDS = re.compile(
    r"予算|決算|計画|方針|戦略|政策|施策|事業|条例|規則|名簿|会議録|広報|概要|報告|状況|書$"
)
_LEAST_VOTES = 8
# 基準値(令和5年度), 目標値(令和10年度): years that a document speaks of, none of them its own.
_ANOTHER = re.compile(r"(?:基準|目標|現状|実績)(?:値|年度?)?\s?[(（:：]?$")
_GOES_ON = frozenset("町村域場街区画税債")
# Municipalities that do something together publish as 広域消防組合, 広域連合 or 企業団.
_UNION = re.compile(
    rf"(?:[{_KANJI}ァ-ヺー]|[ぁ-ん](?![にをはがで])){{2,16}}?"
    r"(?:(?:事務|行政|消防|衛生|環境|広域|水道|医療|病院|斎場|清掃|施設)[一-龠]{0,6}組合|広域連合|企業団)"
    r"(?=\s|$|(?:一般|特別|[一-龠]{1,6}事業)会計|[のに]?(?:当初|補正)?予算|決算|議会)"
)
_OFFICE = (
    rf"役所|役場|議会|予算|一般会計|総合|企画|財政|[{_KANJI}]+部(?:[{_KANJI}]+課)?$|[{_KANJI}]+課$"
)
_YEAR = re.compile(r"(?:令和|平成|[RH])?(?:\d{1,4}|元)年度?")
_CARRIES_ON = re.compile(r"\s?(?:から|まで|以降|より|にかけ|末)")


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of a document on the command line; null for what they leave open."""

    issuer: str | None = None
    fiscal_year: int | None = None
    title: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says it is; null for what it does not say."""

    issuer: str | None = None
    title: str | None = None
    fiscal_year: FiscalYear | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """A line of the first pages; `size` is 0 for text input, `words` stand apart by spaces."""

    text: str
    page: int
    size: float = 0.0
    order: int = 0
    role: Role | None = None
    in_table: bool = False
    words: tuple[str, ...] = ()


def identify(
    layouts: Sequence[PageLayout], *, file_name: str, given: Given
) -> tuple[Identity, tuple[Evidence, ...]]:
    """The document's identity and where each part of it was printed."""
    lines = list(_lines(layouts[:_PAGES_READ]))
    stem = unicodedata.normalize("NFKC", PurePath(file_name).stem)
    evidence: list[Evidence] = []

    def choose(
        field: str, said: str | None, found: tuple[str, str, int | None] | None
    ) -> str | None:
        if said is not None:
            evidence.append(Evidence(field=field, text="given"))
            return said
        if found is None:
            return None
        evidence.append(Evidence(field=field, text=found[1], page=found[2]))
        return found[0]

    title = choose("title", given.title, _title(lines, stem))
    issuer = choose("issuer", given.issuer, _issuer(lines, stem, title or ""))
    if issuer is not None:
        issuer = official_name(issuer, "\n".join(line.text for line in lines))
    kind = choose("kind", given.kind, _kind(lines, title, stem))
    year: FiscalYear | None
    if given.fiscal_year is not None:
        year = FiscalYear(year=given.fiscal_year)
        evidence.append(Evidence(field="fiscal_year", text="given"))
    else:
        year, proof = _fiscal_year(lines, title, kind, stem)
        if proof is not None:
            evidence.append(proof)
    return Identity(issuer, title, year, kind), tuple(evidence)


def _lines(layouts: Sequence[PageLayout]) -> Iterator[_Said]:
    order = 0
    for layout in layouts:
        for block in layout.blocks:
            role = block.role if isinstance(block, TextBlock) else None
            for line in lines_of(block):
                text = _closed_up(line.text)
                if text:
                    order += 1
                    in_table = not isinstance(block, TextBlock)
                yield _Said(
                    text, layout.number, _size(line), order, role, in_table, _words(line.text, text)
                )


def _size(line: Line) -> float:
    return 0.0 if line.vertical else line.size


def _closed_up(text: str) -> str:
    """A line without the spaces that spread a heading: 令 和 ４ 年 度."""
    stripped = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"(?<![!-~])\s+|\s+(?![!-~])", "", stripped)


def _words(text: str, closed: str) -> tuple[str, ...]:
    """The words of a line that stand apart; a heading spread letter by letter is one word."""
    words = tuple(unicodedata.normalize("NFKC", text).split())
    return words if words and all(len(word) > 1 for word in words) else (closed,)


def _title(lines: Sequence[_Said], stem: str) -> tuple[str, str, int | None] | None:
    """The largest words of the first page that has any, with those that go on in their size."""
    first = [line for line in lines if line.page <= _FIRST_PAGES and _can_be_title(line)]
    if not first:
        return (stem, f"file name: {stem}", None) if re.search(r"[^\W\d_]", stem) else None
    page = first[0].page
    on_page = [line for line in first if line.page == page]
    largest = max(line.size for line in on_page)
    worded = [line for line in on_page if _TITLE_WORDS.search(line.text)]
    # Lettering in a picture comes in scraps; a title does not.
    scraps = all(len(line.text) < _SCRAP for line in on_page if line.size >= largest * _SAME_SIZE)
    if scraps and worded and max(line.size for line in worded) >= largest / 2:
        largest = max(line.size for line in worded)
        on_page = [line for line in on_page if line.size <= largest]
    chosen = [line for line in on_page if line.size >= largest * _SAME_SIZE]
    if largest == 0 or len(chosen) > len(on_page) // 2 + 1:
        chosen = chosen[:1]
    run = [chosen[0]]
    for line in chosen[1:]:
        if line.order - run[-1].order > 2 or len(run) == _TITLE_LINES:
            break
        run.append(line)
    text = " ".join(line.text for line in run)
    if _is_sentence(text):
        return (stem, f"file name: {stem}", None) if re.search(r"[^\W\d_]", stem) else None
    return text[:_LONGEST_TITLE], text, page


def _can_be_title(line: _Said) -> bool:
    text = re.sub(r"^[#\s]+", "", line.text)
    if line.in_table or line.role in (Role.PAGE_NUMBER, Role.FOOTER, Role.NOTE):
        return False
    return len(re.findall(r"[^\W\d_]", text)) >= 3 and not re.match(r"[(（]?単位", text)


def _is_sentence(text: str) -> bool:
    return "。" in text or bool(re.search(r"(?:ます|です|した|こと|て|た|し)[。、]?$", text))


def _issuer(lines: Sequence[_Said], stem: str, title: str) -> tuple[str, str, int | None] | None:
    """The government that the first pages name most, of the rank that they speak as."""
    votes: Counter[str] = Counter()
    shown: dict[str, _Said] = {}
    text = "\n".join(line.text for line in lines)
    ranks = Counter({rank: len(words.findall(text)) for rank, words in GOVERNMENTS.items()})
    for line in lines:
        weight = 1.0 if line.page > _FIRST_PAGES else 2.0
        for name in (name for word in line.words or (line.text,) for name in _names(word)):
            alone = line.text in (name, f"{name}長") or line.text.endswith(f" {name}")
            budget = re.search(rf"{name}(?:{_OFFICE})", line.text)
            votes[name] += int(2 * weight * (8 if alone else 4 if budget else 1))
            if name not in shown or alone:
                shown[name] = line
    for name in set(_names(re.sub(r"[市区町村]長", "長", title))):
        votes[name] += _LEAST_VOTES // 2
        shown.setdefault(name, _Said(title, 1))
    for name in _names(stem):
        votes[name] += 3
        shown.setdefault(name, _Said(f"file name: {stem}", 1))
    most = max(ranks.values(), default=0)
    for name in votes:
        rank = next((rank for rank in GOVERNMENTS if name.endswith(rank)), "")
        # A government of another rank than the one that speaks is only spoken about.
        votes[name] = votes[name] if 2 * ranks[rank] >= most else votes[name] // 5
    union = _UNION.search(_YEAR.sub(" ", title))
    if union is not None:
        votes[union[0]] = max(votes.values(), default=0) + _LEAST_VOTES
        shown[union[0]] = next((line for line in lines if union[0] in line.text), _Said(title, 1))
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    name = ranked[0][0]
    line = shown[name]
    if votes[name] < _LEAST_VOTES:
        return None
    return name, line.text, line.page if not line.text.startswith("file name") else None


def _names(text: str) -> Iterator[str]:
    for prefecture in PREFECTURES:
        if prefecture in text:
            yield prefecture
    # A year that stands close before a name is no part of it: 令和7年度さいたま市.
    text = _YEAR.sub(" ", text)
    for match in _NAME.finditer(text):
        name = _BEFORE.sub("", match[0])
        following = text[match.end() : match.end() + 1]
        if len(name) > 1 and not NOT_NAMES.search(name) and following not in _GOES_ON:
            yield name


def _kind(
    lines: Sequence[_Said], title: str | None, stem: str
) -> tuple[str, str, int | None] | None:
    """The kind that the title's words, then those of the file's name and the pages, speak for."""
    scores: dict[str, float] = dict.fromkeys(KINDS, 0.0)
    shown: dict[str, tuple[str, int | None]] = {}
    weighed: list[tuple[str, int, int | None]] = [(title or "", 8, None), (stem, 4, None)]
    weighed += [(line.text, 2, line.page) for line in lines[:12]]
    weighed += [(line.text, 1, line.page) for line in lines[12:400]]
    counted: Counter[str] = Counter()
    for text, weight, page in weighed:
        for kind, words in KINDS.items():
            match = words.search(text)
            if match is None or (weight == 1 and counted[kind] >= 6):
                continue
            counted[kind] += weight == 1
            # A plan's words stand in every other document too.
            scores[kind] += weight if kind != "policy" else weight / 2
            shown.setdefault(kind, (match[0], page))
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best] < _LEAST_SCORE:
        return None
    return best, shown[best][0], shown[best][1]


def _fiscal_year(
    lines: Sequence[_Said], title: str | None, kind: str | None, stem: str
) -> tuple[FiscalYear | None, Evidence | None]:
    """The document's year: the one its title, then its headings and tables speak of most."""
    if kind == "kpi_review" and (found := _last_reviewed(lines)) is not None:
        return found
    votes: Counter[int] = Counter()
    best: dict[int, tuple[int, FiscalYear, str, int | None]] = {}
    sizes = sorted(line.size for line in lines)
    middle = sizes[len(sizes) // 2] if sizes else 0.0
    weighed: list[tuple[str, int, int | None]] = []
    if title is not None:
        weighed.append((title, 40, None))
    weighed.append((stem, 6, None))
    for line in lines:
        large = line.size > 1.2 * middle > 0
        early = line.page <= 1 and line.order <= 12
        weight = 10 if large else 5 if early else 2 if line.page <= _FIRST_PAGES else 1
        weighed.append((line.text, weight, line.page))
    for text, weight, page in weighed:
        for mention in find_years(text):
            year = mention.value
            ranged = year.end_year is not None or year.open_end
            if ranged and text == title and year.start is None:
                # A plan is of the year in which it begins.
                year = FiscalYear(year=year.year, text=year.text)
            elif ranged or _CARRIES_ON.match(text, mention.end):
                continue
            if year.basis != "fiscal":
                continue
            if _ANOTHER.search(text[max(0, mention.start - 6) : mention.start]):
                continue
            after = text[mention.start : mention.end + 12]
            if year.start is not None:
                year = FiscalYear(year=year.year, text=year.text)
                weight_here = 1
            elif YEAR_WORDS.search(after):
                weight_here = weight * 3
            else:
                weight_here = weight if "年" in mention.text else max(weight // 2, 1)
            votes[year.year] += weight_here
            if year.year not in best or weight_here > best[year.year][0]:
                best[year.year] = (weight_here, year, text[:80], page)
    if not votes:
        return None, None
    top = max(votes.values())
    year_number = max(year for year, vote in votes.items() if vote >= 0.9 * top)
    _, year, text, page = best[year_number]
    year = year.model_copy(update={"phase": year.phase or _phase(title or stem)})
    return year, Evidence(field="fiscal_year", text=text, page=page)


def _phase(title: str) -> Phase | None:
    """The phase of the budget that a title names; null where it names none or both."""
    initial, supplementary = ("当初予算" in title), ("補正予算" in title)
    if initial == supplementary:
        return None
    return "initial" if initial else "supplementary"


def _last_reviewed(lines: Sequence[_Said]) -> tuple[FiscalYear, Evidence] | None:
    """The last of a run of years side by side: the results that a review has."""
    found = [
        (mention.value, line)
        for line in lines
        for mention in find_years(line.text)
        if mention.value.end_year is None
        and len(line.text) <= _LONGEST_TITLE
        and not line.text.startswith(("(", "["))
    ]
    run: list[tuple[FiscalYear, _Said]] = []
    for year, line in found:
        if run and year.year != run[-1][0].year + 1:
            if len(run) >= _REVIEW_YEARS:
                break
            run = []
        run.append((year, line))
    if len(run) < _REVIEW_YEARS:
        return None
    last, line = run[-1]
    return last, Evidence(field="fiscal_year", text=line.text[:80], page=line.page)
