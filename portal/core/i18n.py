"""The two languages: which one a reader gets, and how dates, money and names are written."""

import os
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, Response, g, has_app_context, has_request_context, request
from flask_babel import (
    Babel,
    force_locale,
    format_date,
    format_datetime,
    get_locale,
)
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import Markup, escape
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from portal.core import clock

__all__ = [
    "bdi",
    "force_locale",
    "gettext",
    "language",
    "lazy_gettext",
    "ngettext",
    "plain",
    "said",
]

CHINESE = "zh-Hans"
ENGLISH = "en"
LOCALES = {CHINESE: "zh_Hans_CN", ENGLISH: "en"}
SPOKEN = {"zh": CHINESE, "en": ENGLISH}
COOKIE = "language"
A_YEAR = 365 * 24 * 3600
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
NEAR_DAYS = 7
HALF_A_YEAR = timedelta(days=182)
"""A day without its year is taken for the one that is nearest."""
PATH_SAFE = "!$&'()*+,/:;=@"
"""What stands in a path as it is. Source: RFC 3986, pchar."""


def language() -> str:
    """Return the reader's language: `zh-Hans` or `en`."""
    locale = locale_now()
    return CHINESE if locale is None else SPOKEN[locale.language]


def locale_now() -> Locale | None:
    """Return what Flask-Babel says, without asking it a second time in the same request."""
    told = g.get("_flask_babel") if has_app_context() else None
    known: Locale | None = getattr(told, "babel_locale", None)
    return known or get_locale()


def choose_language() -> str:
    """Choose by address, account, cookie, then what the browser asks for; Chinese comes first."""
    if not has_request_context():
        return LOCALES[CHINESE]
    account = current_user.language if current_user.is_authenticated else None
    for wish in (request.args.get("lang"), account):
        if wish in LOCALES:
            return LOCALES[wish]
    return LOCALES[spoken_with(request.cookies, request.headers.get("Accept-Language", ""))]


def spoken_with(cookies: Mapping[str, str], accepted: str) -> str:
    """Return the language of somebody who is not known and wishes for none, by his browser."""
    wish = cookies.get(COOKIE)
    return wish if wish in LOCALES else spoken_by(accepted)


@lru_cache(maxsize=512)
def spoken_by(accepted: str) -> str:
    """Return the language for what a browser says that it accepts."""
    languages = parse_accept_header(accepted, LanguageAccept)
    asked = languages.best_match(["zh", "zh-CN", "zh-Hans", "zh-TW", "en"])
    return ENGLISH if asked == "en" else CHINESE


@cache
def catalogue(spoken: str) -> Translations:
    """Return the texts of a language."""
    return Translations.load(str(TRANSLATIONS), [LOCALES[spoken]])  # type: ignore[return-value]


def gettext(text: str, /, **values: object) -> str:
    """Return a text in the reader's language, in English where nobody reads."""
    if (locale := locale_now()) is not None:
        text = catalogue(SPOKEN[locale.language]).ugettext(text)
    return text % values if values else text


def fitting(one: str, many: str, num: int) -> str:
    """Return which of two texts is said of so many things, in the reader's language."""
    if (locale := locale_now()) is None:
        return one if num == 1 else many
    return str(catalogue(SPOKEN[locale.language]).ungettext(one, many, num))


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """Return a text about so many things in the reader's language, English where nobody reads."""
    return fitting(one, many, num) % {"num": num, **values}


def lazy_gettext(text: str, /, **values: object) -> LazyString:
    """Return a text that is put into the reader's language when it is shown."""
    return LazyString(gettext, text, **values)


def has_han(text: str) -> bool:
    """Say whether any character of `text` is Chinese."""
    return any("\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" for letter in text)


def bdi(text: str, spoken: str) -> Markup:
    """Return `text` isolated (right-to-left marks stay inside) and in its own language."""
    # Put together by hand: a directory page says hundreds of names, and Markup.format parses each.
    return Markup(f'<bdi lang="{spoken}">{escape(text)}</bdi>')  # noqa: S704 -- escaped just here


def said(thing: Any, name: str | None = None) -> Markup:
    """Print what people wrote: one text, or the reader's side of a bilingual pair.

    `said(brand, "name")` prints `brand.name_en` to an English reader when there is one,
    else `brand.name_zh`; `said(text)` finds out the language by its characters.
    """
    text = plain(thing, name)
    return bdi(text, CHINESE if has_han(text) else ENGLISH) if text else Markup()


def plain(thing: Any, name: str | None = None) -> str:
    """Return what `said` prints as a plain string, for titles and attributes."""
    if name is None:
        return "" if thing is None else str(thing)
    if isinstance(thing, dict):
        zh, en = thing.get(f"{name}_zh"), thing.get(f"{name}_en")
    else:
        zh, en = getattr(thing, f"{name}_zh"), getattr(thing, f"{name}_en", None)
    return either(zh, en, language())


def either(zh: str | None, en: str | None, spoken: str) -> str:
    """Return the side of a bilingual pair for readers of a language, else the other."""
    return str((en if spoken == ENGLISH else zh) or zh or en or "")


def in_text(text: str, **values: object) -> Markup:
    """Return a translated sentence with what people wrote in its places, each kept apart.

    `in_text(_("%(agent)s waits"), agent=said(agent, "name"))`: the sentence is asked for without
    its values, so that marked-up ones stay marked up and all others are escaped.
    """
    return escape(text) % values


def paragraphs(text: str | None) -> Markup:
    """Return a text of several lines as paragraphs in its own language."""
    if not text:
        return Markup()
    spoken = CHINESE if has_han(text) else ENGLISH
    lines = (line.strip() for line in text.splitlines())
    return Markup("").join(
        Markup('<p lang="{}"><bdi>{}</bdi></p>').format(spoken, line) for line in lines if line
    )


def day(moment: datetime | date | None) -> str:
    """Return a date for tables: 2026-11-22, in the market's zone."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = moment.astimezone(clock.SHANGHAI).date()
    return moment.isoformat()


def moment(at: datetime | None) -> Markup:
    """Return a time for reading, in the market's zone, as a `time` element."""
    if at is None:
        return Markup()
    here = at.astimezone(clock.SHANGHAI)
    far = abs(clock.today() - here.date()) > timedelta(days=NEAR_DAYS)
    if language() == CHINESE:
        text = format_datetime(at, "yyyy-MM-dd HH:mm" if far else "M月d日 EEE HH:mm")
    else:
        text = format_datetime(at, "yyyy-MM-dd HH:mm" if far else "EEE d MMM HH:mm")
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), text)


def date_words(on: date | None) -> str:
    """Return a date in words: 11月22日 周日, Sun 22 Nov; far off with its year, 2028-10-02."""
    if on is None:
        return ""
    if abs(on - clock.today()) > HALF_A_YEAR:
        return day(on)
    return str(format_date(on, "M月d日 EEE" if language() == CHINESE else "EEE d MMM"))


def month_words(month: date) -> str:
    """Return the month of a day in words: 2026年9月, September 2026."""
    return str(format_date(month, "y年M月" if language() == CHINESE else "MMMM y"))


def month_mark(month: date) -> str:
    """Return the month of a day as a chart marks it: 9月, Sep; January with its year."""
    if month.month == 1:
        return str(format_date(month, "y年" if language() == CHINESE else "y"))
    return str(format_date(month, "M月" if language() == CHINESE else "MMM"))


def age(since: datetime | None) -> str:
    """Return how long since in the largest fitting unit: 3 days, 5 hours, less than a minute.

    From a day on, days are counted by their dates, as in tables: Monday evening to Thursday is 3.
    """
    if since is None:
        return ""
    seconds = max(0, int((clock.now() - since).total_seconds()))
    if seconds >= 24 * 3600:
        days = clock.days_between(since, clock.now())
        return ngettext("%(num)d day", "%(num)d days", days)
    if seconds >= 3600:  # noqa: PLR2004 -- an hour
        return ngettext("%(num)d hour", "%(num)d hours", seconds // 3600)
    if seconds >= 60:  # noqa: PLR2004 -- a minute
        return ngettext("%(num)d minute", "%(num)d minutes", seconds // 60)
    return gettext("less than a minute")


def money(fen: int | None) -> str:
    """Return an amount of fen as yuan: ¥12,800, ¥12.50."""
    if fen is None:
        return ""
    yuan, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{yuan:,}" + (f".{rest:02d}" if rest else "")


def percentage(number: object) -> str:
    """Return a share in percent as a reader sees it: `15 %`; `15%` in Chinese."""
    return gettext("%(amount)s %%", amount=number)


def compile_catalogues() -> None:
    """Compile every catalogue that is newer than its compiled copy.

    The compiled files are not kept in git; whoever starts first makes them, and the rename
    at the end lets several processes start at once.
    """
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text)
        handle, name = tempfile.mkstemp(dir=source.parent)
        with os.fdopen(handle, "wb") as compiled:
            write_mo(compiled, catalogue)
        Path(name).replace(target)


def other_language_address() -> str:
    """Return the address of this page in the other language."""
    other = CHINESE if language() == ENGLISH else ENGLISH
    return address_in(other)


def address_in(spoken: str) -> str:
    """Return the address of this page in a language (of the landing page, where none is shown)."""
    if not request.endpoint or request.method not in {"GET", "HEAD"}:
        return f"?lang={spoken}"
    return with_language(request.root_path + request.path, request.query_string, spoken)


@lru_cache(maxsize=256)
def with_language(path: str, query: bytes, spoken: str) -> str:
    """Return an address that also says the language."""
    asked = parse_qsl(query.decode(errors="replace"), keep_blank_values=True)
    told = [(name, text) for name, text in asked if name != "lang"]
    here = quote(path, safe=PATH_SAFE)
    return f"{here}?{urlencode([*told, ('lang', spoken)], quote_via=quote)}"


def init_app(app: Flask) -> None:
    """Attach languages, filters and globals; remember an explicit choice in a cookie."""
    compile_catalogues()
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(TRANSLATIONS))
    Babel(
        app,
        default_locale=LOCALES[CHINESE],
        default_timezone=str(clock.SHANGHAI),
        locale_selector=choose_language,
    )
    app.jinja_env.install_gettext_callables(gettext, fitting, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(said=said, paragraphs=paragraphs)
    app.jinja_env.globals.update(
        said=said, plain=plain, day=day, moment=moment, date_words=date_words, age=age, money=money
    )
    app.jinja_env.globals.update(
        month_words=month_words, month_mark=month_mark, percentage=percentage
    )

    @app.context_processor
    def languages() -> dict[str, Any]:
        return {
            "language": language(),
            "other_language_url": other_language_address(),
            "address_in": address_in,
        }

    @app.after_request
    def remember(response: Response) -> Response:
        response.headers.add("Vary", "Accept-Language, Cookie")
        if response.mimetype != "text/plain":  # for machines, also while no account can be read
            response.headers["Content-Language"] = g.get("spoken") or language()
        wish = request.args.get("lang")
        if wish in LOCALES:
            response.set_cookie(
                COOKIE,
                wish,
                max_age=A_YEAR,
                httponly=True,
                samesite="Lax",
                secure=bool(app.config["SESSION_COOKIE_SECURE"]),
            )
        return response


def joined(texts: list[str]) -> str:
    """Return several short texts as one list in the reader's punctuation.

    English texts that have a comma of their own (Ji'an, Jiangxi) are parted by semicolons.
    """
    mark = comma()
    return ("; " if any(mark in str(text) for text in texts) else mark).join(map(str, texts))


def comma() -> str:
    """Return what stands between the parts of a list in the reader's language."""
    return "、" if language() == CHINESE else ", "
