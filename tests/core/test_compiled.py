"""Compiled templates wait for the next process, and count only as long as they say the same."""

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import DictLoader

from portal import create_app
from portal.core.compiled import FOLDER, Shelf
from portal.core.i18n import CHINESE, ENGLISH
from portal.core.templates import Templates

WORDS = "{{ _('Brands') }} {{ url_for('reports.home') }}"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the templates that were compiled meanwhile."""
    found: list[str] = []
    compile_one = Templates.compile

    def note(env: Templates, source: Any, name: str | None = None, *rest: Any, **more: Any) -> Any:
        found.append(str(name))
        return compile_one(env, source, name, *rest, **more)

    monkeypatch.setattr(Templates, "compile", note)
    return found


def begun(folder: Path, words: str = WORDS, **settings: Any) -> Flask:
    """Return an application as a process that starts builds it, with one template."""
    app = create_app(
        INSTANCE_PATH=folder, SECRET_KEY="test", TESTING=True, JOBS_WAKE=False, **settings
    )
    app.jinja_env.loader = DictLoader({"a.html": words})
    return app


def drawn(app: Flask, spoken: str = ENGLISH, root: str = "") -> str:
    base = f"http://localhost{root}/"
    with app.test_request_context(f"/?lang={spoken}", base_url=base):
        return app.jinja_env.get_template("a.html").render()


def test_the_next_process_compiles_nothing(tmp_path: Path, compiled: list[str]) -> None:
    assert drawn(begun(tmp_path)) == "Brands /home"
    assert drawn(begun(tmp_path)) == "Brands /home"
    assert compiled == ["a.html"]


def test_each_language_and_each_place_has_its_own(tmp_path: Path, compiled: list[str]) -> None:
    for _process in range(2):
        assert drawn(begun(tmp_path)) == "Brands /home"
        assert drawn(begun(tmp_path), CHINESE) == "品牌 /home"
        assert drawn(begun(tmp_path), root="/portal") == "Brands /portal/home"
    assert len(compiled) == 3


def test_other_words_and_other_addresses_are_compiled_anew(
    tmp_path: Path, compiled: list[str]
) -> None:
    drawn(begun(tmp_path))
    assert drawn(begun(tmp_path, "{{ _('Market') }}")) == "Market"
    assert len(compiled) == 2
    app = begun(tmp_path)
    app.url_map.add(app.url_rule_class("/today", endpoint="reports.home", build_only=False))
    drawn(app)
    assert len(compiled) == 3
    assert len(list((tmp_path / FOLDER).iterdir())) == 1, "what no longer counts is written over"


def test_other_texts_are_compiled_anew(
    tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(begun(tmp_path))
    translations = tmp_path / "translations" / "en" / "LC_MESSAGES"
    translations.mkdir(parents=True)
    (translations / "messages.mo").write_bytes(b"other")
    app = begun(tmp_path)
    monkeypatch.setattr("portal.core.i18n.TRANSLATIONS", tmp_path / "translations")
    drawn(app)
    assert len(compiled) == 2


def test_a_damaged_file_is_made_again(tmp_path: Path, compiled: list[str]) -> None:
    drawn(begun(tmp_path))
    (kept,) = (tmp_path / FOLDER).iterdir()
    whole = kept.read_bytes()
    for damaged in (b"", whole[:20], whole[:-40], b"j2" + os.urandom(300)):
        kept.write_bytes(damaged)
        assert drawn(begun(tmp_path)) == "Brands /home"
    assert len(compiled) == 5
    assert kept.read_bytes() == whole


@pytest.mark.skipif(os.name == "nt", reason="rights of folders are others there")
def test_nothing_is_read_where_others_can_write(tmp_path: Path, compiled: list[str]) -> None:
    drawn(begun(tmp_path))
    folder = tmp_path / FOLDER
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    assert drawn(begun(tmp_path)) == "Brands /home"
    folder.chmod(0o700)
    (tmp_path / "elsewhere").symlink_to(folder)
    assert drawn(begun(tmp_path, COMPILED_TEMPLATES=tmp_path / "elsewhere")) == "Brands /home"
    (tmp_path / "file").write_text("")
    assert drawn(begun(tmp_path, COMPILED_TEMPLATES=tmp_path / "file")) == "Brands /home"
    assert len(compiled) == 4


def test_a_static_file_that_changed_is_known(tmp_path: Path) -> None:
    app = begun(tmp_path)
    static = tmp_path / "static"
    static.mkdir()
    (static / "a.css").write_text("a")
    app.static_folder = str(static)
    before = Shelf(app)._edition  # noqa: SLF001 -- what a page is made of shows nowhere else
    (static / "a.css").write_text("ab")
    assert Shelf(app)._edition != before  # noqa: SLF001
