"""Facts and goals of one sentence: figures of no budget, each about its subject or its sentence."""

import re
from collections.abc import Iterator, Sequence

from models import Actual, Fact, FiscalYear, Indicator
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.stated.told_groups import Around, Group, signed, sure
from pipeline.prose.binding import Bound
from pipeline.prose.figures import stated_mentions
from pipeline.prose.goals import Goal
from pipeline.prose.sentences import Sentence

_EDGES = re.compile(r"(?<![ではも、\s])[ではも、\s]++\Z")
_LONGEST_SENTENCE = 160


def facts_of(sentence: Sentence, group: Group, around: Around) -> Iterator[Fact]:
    """A fact for each figure of a group."""
    for role, each in group.parts.items():
        compared = _EDGES.sub("", each.compared) if each.turn.way in ("more", "less") else ""
        value = signed(each)
        earlier = "変更前" if each.turn.way == "before" and each.turn.object else ""
        yield Fact(
            page=sentence.source(each.figure.start, each.figure.end).page,
            section=sentence.section,
            sources={
                "label": sentence.source(),
                "value": sentence.source(each.figure.start, each.figure.end),
            },
            label=" ".join(part for part in (group.label, compared, earlier) if part),
            value=value,
            scope=_scope(sentence, group.topic, group.label),
            fiscal_year=_year(role, group, around),
            confidence={"value": sure(group.bits)},
        )


def _year(role: str, group: Group, around: Around) -> FiscalYear | None:
    """The year said beside a figure; of money and shares else the one that heads the text."""
    own = group.years.get(role) or group.year
    counted = group.parts[role].figure.group == "count"
    return own if own is not None or group.undated or counted else around.headed


def _scope(sentence: Sentence, topic: str, label: str) -> str | None:
    """What a fact is about beyond its label: its sentence's topic, else the heading above it."""
    if topic and topic not in label and label not in topic:
        return topic
    return sentence.section[-1] if sentence.section else None


def indicator_of(sentence: Sentence, goal: Goal) -> Indicator:
    """A goal that a sentence sets, with its values in their roles."""
    values = {role: value for role, _, value in goal.parts}
    sources = {"name": sentence.source(goal.start, goal.end)}
    actuals: tuple[Actual, ...] = ()
    for role, figure, value in goal.parts:
        source = sentence.source(figure.start, figure.end)
        if role != "actual":
            sources[role] = source
        elif value.fiscal_year is not None:
            sources["actuals.0.value"] = source
            actuals = (Actual(fiscal_year=value.fiscal_year, value=value),)
    return Indicator(
        page=sources["name"].page,
        section=sentence.section,
        sources=sources,
        name=tidy(goal.name),
        baseline=values.get("baseline"),
        target=values.get("target"),
        revised_target=values.get("revised_target"),
        actuals=actuals,
    )


def loose_facts(
    sentence: Sentence, bound: Sequence[Bound], groups: Sequence[Group], goal: Goal | None
) -> Iterator[Fact]:
    """Figures whose subject is not told, each about the sentence that it stands in."""
    held = {each.figure.start for group in groups for each in group.parts.values()}
    held |= {figure.start for _, figure, _ in goal.parts} if goal else set()
    turns = {each.figure.start: each for each in bound}
    for mention in stated_mentions(sentence.text, None):
        if mention.start in held:
            continue
        each = turns.get(mention.start)
        named = each is not None and each.rate and each.label and each.bits >= 0
        label = (
            f"{each.label} {each.rate}"
            if each is not None and named
            else _clause(sentence, mention.start, mention.end)
        )
        yield Fact(
            page=sentence.source(mention.start, mention.end).page,
            section=sentence.section,
            sources={
                "label": sentence.source(),
                "value": sentence.source(mention.start, mention.end),
            },
            label=label,
            value=signed(each) if each is not None else mention.value,
            scope=sentence.section[-1] if sentence.section else None,
            fiscal_year=mention.fiscal_year,
        )


def _clause(sentence: Sentence, start: int, end: int) -> str:
    """The sentence around a figure, or of a long one the clauses next to it."""
    text = sentence.text
    if len(text) <= _LONGEST_SENTENCE:
        return tidy(text)
    first = text.rfind("、", 0, start) + 1
    last = text.find("、", end)
    return tidy(text[first : last + 1 if last >= 0 else len(text)])
