"""THE table of a style's fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, Self

from portal.brands import kinds
from portal.brands.fields import Visibility
from portal.core.cells import Value, Yuan
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import money
from portal.linesheets import reading
from portal.linesheets.models import Style, View

L, C = Visibility.AGENT, Visibility.CONNECTED
PHOTOS = L
"""Who sees the pictures of styles. Outside, the public sees the lookbook alone."""
MOST_FEN = 100_000_00
VIEW_LABELS: Mapping[View, object] = {
    View.FRONT: _l("Front"),
    View.BACK: _l("Back"),
    View.DETAIL: _l("Detail"),
    View.LABEL: _l("Hang-tag and label"),
}


class Block(StrEnum):
    """Fields that are filled in together."""

    label: object

    def __new__(cls, value: str, label: object) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    STYLE = "style", _l("The style")
    LABEL = "label", _l("What stands on its label")
    TERMS = "terms", _l("Terms, for connected agents only")


@dataclass(frozen=True)
class StyleField:
    """One field. `read` takes what is typed or raises `UnclearError`; `write` is its reverse."""

    name: str
    block: Block
    label: object
    visibility: Visibility
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    called: str
    """Headings in tables that mean it, squeezed and parted by spaces."""
    hint: object = ""
    vocabulary: str = ""
    """The code table it is chosen from."""
    required: bool = False
    """Without it a line sheet is not published."""
    empty: Any = ""

    def of(self, style: Style) -> Any:
        """Return its value in a style."""
        return getattr(style, self.name)

    def text_of(self, style: Style) -> str:
        """Return its value as a form shows it; nothing for none."""
        value = self.of(style)
        return "" if value in (None, "", []) else self.write(value)

    def cell_of(self, style: Style) -> Value:
        """Return its value as a cell: days, prices and pieces count, all else is as `text_of`."""
        value = self.of(style)
        if self.read is price and value is not None:
            return Yuan(value)
        counts = isinstance(value, date) or (isinstance(value, int) and self.write is str)
        return value if counts else self.text_of(style)

    def taken(self, text: str) -> Any:
        """Return the value of what was typed; nothing typed is nothing.

        Raises:
            UnclearError: it cannot be read.
        """
        typed = text.strip()
        return self.read(typed) if typed else (list(self.empty) if self.empty == [] else self.empty)


GRAMS = ("克", "G")


def grams(number: int) -> str:
    """Return a weight as a label writes it."""
    return f"{number} g"


def whole(high: int, behind: Sequence[str] = ()) -> Callable[[str], int]:
    """Return what reads a whole number from 1 to `high`; a word of `behind` may follow it."""

    def read(text: str) -> int:
        number = kinds.read_whole(text, behind)
        if not 1 <= number <= high:
            raise kinds.UnclearError(
                _l("Write a whole number from %(min)s to %(max)s.", min=1, max=f"{high:,}")
            )
        return number

    return read


def price(text: str) -> int:
    """Return a price in fen."""
    fen = kinds.read_money(text)
    if not 0 < fen <= MOST_FEN:
        raise kinds.UnclearError(_l("A price lies above nothing and at most at ¥100,000."))
    return fen


def line(most: int) -> Callable[[str], str]:
    """Return what reads words of at most so many characters."""
    return partial(reading.read_line, most=most)


def iso(day: date) -> str:
    """Return a day as tables have it."""
    return day.isoformat()


def code(
    name: str,
    block: Block,
    label: object,
    visibility: Visibility,
    vocabulary: str,
    called: str,
    **more: Any,
) -> StyleField:
    """Return a field that is chosen from a code table."""
    return StyleField(
        name,
        block,
        label,
        visibility,
        partial(reading.read_code, vocabulary),
        partial(reading.write_code, vocabulary),
        called,
        vocabulary=vocabulary,
        **more,
    )


S, T, M = Block.STYLE, Block.LABEL, Block.TERMS
FIELDS: Sequence[StyleField] = (
    StyleField("number", S, _l("Style number"), L, reading.read_number, str,
               "款号 货号 款式编号 stylenumber styleno style number",
               hint=_l("As it stands on the hang-tag; pictures are found by it."), required=True),
    StyleField("name_zh", S, _l("Name in Chinese"), L, line(60), str,
               "款名 品名 名称 中文名 中文名称 nameinchinese name", required=True),
    StyleField("name_en", S, _l("Name in English"), L, line(80), str,
               "英文名 英文名称 英文品名 nameinenglish englishname"),
    code("category", S, _l("Category"), L, "category",
         "品类 类别 类目 category", required=True),
    StyleField("tag_price", S, _l("Tag price"), C, price, money,
               "吊牌价 零售价 吊牌价元 tagprice retailprice", required=True, empty=None),
    StyleField("colours", S, _l("Colours"), L, reading.read_colours, reading.write_colours,
               "颜色 色号 花色 colours colors colour color",
               hint=_l("With a comma between, each with its swatch if you like: green #2b4a3f, "
                       "white."),
               required=True, empty=[]),
    StyleField("sizes", S, _l("Size run"), L, reading.read_sizes, reading.write_sizes,
               "尺码 号型 码数 规格 sizes size sizerun",
               hint=_l("With a space between: 155/76A 160/80A 165/84A, or S M L."),
               required=True, empty=[]),
    StyleField("fibres", T, _l("Fibres"), L, reading.read_fibres, reading.write_fibres,
               "成分 面料成分 纤维成分 成份 面料 fibres fibrecontent composition",
               hint=_l("Cotton 95%, elastane 5%; with a lining: shell: …; lining: …; each to "
                       "100 %."),
               required=True, empty=[]),
    StyleField("down_content", T, _l("Down clusters"), L, reading.read_down_content, kinds.percent,
               "绒子含量 downclusters downcontent",
               hint=_l("Only for down: as on the label, like 90. "
                       "Not the share of the older standard."),
               empty=None),
    StyleField("down_grams", T, _l("Down in a piece"), L, whole(5_000, GRAMS), grams,
               "充绒量 充绒克重 downweight fillweight",
               hint=_l("Only for down: grams in the middle size."), empty=None),
    code("wearer", T, _l("Made for"), L, "wearer",
         "适用人群 人群 穿着者 madefor wearer", required=True),
    code("contact", T, _l("On the skin"), L, "skin_contact",
         "是否贴身 贴身 接触皮肤 ontheskin skincontact", required=True),
    code("safety_class", T, _l("Safety class"), L, "safety_class",
         "安全类别 安全技术类别 类别abc safetyclass", required=True),
    StyleField("standard", T, _l("Executive standard"), L, line(60), str,
               "执行标准 产品标准 标准 executivestandard standard",
               hint=_l("Like FZ/T 81007-2022."), required=True),
    StyleField("supply_discount", M, _l("Supply discount"), C, kinds.read_discount, kinds.discount,
               "供货折扣 折扣 拿货折扣 supplydiscount discount",
               hint=_l("Like 36 %, the share of the tag price that is paid."), empty=None),
    StyleField("supply_price", M, _l("Wholesale price"), C, price, money,
               "供货价 批发价 拿货价 supplyprice wholesaleprice",
               hint=_l("Only where it is not the tag price times the discount."), empty=None),
    StyleField("least_pieces", M, _l("Smallest order"), C, whole(100_000), str,
               "起订量 起批量 最小起订量 moq smallestorder minimumorder",
               hint=_l("Pieces of this style."), empty=None),
    code("mixing", M, _l("Mixed orders"), C, "mixing", "混批 混批规则 mixedorders mixing"),
    StyleField("pack", M, _l("Pack ratio"), C, reading.read_pack, reading.write_pack,
               "配比 配码 配码比例 packratio pack", hint=_l("Pieces of each size, like 1:2:2:1.")),
    code("availability", M, _l("Stock or to order"), C, "availability",
         "现货期货 现货 供货方式 stockortoorder availability",
         hint=_l("Verified agents find your brand by it; which style it is, connected ones read.")),
    StyleField("delivery_from", M, _l("Delivered from"), C, reading.read_day, iso,
               "交货开始 交货期起 最早交货 deliveredfrom", empty=None),
    StyleField("delivery_until", M, _l("Delivered until"), C, reading.read_day, iso,
               "交货截止 交货期止 最晚交货 deliveredbefore delivereduntil", empty=None),
    code("exchangeable", M, _l("Exchange"), C, "exchangeable", "能否换货 换货 可换货 exchange"),
    code("stock", M, _l("Stock"), C, "stock_state", "库存 库存状态 stock stockstate"),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}


def of_block(block: Block) -> list[StyleField]:
    """Return the fields of a block in the order they are asked."""
    return [field for field in FIELDS if field.block is block]
