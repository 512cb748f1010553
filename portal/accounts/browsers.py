"""What a browser calls itself, in words a person knows: WeChat on an iPhone. Pure."""

from dataclasses import dataclass

from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l

# The first mark found decides, so those who also claim to be another stand before it.
BROWSERS = (
    ("MicroMessenger", _l("WeChat")),
    ("DingTalk", _l("DingTalk")),
    ("Lark", _l("Feishu")),
    ("AlipayClient", _l("Alipay")),
    ("HuaweiBrowser", _l("Huawei browser")),
    ("MiuiBrowser", _l("Xiaomi browser")),
    ("VivoBrowser", _l("vivo browser")),
    ("HeyTapBrowser", _l("OPPO browser")),
    ("MQQBrowser", _l("QQ browser")),
    ("QQBrowser", _l("QQ browser")),
    ("UCBrowser", _l("UC browser")),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", _l("an iPhone")),
    ("iPad", _l("an iPad")),
    ("HarmonyOS", _l("a HarmonyOS phone")),
    ("OpenHarmony", _l("a HarmonyOS phone")),
    ("Android", _l("an Android phone")),
    ("Windows", _l("a Windows computer")),
    ("Macintosh", _l("a Mac")),
    ("CrOS", _l("a Chromebook")),
    ("Linux", _l("a Linux computer")),
)


@dataclass(frozen=True)
class Known:
    """A browser and what it runs on, each None when it does not say."""

    browser: object | None
    system: object | None

    def __str__(self) -> str:
        """Return both in the reader's language."""
        if self.browser and self.system:
            return _("%(browser)s on %(system)s", browser=self.browser, system=self.system)
        if self.browser or self.system:
            return str(self.browser or self.system)
        return _("A browser that does not say its name")


def recognise(user_agent: str) -> Known:
    """Return what is known of a browser by the line it sends about itself."""
    return Known(browser=_first(BROWSERS, user_agent), system=_first(SYSTEMS, user_agent))


def _first(marks: tuple[tuple[str, object], ...], user_agent: str) -> object | None:
    return next((name for mark, name in marks if mark in user_agent), None)
