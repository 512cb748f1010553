"""What must hold for passwords, links and sessions. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from portal.access.permissions import Role
from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
WEIGHED_PART = 72
"""zxcvbn's work grows with the square of the length; what is this long is strong anyway."""
STRONG_ENOUGH = 3

SESSION_IDLE = timedelta(days=14)
SESSION_LIFE = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=5)
INVITATION_LIFE = timedelta(days=7)
CONFIRMATION_LIFE = timedelta(days=7)
RESET_LIFE = timedelta(hours=24)

WEAKNESSES = {
    "user_inputs": _l(
        "Your own name or number is what others try first. Choose words that have nothing to do"
        " with you."
    ),
    "passwords": _l(
        "This or something close to it is on every list of common passwords. Three or four words"
        " that do not belong together are good."
    ),
    "repeat": _l("Repeated characters are quickly guessed. Use several different words."),
    "sequence": _l("Rows like 1234 or abcd are quickly guessed. Use several different words."),
    "spatial": _l(
        "Keys that lie side by side are quickly guessed. Use several words that do not belong"
        " together."
    ),
    "date": _l("A date is quickly guessed, above all a birthday. Use several words instead."),
}
"""Why a password is weak, by what zxcvbn found in it."""

SIGN_IN_PER_ACCOUNT = "10/5 minutes"
SIGN_IN_PER_ADDRESS = "30/5 minutes"
SIGN_UP_PER_ADDRESS = "30/5 minutes"
RESETS_PER_ACCOUNT = "5/day"
CONFIRMATIONS_PER_ACCOUNT = "5/day"


def check_password(password: str, about: list[str], field: str = "password") -> None:
    """Refuse a password that is short or easily guessed; any characters may be used.

    Source: ASVS 5.0 6.2, and zxcvbn's own scale (3: safely unguessable).

    Raises:
        InvalidError: on `field`.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidError(
            field, _l("At least %(count)d characters, please.", count=SHORTEST_PASSWORD)
        )
    if len(password) > LONGEST_PASSWORD:
        raise InvalidError(
            field, _l("At most %(count)d characters, please.", count=LONGEST_PASSWORD)
        )
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- 13 MB of words that only a new password needs

    weighed = zxcvbn(password[:WEIGHED_PART], user_inputs=words_about(about))
    if weighed["score"] < STRONG_ENOUGH:
        raise InvalidError(field, weakness(weighed))


def words_about(about: list[str]) -> list[str]:
    """Return what a stranger would try first: the person's name, address and number, in parts."""
    digits = [word.removeprefix("+86") for word in about if word.startswith("+86")]
    parts = [part for word in about for part in (word, *word.split("@"), *word.split())]
    return [part for part in parts + digits if part]


def weakness(weighed: Mapping[str, Any]) -> object:
    """Return in words why a password that zxcvbn weighed is easy to guess."""
    for match in weighed["sequence"]:
        kind = match.get("dictionary_name") or match["pattern"]
        if kind in WEAKNESSES:
            return WEAKNESSES[kind]
    return _l("This is easy to guess. Three or four words that do not belong together are good.")


def may_be_let_in_by_office(
    held: Iterable[tuple[Role, int | None]], brands: Collection[int]
) -> bool:
    """Say whether a market's office may hand a person a link for a new password.

    `held` are the person's roles with the brand of each, `brands` those of the market. Whoever
    is more than an owner of this market's brands is let in elsewhere: the link opens it all.
    """
    return all(role is Role.OWNER and brand in brands for role, brand in held)
