"""Strings that cost a pattern the most, told from the pattern itself."""

import re
import re._constants as code
import re._parser as parser
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

COMMON = "1 　\tーの事千円,、・。-―.(（)）[*_|a=~^\n年は"
"""What texts are full of: a negated class takes some of these."""

ENDS = ("", "\x00", "\n\x00", "a1")
"""What follows the repetition: nothing, or what no pattern goes on with."""

_FEW, _SOME, _SEVERAL = 2, 6, 12
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
_ENOUGH = 8
_LONGEST = 30
_PROPERTY = re.compile(r"\\[pP]\{\w+\}")


class Attack(NamedTuple):
    """`before` once, then `again` over and over."""

    before: str
    again: str

    def text(self, length: int, end: str = "") -> str:
        """The attack at about a length."""
        return self.before + self.again * max(length // len(self.again), 1) + end


def attacks_on(pattern: re.Pattern[str]) -> list[Attack]:
    """Each repetition of the pattern fed with what it repeats, behind what leads up to it."""
    # A property of `regex`, which `re` does not know, is taken for a word's character.
    tree = parser.parse(_PROPERTY.sub(r"\\w", pattern.pattern), pattern.flags & re.DOTALL)
    single = list(dict.fromkeys([*COMMON, *_literals(tree)][: len(COMMON) + 20]))
    found = [Attack("", each) for each in single]
    for before, bodies in _repetitions(tree):
        for body in bodies:
            found.append(Attack(before, body))
            if len(before) < _LONGEST:
                found.append(Attack("", before + body))
        found.extend(Attack(before, each) for each in single[: len(COMMON)] if before)
    found.extend(Attack("", text) for text in _samples(tree, _SOME)[:_SEVERAL])
    nodes = list(tree)
    found.extend(Attack("", _first(nodes[:count])) for count in range(1, len(nodes)))
    return list(dict.fromkeys(attack for attack in found if attack.again))


def _repetitions(nodes: Sequence[Any], before: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each repetition of a tree: a text that leads up to it, and texts that it repeats."""
    for index, node in enumerate(nodes):
        leading = before + _first(list(nodes)[:index])
        if node[0] in _REPEATS and node[1][1] > _ENOUGH:
            yield leading, _samples(node[1][2], _SOME)
        for inner in _inner(node):
            yield from _repetitions(inner, leading)


def _inner(node: Any) -> list[Any]:
    operator, argument = node
    if operator in _REPEATS:
        return [argument[2]]
    if operator is code.SUBPATTERN:
        return [argument[-1]]
    if operator is code.ATOMIC_GROUP:
        return [argument]
    if operator is code.BRANCH:
        return list(argument[1])
    if operator in (code.ASSERT, code.ASSERT_NOT):
        return [argument[1]]
    return []


def _first(nodes: Sequence[Any]) -> str:
    return "".join(_texts(node, _FEW)[0] for node in nodes)


def _samples(nodes: Sequence[Any], most: int) -> list[str]:
    """Texts that a sequence matches: the first of every part, then one part at a time varied."""
    parts = [_texts(node, most) for node in nodes]
    if not parts:
        return [""]
    found = ["".join(texts[0] for texts in parts)]
    for index, texts in enumerate(parts):
        before = "".join(each[0] for each in parts[:index])
        after = "".join(each[0] for each in parts[index + 1 :])
        found += [before + text + after for text in texts[1:]]
    return found[: 3 * most]


def _texts(node: Any, most: int) -> list[str]:
    """Texts that one part of a pattern matches; at least one, which may be empty."""
    operator, argument = node
    if operator is code.LITERAL:
        return [chr(argument)]
    if operator is code.NOT_LITERAL:
        return [each for each in COMMON if ord(each) != argument][:most]
    if operator is code.ANY:
        return ["1", "の", " "]
    if operator is code.IN:
        return list(_members(tuple(argument)))[: 2 * most] or ["x"]
    if operator in _REPEATS:
        least, _, body = argument
        texts = [text * max(least, 1) for text in _samples(body, most)]
        return texts if least else [*texts, ""]
    if operator is code.SUBPATTERN:
        return _samples(argument[-1], most)
    if operator is code.ATOMIC_GROUP:
        return _samples(argument, most)
    if operator is code.BRANCH:
        texts = [text for branch in argument[1] for text in _samples(branch, _FEW)]
        return texts[:_SEVERAL]
    return [""]


@cache
def _members(items: tuple[Any, ...]) -> tuple[str, ...]:
    """Characters of a class: common ones, and for a class that is listed the ones it lists."""
    negated = items[0][0] is code.NEGATE
    found = [each for each in COMMON if any(_holds(item, each) for item in items) != negated]
    if not negated:
        found += [chr(a) for operator, a in items if operator is code.LITERAL]
        found += [chr(a[0]) for operator, a in items if operator is code.RANGE]
    return tuple(dict.fromkeys(found))


def _holds(item: Any, character: str) -> bool:
    operator, argument = item
    if operator is code.LITERAL:
        return ord(character) == argument
    if operator is code.RANGE:
        return argument[0] <= ord(character) <= argument[1]
    if operator is code.CATEGORY:
        kind = str(argument)
        holds = {
            "DIGIT": character.isdigit(),
            "SPACE": character.isspace(),
            "WORD": character.isalnum() or character == "_",
        }[kind.rsplit("_", 1)[-1]]
        return holds != ("NOT" in kind)
    return False


def _literals(nodes: Sequence[Any]) -> Iterator[str]:
    for operator, argument in nodes:
        if operator is code.LITERAL:
            yield chr(argument)
        elif operator is code.IN:
            yield from (chr(a) for item, a in argument if item is code.LITERAL)
            yield from (chr(a[0]) for item, a in argument if item is code.RANGE)
        for inner in _inner((operator, argument)):
            yield from _literals(inner)
