"""Pages drawn by hand: characters of one size on a line, and boxes of rules."""

from models.page import Char, Page, Rule


class Drawing:
    """What tests draw their pages with."""

    def text(
        self, words: str, x: float, top: float, *, size: float = 10.0, vertical: bool = False
    ) -> list[Char]:
        """Characters side by side from a point on: a full size wide, half of it for ASCII."""
        chars = []
        for character in words:
            wide = size / 2 if character.isascii() and not vertical else size
            if character not in " \u3000":
                chars.append(Char(character, x, top, x + wide, top + size, size))
            x, top = (x, top + wide) if vertical else (x + wide, top)
        return chars

    def box(self, x0: float, top: float, x1: float, bottom: float, **style: object) -> Rule:
        """A stroked rectangle."""
        drawn = Rule(x0, top, x1, bottom, "rect", True, False, stroke=(0.0,), segments=4)
        return drawn._replace(**style)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> Rule:
        """A ruling line."""
        return Rule(x0, top, x1, bottom, "line", True, False, stroke=(0.0,))

    def ruled(self, xs: list[float], ys: list[float]) -> list[Rule]:
        """All the lines of a grid."""
        level = [self.line(xs[0], y, xs[-1], y) for y in ys]
        upright = [self.line(x, ys[0], x, ys[-1]) for x in xs]
        return [*level, *upright]

    def page(self, chars: list[Char], rules: list[Rule] | None = None) -> Page:
        """An A4 page."""
        return Page(1, 595.0, 842.0, chars, rules or [])


draw = Drawing()
