"""What people type about themselves, made clean: text, e-mail addresses, mobile numbers."""

import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l

HOME = "CN"
HOME_CODE = 86
HOME_LENGTH = 11
LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
ENDS_OF_PLANES = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
"""These, and from FDD0 to FDEF, are no characters. Source: Unicode, chapter 23.7."""
LEFT_OUT = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tabs and line feeds
    "\ud800-\udfff"  # halves of surrogate pairs
    f"\ufdd0-\ufdef{ENDS_OF_PLANES}"
    # Marks that turn the direction of everything after them, and with it what a name seems to say.
    "\u202a-\u202e\u2066-\u2069]"
)
MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


def clean_text(text: str) -> str:
    """Return `text` as one can store and show it, its line breaks all line feeds.

    Control characters, halves of surrogate pairs, code points that are no characters and marks
    that override the direction are left out; the rest is composed (NFC). Emoji stay whole.
    """
    return unicodedata.normalize("NFC", LEFT_OUT.sub("", LINE_BREAKS.sub("\n", text)))


def typed(text: str) -> str:
    """Return a one-line answer without spaces, its full-width letters made plain."""
    plain = unicodedata.normalize("NFKC", clean_text(text))
    return "".join(letter for letter in plain if not is_invisible(letter))


def is_invisible(letter: str) -> bool:
    """Say whether a character is a space or a mark without a shape."""
    return letter.isspace() or unicodedata.category(letter) == "Cf"


def normalise_email(text: str, field: str = "email") -> str:
    """Return the address in lower case, as it is stored and compared.

    Nothing is asked of the network: whether the address is read is for a confirming mail.

    Raises:
        InvalidError: on `field`, when no such address can exist.
    """
    address = typed(text).replace("。", ".").lower()
    if "@" not in address:
        raise InvalidError(
            field, _l("An e-mail address has an @ in the middle, like name@example.com.")
        )
    if "." not in address.rpartition("@")[2]:
        raise InvalidError(
            field, _l("After the @ comes a name with a dot, like qq.com or 163.com.")
        )
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise InvalidError(
            field, _l("This e-mail address cannot exist. Compare it with name@example.com.")
        ) from error
    return found.ascii_email or found.normalized


def normalise_mobile(text: str, field: str = "mobile") -> str:
    """Return the number as E.164, `+8613812345678`. Without a country code it is Chinese.

    Raises:
        InvalidError: on `field`, when it is not a mobile number that can exist.
    """
    try:
        number = phonenumbers.parse(typed(text), HOME)
    except NumberParseException as error:
        raise InvalidError(
            field, _l("Write a mobile number in digits, like 138 1234 5678.")
        ) from error
    if number.country_code == HOME_CODE:
        check_home(number, field)
    if not phonenumbers.is_valid_number(number):
        raise InvalidError(
            field, _l("No mobile number begins like this. Compare it digit by digit.")
        )
    if phonenumbers.number_type(number) not in MOBILE:
        raise InvalidError(
            field, _l("This is a landline. Give a mobile number that can take messages.")
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def check_home(number: PhoneNumber, field: str) -> None:
    """Refuse a Chinese number that is too short or too long for a mobile, saying by how much."""
    digits = phonenumbers.national_significant_number(number)
    if digits.startswith("1") and len(digits) != HOME_LENGTH:
        raise InvalidError(
            field,
            _l("A mobile number has 11 digits; this one has %(count)d.", count=len(digits)),
        )


def dialled(text: str) -> str:
    """Return a number, or a part of one, without what people write into it; empty for none."""
    bare = "".join(text.split()).replace("-", "")
    return bare if bare.lstrip("+").isdecimal() else ""


def format_mobile(number: str) -> str:
    """Return a stored number for reading: `138 1234 5678`, `+852 5123 4567`; others as they are."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    abroad = parsed.country_code != HOME_CODE
    shape = PhoneNumberFormat.INTERNATIONAL if abroad else PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(parsed, shape)


def mask_mobile(number: str) -> str:
    """Return a stored number with its middle hidden: `138****5678`, `+852 ****4567`.

    Of one that cannot be read, as brought along from an older list, nothing but its end is told.
    """
    try:
        parsed = phonenumbers.parse(number, HOME)
    except NumberParseException:
        return f"****{number[-2:]}"
    digits = phonenumbers.national_significant_number(parsed)
    if parsed.country_code == HOME_CODE:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"+{parsed.country_code} ****{digits[-4:]}"


def normalise_login(text: str) -> str:
    """Return an e-mail or a mobile number, whichever it is, as it is kept.

    Raises:
        InvalidError: on `login`, when it is neither.
    """
    if "@" in text or "＠" in text:
        return normalise_email(text, field="login")
    return normalise_mobile(text, field="login")
