"""The least that a page of records and a form that changes one can be, with the same libraries.

A signed-in reader, forty rows through the mapper and a template; a form with its token, one row
changed, one line of a trail. No tenant, rules, messages or languages: what a page of the portal
costs more than this is the portal's own.
"""

from pathlib import Path

from flask import Flask, redirect, render_template
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug import Response
from wtforms import StringField
from wtforms.validators import DataRequired

ROWS = 4000
SHOWN = 40
PAGE = """<!doctype html><title>{{ reader.name }}</title><h1>{{ reader.name }}</h1>
{% for one in records %}<p>{{ one.id }} {{ one.state }} {{ one.note }}</p>{% endfor %}
"""


class Base(DeclarativeBase):
    """The tables of this small application alone."""


class Reader(UserMixin, Base):
    """Somebody who signs in."""

    __tablename__ = "reader"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Record(Base):
    """What is shown and changed."""

    __tablename__ = "record"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    note: Mapped[str]


class Line(Base):
    """One deed of the trail."""

    __tablename__ = "line"
    id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int]
    what: Mapped[str]


class Note(FlaskForm):
    """What somebody says to a record."""

    note = StringField(validators=[DataRequired()])


db = SQLAlchemy(model_class=Base)


def filled(folder: Path) -> tuple[str, str]:
    """Write its records; return the cookie and the token of a reader who is signed in."""
    app = application(str(folder))
    with app.app_context():
        db.create_all()
        db.session.add(Reader(id=1, name="Reader"))
        db.session.add_all(Record(state="open", note="note") for _row in range(ROWS))
        db.session.commit()
    client = app.test_client()
    token = client.get("/sign-in").text
    cookie = client.get_cookie("session")
    assert cookie
    return f"session={cookie.value}", token


def application(folder: str) -> Flask:
    """Return it, on a database of its own."""
    app = Flask("least")
    app.config["SECRET_KEY"] = "no secret: this serves nothing but a measurement"
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{Path(folder).resolve() / 'least.sqlite3'}"
    db.init_app(app)
    CSRFProtect(app)
    signing_in = LoginManager(app)
    signing_in.user_loader(lambda number: db.session.get(Reader, int(number)))

    page = app.jinja_env.from_string(PAGE)

    def sign_in() -> str:
        login_user(db.session.get_one(Reader, 1))
        return str(generate_csrf())

    def records() -> str:
        found = db.session.scalars(select(Record).limit(SHOWN)).all()
        return render_template(page, reader=current_user, records=found)

    def decide(number: int) -> tuple[str, int] | Response:
        form = Note()
        if not form.validate():
            return "", 422
        record = db.get_or_404(Record, number)
        record.state, record.note = "passed", form.note.data or ""
        db.session.add(Line(reader_id=current_user.id, what=f"passed {number}"))
        db.session.commit()
        return redirect("/records", 303)

    app.add_url_rule("/sign-in", view_func=sign_in)
    app.add_url_rule("/records", view_func=login_required(records))
    deciding = login_required(decide)
    app.add_url_rule("/records/<int:number>", view_func=deciding, methods=["POST"])
    return app
