"""Records of a repeated pattern: which of their parts is the name, the amount, last year's."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models import BudgetItem, FiscalYear, Money, Source
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.figures import whole
from pipeline.assemble.tables.roles import role_of
from pipeline.assemble.tables.vocabulary import ColumnRole
from pipeline.bind.kinds import money_bits, project_bits
from pipeline.bind.notes import Notes
from pipeline.bind.texts import bare_office, department_share, name_bits, probability, whole_bits
from pipeline.grids.cut import Entry, Repeated
from pipeline.grids.model import Kind, Part
from pipeline.grids.said import is_prior
from pipeline.grids.spans import sources
from pipeline.recognise import find_years
from pipeline.recognise.vocabulary import OTHERS

_OTHERS_END = re.compile(rf"(?:{OTHERS.pattern})$")
_LONGEST_OFFICE = 16
_LEAST_RUN = 3
_LEAST_BITS = 2.0
# Bits for what seems to stand in another column than its name.
_ASTRAY = 0.0
_EXPANSION = re.compile(r"拡充?")
_CHANGE = re.compile(r"増減|比較|前年度?(?:当初)?比|対前年|差引")
_PRIVATE = re.compile(r"民間|ふるさと納税|寄[附付]")
_CURRENT = re.compile(r"予算額|事業費|金額|当初|本年度|今年度")


@dataclass
class Bound:
    """A record with its parts by role."""

    entry: Entry
    name: Part | None
    descriptions: list[Part]
    amount: Part
    prior: Part | None
    change: Part | None
    expansion: Part | None
    department: Part | None
    mark: Part | None
    bits: float


def bind(found: Repeated, about: About, notes: Notes) -> list[BudgetItem]:
    """The projects of a repeated pattern."""
    if not found.entries:
        return []
    items: list[BudgetItem] = []
    titles = [text for text in (about.title, *(part.text for part in found.heads[:3])) if text]
    year = about.fiscal_year.year if about.fiscal_year else None
    for run in _runs(_roles(found, notes, year)):
        items.extend(_projects(run, titles, about, notes))
    return items


def _runs(bound: Sequence[Bound]) -> list[list[Bound]]:
    """Records of one form, on pages that follow one another; others may stand between them."""
    runs: list[list[Bound]] = []
    open_runs: dict[tuple[object, ...], list[Bound]] = {}
    for each in bound:
        if each.name is None:
            continue
        form = _form(each)
        run = open_runs.get(form)
        if (
            run is not None
            and (last := run[-1].name) is not None
            and each.name.page - last.page <= 1
        ):
            run.append(each)
        else:
            open_runs[form] = [each]
            runs.append(open_runs[form])
    return runs


def _form(bound: Bound) -> tuple[object, ...]:
    name = bound.name
    assert name is not None
    beside = name.zone == bound.amount.zone and name.row <= bound.amount.row <= name.last_row
    return (name.bold, round(name.size), beside, bound.amount.bracket)


def _projects(
    run: Sequence[Bound], titles: Sequence[str], about: About, notes: Notes
) -> list[BudgetItem]:
    """The projects of a run; none where its names or figures say that it is something else."""
    if len(run) < _LEAST_RUN:
        return []
    names = [tidy(each.name.text) for each in run if each.name]
    texts = [each.amount.figure_text for each in run]
    noted = notes.unit_at(run[0].amount.page, run[0].amount.box[1]) is not None
    around = [*titles, *{text for each in run for text in each.entry.section}]
    bits = project_bits(names, around=around)
    bits += (
        1.0
        if sum(each.mark is not None or each.prior is not None for each in run) > 0.5 * len(run)
        else 0.0
    )
    bits += min(len(run) / 10, 1.0)
    if bits < _LEAST_BITS or money_bits(texts, noted=noted) < 0.0:
        return []
    sure = bits + money_bits(texts, noted=noted)
    whole = [each for each in run if each.name and _is_project(tidy(each.name.text))]
    return [item for each in whole if (item := _item(each, notes, sure)) is not None]


def _is_project(name: str) -> bool:
    """Whether a name is whole and no department's: what stands beside the projects of a table."""
    return whole_bits(name) > 0 and not is_office(name)


def _slots(entry: Entry) -> dict[int, tuple[object, ...]]:
    """The slot of each part of words, by its place in the record: where it is and how it looks."""
    anchor = entry.anchor
    middle = entry.parts.index(anchor)
    looks = {
        at: (
            at < middle,
            part.zone == anchor.zone
            and part.row <= anchor.last_row
            and part.last_row >= anchor.row,
            part.bullet,
            part.bold,
            round(part.size),
        )
        for at, part in enumerate(entry.parts)
        if part.kind is Kind.WORDS
    }
    alike = Counter(looks.values())
    seen: Counter[tuple[object, ...]] = Counter()
    found: dict[int, tuple[object, ...]] = {}
    for at, look in looks.items():
        found[at] = (*look, seen[look] if alike[look] > 1 else -1)
        seen[look] += 1
    return found


def _headed(found: Repeated, year: int | None) -> dict[int, str]:
    """What headings above columns of bare figures say, by the figure's place in its record."""
    said: dict[int, Counter[str]] = defaultdict(Counter)
    heads: dict[int, list[Part]] = defaultdict(list)
    for head in found.heads:
        heads[head.page].append(head)
    for entry in found.entries:
        bare = [
            p
            for p in entry.parts
            if p.kind in (Kind.FIGURE, Kind.NONE) and not p.bracket and not p.label
        ]
        for rank, part in enumerate(bare):
            for head in heads.get(part.page, ()):
                if head.box[3] > part.box[1] + 1:
                    continue
                middle = (part.box[0] + part.box[2]) / 2
                near = (
                    head.box[0] - part.size <= middle <= head.box[2] + part.size
                    or abs(head.box[2] - part.box[2]) < 1.5 * part.size
                )
                if not near or head.box[2] - head.box[0] > 9 * head.size:
                    continue
                role = _role_said(head.text, year)
                if role:
                    said[rank][role] += 1
    return {rank: counts.most_common(1)[0][0] for rank, counts in said.items()}


def is_office(text: str) -> bool:
    """Whether a text names a department; 担当課 alone is the label before its name."""
    bare = text.strip("()（）[]【】:： ")
    return (
        len(text) <= _LONGEST_OFFICE
        and department_share([text]) > 0
        and role_of(bare) is not ColumnRole.DEPARTMENT
    )


def _role_said(text: str, year: int | None) -> str | None:
    found, rest = heading_year("".join(text.split()), year)
    if found is not None and year is not None and len(rest) <= 6:
        return {0: "amount", -1: "prior"}.get(found.year - year)
    role = role_of(rest or text)
    return (
        {ColumnRole.AMOUNT: "amount", ColumnRole.PRIOR: "prior", ColumnRole.CHANGE: "change"}.get(
            role
        )
        if role
        else None
    )


def _roles(found: Repeated, notes: Notes, year: int | None) -> list[Bound]:
    entries = found.entries
    headed = _headed(found, year)
    slots: dict[tuple[object, ...], list[Part]] = defaultdict(list)
    spread: Counter[tuple[object, ...]] = Counter()
    for entry in entries:
        known = _slots(entry)
        for at, key in known.items():
            slots[key].append(entry.parts[at])
        spread.update(set(known.values()))
    scores: dict[tuple[object, ...], float] = {}
    for key, parts in slots.items():
        before, beside, bullet, bold, _size, order = key
        texts = [part.text for part in parts]
        score = name_bits(texts)
        score += 4.0 * (spread[key] / len(entries)) - 2.0
        score += 2.5 if beside and before else 0.0
        score += 1.0 if bullet else 0.0
        score += 1.0 if bold else 0.0
        score -= 1.0 if not before else 0.0
        score += 1.5 * sum(part.mark is not None for part in parts) / len(parts)
        score += 0.7 if order == 0 else 0.0
        scores[key] = score
    bound: list[Bound] = []
    for entry in entries:
        known = _slots(entry)
        words = [entry.parts[at] for at in known]
        ranked = sorted(known, key=lambda at: -scores[known[at]])
        best = ranked[0] if ranked else None
        margin = 0.0
        if best is not None:
            # Of several parts of the best slot the one nearest the amount.
            anchor = entry.parts.index(entry.anchor)
            same = [at for at in known if known[at] == known[best]]
            best = min(same, key=lambda at: abs(at - anchor))
            rivals = [scores[known[at]] for at in known if known[at] != known[best]]
            margin = scores[known[best]] - max(rivals, default=-4.0)
        name = None if best is None else entry.parts[best]
        others = [part for part in words if part is not name]
        department = next((p for p in others if is_office(p.text)), None)
        rest = [p for p in others if p is not department]
        figures = [
            p for p in entry.parts if p.kind in (Kind.FIGURE, Kind.NONE) and p is not entry.anchor
        ]
        at = entry.parts.index(entry.anchor)
        later = {id(part) for part in entry.parts[at + 1 :]}
        after = [p for p in figures if id(p) in later or p.earlier]
        expansion = next((p for p in after if _EXPANSION.search(p.label)), None)
        change = next(
            (
                p
                for p in after
                if _CHANGE.search(p.label) or p.figure_text.lstrip("( ").startswith("+")
            ),
            None,
        )
        candidates = [
            p
            for p in after
            if p is not expansion and p is not change and not _PRIVATE.search(p.label)
        ]
        prior = next(
            (p for p in candidates if is_prior(p) and not _CHANGE.search(p.label)), None
        ) or next((p for p in candidates if not p.label or find_years(p.label)), None)
        amount = entry.anchor
        bare = [
            p
            for p in entry.parts
            if p.kind in (Kind.FIGURE, Kind.NONE) and not p.bracket and not p.label
        ]
        if len(bare) > 1 and headed:
            by = {headed.get(rank, ""): part for rank, part in reversed(list(enumerate(bare)))}
            amount = by.get("amount", amount if by.get("prior") is not amount else bare[1])
            prior = by.get("prior", prior if prior is not amount else None)
            change = by.get("change", change)
            if prior is change:
                prior = None
        mark = next(
            (
                p
                for p in ([name] if name else [])
                + [q for q in (*entry.parts, *entry.asides) if q is not name]
                if p.mark is not None
            ),
            None,
        )
        rest += [p for p in entry.asides if p.kind is Kind.WORDS]
        bound.append(
            Bound(
                entry,
                name,
                rest,
                amount,
                prior,
                change,
                expansion,
                department,
                mark,
                margin + (2.0 if entry.clean else -2.0),
            )
        )
    return bound


def money(part: Part, unit: int | None) -> Money | None:
    """A figure's amount, in its own unit or in that of its note; null where it is none."""
    figure = whole(re.sub(r"\s", "", part.figure_text))
    if figure is None or not figure.is_money:
        return None
    if unit == figure.scale == 1 and figure.value is not None and figure.value.denominator != 1:
        # 80.6 among amounts in 円 is a rate: a yen has no parts.
        return None
    value = figure.money(unit)
    if figure.value == 0 and value.yen is None:
        value = value.model_copy(update={"yen": 0})
    return (
        value.model_copy(update={"text": part.text.strip("[]()〔〕<>《》")})
        if part.bracket
        else value
    )


def _item(bound: Bound, notes: Notes, sure: float) -> BudgetItem | None:
    name, amount = bound.name, bound.amount
    if name is None:
        return None
    unit = notes.unit_at(amount.page, amount.box[1])
    value = money(amount, unit)
    if value is None:
        return None
    order = notes.order
    year = order.year if order and order.year else notes.year_at(amount.page, amount.box)
    prior = money(bound.prior, unit) if bound.prior else None
    prior_year = (order.prior_year if order else None) or _before(year)
    where: dict[str, Source] = {"name": sources(name.spans), "amount": sources(amount.spans)}
    if bound.prior and prior:
        where["prior_amount"] = sources(bound.prior.spans)
    if bound.mark and bound.mark.mark_span:
        where["mark"] = sources([bound.mark.mark_span])
    called, others = _others(bound, where)
    description = "".join(part.text for part in bound.descriptions[:1])
    if description:
        where["description"] = sources(bound.descriptions[0].spans)
    if bound.department:
        where["department"] = sources(bound.department.spans)
    change = money(bound.change, unit) if bound.change else None
    if change and bound.change:
        where["change"] = sources(bound.change.spans)
    expansion = money(bound.expansion, unit) if bound.expansion else None
    if expansion and bound.expansion:
        where["expansion"] = sources(bound.expansion.spans)
    return BudgetItem(
        page=name.page,
        section=bound.entry.section,
        sources=where,
        name=called,
        others_count=others,
        mark=bound.mark.mark if bound.mark else None,
        description=description or None,
        amount=value,
        fiscal_year=year,
        prior_amount=prior,
        prior_fiscal_year=prior_year if prior else None,
        change=change,
        expansion=expansion,
        department=bare_office(tidy(bound.department.text)) if bound.department else None,
        confidence=_confidence(bound, sure, prior is not None),
    )


def _others(bound: Bound, where: dict[str, Source]) -> tuple[str, int | None]:
    """The name without ほか3事業, and how many others it stands for, said with it or below it."""
    assert bound.name is not None
    name = tidy(bound.name.text)
    if (tail := _OTHERS_END.search(name)) and tail.start() > 1:
        where["others_count"] = where["name"]
        return name[: tail.start()].rstrip(), int(tail["count"])
    for part in bound.entry.parts:
        if part.kind is Kind.WORDS and (own := OTHERS.fullmatch(part.text.strip())):
            where["others_count"] = sources(part.spans)
            return name, int(own["count"])
    return name, None


def _confidence(bound: Bound, sure: float, with_prior: bool) -> dict[str, float]:
    """How sure the name and the amounts of a record are, by the evidence for their slots."""
    name = bound.name
    whole = whole_bits(tidy(name.text)) if name else -5.0
    form = 4.0 if bound.entry.clean else 1.5
    amount = min(bound.bits + 3.0, sure + 2.0, form + 2.0)
    found = {
        "name": probability(min(bound.bits + 1.0, sure + 2.0, form, whole)),
        "amount": probability(amount),
    }
    if with_prior:
        labelled = bound.prior is not None and (
            bool(bound.prior.label) or bool(bound.prior.bracket)
        )
        found["prior_amount"] = min(found["amount"], probability(4.0 if labelled else 1.5))
    if bound.mark is not None:
        found["mark"] = (
            found["name"]
            if bound.mark is name
            else probability(min(form, 4.0 if bound.mark in bound.entry.parts else 2.0))
        )
    if _is_before(bound):
        sides = ("department",) if bound.department else ()
        found |= {key: min(found.get(key, 1.0), probability(_ASTRAY)) for key in (*found, *sides)}
    return {key: round(value, 4) for key, value in found.items()}


def _is_before(bound: Bound) -> bool:
    """Whether the amount stands left of all of its name and in another row: in columns that were
    taken for one, that is another's."""
    name, amount = bound.name, bound.amount
    return (
        name is not None
        and name.page == amount.page
        and amount.box[2] < min(name.left) - name.size / 2
        and not name.box[1] - 1 <= (amount.box[1] + amount.box[3]) / 2 <= name.box[3] + 1
    )


def _before(year: FiscalYear | None) -> FiscalYear | None:
    return year.model_copy(update={"year": year.year - 1, "text": ""}) if year else None
