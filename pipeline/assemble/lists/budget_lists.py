"""Project lists: a mark and a description, then ・name amount (拡充 n) [prior], ほかn事業."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models import BudgetItem, Issue, Source
from models.page import Line, Passage, Placed, union
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import tidy, without
from pipeline.assemble.lines.stitch import document_lines
from pipeline.assemble.lines.strands import any_line
from pipeline.assemble.lines.values import issue_at
from pipeline.assemble.lists.entry import Amounts, read_amounts
from pipeline.assemble.lists.mend import mended, mending
from pipeline.assemble.lists.notes import Note, read_notes
from pipeline.assemble.lists.tokens import Kind, Token, tokens
from pipeline.assemble.lists.words import BULLET, MARK, PROJECT_NAME
from pipeline.assemble.tables.vocabulary import MARKS

_HINT = re.compile(rf"^{BULLET.pattern}|^{MARK.pattern}{BULLET.pattern}")


@dataclass(slots=True)
class _Above:
    """What a project line stands under: headings, a mark, a description.

    `texts` have been seen since the last project line and may be either.
    """

    section: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    texts: list[Token] = field(default_factory=list)
    mark: Token | None = None
    description: Token | None = None


def budget_lists(blocks: Sequence[Placed], about: About) -> Taken:
    """The project lines of lists and slides, with what they stand under.

    A ・line counts where a unit or a 円 says what its amount is, and a mark, brackets or its name
    say that it is a project. Texts between two groups are headings; where no mark (its icon) is
    left, the last of several is the description.
    """
    if not any_line(blocks, _HINT):
        return Taken(rest=list(blocks))
    lines = document_lines(blocks)
    notes = read_notes(lines, about)
    above = _Above()
    taken = Taken()
    used: list[Line] = []
    marks = 0
    for token in tokens(lines):
        above.section = token.parts[0].section
        match token.kind:
            case Kind.LABEL:
                above = _Above(above.section)
            case Kind.TEXT:
                above.texts.append(token)
                above.mark = above.description = None
            case Kind.MARK:
                marks += 1
                above.headings = _headings(above, above.texts)
                above.texts, above.mark = [], token
                above.description = token if token.text else None
            case Kind.ENTRY | Kind.SAME:
                if above.texts:
                    _settle(above)
                note = notes.at(token.index, token.parts[0].page)
                item = (
                    _item(token, above, note)
                    if token.kind is Kind.ENTRY
                    else _same(token, above, taken)
                )
                if item is None:
                    continue
                taken.records.append(item.model_copy(update={"id": f"list-{len(taken.records)}"}))
                taken.issues.extend(_mendings(item))
                if item.name and not above.mark and marks:
                    taken.issues.append(
                        _issue("mark_missing", item, "no mark stands here; the icon may be lost")
                    )
                used += _lines(token, above)
            case Kind.OTHERS:
                if _count_others(token, taken):
                    used += [part.line for part in token.parts]
            case Kind.BULLET:
                if above.mark and PROJECT_NAME.search(token.text):
                    taken.issues.append(_lonely(token))
            case Kind.NOTE:
                pass
    taken.rest.extend(without(blocks, used))
    return taken


def _settle(above: _Above) -> None:
    """Decides which of the texts before an unmarked project line are headings."""
    last = above.texts[-1]
    described = len(above.texts) > 1 and not last.parts[0].heading
    above.headings = _headings(above, above.texts[:-1] if described else above.texts)
    above.description = last if described else None
    above.texts = []


def _headings(above: _Above, texts: Sequence[Token]) -> tuple[str, ...]:
    return tuple(tidy(token.text) for token in texts) or above.headings


def _item(token: Token, above: _Above, note: Note) -> BudgetItem | None:
    tail = token.tail
    if tail is None:
        return None
    passage = token.passage
    printed = tidy(passage.text[token.start : tail.start])
    if not printed:
        return None
    name = passage.source(token.start, tail.start)
    if token.more:
        whole = Passage.of([part.line for part in (*token.parts, *token.more)])
        end = Passage.of([part.line for part in token.more]).text
        printed = tidy(printed + end)
        name = _over(name, whole.source(len(whole.text) - len(end)))
    amounts = read_amounts(passage, tail, note)
    if not _is_project(printed, above, amounts, note):
        return None
    named = above.mark is not None or not amounts.funding or PROJECT_NAME.search(printed)
    sources = {
        "name" if named else "description": name,
        **amounts.sources,
        **_sources(above),
    }
    description = _description(above) if named else mended(printed)
    return BudgetItem(
        page=token.parts[0].page,
        section=_section(above),
        sources=sources,
        name=mended(printed) if named else None,
        mark=MARKS[above.mark.mark] if above.mark else None,
        description=description,
        amount=amounts.amount,
        fiscal_year=amounts.fiscal_year or note.year,
        expansion=amounts.expansion,
        prior_amount=amounts.prior,
        prior_fiscal_year=note.prior_year if amounts.prior else None,
        funding=amounts.funding,
        others_count=tail.others,
    )


def _over(first: Source, last: Source) -> Source:
    """One source for a name in two places: the box around both."""
    boxes = [source.bbox for source in (first, last) if source.bbox]
    box = union(boxes) if boxes else None
    return first.model_copy(update={"bbox": box, "text": f"{first.text}\n{last.text}"})


def _is_project(name: str, above: _Above, amounts: Amounts, note: Note) -> bool:
    amount = amounts.amount
    if amount is None or (amount.yen is None and not amount.none):
        return False
    said = above.mark is not None or amounts.prior or amounts.expansion or amounts.funding
    return bool(said or PROJECT_NAME.search(name)) and bool(note.stated or amount.unit_text)


def _same(token: Token, above: _Above, taken: Taken) -> BudgetItem | None:
    """同上: the project named last, with a mark and a description of its own."""
    named = _referred(token, taken)
    if named is None:
        return None
    return BudgetItem(
        page=token.parts[0].page,
        section=_section(above),
        sources={"name": token.passage.source(), **_sources(above)},
        name=named.name,
        mark=MARKS[above.mark.mark] if above.mark else None,
        description=_description(above),
        same_as=named.id,
    )


def _referred(token: Token, taken: Taken) -> BudgetItem | None:
    """The project that 同上 or 同左 means: the last one, or the one in the column to the left."""
    named = [r for r in taken.records if isinstance(r, BudgetItem) and r.name and r.amount]
    box = token.parts[0].line.bbox
    if box and token.parts[0].frame and "左" in token.passage.text:
        left = [
            (abs(where.bbox[1] - box[1]), item)
            for item in named
            if (where := item.sources["name"]).page == token.parts[0].page
            and where.bbox
            and where.bbox[2] <= box[0]
        ]
        if left:
            return min(left, key=lambda pair: pair[0])[1]
    return named[-1] if named else None


def _description(above: _Above) -> str | None:
    return mended(tidy(above.description.text)) or None if above.description else None


def _section(above: _Above) -> tuple[str, ...]:
    return (*above.section, *(title for title in above.headings if title not in above.section))


def _sources(above: _Above) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    if above.mark and (sign := MARK.match(above.mark.passage.text)):
        sources["mark"] = above.mark.passage.source(0, sign.end())
    if above.description and above.description.text:
        sources["description"] = above.description.passage.source(above.description.start)
    return sources


def _lines(token: Token, above: _Above) -> list[Line]:
    held = [token, *(other for other in (above.mark, above.description) if other)]
    return [part.line for one in held for part in (*one.parts, *one.more)]


def _count_others(token: Token, taken: Taken) -> bool:
    """Gives ほかn事業 to the project line before it."""
    if not taken.records:
        return False
    last = taken.records[-1]
    if not isinstance(last, BudgetItem) or last.others_count is not None:
        return False
    sources = {**last.sources, "others_count": token.passage.source()}
    taken.records[-1] = last.model_copy(update={"others_count": token.count, "sources": sources})
    return True


def _mendings(item: BudgetItem) -> list[Issue]:
    return [
        issue
        for name in ("name", "description")
        if name in item.sources and not item.same_as
        for issue in mending("".join(item.sources[name].text.split()), item.sources[name])
    ]


def _issue(code: str, item: BudgetItem, message: str) -> Issue:
    source = item.sources["name" if "name" in item.sources else "description"]
    return issue_at(source, code, message, text=item.name or item.description)


def _lonely(token: Token) -> Issue:
    source = token.passage.source(token.start)
    message = "a project line without an amount; look at the page"
    return issue_at(source, "amount_missing", message, severity="warning", text=token.text)
