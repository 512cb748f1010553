"""Reads every page that anybody is shown: as axe does, as a thumb does, as the console does."""

import re
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

TOUCH = 44
"""CSS pixels that a finger needs. Source: the portal's own targets, WCAG 2.2 2.5.5."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
LOOK = """(touch) => {
  const root = document.scrollingElement;
  const outside = (one) => one.getBoundingClientRect().right > root.clientWidth + 1;
  const wide = [...document.querySelectorAll("body *")].filter(outside).slice(0, 5).map(
    (one) => one.tagName + "." + one.className);
  const small = [];
  const controls = "button, input:not([type=hidden]), select, textarea, summary, a.button";
  for (const one of document.querySelectorAll(controls)) {
    const ticked = one.type === "checkbox" || one.type === "radio";
    const boxes = [one, ...(ticked ? one.labels : [])].map((it) => it.getBoundingClientRect());
    if (!one.checkVisibility() || boxes.every((box) => box.width <= 2)) continue;
    const height = Math.max(...boxes.map((box) => box.height));
    const width = Math.max(...boxes.map((box) => box.width));
    if (height < touch - 0.5 || width < touch - 0.5)
      small.push(`${one.tagName} ${one.name || one.textContent.trim()} ${width}x${height}`);
  }
  return {overflow: root.scrollWidth - root.clientWidth, wide, small,
          headings: document.querySelectorAll("h1").length};
}"""


class Critic:
    """Reads each page once as axe does, every time for what is too wide, too small or broken."""

    def __init__(self) -> None:
        self._axe = Axe()
        self._read: set[str] = set()
        self.complaints: list[str] = []
        self.pages = 0

    def listen(self, page: Page) -> None:
        """Hear what the browser complains about."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left before it was whole
            self.complaints.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.url}: {response.status}")

    @property
    def kinds(self) -> int:
        """Return how many pages of different kinds axe has read."""
        return len(self._read)

    def read(self, page: Page, *, script: bool) -> None:
        """Look at a page that was just shown; axe can only where scripts run."""
        self.pages += 1
        where = urlsplit(page.url).path
        seen = page.evaluate(LOOK, TOUCH)
        if seen["overflow"] > 0:
            self.complaints.append(f"{where}: {seen['overflow']} px too wide {seen['wide']}")
        if seen["small"]:
            self.complaints.append(f"{where}: smaller than a finger: {seen['small'][:4]}")
        if seen["headings"] != 1:
            self.complaints.append(f"{where}: {seen['headings']} main headings")
        kind = re.sub(r"\d+|[\w-]{30,}", "*", page.url)
        if script and kind not in self._read:
            self._read.add(kind)
            self._ask_axe(page, where)

    def _ask_axe(self, page: Page, where: str) -> None:
        results = self._axe.run(page, options=AXE)
        for one in results.response["violations"]:
            nodes = [node["html"][:200] for node in one["nodes"][:3]]
            self.complaints.append(f"{where}: axe {one['id']}: {nodes}")
