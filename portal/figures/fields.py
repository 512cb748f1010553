"""The figures that a market may ask for: unit, limit and definition of each. Read as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.core.i18n import CHINESE, language, money, percentage
from portal.core.i18n import lazy_gettext as _l

MOST_ASKED = 12
"""Fields of one month's form: what an owner fills in on a phone within two minutes."""
TEN_THOUSAND = 10_000
FULL = 10_000
"""One hundred percent, as it is stored."""
HUNDRED_MILLION_YUAN = 10_000_000_000
"""In fen; more than any stall of the markets sells within a month."""


class Kind(StrEnum):
    """How a figure is written and stored, always as a whole number."""

    COUNT = "count"
    PERCENT = "percent"
    """Hundredths of a percent."""
    MONEY = "money"
    """Fen."""
    BAND = "band"
    """The number of the band, from 1."""


BANDS: tuple[object, ...] = (
    _l("under ¥50,000"),
    _l("¥50,000 to 100,000"),
    _l("¥100,000 to 300,000"),
    _l("¥300,000 to 1 million"),
    _l("¥1 to 3 million"),
    _l("over ¥3 million"),
)
"""The bands of a month's sales, the lowest first."""


@dataclass(frozen=True)
class Figure:
    """One figure of a brand's month."""

    code: str
    kind: Kind
    name: object
    definition: object
    unit: object
    limit: int
    jump: int
    """A difference to last time below this is never unusual."""

    def say(self, value: int | None) -> str:
        """Return a value as it is read; nothing for none."""
        if value is None:
            return ""
        if self.kind is Kind.BAND:
            return str(BANDS[min(max(value, 1), len(BANDS)) - 1])
        if self.kind is Kind.MONEY:
            return money(round(value, -2))
        if self.kind is Kind.PERCENT:
            return percentage(decimal(value))
        return f"{value:,}"

    def short(self, value: int) -> str:
        """Return a value as it stands beside a scale: 12k, 1.2m; 1.2万 in Chinese."""
        if self.kind is Kind.PERCENT:
            return self.say(value)
        whole = value // 100 if self.kind is Kind.MONEY else value
        if language() == CHINESE:
            return f"{whole / TEN_THOUSAND:g}万" if whole >= TEN_THOUSAND else f"{whole:,}"
        if whole >= 10 * TEN_THOUSAND:
            return f"{whole / 1_000_000:g}m"
        return f"{whole / 1_000:g}k" if whole >= TEN_THOUSAND else f"{whole:,}"

    def typed(self, value: int | None) -> str:
        """Return a value as it is typed into the form; nothing for none."""
        if value is None:
            return ""
        return decimal(value) if self.kind in {Kind.PERCENT, Kind.MONEY} else str(value)


def decimal(hundredths: int) -> str:
    """Return hundredths as a number without idle zeros: 6350 is 63.5."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def count(code: str, name: object, definition: object, unit: object, *sizes: int) -> Figure:
    """Return a figure that counts; `sizes` are its limit and what is no jump."""
    return Figure(code, Kind.COUNT, name, definition, unit, *sizes)


def share(code: str, name: object, definition: object) -> Figure:
    """Return a figure in percent, at most a hundred; forty points in a month are unusual."""
    return Figure(code, Kind.PERCENT, name, definition, "%", FULL, 4_000)


ALL = (
    count(
        "pieces_sold",
        _l("Pieces sold"),
        _l("Garments sold this month, wholesale and retail, net of returns."),
        _l("pieces"),
        10_000_000,
        300,
    ),
    Figure(
        "sales_band",
        Kind.BAND,
        _l("Sales, as a band"),
        _l("Payments received this month, wholesale and retail, net of returns."),
        "",
        len(BANDS),
        3,
    ),
    Figure(
        "sales",
        Kind.MONEY,
        _l("Sales"),
        _l("Payments received this month in yuan, wholesale and retail, net of returns."),
        _l("yuan"),
        HUNDRED_MILLION_YUAN,
        5_000_000,
    ),
    count(
        "new_styles",
        _l("New styles this month"),
        _l("Styles that were shown for the first time this month; colours do not count apart."),
        _l("styles"),
        5_000,
        20,
    ),
    share(
        "sell_through",
        _l("Sell-through"),
        _l("Percentage of the pieces delivered this season that have been sold so far."),
    ),
    share(
        "replenishment",
        _l("Replenishment rate"),
        _l("Percentage of this month's wholesale pieces that were reorders."),
    ),
    share(
        "exchange",
        _l("Exchange rate"),
        _l("Percentage of the pieces delivered that came back to be exchanged."),
    ),
    count(
        "agents_talking",
        _l("Agents in talks"),
        _l("Agents with whom you negotiate at the end of the month and have not signed."),
        _l("agents"),
        10_000,
        15,
    ),
    count(
        "agents_signed",
        _l("Agents signed this month"),
        _l("Agency agreements that were signed within the month, renewals not counted."),
        _l("agents"),
        1_000,
        8,
    ),
    count(
        "agents_active",
        _l("Active agents"),
        _l("Agents who took goods at least once within the last three months."),
        _l("agents"),
        10_000,
        15,
    ),
    count(
        "direct_stores",
        _l("Own shops"),
        _l("Shops and counters that you run yourself at the end of the month, the stall included."),
        _l("shops"),
        1_000,
        4,
    ),
    share(
        "online_share",
        _l("Online share"),
        _l("Percentage of this month's sales that came from live-stream and online shops."),
    ),
    share(
        "old_stock",
        _l("Old stock"),
        _l("Percentage of all pieces in stock that are older than two seasons."),
    ),
    count(
        "staff",
        _l("Employees"),
        _l("People on the payroll at the end of the month, the workshop included."),
        _l("people"),
        10_000,
        15,
    ),
    count(
        "complaints",
        _l("Open complaints"),
        _l("Complaints about quality or service that are not settled at the end of the month."),
        _l("complaints"),
        1_000,
        8,
    ),
)
FIELDS: Mapping[str, Figure] = {one.code: one for one in ALL}
USUAL = tuple(one.code for one in ALL if one.code not in {"sales", "online_share", "complaints"})
"""What a market is offered to begin with."""
