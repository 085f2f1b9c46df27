"""How much of a page is read at the most: real pages stay far below, hostile ones end here."""

MAX_CHARS = 200_000
"""Characters on one page."""

MAX_OBJECTS = 200_000
"""Drawn objects on one page, those in form XObjects included."""

MAX_DEPTH = 16
"""Form XObjects within form XObjects."""

MAX_SIDE = 14_400 * 4
"""Points; the format's own limit is 14,400, and large plans exceed it."""

MAX_SEGMENTS = 2_000_000
"""Path segments read at once: those of a page or of one form XObject."""
