"""Open data: what there is, what its columns mean, under which terms; and the files."""

from typing import Final

from flask import current_app, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.api.operations.open_data import (
    FORMS,
    MANIFEST,
    DataFile,
    Manifest,
    open_data,
    open_data_folder,
)
from matchmaker.api.queries.exports import DICTIONARY, TABLES, Rights
from matchmaker.api.views.feeds.blueprint import bp
from matchmaker.api.views.feeds.linked import dataset_data
from matchmaker.errors import NotFoundError
from matchmaker.web.access import public
from matchmaker.web.sheets import XLSX

TYPES: Final = {"csv": "text/csv", "jsonl": "application/jsonl", "xlsx": XLSX}


@bp.get("/open-data", endpoint="open_data")
@public
def open_data_page() -> ResponseReturnValue:
    made = open_data()
    return render_template(
        "api/open_data.html",
        made=made,
        tables=(*TABLES, DICTIONARY),
        files=_by_table(made),
        licence=current_app.extensions["settings"].open_data_licence,
        terms=_terms(),
        linked=dataset_data(made),
    )


@bp.get("/open-data/manifest")
@public
def open_data_manifest() -> ResponseReturnValue:
    folder = open_data_folder()
    if folder is None:
        raise NotFoundError(_("开放数据还没有生成，请明天再来。"))
    return send_file(folder / MANIFEST, "application/json")


@bp.get("/open-data/<slug:data_table>/<slug:data_form>")
@public
def open_data_file(data_table: str, data_form: str) -> ResponseReturnValue:
    made, folder = open_data(), open_data_folder()
    found = made.file(data_table, data_form) if made else None
    if found is None or folder is None:
        raise NotFoundError(_("没有这个文件。请从开放数据页面下载。"))
    return send_file(
        folder / found.name,
        TYPES[data_form],
        as_attachment=True,
        download_name=found.name,
        etag=found.sha256[:32],
    )


def _by_table(made: Manifest | None) -> dict[str, list[DataFile]]:
    found: dict[str, list[DataFile]] = {}
    for file in made.files if made else ():
        found.setdefault(file.table, []).append(file)
    return {
        name: sorted(files, key=lambda one: FORMS.index(one.form)) for name, files in found.items()
    }


def _terms() -> dict[str, str]:
    """Say under which terms what is of whom is given."""
    licence = current_app.extensions["settings"].open_data_licence
    return {
        Rights.SITE.value: _("本站整理的事实，按%(licence)s提供。", licence=licence),
        Rights.MEMBERS.value: _(
            "由各单位自己填写。名称、数字等事实可以注明本站后使用；文字的权利属于填写的单位，本站不代为授权。"
        ),
        Rights.SOURCES.value: _(
            "摘自所列来源已经发布的内容，以来源自己的条款为准；使用时请注明来源。"
        ),
    }
