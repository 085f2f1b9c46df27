"""A report of documents as one page: what they say, and how far that was read and proved."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from models import Extraction, Issue, Leftover
from models.values import FiscalYear
from pipeline.export.cells import clean, year_label
from pipeline.export.codes import labels
from pipeline.export.labels import labels_of
from pipeline.issuers import Government, government_of
from pipeline.left_over import WHY_LEFT
from pipeline.pictures import Pictures
from pipeline.report import charts
from pipeline.report.breakdowns import Breakdown, breakdowns
from pipeline.report.crops import SHOWN, Remark, remarks
from pipeline.report.findings import (
    LISTED,
    Course,
    Projects,
    Unproved,
    courses_of,
    projects_of,
    unproved_of,
)
from pipeline.words import Language, mark, said_in, translator
from pipeline.words.fields import field_words

__all__ = ["Chapter", "report_page"]

_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_WEIGHT = {"error": 0, "warning": 1, "info": 2}
_THOUSAND = 1_000
_OF_ONE_CODE = 6


@dataclass(frozen=True, slots=True)
class Chapter:
    """A document to report on, and its PDF where that is at hand, for pictures."""

    extraction: Extraction
    pdf: Path | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says of one document."""

    anchor: str
    label: str
    extraction: Extraction
    government: Government | None
    breakdowns: Sequence[Breakdown]
    projects: Projects
    courses: Sequence[Course]
    unproved: Sequence[Unproved]
    issues: Sequence[Remark]
    leftovers: Sequence[Remark]
    unit: int


def report_page(chapters: Sequence[Chapter], *, language: Language = "ja") -> str:
    """The page. All text from documents is escaped; nothing is loaded from anywhere."""
    names = labels_of(chapter.extraction.document for chapter in chapters)
    told = [
        _tell(chapter, names[chapter.extraction.document.sha256], number)
        for number, chapter in enumerate(chapters, start=1)
    ]
    return _template(language).render(documents=told, language=language, listed=LISTED)


def _tell(chapter: Chapter, label: str, number: int) -> Told:
    extraction = chapter.extraction
    records = extraction.records
    issues = _gravest(extraction.issues)
    with ExitStack() as stack:
        pictures = Pictures(chapter.pdf) if chapter.pdf else None
        if pictures:
            stack.callback(pictures.close)
        told_issues = remarks(issues, pictures)
        told_leftovers = remarks(_from_all_pages(extraction.leftovers), pictures)
    found = breakdowns(records)
    projects = projects_of(records)
    return Told(
        anchor=f"d{number}",
        label=label,
        extraction=extraction,
        government=government_of(extraction.document.issuer),
        breakdowns=found,
        projects=projects,
        courses=courses_of(records),
        unproved=unproved_of(records),
        issues=told_issues,
        leftovers=told_leftovers,
        unit=_unit([part.yen for each in found for part in each.parts], projects),
    )


def _gravest(issues: Sequence[Issue]) -> list[Issue]:
    """The gravest first, and a few of each code: forty of one kind would hide all others."""
    seen: Counter[str] = Counter()
    numbered = []
    for issue in issues:
        seen[issue.code] += 1
        if seen[issue.code] <= _OF_ONE_CODE:
            numbered.append((_WEIGHT[issue.severity], seen[issue.code], issue))
    return [issue for *_, issue in sorted(numbered, key=lambda each: each[:2])]


def _from_all_pages(leftovers: Sequence[Leftover]) -> list[Leftover]:
    """As many as are shown, in the document's order: of each page and reason its first ones."""
    seen: Counter[tuple[int, str]] = Counter()
    numbered = []
    for place, each in enumerate(leftovers):
        seen[each.page, each.why] += 1
        numbered.append((seen[each.page, each.why], place))
    chosen = sorted(place for _, place in sorted(numbered)[:SHOWN])
    return [leftovers[place] for place in chosen]


def _unit(amounts: Sequence[int], projects: Projects) -> int:
    """Yen, or thousands of yen where nothing is lost by it: as budget documents print them."""
    listed = [*projects.largest, *projects.new, *projects.ended]
    others = [yen for each in listed for yen in (each.yen, each.prior) if yen]
    return _THOUSAND if all(yen % _THOUSAND == 0 for yen in [*amounts, *others]) else 1


_UNITS: Mapping[int, str] = {1: mark("yen"), _THOUSAND: mark("thousand yen")}


@cache
def _template(language: Language) -> Template:
    translate = translator(language)
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def year(value: FiscalYear | None) -> str:
        if value is None:
            return ""
        phase = translate(labels("phases")[value.phase]) if value.phase else ""
        western = f"{value.year}–{value.end_year}" if value.end_year else str(value.year)
        spoken = f"{year_label(value)}" if language == "ja" else f"FY{western}"
        return f"{spoken} {phase}".strip()

    filters: Mapping[str, Callable[..., object]] = {
        "amount": lambda yen, unit: "" if yen is None else f"{yen // unit:,}",
        "count": lambda value: f"{value:,}",
        "percent": lambda part, whole: "–" if not whole else f"{100 * part / whole:.1f}%",
        "plain": _plain,
        "year": year,
        "code": lambda code, table: translate(labels(table).get(code, code)) if code else "",
        "unit": lambda unit: translate(_UNITS[unit]),
        "told": lambda text: _isolated(text),
        "said": said_in(language),
        "field": lambda path: " ".join(translate(each) for each in field_words(path)),
        "why": lambda code: translate(WHY_LEFT.get(code, code)),
        "bars": charts.bars,
        "curve": charts.curve,
    }
    environment.filters.update(filters)
    environment.globals.update({"_": translate, "box": (charts.WIDTH, charts.HEIGHT)})
    return environment.get_template("report.html.j2")


def _plain(value: float) -> str:
    """A number as short as it can be said."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def _isolated(text: str | None) -> Markup:
    """Text of a document: clean, and unable to turn the direction of what stands around it."""
    return Markup("<bdi>{}</bdi>").format(escape(clean(text) or ""))
