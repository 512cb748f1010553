"""Palettes: a paper, a panel and five cloths that go together."""

from dataclasses import dataclass

from PIL import ImageColor

Colour = tuple[int, int, int]


def rgb(text: str) -> Colour:
    red, green, blue = ImageColor.getrgb(text)[:3]
    return (red, green, blue)


def blend(a: Colour, b: Colour, share: float) -> Colour:
    """Return `a` with `share` (0 to 1) of `b` in it."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return (red, green, blue)


def darker(colour: Colour, share: float) -> Colour:
    return blend(colour, (24, 20, 28), share)


def lighter(colour: Colour, share: float) -> Colour:
    return blend(colour, (255, 252, 246), share)


def brightness(colour: Colour) -> float:
    """Return perceived brightness, 0 to 255 (Rec. 601 weights)."""
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


@dataclass(frozen=True)
class Palette:
    paper: Colour
    panel: Colour
    main: Colour
    second: Colour
    pale: Colour
    dark: Colour
    accent: Colour

    @property
    def cloths(self) -> tuple[Colour, ...]:
        return (self.main, self.second, self.pale, self.dark, self.accent)


def _palette(text: str) -> Palette:
    paper, panel, *cloths = (rgb(f"#{part}") for part in text.split())
    return Palette(paper, panel, *(_washed(colour) for colour in cloths))


def _washed(colour: Colour) -> Colour:
    """Return cloth is never as loud as ink: a little of its own grey."""
    grey = round(brightness(colour))
    return blend(colour, (grey, grey, grey), 0.16)


PALETTES = {
    "indigo": _palette("F2EDE2 D5D9E0 31466F 8FA3BF EBE3D2 1E2843 B5472F"),
    "cinnabar": _palette("F4EEE5 E8D5C8 B0402F 57504B EFE3D2 2B2422 C49A55"),
    "bamboo": _palette("F0F1E8 D3DCC8 557E60 A5BC92 F2EBD9 274433 C58A4E"),
    "rose": _palette("F6EEE9 E9D1C6 C08274 E0B8A8 F5EAE0 6D3F38 87997F"),
    "camel": _palette("F3ECE1 E0CFB5 B78B5A 85633F EEDFC5 43301F 3F5A68"),
    "denim": _palette("EFF0F0 CDD6DD 426189 839FBE E8E2D4 22324C BD7440"),
    "lotus": _palette("F8F0F0 EDD6DB CB8B9E EBC6CC F9EFE8 7B4057 73906F"),
    "celadon": _palette("EFF3EF CADCD4 7CA697 B5CFC2 F1ECDC 345C53 D2A062"),
    "midnight": _palette("ECEBEE CBCBD6 2B2F55 646A94 DCD8DC 181A31 CDAE7C"),
    "apricot": _palette("FBF2E7 F3D8BC DA9762 EFC59A FAEEDC 8C5232 61828A"),
    "oat": _palette("F2EFE9 DAD3C7 524E4A 9D9589 E9E0D0 2A2726 A5673F"),
    "plum": _palette("F3EEF0 DACDD5 714A65 AB8EA2 EFE4E5 3D263E B69753"),
    "lake": _palette("EEF2F3 C6D9DF 32708A 8EBAC6 EEE9DA 1B4150 D9A05A"),
    "moss": _palette("F1F0E7 D8D5BF 6E7043 A8A573 EEE6CF 393A24 A8573A"),
    "ash": _palette("F2F3F3 D3D9DD 7E8B95 BFC8CE F3F0E9 3B454D B04A3A"),
    "clay": _palette("F6EFE6 E7CDB5 AE6440 D6A47C F3E6D1 5E3523 4F6B63"),
}


def palette(seed: int, names: tuple[str, ...] = ()) -> Palette:
    """Return one of the named palettes (of all when none is named) by the seed."""
    wanted = names or tuple(PALETTES)
    return PALETTES[wanted[seed % len(wanted)]]
