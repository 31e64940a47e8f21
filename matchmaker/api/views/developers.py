"""The description of the API, for programs and for people."""

from flask import Blueprint, Response, json, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.describing import description
from matchmaker.api.views.reading import chapters
from matchmaker.web.access import public
from matchmaker.web.problems import PROBLEMS

pages = Blueprint("developers", __name__)


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    body = json.dumps(description(), ensure_ascii=False, sort_keys=False)
    response = Response(body, mimetype="application/json")
    response.add_etag()
    response.vary.update(["Accept-Language"])
    response.cache_control.public = True
    response.cache_control.max_age = 300
    response.make_conditional(request)
    return response


@pages.get("/developers")
@public
def developers() -> ResponseReturnValue:
    said = description()
    return render_template(
        "api/developers.html", said=said, chapters=chapters(said), problems=PROBLEMS
    )
