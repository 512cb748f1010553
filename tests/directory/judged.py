# ruff: noqa: E501 -- a table of questions
"""Brands as a judge knows them, and what he expects to see among the first three for each question."""

BRANDS: dict[str, dict[str, object]] = {
    "重山": {"name_en": "Heavy Hill", "category": "W03", "styles": ["commuter"]},
    "云织": {"name_en": "Cloudweave", "category": "W01", "styles": ["elegant"]},
    "云锦女裤": {"name_en": "Yunjin", "category": "W03", "story_zh": "梨形身材也显瘦。"},
    "锦云童装": {"name_en": "Brocade Kids", "category": "K02", "origin_region": "330500"},
    "芦淞小镇": {"name_en": "", "category": "W07", "cluster": "lusong"},
    "蓝门": {"name_en": "LEE Mond", "category": "W03"},
    "乐清纺": {"name_en": "Yueqing Mill", "category": "M01", "origin_region": "330382"},
    "长乐": {"name_en": "Everjoy", "category": "U04"},
    "银行家": {"name_en": "Banker", "category": "M03"},
    "行者": {"name_en": "Wanderer", "category": "S03"},
    "六安布坊": {"name_en": "", "category": "F01", "origin_region": "341500"},
    "虎门衣库": {"name_en": "Humen Depot", "category": "W01", "cluster": "humen"},
    "白鹭": {"name_en": "Egret", "category": "M05", "story_zh": "我们和重山做邻居,也做女裤。"},
    "新棠牛仔": {"name_en": "Indigo & Co", "category": "W12", "origin_region": "440118"},
    "羽阳": {"name_en": "Featherdown", "category": "W09", "story_zh": "九成绒的羽绒服。"},
    "国色": {"name_en": "Guose", "category": "W13", "story_zh": "旗袍与新中式。"},
    "沐野": {"name_en": "Moorland", "category": "S03", "styles": ["casual"]},
    "暖瓷": {"name_en": "Warmware", "category": "W06", "story_zh": "羊毛衫只织细针。"},
    "半夏": {"name_en": "Midsummer", "category": "W02"},
    "半夏男装": {"name_en": "Midsummer Men", "category": "M04"},
    "一朵": {"name_en": "One Bloom", "category": "W14"},
    "朵一": {"name_en": "Duo Yi", "category": "K01"},
    "衣见钟情": {"name_en": "First Sight", "category": "W11"},
    "老裁缝": {"name_en": "Old Tailor", "category": "M03", "former": "裁缝铺"},
    "丽水丝坊": {"name_en": "Lishui Silk", "category": "F03", "origin_region": "331100"},
    "重庆红": {"name_en": "Chongqing Red", "category": "W07", "origin_region": "500000"},
    "长沙妹": {"name_en": "Changsha Girl", "category": "W05", "origin_region": "430100"},
    "东方既白": {"name_en": "Dawn", "category": "W13", "stall": "3F-A12"},
    "繁花里": {"name_en": "Blossom Lane", "category": "W01", "stall": "1F-B7"},
    "裳": {"name_en": "Chang", "category": "W11"},
    "大码女孩": {"name_en": "Plus Girl", "category": "W15", "styles": ["plus"]},
    "校园时光": {"name_en": "Campus Days", "category": "K04", "styles": ["preppy"]},
    "工友": {"name_en": "Workmate", "category": "P02"},
    "瑜悦": {"name_en": "Yogajoy", "category": "S02"},
    "小满": {"name_en": "Xiaoman", "category": "K03", "story_zh": "洗一百次不变形的童装。"},
    "晓曼": {"name_en": "Dawn Mann", "category": "W10"},
}
JUDGED: dict[str, tuple[str, ...]] = {
    # names: characters, parts, one alone
    "重山": ("重山",), "云织": ("云织",), "云": ("云织", "云锦女裤"), "云锦": ("云锦女裤",), "锦云": ("锦云童装",),
    "半夏": ("半夏",), "半夏男装": ("半夏男装",), "一朵": ("一朵",), "朵一": ("朵一",), "裳": ("裳",),
    "东方既白": ("东方既白",), "衣见": ("衣见钟情",), "钟情": ("衣见钟情",), "小镇": ("芦淞小镇",), "布坊": ("六安布坊",),
    # pinyin, in full, initials, characters of several readings
    "chongshan": ("重山",), "zhongshan": ("重山",), "cs": ("重山",), "yunzhi": ("云织",), "yz": ("云织",),
    "banxia": ("半夏",), "yueqing": ("乐清纺",), "changle": ("长乐",), "yinhangjia": ("银行家",), "xingzhe": ("行者",),
    "luan": ("六安布坊",), "lishui": ("丽水丝坊",), "chongqing": ("重庆红",), "changsha": ("长沙妹",), "zzls": ("芦淞小镇",),
    "humen": ("虎门衣库",), "yiduo": ("一朵",), "guose": ("国色",), "xiaoman": ("小满", "晓曼"), "yjnk": ("云锦女裤",),
    # English, mixed, width, case, one wrong letter
    "Egret": ("白鹭",), "heavy hill": ("重山",), "HEAVY": ("重山",), "LEE 女裤": ("蓝门",), "ｌｅｅ": ("蓝门",),
    "cloudweve": ("云织",), "cludweave": ("云织",), "feathredown": ("羽阳",), "midsumer": ("半夏",), "blossom": ("繁花里",),
    "moorlnd": ("沐野",), "tailor": ("老裁缝",), "Yunjin 裤": ("云锦女裤",),
    # traditional characters
    "雲織": ("云织",), "雲錦": ("云锦女裤",), "長沙": ("长沙妹",), "東方既白": ("东方既白",), "銀行家": ("银行家",), "女褲 雲": ("云锦女裤",),
    # former names, stalls
    "裁缝铺": ("老裁缝",), "3F-A12": ("东方既白",), "A12": ("东方既白",), "1F-B7": ("繁花里",), "1fb7": ("繁花里",),
    # kinds, styles, places, stories
    "旗袍": ("国色", "东方既白"), "羽绒": ("羽阳",), "瑜伽": ("瑜悦",), "校服": ("校园时光",), "大码": ("大码女孩",), "显瘦": ("大码女孩", "云锦女裤"),
    "细针": ("暖瓷",), "重庆": ("重庆红",), "湖州童装": ("锦云童装",), "乐清": ("乐清纺",), "芦淞": ("芦淞小镇",), "株洲女裤": ("云锦女裤", "重山", "蓝门"),
    "九成绒": ("羽阳",), "通勤": ("重山",), "yoga": ("瑜悦",), "denim": ("新棠牛仔",), "工装": ("工友",), "不变形": ("小满",),
    # the same, typed in Hong Kong and Taiwan
    "長樂": ("长乐",), "國色": ("国色",), "樂清紡": ("乐清纺",), "重慶紅": ("重庆红",), "藍門": ("蓝门",), "錦雲童裝": ("锦云童装",),
    "蘆淞小鎮": ("芦淞小镇",), "虎門": ("虎门衣库",), "繁花裡": ("繁花里",), "曉曼": ("晓曼",), "大碼女孩": ("大码女孩",), "麗水絲坊": ("丽水丝坊",),
    # characters of several readings: as people say the place, and as the name may be read
    "重庆红": ("重庆红",), "cqh": ("重庆红",), "chongqinghong": ("重庆红",), "csm": ("长沙妹",), "changshamei": ("长沙妹",), "luanbufang": ("六安布坊",),
    "liuan": ("六安布坊",), "六安": ("六安布坊",), "长沙": ("长沙妹",), "yueqingfang": ("乐清纺",), "leqing": ("乐清纺",), "六安 面料": ("六安布坊",),
    # mixed and full-width
    "ＬＥＥ　女裤": ("蓝门",), "lee裤": ("蓝门",), "３Ｆ－Ａ１２": ("东方既白",), "ｃｈｏｎｇｓｈａｎ": ("重山",), "蓝门 lee": ("蓝门",), "indigo 牛仔": ("新棠牛仔",),
    # a Latin word and Chinese in one go, in either order; of a kind of clothes one character is enough
    "lee 裤": ("蓝门",), "LEE女裤": ("蓝门",), "女裤lee": ("蓝门",), "裤lee": ("蓝门",), "Ｌｅｅ裤": ("蓝门",), "lee褲": ("蓝门",), "株洲lee裤": ("蓝门",),
    "yunjin裤": ("云锦女裤",), "indigo牛仔": ("新棠牛仔",), "humen裙": ("虎门衣库",), "裤": ("云锦女裤",), "3f旗袍": ("东方既白",), "egret白鹭": ("白鹭",),
    # one letter wrong, one missing, one too many
    "wandrer": ("行者",), "egrett": ("白鹭",), "brocad": ("锦云童装",), "hevy hill": ("重山",), "workmite": ("工友",), "yogajoi": ("瑜悦",),
    # what people call it, where the table says otherwise
    "羽绒服": ("羽阳",), "棉袄": ("羽阳",), "puffer": ("羽阳",), "yurongfu": ("羽阳",), "牛仔裤": ("新棠牛仔",), "jeans": ("新棠牛仔",),
    "niuzaiku": ("新棠牛仔",), "广州牛仔裤": ("新棠牛仔",), "毛衫": ("暖瓷",), "晚礼服": ("一朵",), "睡衣": ("长乐",), "pajamas": ("长乐",),
    "婴儿": ("朵一",), "工作服": ("工友",), "真丝": ("丽水丝坊",), "汉服": ("国色", "东方既白"),
    # stalls and clusters
    "b7": ("繁花里",), "1f-b7": ("繁花里",), "3fa12": ("东方既白",), "虎门 连衣裙": ("虎门衣库",), "Humen": ("虎门衣库",),
}  # fmt: skip
