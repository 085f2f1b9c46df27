"""What errors and issues say, in the reader's language.

They are written in English where they arise, in workers and in files that must be the same for
everybody. The catalogue has them with holes, `{0}: there is no such file`; what fills the holes is
found again in what was said.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

_HOLE = re.compile(r"\{(\d+)\}")
_LEAST_LETTERS = 6
_LONGEST = 1_000


def translated(text: str, catalogue: Mapping[str, str]) -> str:
    """The text in the catalogue's language: by itself, or by the text with holes that it fills.

    >>> translated("a.pdf: there is no such file", {"{0}: there is no such file": "{0}: ない"})
    'a.pdf: ない'
    """
    whole = catalogue.get(text)
    if whole or len(text) > _LONGEST:
        return whole or text
    for pattern, other in _patterns(tuple(catalogue.items())):
        match = pattern.fullmatch(text)
        if match:
            return _filled(other, [catalogue.get(each, each) for each in match.groups()])
    return text


def _filled(text: str, values: Sequence[str]) -> str:
    return _HOLE.sub(lambda hole: values[int(hole[1])], text)


@cache
def _patterns(catalogue: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    """The texts with holes, those first that say most by themselves."""
    holed = [(text, other) for text, other in catalogue if other and _HOLE.search(text)]
    holed.sort(key=lambda pair: -len(_HOLE.sub("", pair[0])))
    return [
        (_pattern(text), other)
        for text, other in holed
        if len(re.findall("[a-z]", _HOLE.sub("", text))) >= _LEAST_LETTERS
    ]


def _pattern(text: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in _HOLE.split(text)[::2]]
    return re.compile("(.+?)".join(parts), re.DOTALL)
