"""Records that carry public money: projects, statement lines, totals and funding channels."""

from typing import Literal

from models.base import RecordBase
from models.values import Direction, FiscalYear, Funding, Money, Quantity, Value

Mark = Literal[
    "new",  # 新, 新規
    "expanded",  # 拡, 拡充
    "continued",  # 継, 継続
    "supplementary",  # 補正
    "relisted",  # 再掲
    "discontinued",  # 廃, 廃止
]


class BudgetItem(RecordBase):
    """A project with money: 事業費 lines, project tables, projects in a budget book's 説明.

    `expansion` is the 拡充 amount within `amount`. `others_count` is the n of ほかn事業 printed
    after the item. `same_as` is the id of the item that 同上 or 同左 refers to; such an item has
    that item's name and no amount. `level` is the depth by indent in a budget book's 説明. In a
    supplementary budget `amount` is what it adds (補正額); `amount_before` and `amount_after` are
    the year's budget without and with it (補正前の額, 計). A line of revenue has `direction`
    revenue, and is never added to what is spent.
    """

    type: Literal["budget_item"] = "budget_item"
    name: str | None = None
    mark: Mark | None = None
    description: str | None = None
    direction: Direction | None = None
    amount: Money | None = None
    fiscal_year: FiscalYear | None = None
    expansion: Money | None = None
    prior_amount: Money | None = None
    prior_fiscal_year: FiscalYear | None = None
    change: Money | None = None
    amount_before: Money | None = None
    amount_after: Money | None = None
    funding: tuple[Funding, ...] = ()
    department: str | None = None
    code: str | None = None
    account: str | None = None
    region: str | None = None
    project: str | None = None
    level: int | None = None
    others_count: int | None = None
    same_as: str | None = None


class BudgetStatementLine(RecordBase):
    """A row of a revenue or expenditure statement: 款・項・目・節, by purpose or by nature.

    `code` is text, as printed ("2.1.1", "01"). `share_percent` is 構成比, `prior_share_percent`
    that of the prior amount; `amount_before` and `amount_after` are those of a supplement.
    """

    type: Literal["budget_statement_line"] = "budget_statement_line"
    direction: Direction | None = None
    level: Literal["title", "item", "subitem", "section", "detail", "total"] | None = None
    code: str | None = None
    name: str
    account: str | None = None
    amount: Money | None = None
    fiscal_year: FiscalYear | None = None
    prior_amount: Money | None = None
    prior_fiscal_year: FiscalYear | None = None
    change: Money | None = None
    amount_before: Money | None = None
    amount_after: Money | None = None
    change_percent: float | None = None
    share_percent: float | None = None
    prior_share_percent: float | None = None
    funding: tuple[Funding, ...] = ()


class Part(Value):
    """A named part of a total (うち…)."""

    name: str
    amount: Money | None


class BudgetTotal(RecordBase):
    """A total printed as such: 全体, 総額, 計, 合計. `fiscal_years` are the years it sums."""

    type: Literal["budget_total"] = "budget_total"
    name: str
    amount: Money | None
    of_which: tuple[Part, ...] = ()
    fiscal_years: tuple[FiscalYear, ...] = ()
    prior_amount: Money | None = None
    change: Money | None = None
    amount_before: Money | None = None
    amount_after: Money | None = None
    change_percent: float | None = None
    note: str | None = None


class RegionalProject(RecordBase):
    """A project of a region: a row of a 連携地域 table, a 地域重点プロジェクト, a 振興局独自事業.

    `project` is the plan it belongs to (主なプロジェクト), `name` its own (【…】).
    """

    type: Literal["regional_project"] = "regional_project"
    area: str | None = None
    bureau: str | None = None
    project: str | None = None
    name: str | None = None
    description: str | None = None
    pillar: str | None = None
    amount: Money | None = None
    fiscal_year: FiscalYear | None = None


class FundingChannel(RecordBase):
    """Private money by the way it comes (ふるさと納税, クラウドファンディング) and its total.

    `count` is 件, `ratio` the printed growth (3.8倍).
    """

    type: Literal["funding_channel"] = "funding_channel"
    channel: str
    count: Quantity | None = None
    amount: Money | None = None
    fiscal_year: FiscalYear | None = None
    prior_count: Quantity | None = None
    prior_amount: Money | None = None
    prior_fiscal_year: FiscalYear | None = None
    ratio: Quantity | None = None
    note: str | None = None


class FacilityProgress(RecordBase):
    """A row of a works table: sites that need work, started, done this year, and their budget."""

    type: Literal["facility_progress"] = "facility_progress"
    name: str
    detail: str | None = None
    required_sites: Quantity | None = None
    started_sites: Quantity | None = None
    sites: Quantity | None = None
    new_sites: Quantity | None = None
    amount: Money | None = None
    fiscal_year: FiscalYear | None = None
    start_rate_percent: float | None = None
    is_total: bool = False
