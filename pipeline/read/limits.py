"""How much of a document is read at the most: real pages stay far below, hostile ones end here."""

MAX_CHARS = 200_000
"""Characters on one page."""

MAX_STRING = 16_383
"""Characters of two bytes in one string of a page's content; PDFium cuts off what is longer."""

MAX_OBJECTS = 200_000
"""Drawn objects on one page, those in form XObjects included."""

MAX_SEGMENTS = 2_000_000
"""Path segments read at once: those of a page or of one form XObject."""

MAX_DEPTH = 16
"""Form XObjects within form XObjects."""

MAX_SIDE = 14_400 * 4
"""Points; the format's own limit is 14,400, and large plans exceed it."""

MAX_PIXELS = 40_000_000
"""Pixels of a page that is drawn."""

MAX_BROKEN_PAGES = 100
"""Pages in a row that cannot be read; after these the rest is given up."""
