"""Two small applications to hold ours against, on the same server, machine and data.

`hello` renders one small template. `plain_list` answers a page of twenty offerings as a plain
Flask and SQLAlchemy view does: one count, one select, a template of links; no filters, no facets,
no session, no language, no rights, nothing of a frame around it.
"""

import os

from flask import Flask, render_template_string, request
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session, contains_eager

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Offering
from matchmaker.db import engine_options

PER_PAGE = 20
HELLO = "<!doctype html><title>{{ title }}</title><p>{{ words }}</p>"
LIST = """<!doctype html><title>{{ total }}</title><ul>
{% for row in rows %}<li><a href="{{ url_for('offering', number=row.id) }}">{{ row.title }}</a>
<p>{{ row.organisation.name }}</p><p>{{ row.summary }}</p></li>{% endfor %}</ul>"""


def hello() -> Flask:
    """Give a site of one page without any data."""
    app = Flask(__name__)

    @app.get("/")
    def index() -> str:
        return render_template_string(HELLO, title="5G", words="供需对接")

    return app


def plain_list() -> Flask:
    """Give a site of one list over the same database, with nothing around it."""
    app = Flask(__name__)
    engine = create_engine(**engine_options(os.environ["DATABASE_URL"]))

    @app.get("/offerings/<int:number>")
    def offering(number: int) -> str:
        return str(number)

    @app.get("/offerings")
    def index() -> str:
        shown = Offering.state == OfferingState.PUBLISHED
        number = request.args.get("page", 1, type=int)
        with Session(engine) as session:
            total = session.scalar(select(func.count()).select_from(Offering).where(shown))
            rows = session.scalars(
                select(Offering)
                .join(Organisation)
                .options(contains_eager(Offering.organisation))
                .where(shown)
                .order_by(Offering.published_at.desc(), Offering.id)
                .limit(PER_PAGE)
                .offset((number - 1) * PER_PAGE)
            ).all()
            return render_template_string(LIST, rows=rows, total=total)

    return app
