"""What a column may hold, and by which headings offices call it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.core.i18n import lazy_gettext as _l

KEPT = "other"
"""A column that stays with the row, unread."""
LEFT = "skip"
"""A column that is not kept: running numbers, and what the portal itself tells."""


@dataclass(frozen=True)
class Column:
    """One thing that a roster may say of a merchant."""

    name: str
    label: object
    called: str
    """Headings, squeezed and parted by spaces."""


COLUMNS: Sequence[Column] = (
    Column("brand", _l("Brand"), "品牌 品牌名称 品牌名 店名 店铺名称 brand brandname shop"),
    Column("brand_en", _l("English name"), "英文名 英文名称 品牌英文名 englishname nameinenglish"),
    Column("former", _l("Former name"), "原名 曾用名 别名 原品牌 formername alias"),
    Column(
        "company",
        _l("Company"),
        "公司 公司名称 企业 企业名称 单位名称 商户名称 执照名称 company legalname companyname",
    ),
    Column(
        "credit_code",
        _l("Credit code"),
        "信用代码 统一社会信用代码 社会信用代码 营业执照 营业执照号 执照号 营业执照号码"
        " 税号 creditcode licence licenceno businesslicence",
    ),
    Column(
        "person",
        _l("Contact person"),
        "经营者 联系人 负责人 老板 经营人 姓名 商户 法人"
        " contact contactperson operator owner person",
    ),
    Column(
        "mobile",
        _l("Mobile"),
        "电话 联系电话 手机 手机号 手机号码 联系方式 电话号码"
        " mobile phone tel telephone mobilenumber",
    ),
    Column(
        "other_mobiles",
        _l("Other numbers"),
        "其他电话 其他号码 备用电话 座机 othernumbers otherphones",
    ),
    Column(
        "category",
        _l("Category"),
        "品类 主营品类 主营 经营品类 经营项目 类别 经营范围 category categories goods",
    ),
    Column("hall", _l("Hall"), "楼栋 楼号 栋 栋号 幢 座 楼座 馆 馆号 hall building block"),
    Column("floor", _l("Floor"), "楼层 层 楼 floor level"),
    Column(
        "stall",
        _l("Stall"),
        "档口 档口号 铺位 铺位号 摊位 摊位号 商铺号 店铺号 铺号 stall stallnumber stallno booth",
    ),
    Column(
        "lease_end",
        _l("Lease ends"),
        "合同到期 合同到期日 租期至 到期 到期日 到期时间 合同截止 租约到期 合同期限"
        " 租期 租赁期 租赁期限 合同期 租期起止 合同起止 租赁起止 起止日期 leaseterm"
        " leaseends leaseend contractends contractend expiry",
    ),
    Column(
        "licence_end",
        _l("Licence valid until"),
        "执照到期 营业执照到期 执照有效期 营业期限 执照到期日"
        " licencevaliduntil licenceexpiry licenceends",
    ),
    Column(
        "rent",
        _l("Rent per m² and month"),
        "每平方米月租 每平米月租 平米月租 租金单价 月租单价 每平米租金 rentperm2andmonth rentperm2",
    ),
    Column("note", _l("Note"), "备注 说明 附注 note notes remark remarks"),
    Column(KEPT, _l("Keep as it is"), ""),
    Column(
        LEFT,
        _l("Leave out"),
        "序号 编号 no number inthedirectory stage since 名录状态 入驻日期 阶段 建档日期",
    ),
)
LABELS: Mapping[str, object] = {one.name: one.label for one in COLUMNS}
TAKEN = tuple(one.name for one in COLUMNS if one.name not in {KEPT, LEFT})
"""What can be read, in the order in which it is shown."""
BESIDE = ("hall", "floor")
"""What only says where a stall is."""
DECISIVE = {"brand", "person", "mobile", "stall", "company", "credit_code"}
BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_BY_HEADING = {word: one.name for one in COLUMNS for word in one.called.split()}


def squeezed(heading: str) -> str:
    """Return a heading as it is compared and remembered."""
    plain = unicodedata.normalize("NFKC", heading).lower()
    return re.sub(r"[\s:：*＊·._/-]+", "", plain)[:80]


def guess(heading: str) -> str:
    """Return what a column holds by its heading alone; KEPT when nothing is known."""
    whole = squeezed(heading)
    inside = [squeezed(one) for one in re.findall(r"[(（](.*?)[)）]", heading)]
    for word in (*inside, whole, squeezed(BRACKETS.sub("", heading))):
        if word in _BY_HEADING:
            return _BY_HEADING[word]
    return KEPT


def guesses(headings: Mapping[int, str], remembered: Mapping[str, str]) -> dict[int, str]:
    """Return what each column holds; what a person once said goes before what we guess.

    No two columns hold the same thing: the first keeps it.
    """
    found: dict[int, str] = {}
    for place, heading in sorted(headings.items()):
        name = remembered.get(squeezed(heading)) or guess(heading)
        twice = name not in {KEPT, LEFT} and name in found.values()
        found[place] = KEPT if twice else name
    return found


def count_known(texts: Sequence[str]) -> int:
    """Return how many of a row's texts are headings that we know."""
    return sum(guess(one) != KEPT for one in texts)
