"""A real browser, and the portal really served to it, with a mail server that keeps its letters."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.letterbox import Letterbox
from tests.make import PASSWORD, PDF
from tests.served import Served, at_home, installed
from tests.services import chromium_hint, chromium_path, do_without

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STAFF = "staff@example.org"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once for all stories."""
    path = chromium_path()
    if path is None:
        do_without(chromium_hint())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@dataclass
class Premises:
    """An installation in use: where it answers, where its letters arrive, files to send."""

    served: Served
    box: Letterbox
    photos: list[Path]
    paper: Path


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an installation that knows one person: a member of staff, made by command."""
    folder = tmp_path_factory.mktemp("installation")
    with at_home(installed(folder)):
        pass
    Served(folder).command(
        "user", "create-staff", "--name", "陈思远", "--login", STAFF, typed=[PASSWORD, PASSWORD]
    )
    return folder


@pytest.fixture
def premises(installation: Path, tmp_path: Path) -> Iterator[Premises]:
    """Serve a copy of the installation."""
    box = Letterbox().open()
    folder = shutil.copytree(installation, tmp_path / "instance")
    served = Served(folder, **box.settings)
    try:
        served.start()
        yield Premises(served, box, photos(tmp_path), paper(tmp_path))
    finally:
        served.stop()
        box.close()


def photos(folder: Path) -> list[Path]:
    """Make four photos of cloth."""
    made = []
    for number, colour in enumerate(("#2B3A67", "#B5382A", "#5B8C5A", "#C9A227")):
        out = io.BytesIO()
        Image.new("RGB", (900, 1200), colour).save(out, "JPEG")
        path = folder / f"look-{number}.jpg"
        path.write_bytes(out.getvalue())
        made.append(path)
    return made


def paper(folder: Path) -> Path:
    """Make a PDF."""
    path = folder / "agreement.pdf"
    path.write_bytes(PDF)
    return path
