"""What other parts tell the directory of a brand: the terms whose bands its owner has released."""

from collections.abc import Callable, Mapping

from portal.brands.models import Revision

Bands = Callable[[Revision], Mapping[str, str]]
_bands: list[Bands] = []


def offer_bands(bands: Bands) -> None:
    """Let `bands` say which bands of a revision's terms are released: code table to code."""
    _bands[:] = [bands]


def released_bands(revision: Revision) -> Mapping[str, str]:
    """Return the released bands of a revision by their code table."""
    return {name: code for bands in _bands for name, code in bands(revision).items()}
