"""Why a figure is in no record, in words for people."""

from collections.abc import Mapping

from pipeline.words import mark

WHY_LEFT: Mapping[str, str] = {
    "unassigned": mark("belongs to nothing that was read"),
    "table": mark("in a table"),
    "chart": mark("on a chart"),
    "heading": mark("in a heading"),
    "header": mark("in the page's header"),
    "footer": mark("in the page's footer"),
    "text": mark("only in a text or a name that a record quotes"),
    "name": mark("in a name"),
    "dropped": mark("in a row taken for a repeated heading"),
    "note": mark("in a note"),
}
"""By the words that leftovers have."""
