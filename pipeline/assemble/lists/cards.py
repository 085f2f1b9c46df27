"""Projects on cards and slides: a name, 予算額 n千円（前年度 n千円）, what it does, 〔課〕."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from models import BudgetItem, FiscalYear, Money, Record, Source
from models.page import Line, Passage, Placed, Role
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import Piece, pieces, prints, sign_of, tidy, without
from pipeline.assemble.tables.cells import named
from pipeline.assemble.tables.context import heading_year, phased, unit_above, year_under
from pipeline.assemble.tables.vocabulary import DEPARTMENT_NAME
from pipeline.recognise import Mention, find_money

_OPEN, _CLOSE = r"[\s■□◆◇●○◎・▶▼【\[〔［(（<＜]*+", r"[\s】\]〕］)）>＞:：]*+"
_YEAR = r"(?:(?:令和|平成|[RH])\s*+(?:\d{1,2}|元)\s*+(?:年度)?|本年度|今年度|新年度)?\s*+(?:当初)?"
_LABEL = re.compile(
    rf"{_OPEN}(?P<label>{_YEAR}\s*+(?:予算(?:計上)?(?:額|案|要求額)?|(?:概算)?事業費|予算規模))"
    rf"(?:[(（]案[)）])?{_CLOSE}(?=約?\s*+\d)"
)
_PRIOR = re.compile(r"前\s*年|昨\s*年")
TITLE = re.compile(
    r".*(?:事業|補助金?|助成金?|負担金|交付金|給付金?|整備|支援|推進|対策|強化|工事|改修|修繕|運営|活用|"
    r"プロジェクト|プログラム|制度|委託料?|費|化|設置|充実|促進|導入|配置|拡大|創設|派遣|育成|確保|更新|新設|建設|助成)(?:[(（【].{1,24}[)）】])?"
)
_NUMBERING = re.compile(r"^(?:[(（]?\d{1,3}[)）.．、]|[①-⑳]|\d{1,3}\s)\s*(?=\D)")
_DEPARTMENT = re.compile(
    r"\s*+(?:[〔(（\[［【](?:担当|所管)?(?:課|部局)?[:：]?(?P<bracketed>[^〕)）\]］】]{2,40})[〕)）\]］】]|"
    r"(?:担当|所管)(?:課|部局?|部署)?\s*+[:：]?\s*+(?P<named>\S.{1,40}))\s*+"
)
_LONGEST_NAME = 60
_LEAST_CARDS = 2
_BACK = 3


@dataclass(slots=True)
class _Card:
    """A card in the making: its lines by what they are."""

    piece: Piece
    amount: Line
    name: list[Line]
    department: Line | None = None
    description: list[Line] = field(default_factory=list)


def cards(blocks: Sequence[Placed], about: About) -> Taken:
    """A project for each line that gives its 予算額 below a title. One such line alone is none."""
    if not prints(blocks, _LABEL):
        return Taken(rest=list(blocks))
    found = list(_cards(list(pieces(blocks))))
    if len(found) < _LEAST_CARDS:
        return Taken(rest=list(blocks))
    taken: list[Line] = []
    records: list[Record] = []
    for card in found:
        record = _item(card, unit_above(blocks, card.piece.place), about)
        if record is None:
            continue
        records.append(record)
        taken += [*card.name, card.amount, *card.description]
        if card.department is not None:
            taken.append(card.department)
    return Taken(records, [], without(blocks, taken))


def _cards(known: Sequence[Piece]) -> Iterator[_Card]:
    """Cards in their order; what stands below an amount belongs to it until the next name."""
    card: _Card | None = None
    for place, piece in enumerate(known):
        names: list[Line] = []
        for line in piece.lines:
            if piece.column is None and _LABEL.match(line.text):
                above = names or _title(known, place, after=card)
                if not above:
                    continue
                if card is not None:
                    _drop(card, above)
                    yield card
                card, names = _Card(piece, line, above), []
                continue
            names = [] if sign_of(line) else [*names, line]
            if card is not None and line.page == card.amount.page:
                _give(card, piece, line)
    if card is not None:
        yield card


def _title(known: Sequence[Piece], place: int, *, after: _Card | None) -> list[Line]:
    """The title that stands before the amount's piece: a heading, or words that name a project."""
    piece = known[place]
    taken = set() if after is None else {id(after.amount), *map(id, after.name)}
    for before in reversed(known[max(0, place - _BACK) : place]):
        if before.page != piece.page or any(id(line) in taken for line in before.lines):
            return []
        text = before.text
        if len(text) > _LONGEST_NAME or text.endswith("。") or sign_of(before.lines[0]) == "※":
            continue
        if _DEPARTMENT.fullmatch(text) or before.row is not None:
            continue
        if before.role is Role.HEADING or TITLE.fullmatch(tidy(named(text)[0])):
            return list(before.lines)
    return []


def _drop(card: _Card, lines: Sequence[Line]) -> None:
    """Takes back what turned out to be the next card's name."""
    card.description = [
        line for line in card.description if not any(line is other for other in lines)
    ]


def _give(card: _Card, piece: Piece, line: Line) -> None:
    match = _DEPARTMENT.fullmatch(line.text)
    name = (match["bracketed"] or match["named"]) if match else ""
    if card.department is None and name and DEPARTMENT_NAME.match(tidy(name)):
        card.department = line
    elif piece.role is Role.BODY and piece.column is None and _inside(card, piece):
        card.description.append(line)


def _inside(card: _Card, piece: Piece) -> bool:
    return piece.place == card.piece.place or (
        piece.frame is not None and piece.frame == card.piece.frame
    )


def _item(card: _Card, unit: int | None, about: About) -> BudgetItem | None:
    label = _LABEL.match(card.amount.text)
    money = [m for m in find_money(card.amount.text, unit=unit) if isinstance(m.value, Money)]
    first = next((m for m in money if label and m.start >= label.end() - 1), None)
    if label is None or first is None:
        return None
    title = Passage.of(card.name)
    numbering = _NUMBERING.match(title.text)
    start = numbering.end() if numbering else 0
    name, mark = named(tidy(title.text[start:]))
    sources = {
        "name": title.source(start),
        "amount": card.amount.source(first.start, first.end),
    }
    own = about.fiscal_year
    said, _ = heading_year(label["label"], own.year if own else None)
    base = year_under(card.piece.section, about)
    year = said or (phased(base, label["label"]) if base else None)
    prior, prior_year = prior_of(card.amount.text, money, first, year)
    if prior is not None:
        sources["prior_amount"] = card.amount.source(prior.start, prior.end)
    department = None
    if card.department is not None:
        match = _DEPARTMENT.fullmatch(card.department.text)
        department = (match["bracketed"] or match["named"]).strip() if match else None
        sources["department"] = card.department.source()
    if card.description:
        sources["description"] = _first_page(card.description)
    return BudgetItem(
        page=sources["name"].page,
        section=card.piece.section,
        sources=sources,
        name=name,
        mark=mark,
        description=tidy(Passage.of(card.description).text) if card.description else None,
        amount=first.value,
        fiscal_year=year,
        prior_amount=prior.value if prior else None,
        prior_fiscal_year=prior_year,
        department=department,
    )


def _first_page(lines: Sequence[Line]) -> Source:
    return Passage.of(lines).source()


def prior_of(
    text: str, money: Sequence[Mention[Money]], first: Mention[Money], year: FiscalYear | None
) -> tuple[Mention[Money] | None, FiscalYear | None]:
    """The amount that words (前年度), a year or brackets say to be last year's, and its year."""
    if year is None:
        return None, None
    before = year.model_copy(update={"year": year.year - 1, "text": ""})
    end = first.end
    for mention in money[money.index(first) + 1 :]:
        words = text[end : mention.start]
        end = mention.end
        said, _ = heading_year(words, year.year)
        if said is not None and said.year != before.year:
            continue
        if said is not None or _PRIOR.search(words) or mention.role == "prior":
            return mention, said or before
    return None, None
