"""Which copies there are of a stored picture, and what a page needs to show it. Pure.

Edition 0 are pictures stored before there was AVIF: three WebP of up to 1280 pixels. They are shown
with what they have until `flask --app portal pictures complete` has made the rest.
"""

from dataclasses import dataclass

from portal.core.picture_child import FIRST_WIDTHS, JPEG_WIDTHS, widths_of

EDITION = 1
ENDINGS = ("avif", "webp", "jpg")
"""The best first: a browser takes the first that it can read."""
FORMAT = f"<any({','.join(ENDINGS)}):format>"
"""How an address asks for one of them."""
MIME_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
}
MARK = 16
"""Letters of a digest that name a picture in an address."""


class Shown:
    """What a page asks of a picture. The names of its copies follow from its size."""

    sha256: str
    width: int | None
    height: int | None
    edition: int
    ground: str

    @property
    def mark(self) -> str:
        """Return what names it in an address."""
        return self.sha256[:MARK]

    @property
    def widths(self) -> tuple[int, ...]:
        """Return the widths there are, smallest first."""
        return widths_of(self.width or 1) if self.edition else FIRST_WIDTHS

    @property
    def newer(self) -> tuple[str, ...]:
        """Return the endings that go before JPEG."""
        return ENDINGS[:2] if self.edition else ENDINGS[1:2]

    @property
    def colours(self) -> list[str]:
        """Return the colours of its ground: left to right, then down."""
        return [self.ground[at : at + 6] for at in range(0, len(self.ground), 6)]

    def fitting(self, width: int, ending: str) -> tuple[int, str]:
        """Return the copy that serves best for a wish: its width and its ending."""
        if not self.edition:
            ending = "webp"
        widths = self.widths
        if ending == "jpg":
            widths = tuple(one for one in widths if one in JPEG_WIDTHS) or widths[-1:]
        return next((one for one in widths if one >= width), widths[-1]), ending

    def plain_width(self, width: int) -> int:
        """Return the width of the JPEG that serves for `width`, for what reads nothing newer."""
        return self.fitting(width, "jpg")[0]

    def real(self, width: int) -> int:
        """Return how wide the copy called `width` is."""
        return min(width, self.width or width)

    def every_name(self) -> list[str]:
        """Return the names in `core.files` of all copies there should be."""
        if not self.edition:
            return [f"{self.sha256}-{width}.webp" for width in FIRST_WIDTHS]
        found = [f"{width}.{ending}" for width in self.widths for ending in ("avif", "webp")]
        plain = {self.plain_width(width) for width in self.widths}
        return [f"{self.sha256}-{one}" for one in (*found, *(f"{width}.jpg" for width in plain))]


@dataclass(frozen=True)
class Copies(Shown):
    """A picture as somebody keeps it who does not keep its row."""

    sha256: str
    width: int | None
    height: int | None
    edition: int
    ground: str
