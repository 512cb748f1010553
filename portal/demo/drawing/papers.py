"""Papers as a scanner sees them: receipts, agreements, licences and reports with their seals."""

import io
import math
import time
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from portal.demo.drawing.chance import chance, noise, tiled
from portal.demo.drawing.curves import smooth
from portal.demo.drawing.lettering import measure, write

if TYPE_CHECKING:
    from portal.demo.drawing.palettes import Colour

SIZE = (1000, 1414)
INK = (44, 42, 46)
PALE = (140, 136, 132)
RED = (196, 44, 38)
KINDS = {
    "licence": "营业执照(副本)",
    "trademark": "商标注册申请受理通知书",
    "agreement": "品牌入孵协议书",
    "application": "入孵申请表",
    "interview": "入孵面谈评分表",
    "bank": "开户与开票能力说明",
    "safety": "消防安全承诺书",
    "positioning": "品牌定位表",
    "handbook": "品牌视觉手册",
    "story": "品牌故事与画册",
    "lineplan": "产品结构企划表",
    "samples": "样衣登记表",
    "quality": "纺织品检验报告",
    "costing": "成本与定价表",
    "fitout": "档口装修验收单",
    "policy": "区域合作政策",
    "contract": "区域代理合同(样本)",
    "order": "补货订单确认书",
    "manual": "门店运营手册",
}
"""The kinds of paper and the heading each carries; any other kind is headed with its name."""
_SAMPLE = "演示样本"


def draw_document(seed: int, kind: str, lines: Sequence[str]) -> bytes:
    """Return a scan, JPEG, 1000 by 1414: heading, rows or paragraphs, seal and signature.

    A line with a colon becomes a row of the table; any other a paragraph. The seal and the foot
    say that it is a sample.
    """
    rng = chance("document", seed, kind)
    sheet = Image.new("RGB", SIZE, (251, 250, 246))
    _frame(sheet, kind)
    title = KINDS.get(kind, kind)
    size = 46 if len(title) < 12 else 38
    write(sheet, (500 - measure(title, "bold", size) / 2, 150), title, ("bold", size), INK)
    number = f"No. {rng.randrange(10**7, 10**8)}"
    write(sheet, (880 - measure(number, "hei", 20), 226), number, ("hei", 20), PALE)
    bottom = _body(sheet, lines, 290)
    bottom = _small_print(sheet, rng, bottom + 30)
    _close(sheet, rng, max(bottom + 40, 1040))
    return _scanned(sheet, rng)


def as_pdf(picture: bytes) -> bytes:
    """Return the scan as a PDF of one page."""
    out = io.BytesIO()
    day = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))  # the same scan, the same file
    with Image.open(io.BytesIO(picture)) as page:
        page.save(out, "PDF", resolution=120.0, creationDate=day, modDate=day)
    return out.getvalue()


def _frame(sheet: Image.Image, kind: str) -> None:
    pen = ImageDraw.Draw(sheet)
    if kind in {"licence", "trademark", "quality"}:
        tone = (176, 156, 112)
        pen.rectangle((56, 70, 944, 1344), outline=tone, width=5)
        pen.rectangle((68, 82, 932, 1332), outline=tone, width=1)
        for x, y in ((56, 70), (944, 70), (56, 1344), (944, 1344)):
            pen.ellipse(
                (x - 14, y - 14, x + 14, y + 14), fill=(251, 250, 246), outline=tone, width=3
            )
        return
    pen.line((100, 112, 900, 112), fill=PALE, width=2)
    pen.line((100, 118, 900, 118), fill=PALE, width=1)


def _body(sheet: Image.Image, lines: Sequence[str], top: float) -> float:
    """Write the rows and paragraphs; where they end."""
    pen = ImageDraw.Draw(sheet)
    y = top
    for line in lines:
        name, colon, value = line.replace(":", ":").partition(":")
        if colon and len(name) <= 14:
            pen.rectangle((120, y, 880, y + 58), outline=(196, 192, 186), width=1)
            pen.line((342, y, 342, y + 58), fill=(196, 192, 186), width=1)
            write(sheet, (138, y + 14), name.strip(), ("song", 25), (96, 92, 90))
            write(sheet, (360, y + 14), value.strip(), ("song", 25), INK)
            y += 58
            continue
        y += 14
        for part in _wrapped(line, 29):
            write(sheet, (124, y), part, ("song", 25), INK)
            y += 44
    return y


def _wrapped(line: str, width: int) -> list[str]:
    return [line[at : at + width] for at in range(0, len(line), width)] or [""]


def _small_print(sheet: Image.Image, rng: Random, top: float) -> float:
    """Return clauses too small to read, down to the signatures."""
    pen = ImageDraw.Draw(sheet)
    y = top
    while y < 980:
        count = rng.randint(2, 4)
        for row in range(count):
            start = 150.0 if row == 0 else 124.0
            end = 876 if row < count - 1 else rng.uniform(400, 800)
            x = start
            while x < end - 20:
                word = rng.uniform(14, 60)
                pen.rectangle((x, y, min(x + word, end), y + 7), fill=(190, 187, 182))
                x += word + 8
            y += 21
        y += 16
    return y


def _close(sheet: Image.Image, rng: Random, y: float) -> None:
    write(sheet, (124, y), "签收:", ("song", 26), INK)
    write(sheet, (560, y), "盖章:", ("song", 26), INK)
    _signature(sheet, rng, (210, y + 10))
    seal = _seal(rng)
    sheet.paste(RED, (600, round(y) - 70), seal)
    note = f"{_SAMPLE} · sample, no legal effect"
    write(sheet, (500 - measure(note, "hei", 17) / 2, 1294), note, ("hei", 17), PALE)


def _signature(sheet: Image.Image, rng: Random, at: tuple[float, float]) -> None:
    x, y = at
    points = []
    for _ in range(rng.randint(9, 13)):
        points.append((x, y + rng.uniform(-22, 26)))
        x += rng.uniform(6, 22)
    big = Image.new("L", (600, 240))
    pen = ImageDraw.Draw(big)
    line = [((px - at[0] + 10) * 2.4, (py - at[1] + 40) * 2.4) for px, py in smooth(points)]
    pen.line(line, fill=235, width=6, joint="curve")
    sheet.paste((38, 46, 92), (round(at[0]) - 10, round(at[1]) - 40), big.reduce(2))


def _seal(rng: Random) -> Image.Image:
    """Return a round seal with a star, worn and a little turned, as a mask."""
    side = 480
    mask = Image.new("L", (side, side))
    pen = ImageDraw.Draw(mask)
    middle = side / 2
    pen.ellipse((20, 20, side - 20, side - 20), outline=230, width=13)
    star = [
        (
            middle + (66 if at % 2 == 0 else 25) * math.sin(at * math.pi / 5),
            middle - (66 if at % 2 == 0 else 25) * math.cos(at * math.pi / 5),
        )
        for at in range(10)
    ]
    pen.polygon(star, fill=225)
    _around(mask, "芦淞品牌孵化演示专用章")
    write(mask, (middle - measure(_SAMPLE, "hei", 40) / 2, 340), _SAMPLE, ("hei", 40), 220)
    turned = mask.rotate(rng.uniform(-14, 14), Image.Resampling.BICUBIC).reduce(2)
    wear = tiled(noise(256, 256, 1.3, 127), *turned.size).point(
        [min(255, max(60, level * 2)) for level in range(256)]
    )
    return ImageChops.multiply(turned, wear).point([round(level * 0.86) for level in range(256)])


def _around(mask: Image.Image, text: str) -> None:
    """Show characters along the upper rim, feet to the middle."""
    side = mask.width
    for at, letter in enumerate(text):
        angle = (at - (len(text) - 1) / 2) * 23.5
        tile = Image.new("L", (72, 72))
        write(tile, (10, 2), letter, ("song", 52), 235)
        turned = tile.rotate(-angle, Image.Resampling.BICUBIC, expand=True)
        x = side / 2 + 172 * math.sin(math.radians(angle)) - turned.width / 2
        y = side / 2 - 172 * math.cos(math.radians(angle)) - turned.height / 2
        mask.paste(255, (round(x), round(y)), turned)


def _scanned(sheet: Image.Image, rng: Random) -> bytes:
    """Return a little crooked on the glass, with grain and a shadow at one edge."""
    ground: Colour = (226, 224, 220)
    page = sheet.filter(ImageFilter.GaussianBlur(0.5))
    page = page.rotate(rng.uniform(-0.7, 0.7), Image.Resampling.BILINEAR, fillcolor=ground)
    edge = Image.linear_gradient("L").rotate(90).resize(SIZE)
    veil = edge.point([max(0, level - 205) for level in range(256)])
    page.paste((120, 116, 112), (0, 0), veil)
    grain = tiled(noise(256, 256, 0.6, 16), *SIZE)
    page = ImageChops.soft_light(page, Image.merge("RGB", (grain, grain, grain)))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=80)
    return out.getvalue()
