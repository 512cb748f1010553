"""An address as a QR code, to be read from a screen or from paper."""

import segno

SCALE = 8
"""Pixels of a dot in a picture that people save and send on."""


def qr_code(link: str, border: int = 3) -> str:
    """Return a link as the address of a QR drawing; `border` is in dots."""
    code = segno.make(link, error="m", micro=False)
    return str(code.svg_data_uri(light="#fff", border=border))


def qr_picture(link: str) -> str:
    """Return a link as the address of a QR picture (PNG), which a phone can keep and send on."""
    code = segno.make(link, error="m", micro=False)
    return str(code.png_data_uri(light="#fff", border=4, scale=SCALE))
