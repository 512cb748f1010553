"""The unified social credit code of a company or household (GB 32100-2015).

Eighteen characters: who registered it and what it is (2), where (6 digits, GB/T 2260), the
organisation's own code with its check character (9, GB 11714), and a check character over all.
"""

from portal.core.contact import typed
from portal.core.i18n import lazy_gettext as _l

LENGTH = 18
# GB 32100-2015, table 1: the digits and the letters less I, O, S, V, Z.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LOOKALIKES = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
REGION_PLACES = range(2, 8)
# GB 32100-2015, table 2: the digit after the 9 of the market supervision offices.
KINDS = {"91": "enterprise", "92": "household", "93": "cooperative"}
SEPARATORS = str.maketrans("", "", "-‐‑‒–—―_·.")
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def normalise(text: str) -> str:
    """Return what was typed in capitals, plain width, without spaces and dashes."""
    return typed(text).translate(SEPARATORS).upper()


def problem(text: str) -> object:
    """Return what is wrong with a code, in the reader's language, or None when it is right."""
    code = normalise(text)
    if len(code) != LENGTH:
        return _l(
            "A credit code has 18 characters; this one has %(count)d. It stands at the top of the"
            " business licence.",
            count=len(code),
        )
    return strange_character(code) or (None if check(code[:-1]) == code[-1] else wrong_sum())


def strange_character(code: str) -> object:
    """Return which character cannot stand where it stands, or None."""
    for place, letter in enumerate(code):
        if letter in LOOKALIKES:
            return _l(
                "The letter %(letter)s at place %(place)d is never used in a credit code."
                " Is it %(meant)s?",
                letter=letter,
                place=place + 1,
                meant=LOOKALIKES[letter],
            )
        if letter not in ALPHABET:
            return _l(
                "Place %(place)d is neither a digit nor a letter. A credit code has nothing else.",
                place=place + 1,
            )
        if place in REGION_PLACES and not letter.isdigit():
            return _l(
                "Place %(place)d must be a digit: places 3 to 8 say where the business is"
                " registered. This one has %(letter)s.",
                letter=letter,
                place=place + 1,
            )
    return None


def wrong_sum() -> object:
    """Return the words for a code whose last character does not fit the others."""
    return _l(
        "The last character does not fit the other 17, so one of them is mistyped."
        " Compare the code with the licence, four characters at a time."
    )


def is_valid(text: str) -> bool:
    """Say whether a code is complete and its check character right."""
    return problem(text) is None


def kind(code: str) -> str:
    """Return what the code says its holder is: enterprise, household, cooperative or other."""
    return KINDS.get(normalise(code)[:2], "other")


def check(body: str) -> str:
    """Return the check character of the first 17 (GB 32100-2015, annex: weights 3^i modulo 31)."""
    total = sum(ALPHABET.index(letter) * pow(3, i, 31) for i, letter in enumerate(body))
    return ALPHABET[-total % 31]


def make(serial: int, prefix: str = "91", region: str = "430203") -> str:
    """Return a right code for an invented business: demonstrations and tests.

    `serial` has up to eight digits; the region is Lusong unless given.
    """
    digits = f"{serial:08d}"
    total = sum(int(d) * w for d, w in zip(digits, ORGANISATION_WEIGHTS, strict=True))
    body = prefix + region + digits + "0123456789X0"[11 - total % 11]
    return body + check(body)
