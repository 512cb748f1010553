"""Pictures and papers of the demo, drawn and stored as if people had uploaded them."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from portal.core import picture_child, pictures
from portal.demo import material
from portal.demo.drawing.papers import draw_document
from portal.demo.drawing.pictures import draw_cover, draw_look
from portal.demo.drawing.styles import draw_style, draw_style_cloth
from portal.documents import actions as documents
from portal.documents.models import FileKind, StoredFile

MOST_PROCESSES = 4
A_PAPER = -1
"""The place of a scan: its category is then the kind of paper."""


@dataclass(frozen=True)
class Wanted:
    """A picture to be drawn: place 0 is a cover, the others are looks."""

    seed: int
    category: str
    place: int


@dataclass(frozen=True)
class WantedStyle:
    """A picture of a line sheet's style: place 0 is its front, the other its cloth."""

    seed: int
    category: str
    model: int
    weave: str
    colour: str
    place: int = 0

    def jpeg(self) -> bytes:
        """Return it drawn, as a camera would deliver it."""
        draw = draw_style if self.place == 0 else draw_style_cloth
        return draw(self.seed, self.category, self.model, self.weave, self.colour)


@dataclass(frozen=True)
class Drawn:
    """Pictures that are being drawn; whoever asks for one waits until it is there."""

    under_way: Mapping[Wanted | WantedStyle, Future[bytes]]

    def __getitem__(self, wanted: Wanted | WantedStyle) -> bytes:
        return self.under_way[wanted].result()


def draw(wanted: Wanted | WantedStyle) -> bytes:
    """Return one picture, with all its copies packed as an upload's are."""
    if isinstance(wanted, WantedStyle):
        return picture_child.encode(wanted.jpeg(), first_only=True)
    if wanted.place == A_PAPER:
        told = material.read("papers")["scans"][wanted.category]
        scan = draw_document(wanted.seed, told["drawn"], told["lines"])
        return picture_child.encode(scan, first_only=True)
    if wanted.place == 0:
        return picture_child.encode(draw_cover(wanted.seed, wanted.category), first_only=True)
    look = draw_look(wanted.seed, wanted.category, wanted.place)
    return picture_child.encode(look, first_only=True)


@contextmanager
def drawing(wanted: Iterable[Wanted | WantedStyle]) -> Iterator[Drawn]:
    """Give every picture, drawn on the machine's cores while the stories are told already."""
    cores = min(os.cpu_count() or 1, MOST_PROCESSES)
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        try:
            yield Drawn({one: pool.submit(draw, one) for one in dict.fromkeys(wanted)})
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def keep(wanted: Wanted | WantedStyle, packed: bytes) -> documents.Upload:
    """Store a drawn picture's copies; return it as an upload that was checked."""
    picture = pictures.keep(packed)
    return documents.Upload(
        name=f"{wanted.category}-{wanted.seed}-{wanted.place}.jpg",
        kind=FileKind.PICTURE,
        sha256=picture.sha256,
        byte_size=len(packed),
        width=picture.width,
        height=picture.height,
        ground=picture.ground,
        edition=0,
    )


def paper(seed: int, kind: str, lines: Sequence[str]) -> documents.Upload:
    """Draw a paper and store it as an upload that was checked."""
    packed = picture_child.encode(draw_document(seed, kind, lines), first_only=True)
    return keep(Wanted(seed, kind, 0), packed)


def store(upload: documents.Upload, by_id: int) -> StoredFile:
    """Note an upload in the database."""
    return documents.store(upload, by_id=by_id)
