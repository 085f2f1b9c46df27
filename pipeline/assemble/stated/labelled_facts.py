"""Figures with a label of their own: ・参加企業数 355社, 人口 over 2019 北海道: 530.4万人."""

import re
from collections.abc import Iterator, Sequence

from models import Fact, FiscalYear, Quantity, Source
from models.page import Line, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import tidy, without
from pipeline.assemble.lines.stitch import document_lines
from pipeline.assemble.lines.strands import Strand, any_line, passage
from pipeline.assemble.lists.mend import mended
from pipeline.assemble.lists.words import BULLET, MARK
from pipeline.recognise import Mention, find_money, find_quantities

_SIGNED = re.compile(rf"(?:{BULLET.pattern}|\s*+[○◎□–-]\s*+)(?=\D)")
_COUNT = re.compile(
    r"(?P<label>\D.{1,38}?)(?<!\s)\s*+[:：]?\s*+(?P<more>(?:延べ|累計|約|およそ|\s)*+)$"
)
_REMARK = re.compile(r"\s*+(?:以上|程度|超)?\s*+(?:[(（][^()（）]*+[)）])?\s*+")
_SCOPED = re.compile(
    r"\s*+(?P<year>(?:19|20)\d\d)\s*+年?\s*+(?P<scope>[^\s\d:：]{1,12})\s*+[:：]\s*+(?P<value>[^\d\n]*+\d.*)"
)
# 51の地域プロジェクトを展開: how many the document says there are.
_CLAIM = re.compile(
    r"(?<![\d,.])(?P<count>\d{1,4})の(?P<label>[^\s\d、。「」()のをはがに]{0,12}(?:プロジェクト|事業|施策|取組|プログラム))"
)
_HINT = re.compile(rf"^{_SIGNED.pattern}.*\d|^{_SCOPED.pattern}|{_CLAIM.pattern}|\d{{1,4}}の")
_LONGEST_LABEL = 20


def labelled_facts(blocks: Sequence[Placed], about: About) -> Taken:
    """Bullets that end in their one counted figure, and dated figures under a short label.

    The label of a bullet stands before the figure, apart from it by a space or a colon, so that a
    sentence with a figure in it is none.
    """
    if not any_line(blocks, _HINT):
        return Taken(rest=list(blocks))
    lines = document_lines(blocks)
    taken = Taken()
    used: list[Line] = []
    for index, strand in enumerate(lines):
        scoped = _scoped(lines, index)
        if scoped:
            taken.records.append(scoped)
            used += [strand.line, lines[index - 1].line]
            continue
        # A sentence with amounts says more than what it claims to be many.
        claims = () if find_money(strand.text) else _claims(lines, index)
        for fact in (*_counted(strand), *claims):
            taken.records.append(fact)
            used.append(strand.line)
    taken.rest.extend(without(blocks, used))
    return taken


def _scoped(lines: Sequence[Strand], index: int) -> Fact | None:
    text = passage([lines[index]])
    match = _SCOPED.fullmatch(text.text)
    if not match or not index:
        return None
    label = lines[index - 1]
    if (
        len(label.text) > _LONGEST_LABEL
        or _SIGNED.match(label.text)
        or re.search(r"\d", label.text)
    ):
        return None
    found = find_quantities(match["value"])
    if len(found) != 1 or found[0].start:
        return None
    first = match.start("value")
    return Fact(
        page=lines[index].page,
        section=lines[index].section,
        sources={
            "label": label.line.source(),
            "value": text.source(first, first + found[0].end),
            "scope": text.source(*match.span("scope")),
            "fiscal_year": text.source(*match.span("year")),
        },
        label=tidy(label.text),
        value=found[0].value,
        scope=tidy(match["scope"]),
        fiscal_year=FiscalYear(year=int(match["year"]), basis="calendar", text=match["year"]),
    )


def _counted(strand: Strand) -> Iterator[Fact]:
    sign = _SIGNED.match(strand.text)
    if not sign or MARK.match(strand.text, sign.end()):
        return
    text = passage([strand])
    mention = _last(text.text)
    if mention is None:
        return
    label = _COUNT.fullmatch(text.text, sign.end(), mention.start)
    # ■町税 12億3,400万円(20.2%) is an amount with its share, not a share of that name.
    if (
        not label
        or find_money(label["label"])
        or not (
            text.text[: mention.start] != text.text[: mention.start].rstrip(" :：") or label["more"]
        )
    ):
        return
    sources: dict[str, Source] = {
        "label": text.source(*label.span("label")),
        "value": text.source(mention.start, mention.end),
    }
    yield Fact(
        page=strand.page,
        section=strand.section,
        sources=sources,
        label=mended(tidy(label["label"])),
        value=mention.value,
    )


def _claims(lines: Sequence[Strand], index: int) -> Iterator[Fact]:
    """Counts of projects claimed in a sentence, which may wrap within the words of the claim."""
    following = lines[index + 1 : index + 2]
    carried = [strand for strand in following if not strand.fresh or strand.soft]
    text = passage([lines[index], *carried])
    for match in _CLAIM.finditer(text.text):
        if text.places[match.start()][0]:
            return
        yield Fact(
            page=lines[index].page,
            section=lines[index].section,
            sources={
                "label": text.source(*match.span("label")),
                "value": text.source(*match.span("count")),
            },
            label=tidy(match["label"]),
            value=Quantity(value=int(match["count"]), text=match["count"]),
        )


def _last(text: str) -> Mention[Quantity] | None:
    """The figure that ends a text, where it is the only one outside brackets."""
    found = [m for m in find_quantities(text) if _REMARK.fullmatch(text, m.end)]
    return found[0] if found else None
