"""Text that nobody sees on the page: covered, in the ground's colour, invisible, or off the page.

What a page does not show is not read as what it says. Suspicion is cheap and comes from places and
colours: a shape drawn after the text, a fill of the text's colour, a print without ink. A page
without any pays nothing more. What is suspected is judged by looking: the page is drawn with the
suspected text and without it, and what makes no difference is not seen. Invisible text over
something that is seen is the layer of a program that read a picture: it is kept, and said.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from models import BBox, Issue
from models.page import Char, Colour
from pipeline.read import pdfium_calls as call
from pipeline.read.columns import NO_CHARS, Chars, Rules
from pipeline.read.covers import THICK, Cover, behind_picture, covers_of
from pipeline.read.looks import Look
from pipeline.read.pdfium_paths import Drawn, object_boxes
from pipeline.read.pdfium_text import Printed
from pipeline.words import mark

UNKNOWN_CONFIDENCE = 0.5
"""What is known of a character that another program read off a picture."""

_PALE = 0.85
_ALIKE = 0.06
_MOST_SHOWN = 40

# Sizes; what stands farther apart is told apart.
_FAR = 2.5

# Parts of a character: a repeated print may stand so far beside the first.
_BESIDE = 0.5
# Parts of a character's sides: as much of them another shares that stands on it.
_SHARED = 0.2

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Suspects:
    """Which characters may be unseen, and why; `covers` are what was drawn upon some of them.

    Type larger than the page stands outside it as well: of each character but a part is on it.
    """

    outside: Mask
    without_ink: Mask
    on_its_colour: Mask
    covered: Mask
    covers: list[Cover]

    def any(self) -> bool:
        return bool(
            self.outside.any()
            or self.without_ink.any()
            or self.on_its_colour.any()
            or self.covered.any()
        )


class Seen(NamedTuple):
    """What a page shows of its characters: those read, those hidden, and issues without a page.

    Characters of another program's text layer are read, with a confidence. `gone` are the text
    objects on the page of which nothing is seen.
    """

    printed: Printed
    hidden: Chars
    issues: list[Issue]
    gone: frozenset[int] = frozenset()


Reading: TypeAlias = Callable[[Drawn], Printed]


def seen_of(
    handle: raw.FPDF_PAGE,
    size: tuple[float, float],
    printed: Printed,
    drawn: Drawn,
    read: Reading,
) -> tuple[Seen, Drawn]:
    """What a loaded page shows, and what is drawn on it but for the text that is not seen.

    `size` are the page's width and height as shown; `printed` are its characters, and `read` gives
    them anew. What repeats hidden text in its place was taken for a second print of it: it is read
    once that is out of the way.
    """
    first = _only_seen(handle, size, printed, drawn)
    if not first.gone:
        return _told(first, size), drawn
    texts = [([item for item in items if item not in first.gone], at) for items, at in drawn.texts]
    drawn = replace(drawn, texts=texts)
    for item in first.gone:
        call.set_active(item, 0)
    try:
        rest = _only_seen(handle, size, read(drawn), drawn)
    finally:
        for item in first.gone:
            call.set_active(item, 1)
    lost = [char for char in first.hidden if not _stands_in(char, rest.printed.chars)]
    seen = rest._replace(hidden=Chars.of([*lost, *rest.hidden]))
    return _told(seen, size), drawn


def _stands_in(char: Char, others: Chars) -> bool:
    """Whether the same is read in a character's place."""
    here = np.flatnonzero(
        (np.abs(others.boxes[0] - char.x0) < _BESIDE * char.size)
        & (np.abs(others.boxes[1] - char.top) < _BESIDE * char.size)
    )
    return any(others.texts[place] == char.text for place in here.tolist())


def _told(seen: Seen, size: tuple[float, float]) -> Seen:
    hidden = [_hidden_issue(run, size) for run in _runs(seen.hidden)]
    return seen._replace(issues=[*hidden, *seen.issues])


def _only_seen(
    handle: raw.FPDF_PAGE, size: tuple[float, float], printed: Printed, drawn: Drawn
) -> Seen:
    if not printed.chars:
        return Seen(printed, NO_CHARS, [])
    suspects = _suspects(printed, drawn, size)
    if not suspects.any():
        return Seen(printed, NO_CHARS, [])
    hidden, layer = _judged(handle, size, printed, drawn, suspects)
    _follow(printed, hidden, layer)
    issues: list[Issue] = []
    chars = printed.chars
    if layer.any():
        issues.append(_layer_issue(printed, layer))
        known = [UNKNOWN_CONFIDENCE if read else None for read in layer.tolist()]
        chars = replace(chars, confidence=known)
    seen, unseen = np.flatnonzero(~hidden), np.flatnonzero(hidden)
    kept = Printed(chars.taken(seen), printed.owners[seen])
    gone = set(printed.owners[hidden & ~suspects.outside].tolist()) - set(kept.owners.tolist())
    return Seen(kept, chars.taken(unseen), issues, frozenset(gone))


# Suspicion


def _suspects(printed: Printed, drawn: Drawn, size: tuple[float, float]) -> _Suspects:
    x0, top, x1, bottom = printed.boxes
    none = np.zeros(len(printed.chars), dtype=np.bool_)
    outside = (x1 <= 0) | (bottom <= 0) | (x0 >= size[0]) | (top >= size[1])
    outside |= printed.chars.sizes > max(size)
    without_ink = none
    if None in printed.colours:
        clear = np.array([look.colour is None for look in printed.chars.looks])
        without_ink = clear[printed.chars.look]
    fills = _thick_fills(drawn.rules)
    covers = covers_of(printed, drawn) if drawn.covers and (fills.colour or drawn.images) else []
    covered = np.logical_or.reduce([cover.upon for cover in covers]) if covers else none
    on_its_colour = _on_its_colour(printed, fills, printed.colours)
    seen = ~outside
    return _Suspects(
        outside, without_ink & seen, on_its_colour & seen & ~without_ink, covered & seen, covers
    )


class _Fills(NamedTuple):
    """Fills that are no lines, in drawing order: boxes, a row each, and colours by number."""

    boxes: Floats
    colour: list[int]
    colours: dict[int, Colour | None]


def _thick_fills(rules: Rules) -> _Fills:
    x0, top, x1, bottom = rules.boxes
    filled = np.array([style.filled for style in rules.styles], dtype=np.bool_)
    thick = (x1 - x0 > THICK) & (bottom - top > THICK) & filled[rules.style]
    colour = rules.style[thick].tolist()
    return _Fills(rules.boxes[:, thick], colour, {i: rules.styles[i].fill for i in set(colour)})


def _on_its_colour(printed: Printed, fills: _Fills, colours: Set[Colour | None]) -> Mask:
    """Which characters have the colour of the topmost fill below them, or of the paper."""
    found = np.zeros(len(printed.chars), dtype=np.bool_)
    kinds = set(fills.colours.values())
    doubtful = {
        colour
        for colour in colours
        if colour is not None
        and (min(colour) > _PALE or any(_alike(colour, kind) for kind in kinds))
    }
    if not doubtful:
        return found
    inks = [look.colour for look in printed.chars.looks]
    doubted = np.array([ink in doubtful for ink in inks])[printed.chars.look]
    places = np.flatnonzero(doubted).tolist()
    x0, top, x1, bottom = printed.boxes[:, places]
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    ground: list[Colour | None] = [(1.0, 1.0, 1.0)] * len(places)
    for (left, high, right, low), colour in zip(fills.boxes.T.tolist(), fills.colour, strict=True):
        here = (x > left) & (x < right) & (y > high) & (y < low)
        for index in np.flatnonzero(here).tolist():
            ground[index] = fills.colours[colour]
    look = printed.chars.look.tolist()
    found[[i for i, at in zip(places, ground, strict=True) if _alike(inks[look[i]], at)]] = True
    return found


@lru_cache(maxsize=4096)
def _alike(one: Colour | None, other: Colour | None) -> bool:
    if one is None or other is None or len(one) != len(other):
        return False
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < _ALIKE


# Judgement


def _judged(
    handle: raw.FPDF_PAGE,
    size: tuple[float, float],
    printed: Printed,
    drawn: Drawn,
    suspects: _Suspects,
) -> tuple[Mask, Mask]:
    """Which characters are hidden, and which belong to the text layer of a picture."""
    hidden, layer = suspects.outside.copy(), np.zeros_like(suspects.outside)
    doubtful = suspects.on_its_colour | suspects.covered
    judged = np.flatnonzero(doubtful | suspects.without_ink).tolist()
    if not judged:
        return hidden, layer
    look = Look(handle, size, _around([printed.chars[index] for index in judged]))
    embedded = {
        item
        for item in set(printed.owners[judged].tolist())
        if call.is_embedded(call.font_of(item)) == 1
    }
    unclear: list[int] = []
    inked = _over_inked(printed, suspects)
    for index in judged:
        owner, ground = int(printed.owners[index]), look.ground(printed.boxes[:, index])
        if suspects.without_ink[index]:
            # The ink of other text shows no picture that a program could have read this off.
            hidden[index] = ground is not None or inked[index]
            clips = call.render_mode(owner) == raw.FPDF_TEXTRENDERMODE_CLIP
            layer[index] = not hidden[index] and not clips
        elif owner not in embedded:
            hidden[index] = _surely(index, ground, printed, suspects)
        elif ground is not None:
            hidden[index] = True
        else:
            unclear.append(index)
    if unclear:
        hidden[_unseen(look, printed, drawn, (unclear, embedded))] = True
    behind = hidden & behind_picture(suspects.covers, size, hidden)
    # A picture on a page of text may lie upon a word; one upon all of it was read by a program.
    if 2 * behind.sum() > sum(not char.text.isspace() for char in printed.chars):
        layer |= behind
        hidden &= ~behind
    return hidden, layer


def _over_inked(printed: Printed, suspects: _Suspects) -> Mask:
    """Which characters without ink stand on others that have some, or in a text most of which does.

    They are another edition of what is seen, and never mixed with it.
    """
    found = np.zeros_like(suspects.without_ink)
    x0, top, x1, bottom = printed.boxes
    blank = np.array([char.text.isspace() for char in printed.chars], dtype=np.bool_)
    inked = ~suspects.without_ink & ~suspects.outside & ~blank
    if not inked.any():
        return found
    left, high, right, low = printed.boxes[:, inked]
    clear = np.flatnonzero(suspects.without_ink & ~blank)
    for index in clear.tolist():
        wide = np.minimum(right, x1[index]) - np.maximum(left, x0[index])
        tall = np.minimum(low, bottom[index]) - np.maximum(high, top[index])
        enough = (wide > _SHARED * (x1[index] - x0[index])) & (
            tall > _SHARED * (bottom[index] - top[index])
        )
        found[index] = bool(enough.any())
    owners = printed.owners
    for owner in set(owners[found].tolist()):
        own = suspects.without_ink & (owners == owner) & ~blank
        if 2 * int((found & own).sum()) >= int(own.sum()):
            found |= suspects.without_ink & (owners == owner)
    return found


def _surely(index: int, ground: Colour | None, printed: Printed, suspects: _Suspects) -> bool:
    """Whether a character is unseen whatever its font, which is not in the file, looks like.

    Where this runs the font's glyphs may be lacking, so that it cannot be judged by looking.
    """
    if suspects.on_its_colour[index] and _alike(printed.chars[index].colour, ground):
        return True
    return any(
        cover.surely(printed.boxes[:, index]) for cover in suspects.covers if cover.upon[index]
    )


def _unseen(
    look: Look, printed: Printed, drawn: Drawn, unclear: tuple[list[int], set[int]]
) -> list[int]:
    """Those of some characters whose printing makes no difference to what is seen."""
    places, owners = unclear
    with look.without(list(owners)) as differs:
        unseen = [index for index in places if not differs(printed.boxes[:, index])]
    # A part of a text that is hidden may stand in for what repeats it in its place and is seen.
    parts = _seen_owners(printed, unseen)
    again, boxes = _unread(printed, drawn)
    doubtful = [
        index
        for index in unseen
        if int(printed.owners[index]) in parts and _within(printed.boxes[:, index], boxes)
    ]
    if not doubtful:
        return unseen
    with look.without([*owners, *again]) as differs:
        seen = {index for index in doubtful if differs(printed.boxes[:, index])}
    return [index for index in unseen if index not in seen]


def _seen_owners(printed: Printed, unseen: Sequence[int]) -> set[int]:
    """The text objects of which something is seen."""
    rest = np.ones(len(printed.chars), dtype=np.bool_)
    rest[unseen] = False
    blank = np.array([char.text.isspace() for char in printed.chars])
    return set(printed.owners[rest & ~blank].tolist())


def _unread(printed: Printed, drawn: Drawn) -> tuple[list[int], list[BBox]]:
    """The text objects of which no character was read, and their boxes."""
    read = set(printed.owners.tolist())
    found: list[int] = []
    boxes: list[BBox] = []
    for items, matrix in drawn.texts:
        if unread := [item for item in items if item not in read]:
            found.extend(unread)
            boxes.extend(object_boxes(unread, matrix))
    return found, boxes


def _within(box: Floats, others: Sequence[BBox]) -> bool:
    """Whether something of a character's place is in one of some boxes of ink."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    near = _BESIDE * min(box[2] - box[0], box[3] - box[1])
    return any(
        left - near < x < right + near and top - near < y < bottom + near
        for left, top, right, bottom in others
    )


def _follow(printed: Printed, hidden: Mask, layer: Mask) -> None:
    """Blanks leave no ink anywhere: each is as the character before it."""
    before: int | None = None
    for index, char in enumerate(printed.chars):
        if not char.text.isspace():
            before = index
        elif before is not None:
            hidden[index], layer[index] = hidden[before], layer[before]


# What is said


def _runs(hidden: Sequence[Char]) -> list[list[Char]]:
    """Hidden characters that follow each other and stand close together."""
    runs: list[list[Char]] = []
    for char in hidden:
        if runs and _near(runs[-1][-1], char):
            runs[-1].append(char)
        else:
            runs.append([char])
    return [run for run in runs if any(not char.text.isspace() for char in run)]


def _near(one: Char, other: Char) -> bool:
    apart = _FAR * max(one.size, other.size)
    return (
        max(one.x0, other.x0) - min(one.x1, other.x1) < apart
        and max(one.top, other.top) - min(one.bottom, other.bottom) < apart
    )


def _hidden_issue(run: Sequence[Char], size: tuple[float, float]) -> Issue:
    text = "".join(char.text for char in run).strip()
    shown = text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
    box = _around(run)
    off = box[2] <= 0 or box[3] <= 0 or box[0] >= size[0] or box[1] >= size[1]
    where = mark("stands off the page") if off else mark("is not to be seen on the page")
    if max(char.size for char in run) > max(size):
        where = mark("is larger than the page")
        box = (max(box[0], 0.0), max(box[1], 0.0), min(box[2], size[0]), min(box[3], size[1]))
    return Issue(
        code="hidden_text",
        severity="info" if off else "warning",
        message=f"text that {where} was left out: {shown}",
        bbox=box,
    )


def _layer_issue(printed: Printed, layer: Mask) -> Issue:
    chars = [printed.chars[index] for index in np.flatnonzero(layer).tolist()]
    return Issue(
        code="text_layer",
        severity="warning",
        message=f"{len(chars)} characters are invisible text over a picture, which another "
        "program read off it; look at their figures",
        bbox=_around(chars),
    )


def _around(chars: Sequence[Char]) -> BBox:
    return (
        min(char.x0 for char in chars),
        min(char.top for char in chars),
        max(char.x1 for char in chars),
        max(char.bottom for char in chars),
    )
