"""Why two things are held to be one, as matching says it, in the reader's language."""

import re

from pipeline.words import Translate, mark

_EVIDENCE = (
    mark("same name"),
    mark("same amount"),
    mark("other amount"),
    mark("same year"),
    mark("same account"),
    mark("same code"),
    mark("other code"),
    mark("same department"),
    mark("department that took over"),
    mark("other department"),
    mark("same section"),
    mark("section that took over"),
    mark("other section"),
    mark("same heading"),
    mark("same plan"),
    mark("plan that took over"),
    mark("other plan"),
    mark("other account"),
    mark("printed prior amount is last year's amount"),
    mark("printed prior amount differs"),
    mark("no printed total: added up"),
)
_ALIKE = re.compile(r"names (\d\.\d\d) alike")
_SETTLED = re.compile(r"settled by (.+), (\d{4}-\d\d-\d\d)")
_THROUGH = re.compile(r"through ([\d, ]+)")


def reason_in_words(reason: str, say: Translate) -> str:
    """A piece of evidence in the reader's language."""
    if told := _ALIKE.fullmatch(reason):
        return say(mark("names {0} alike")).format(told[1])
    if told := _SETTLED.fullmatch(reason):
        return say(mark("settled by {0}, {1}")).format(*told.groups())
    if told := _THROUGH.fullmatch(reason):
        return say(mark("through {0}")).format(told[1])
    return say(reason) if reason in _EVIDENCE else reason
