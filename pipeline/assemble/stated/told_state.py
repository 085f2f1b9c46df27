"""What goes on from one sentence to the next: the year, the account, the bill and the topic."""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from models import FiscalYear, Money
from pipeline.assemble.family import About
from pipeline.prose.binding import Bound
from pipeline.prose.sentences import Sentence
from pipeline.prose.years import Dated, Reckoning, leads
from pipeline.recognise import find_years

_ACCOUNT = re.compile(
    r"(?:年度)?(?:(?!都市)[一-龥]{1,6}?[市町村県])?"
    r"(?P<account>[一-龥ァ-ヺー]{0,20}(?:一般|特別|企業|事業)会計)"
)
_FIRST_ACCOUNT = re.compile(rf"(?:(?:まず|次に|また)、)?{_ACCOUNT.pattern}")
_BILL = re.compile(r"議案?第[0-9一二三四五六七八九十百]+号")
_BILL_TITLE = 40
_BOTH_SIDES = re.compile(r"歳入歳出(?:予算)?(?: 総額)?")
# Last year and the next are one figure's and go on to no other.
_RELATIVE = re.compile(r"[前昨翌次来同]|一昨|再来")

Leads: TypeAlias = MutableMapping[tuple[str, ...], FiscalYear]
"""The years that the texts under some headings began with."""


@dataclass(slots=True)
class State:
    """What has been said. `year` is that of amounts that say none, `headed` the one among them that
    a heading or the text itself gives; `led` is its paragraph's, `spoken` the one said last.
    """

    topic: str = ""
    year: FiscalYear | None = None
    headed: FiscalYear | None = None
    led: FiscalYear | None = None
    spoken: FiscalYear | None = None
    account: str | None = None
    bill: str | None = None
    said: str = ""

    def hear(self, text: str) -> None:
        """Keeps the bill and the account that a sentence is about."""
        if bill := _BILL.search(text):
            self.bill = bill[0]
            if match := _ACCOUNT.search(text, bill.end(), bill.end() + _BILL_TITLE):
                self.account = match["account"]
        elif match := _FIRST_ACCOUNT.match(text):
            self.account = match["account"]

    def lead(self, sentence: Sentence, dated: Sequence[Dated], led: Leads) -> None:
        """Keeps the year that a sentence begins with, for its paragraph or for its section."""
        for each in dated:
            far = leads(sentence.text, each)
            if far and each.value is not None and not _RELATIVE.match(each.value.text):
                self.led = each.value
                if far == "bill" or (far == "section" and sentence.first):
                    self.year = self.headed = led[sentence.section] = each.value

    def year_beside(self, each: Bound, said: Dated | None, *, go_on: bool) -> FiscalYear | None:
        """The year of a figure: `said` beside it, else the one said last; an amount's is fiscal."""
        if said is not None:
            if said.value is not None and not _RELATIVE.match(said.value.text):
                self.spoken = said.value
            return said.value
        if not isinstance(each.figure.value, Money):
            return self.spoken
        fiscal = self.spoken is not None and self.spoken.basis == "fiscal"
        return self.spoken if go_on and fiscal else None

    def reckoning(self, about: About) -> Reckoning:
        """What the years of the next sentence are counted from."""
        own, headed = about.fiscal_year, self.led or self.headed
        return Reckoning(
            own.year if own else None,
            headed=headed.year if headed else None,
            western=own is not None and own.text.startswith("20"),
            meeting=about.of_a_meeting,
            looking_back=own is not None and own.phase == "settlement",
        )

    def of_account(self, each: Bound) -> Bound:
        """一般会計 歳入歳出 総額: what has the same name in all accounts, with that of its own."""
        if self.account is None or not _BOTH_SIDES.fullmatch(each.label):
            return each
        return replace(each, label=f"{self.account} {each.label}")


def state_under(
    section: tuple[str, ...], about: About, led: Mapping[tuple[str, ...], FiscalYear]
) -> State:
    """What a section's headings, and the text under the outer ones, say for all of its text."""
    headed: FiscalYear | None = None
    for depth in range(len(section), -1, -1):
        headed = _headed(section[depth - 1], about) if depth else None
        headed = led.get(section[:depth]) or headed
        if headed is not None:
            break
    account = next((found for title in reversed(section) if (found := _account(title))), None)
    return State(account=account, year=headed or about.budget_year, headed=headed)


def _headed(title: str, about: About) -> FiscalYear | None:
    """The fiscal year of a heading; 5年ぶり前年度割れ and 令和7年10月号 give none."""
    own = about.fiscal_year
    for each in find_years(title, year=own.year if own else None):
        value = each.value
        if value.basis == "fiscal" and value.start is None and not _RELATIVE.match(each.text):
            return value
    return None


def _account(title: str) -> str | None:
    match = _ACCOUNT.search(title)
    return match["account"] if match else None
