"""Which fiscal year a document is of: the one that its title, headings and running heads name."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models import Evidence, FiscalYear, Phase
from pipeline.identify.lines import FIRST_PAGES, Said
from pipeline.identify.words import YEAR_WORDS
from pipeline.recognise import Mention, find_years

_LONGEST_TITLE = 60
_REVIEW_YEARS = 3
_EARLY_LINES = 12
_TITLE, _STEM, _ISSUE = 40, 20, 60
_LARGE, _EARLY, _FIRST, _LATER = 10, 5, 2, 1
_DATED = 12
_NEAR_TOP = 0.9
_MOST_LITTLE = 15
_BUDGET = re.compile(r"予算|施政")
# 基準値(令和5年度), 目標値(令和10年度): years that a document speaks of, none of them its own.
_ANOTHER = re.compile(
    r"(?:基準|目標|現状|実績|推計)(?:値|年度?)?\s?[(（:：]?$|(?:目標|指標|基準)[^。]{0,8}[、(（]$"
)
# 70,142(令和3年度当初:71,436): the year of what stands in brackets beside an amount.
# The bracket may go on in the next line.
_OF_THE_BRACKET = re.compile(r"[^()（）\d]{0,8}[:：]?\s?(?:[△▲]?\s?(?:\d|皆増|皆減|[-－―ー−])|$)")
# [ ]内は令和3年度当初予算額: what stands in brackets, or in the lower row, is of that year.
_WITHIN = re.compile(r"(?:内|書き?|[上下]段)(?:の[^\s。]{1,6})?(?:は|が|[:：])[、\s]?$")
_CARRIES_ON = re.compile(r"\s?(?:から|まで|以降|より|にかけ|末)")
# A line that is the date of the paper: 令和6年3月 策定, (令和7年2月13日).
_PAPERS_DATE = re.compile(r"[(（]?|[)）]?\s?(?:策定|改定|改訂|作成|発行|公表|現在|版|号|[)）])*")
# setagaya-r8, kouhokur7: whoever names a file so says which year it is of.
_IN_FILE_NAME = re.compile(r"(?<![A-Z0-9])([RrHh])(\d{1,2})(?![\d.])")
_OUT_LATER = frozenset({"settlement", "kpi_review", "newsletter", "minutes", "voting_record"})
_ISSUED = re.compile(r"(20\d\d)\s?[年./]?\s?(1[0-2]|[1-9])(?:月号?)?$")


@dataclass(frozen=True, slots=True)
class _Vote:
    """A year that a line names. It `states` it, or a sentence `tells` it of a budget."""

    year: FiscalYear
    weight: int
    text: str
    page: int | None
    states: bool = False
    tells: bool = False


def find_fiscal_year(
    lines: Sequence[Said], title: str | None, kind: str | None, stem: str
) -> tuple[FiscalYear | None, Evidence | None]:
    """The document's year and what says so.

    What a sentence or a cell speaks of, be it 1947, is not the document's year unless some title,
    heading, running head, date or file name says the same. Where nothing does, as in a speech, the
    year counts of which sentences tell the budget (令和4年度一般会計予算につきましては).
    """
    if kind == "kpi_review" and (found := _last_reviewed(lines)) is not None:
        return found
    votes = [*_of_names(title, stem), *_of_lines(lines, kind)]
    stated = {vote.year.year for vote in votes if vote.states}
    stated = stated or {vote.year.year for vote in votes if vote.tells}
    sums = _sums([vote for vote in votes if vote.year.year in stated])
    if not sums:
        return None, None
    best = {
        number: max(
            (vote for vote in votes if vote.year.year == number),
            key=lambda vote: (vote.page is not None, vote.weight),
        )
        for number in sums
    }
    top = max(sums.values())
    shown = best[max(year for year, weight in sums.items() if weight >= _NEAR_TOP * top)]
    year = shown.year.model_copy(update={"phase": shown.year.phase or _phase(title or stem)})
    return year, Evidence(field="fiscal_year", text=shown.text[:80], page=shown.page)


def year_of_file(stem: str, year: FiscalYear, kind: str | None) -> int | None:
    """The year that the file's name says against what the pages say; null where it does not.

    A settlement, a review and a supplementary budget of the winter may come out in the next year,
    and be named after that.
    """
    named = [mention.value for mention in find_years(_with_years(stem))]
    years = {at for each in named for at in range(each.year, (each.end_year or each.year) + 1)}
    other = next(iter(years), year.year)
    if years != {other} or abs(other - year.year) != 1:
        return None
    later = kind in _OUT_LATER or year.phase in ("supplementary", "settlement")
    return None if later and other > year.year else other


def _with_years(stem: str) -> str:
    """A file's name with its r7 as a year."""
    return _IN_FILE_NAME.sub(lambda match: f" {match[1].upper()}{match[2]}年度 ", stem)


def _sums(votes: Sequence[_Vote]) -> Counter[int]:
    """The weight of each year; cells and sentences together weigh less than one clear word."""
    sums: Counter[int] = Counter()
    little: Counter[int] = Counter()
    for vote in dict.fromkeys(votes):
        if vote.weight > 3 * _FIRST:
            sums[vote.year.year] += vote.weight
        else:
            little[vote.year.year] += vote.weight
    for year, weight in little.items():
        sums[year] += min(weight, _MOST_LITTLE)
    return sums


def _of_names(title: str | None, stem: str) -> Iterator[_Vote]:
    for text, weight in ((title or "", _TITLE), (_with_years(stem), _STEM)):
        for mention in find_years(text):
            found = _of_document(mention, text, weight, spans=weight == _TITLE)
            if found is not None:
                yield _Vote(*found, text if weight == _TITLE else f"file name: {stem}", None, True)


def _of_lines(lines: Sequence[Said], kind: str | None) -> Iterator[_Vote]:
    for line in lines:
        if kind == "newsletter" and line.page == 1 and (issued := _ISSUED.fullmatch(line.text)):
            year, month = int(issued[1]), int(issued[2])
            of_issue = FiscalYear(year=year - (month < 4), text=line.text)
            yield _Vote(of_issue, _ISSUE, line.text, line.page, states=True)
        mentions = find_years(line.text)
        # 40人(2014年度)→50人(2019年度) is about years, and of none of them.
        several = len({mention.value.year for mention in mentions}) > 1 and not line.large
        for mention in mentions:
            found = _of_document(mention, line.text, _weight(line), spans=False)
            if found is None:
                continue
            if mention.value.start is not None:
                dated = _is_early(line) and _is_papers_date(line.text, mention)
                yield _Vote(found[0], _DATED if dated else 1, line.text, line.page, states=dated)
                continue
            states = not (line.is_prose or (several and line.page > 1))
            states = states and (not line.in_table or line.page <= FIRST_PAGES)
            words = line.text[mention.end : mention.end + 12]
            tells = _BUDGET.search(words) is not None
            yield _Vote(*found, line.text, line.page, states=states, tells=tells)


def _weight(line: Said) -> int:
    if line.large or line.is_furniture:
        return _LARGE
    if _is_early(line):
        return _EARLY
    return _FIRST if line.page <= FIRST_PAGES else _LATER


def _is_early(line: Said) -> bool:
    return line.page <= 1 and line.order <= _EARLY_LINES


def _of_document(
    mention: Mention[FiscalYear], text: str, weight: int, *, spans: bool
) -> tuple[FiscalYear, int] | None:
    """A year that a text may give as the document's own, with its weight; `spans` count too."""
    year = mention.value
    if year.end_year is not None or year.open_end:
        if not spans or year.start is not None:
            return None
        # A plan is of the year in which it begins.
        year = FiscalYear(year=year.year, text=year.text)
    elif _CARRIES_ON.match(text, mention.end):
        return None
    bracketed = text[: mention.start].rstrip()[-1:] in ("(", "（", "[", "［")
    if bracketed and _OF_THE_BRACKET.match(text, mention.end):
        return None
    if _WITHIN.search(text[max(0, mention.start - 14) : mention.start]):
        return None
    if year.basis != "fiscal" or _ANOTHER.search(text[max(0, mention.start - 14) : mention.start]):
        return None
    if year.start is not None:
        return FiscalYear(year=year.year, text=year.text), 1
    if YEAR_WORDS.search(text[mention.start : mention.end + 12]):
        return year, weight * 3
    return year, weight if "年" in mention.text else max(weight // 2, 1)


def _is_papers_date(text: str, mention: Mention[FiscalYear]) -> bool:
    rest = text[: mention.start] + text[mention.end :]
    return _PAPERS_DATE.fullmatch(rest.strip()) is not None


def _phase(title: str) -> Phase | None:
    """The phase of the budget that a title names; null where it names none or both."""
    initial, supplementary = ("当初予算" in title), ("補正予算" in title)
    if initial == supplementary:
        return None
    return "initial" if initial else "supplementary"


def _last_reviewed(lines: Sequence[Said]) -> tuple[FiscalYear, Evidence] | None:
    """The last of a run of years side by side: the results that a review has."""
    found = [
        (mention.value, line)
        for line in lines
        for mention in find_years(line.text)
        if mention.value.end_year is None
        and len(line.text) <= _LONGEST_TITLE
        and not line.text.startswith(("(", "["))
    ]
    run: list[tuple[FiscalYear, Said]] = []
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
