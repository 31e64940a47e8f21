"""Words people search or paste and nothing recognises: names of entries, or nothing."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker.accounts.forms.files import wants_file
from matchmaker.staff.forms.words import WordForm
from matchmaker.staff.operations.words import dismiss_word, name_by_word
from matchmaker.staff.policies import may_tend_taxonomy
from matchmaker.staff.queries.words import entry_to_name, word_by_id, words_waiting
from matchmaker.staff.views.blueprint import bp
from matchmaker.taxonomy.models import UnknownWord
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate
from matchmaker.web.sheets import Columns, first_rows, table_file

PER_PAGE = 50


@bp.get("/staff/taxonomy/words")
@needs(may_tend_taxonomy, account=True)
def unknown_words() -> ResponseReturnValue:
    found = words_waiting()
    if wants_file():
        return _file(found)
    return render_template(
        "staff/unknown_words.html", page=paginate(found, per_page=PER_PAGE, has_file=True)
    )


@bp.route("/staff/taxonomy/words/<int:word_id>", methods=["GET", "POST"])
@needs(may_tend_taxonomy, word_by_id, account=True)
def unknown_word(word: UnknownWord) -> ResponseReturnValue:
    form = WordForm()
    form.offer()
    entry = entry_to_name(form.entry.data or "")
    if entry is not None and form.validate_on_submit():
        if form.succeeds(lambda: name_by_word(word, entry, actor=current_actor())):
            words = _("“%(word)s”现在是别名，搜索和匹配随后更新。", word=word.word)
            return done(words, url_for(".unknown_words"))
    elif form.is_submitted():
        form.validate()
    page = render_template("staff/unknown_word.html", form=form, word=word)
    return page, form.status


@bp.post("/staff/taxonomy/words/<int:word_id>/dismiss")
@needs(may_tend_taxonomy, word_by_id, account=True)
def dismiss_unknown_word(word: UnknownWord) -> ResponseReturnValue:
    dismiss_word(word, actor=current_actor())
    return done(_("已忽略，不再列出。"), url_for(".unknown_words"))


def _file(found: Select[UnknownWord]) -> Response:
    columns: Columns[UnknownWord] = {
        _("词"): lambda row: row.word,
        _("搜索次数"): lambda row: row.searches,
        _("粘贴次数"): lambda row: row.pastes,
        _("出现的天数"): lambda row: row.days,
        _("最近一次"): lambda row: row.last_on.isoformat(),
    }
    return table_file("words", _("没有认出的词"), columns, first_rows(found))
