"""What the page calls things: fields, types, checks, and the texts that the script shows."""

from pipeline.words import Translate, mark

FIELDS: dict[str, str] = {
    "account": mark("account"),
    "actuals": mark("results"),
    "aim": mark("aim"),
    "amount": mark("amount"),
    "amount_after": mark("amount after the supplement"),
    "amount_before": mark("amount before the supplement"),
    "amounts": mark("amounts by year"),
    "area": mark("area"),
    "baseline": mark("baseline"),
    "bureau": mark("bureau"),
    "change": mark("change"),
    "change_percent": mark("change in %"),
    "channel": mark("channel"),
    "closing": mark("closing balance"),
    "code": mark("code"),
    "count": mark("number"),
    "decrease": mark("decrease"),
    "department": mark("department"),
    "description": mark("description"),
    "direction": mark("revenue or expenditure"),
    "expansion": mark("expansion"),
    "fiscal_year": mark("fiscal year"),
    "funding": mark("funding"),
    "grade": mark("grade"),
    "increase": mark("increase"),
    "kind": mark("kind"),
    "label": mark("label"),
    "level": mark("level"),
    "limit": mark("limit"),
    "mark": mark("mark"),
    "name": mark("name"),
    "of_which": mark("of which"),
    "opening": mark("opening balance"),
    "others_count": mark("number of others"),
    "period": mark("period"),
    "points": mark("points"),
    "prior_amount": mark("prior amount"),
    "prior_fiscal_year": mark("prior fiscal year"),
    "progress_percent": mark("progress in %"),
    "project": mark("project"),
    "reason": mark("reason"),
    "region": mark("region"),
    "revised_target": mark("revised target"),
    "scope": mark("scope"),
    "share_percent": mark("share in %"),
    "source": mark("source of funds"),
    "target": mark("target"),
    "text": mark("text"),
    "total": mark("total"),
    "unit": mark("unit"),
    "value": mark("value"),
    "values": mark("values"),
}

ACTIONS: dict[str, str] = {
    "accept": mark("said to be right"),
    "change": mark("a value corrected"),
    "move": mark("a figure given to another"),
    "retype": mark("a type corrected"),
    "remove": mark("a record taken away"),
    "add": mark("a record added"),
    "whole": mark("a page said to be whole"),
}

TYPES: dict[str, str] = {
    "analysis": mark("analysis"),
    "balance": mark("balance"),
    "budget_item": mark("budget item"),
    "budget_statement_line": mark("statement line"),
    "budget_total": mark("total"),
    "bureau_proposal": mark("bureau's proposal"),
    "commitment": mark("commitment"),
    "facility_progress": mark("works"),
    "fact": mark("stated figure"),
    "funding_channel": mark("funding channel"),
    "indicator": mark("indicator"),
    "initiative": mark("initiative"),
    "milestone": mark("milestone"),
    "municipal_group": mark("group of municipalities"),
    "plan_outline": mark("outline"),
    "reflection": mark("reflection"),
    "regional_project": mark("regional project"),
    "series": mark("series"),
    "slide_point": mark("slide point"),
    "staff_dispatch": mark("staff dispatch"),
    "target": mark("target"),
    "theme": mark("theme"),
}

WORDS: dict[str, str] = {
    "new": mark("new"),
    "expanded": mark("expanded"),
    "continued": mark("continued"),
    "supplementary": mark("supplementary"),
    "relisted": mark("relisted"),
    "discontinued": mark("discontinued"),
    "initial": mark("initial"),
    "request": mark("request"),
    "settlement": mark("settlement"),
    "revenue": mark("revenue"),
    "expenditure": mark("expenditure"),
    "title": mark("title (款)"),
    "item": mark("item (項)"),
    "subitem": mark("subitem (目)"),
    "section": mark("section (節)"),
    "detail": mark("detail"),
    "total": mark("total"),
    "national": mark("national funds"),
    "prefectural": mark("prefectural funds"),
    "national_prefectural": mark("national and prefectural funds"),
    "municipal": mark("municipal funds"),
    "bonds": mark("bonds"),
    "other": mark("other funds"),
    "general": mark("general funds"),
    "private": mark("private funds"),
}

CHECKS: dict[str, str] = {
    "change": mark("this year − prior year = change"),
    "funding": mark("the funding adds up to the amount"),
    "parts": mark("the parts add up to the amount"),
    "share": mark("the share is right"),
    "amended": mark("before + supplement = after"),
    "balance": mark("opening + increase − decrease = closing"),
    "years": mark("the years add up to the limit"),
    "progress": mark("the progress is right"),
    "repeated": mark("the same figure stands elsewhere"),
    "scale": mark("the unit agrees with a total said in full"),
    "total": mark("the rows add up to the total"),
    "dated": mark("the year agrees with those around it"),
    "order": mark("the names stand in the order of the law"),
    "one_owner": mark("the figure has an owner of its own"),
    "across": mark("the columns add up along the row"),
    "explained": mark("its projects add up to the amount"),
    "restated": mark("the same amount stands in the other tables"),
    "prior_share": mark("last year's share is right"),
    "change_percent": mark("the change in % is right"),
    "expansion_within": mark("the expansion is no more than the amount"),
    "private_within": mark("the private funds are no more than the amount"),
    "part_within": mark("the part is no more than the whole"),
    "grade": mark("the grade agrees with the progress"),
    "relisted": mark("what is listed again has the same amount"),
    "count": mark("the number said is the number listed"),
    "all_started": mark("all works are begun"),
    "ratio": mark("the growth is right"),
}

_SCRIPT = {
    "lost": mark("The program does not answer. Is it still running? Nothing was lost."),
    "done": mark("Everything in the queue was looked at."),
    "draw": mark(
        "Draw a box around what is missing: drag, or move it with the arrow keys "
        "(Shift: its size). Enter when it fits, Esc to leave."
    ),
    "drawn_line": mark("Choose the line that was not read, then press Enter."),
    "saved": mark("Kept."),
    "undone": mark("Undone."),
    "none": mark("Choose a value first."),
}


YEN = mark("{amount} yen")
FISCAL_YEAR = mark("FY {year}")
CALENDAR_YEAR = mark("{year} (calendar year)")
ROW_HEADING, COLUMN_HEADING = mark("row heading"), mark("column heading")
YES, NO = mark("yes"), mark("no")


def field_label(path: str, say: Translate) -> str:
    """A field's path as a person reads it: 財源 2 · 金額."""
    parts: list[str] = []
    for part in path.split("."):
        if part.isdigit() and parts:
            parts[-1] += f" {int(part) + 1}"
        else:
            parts.append(say(FIELDS.get(part, part.replace("_", " "))))
    return " · ".join(parts)


def type_label(name: str, say: Translate) -> str:
    """A record type as a person reads it."""
    return say(TYPES.get(name, name.replace("_", " ")))


def check_label(name: str, say: Translate) -> str:
    """An identity as a person reads it."""
    bare = name.removeprefix("in_")
    return say(CHECKS.get(bare, bare.replace("_", " ")))


def word_label(word: str, say: Translate) -> str:
    """A word of a fixed list (expanded, settlement) as a person reads it."""
    return say(WORDS.get(word, word))


def script_texts(say: Translate) -> dict[str, str]:
    """The texts that the page's script shows."""
    return {key: say(text) for key, text in _SCRIPT.items()}
