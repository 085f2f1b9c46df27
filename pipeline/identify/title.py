"""What a document is called: the largest words of its first page that can be a title."""

import re
from collections.abc import Sequence

from models.page import Role
from pipeline.identify.issuer import Found
from pipeline.identify.lines import FIRST_PAGES, Said, is_sentence

_LONGEST_TITLE = 60
_TITLE_LINES = 3
_SCRAP = 5
_SAME_SIZE = 0.93
_HALF = 0.5
_WORDS = re.compile(
    r"予算|決算|計画|方針|戦略|政策|施策|事業|条例|規則|名簿|会議録|広報|概要|報告|状況|要領|要綱|プロジェクト|書$"
)
_MASTHEAD = re.compile(r"^広報")
_WORD = re.compile(r"[^\W\d_]")
_NO_TITLE = re.compile(r"[(（]?単位|款")
# A heading ends with a noun; what ends so goes on in the next line.
_CUT_OFF = re.compile(r"[のをはがにでとやへも、]$")


def find_title(lines: Sequence[Said], stem: str) -> Found | None:
    """The title with the line that says it and its page; the file's name where no line does.

    Largest words of the first page that has any, with those that go on in their size; a newsletter
    is called by its masthead, be a headline larger.
    """
    first = [line for line in lines if line.page <= FIRST_PAGES and _can_be_title(line)]
    if not first:
        return _by_file(stem)
    page = first[0].page
    if (masthead := _masthead([line for line in lines if line.page == page])) is not None:
        return masthead[:_LONGEST_TITLE], masthead, page
    chosen = _chosen([line for line in first if line.page == page])
    run = [chosen[0]]
    for line in chosen[1:]:
        if line.order - run[-1].order > 2 or len(run) == _TITLE_LINES:
            break
        run.append(line)
    text = " ".join(line.text for line in run)
    if is_sentence(text):
        return _by_file(stem)
    return text[:_LONGEST_TITLE], text, page


def _by_file(stem: str) -> Found | None:
    return (stem, f"file name: {stem}", None) if _WORD.search(stem) else None


def _masthead(on_page: Sequence[Said]) -> str | None:
    """広報 with the name it is part of, where that is among the largest words of the page."""
    largest = max(line.size for line in on_page)
    for at, line in enumerate(on_page):
        if _MASTHEAD.match(line.text) and line.size > max(largest * _HALF, 1):
            name = line.text
            for other in on_page[at + 1 : at + 2]:
                if name == "広報" and other.size >= line.size * _SAME_SIZE:
                    name += other.text
            return name if len(name) > len("広報") else None
    return None


def _chosen(on_page: list[Said]) -> list[Said]:
    """The lines of the page's largest size, or of the largest that has a title's words."""
    largest = max(line.size for line in on_page)
    if largest == 0:
        return [_first_of_text(on_page)]
    worded = [line for line in on_page if _WORDS.search(line.text)]
    # Lettering in a picture comes in scraps; a title does not.
    scraps = all(len(line.text) < _SCRAP for line in on_page if line.size >= largest * _SAME_SIZE)
    best = max((line.size for line in worded), default=0.0)
    if worded and (best >= largest * _HALF if scraps else best >= largest * _SAME_SIZE):
        largest = best
        on_page = [line for line in on_page if line.size <= largest]
    chosen = [line for line in on_page if line.size >= largest * _SAME_SIZE]
    return chosen[:1] if len(chosen) > len(on_page) // 2 + 1 else chosen


def _first_of_text(on_page: Sequence[Said]) -> Said:
    """Of a text without sizes, the first line, or an early one where that is cut off."""
    early = on_page[:_TITLE_LINES]
    worded = (line for line in early if _WORDS.search(line.text) and not line.is_prose)
    return next(worded, on_page[0]) if _CUT_OFF.search(on_page[0].text) else on_page[0]


def _can_be_title(line: Said) -> bool:
    text = re.sub(r"^[#\s]+", "", line.text)
    if line.in_table or line.role in (Role.PAGE_NUMBER, Role.FOOTER, Role.NOTE):
        return False
    return len(_WORD.findall(text)) >= 3 and not _NO_TITLE.match(text)
