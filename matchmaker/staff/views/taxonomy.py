"""Tending the taxonomy: the list of scenes, one scene, merging, retiring, what it said before."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.db import db
from matchmaker.staff.forms.files import entries_file
from matchmaker.staff.forms.taxonomy import MergeForm, SceneForm, TendForm
from matchmaker.staff.operations.merging import merge_scenes
from matchmaker.staff.operations.scenes import (
    add_scene,
    edit_scene,
    restore_scene,
    retire_scene,
)
from matchmaker.staff.policies import may_see_taxonomy_desk, may_tend_taxonomy
from matchmaker.staff.queries.taxonomy import (
    counts_by_scene,
    history_lines,
    scene_events,
    scene_to_tend,
    scenes_for_staff,
    touched_by,
)
from matchmaker.staff.views.blueprint import bp
from matchmaker.taxonomy.models import Scene
from matchmaker.taxonomy.queries import sector_coded, sectors_in_order
from matchmaker.web.access import current_actor, needs
from matchmaker.web.forms import clean_line
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember

PER_PAGE = 50
LONGEST = 80


@bp.get("/staff/taxonomy")
@needs(may_see_taxonomy_desk, account=True)
def taxonomy() -> ResponseReturnValue:
    words = clean_line(request.args.get("q"))[:LONGEST]
    sector = sector_coded(request.args.get("sector", "")[:LONGEST])
    retired = request.args.get("state") == "retired"
    found = scenes_for_staff(sector=sector, words=words, retired=retired)
    if wants_file():
        return entries_file("scene", found)
    page = paginate(found, per_page=PER_PAGE, has_file=True)
    return render_template(
        "staff/taxonomy.html",
        page=page,
        counts=counts_by_scene(page.items),
        sectors=sectors_in_order(),
        sector=sector,
        words=words,
        retired=retired,
        may_tend=may_tend_taxonomy(current_actor()),
    )


@bp.route("/staff/taxonomy/scenes/new", methods=["GET", "POST"])
@needs(may_tend_taxonomy, account=True)
def new_scene() -> ResponseReturnValue:
    form = SceneForm.of(None)
    if form.validate_on_submit():
        scene = form.attempt(lambda: add_scene(form.content(), actor=current_actor()))
        if scene is not None:
            page = url_for(".scene_history", slug=scene.slug)
            remember(current_actor(), page)
            db.session.commit()
            flash(_("已新建场景，搜索和匹配随后更新。"), "success")
            return redirect(page, code=303)
    return render_template("staff/edit_scene.html", form=form, scene=None), form.status


@bp.route("/staff/taxonomy/scenes/<slug:slug>/edit", methods=["GET", "POST"])
@needs(may_tend_taxonomy, scene_to_tend, account=True)
def edit_scene_page(scene: Scene) -> ResponseReturnValue:
    form = SceneForm.of(scene)
    if form.validate_on_submit() and form.succeeds(
        lambda: edit_scene(
            scene, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        db.session.commit()
        flash(_("已保存，搜索和匹配随后更新。"), "success")
        return redirect(url_for(".scene_history", slug=scene.slug), code=303)
    form.take_over(scene)
    page = render_template(
        "staff/edit_scene.html", form=form, scene=scene, touched=touched_by(scene)
    )
    return page, form.status


@bp.get("/staff/taxonomy/scenes/<slug:slug>/history")
@needs(may_see_taxonomy_desk, scene_to_tend, account=True)
def scene_history(scene: Scene) -> ResponseReturnValue:
    page = paginate(scene_events(scene), per_page=PER_PAGE)
    return render_template(
        "staff/scene_history.html",
        scene=scene,
        page=page,
        lines=history_lines(page.items),
        touched=touched_by(scene),
        may_tend=may_tend_taxonomy(current_actor()),
    )


@bp.route("/staff/taxonomy/scenes/<slug:slug>/retire", methods=["GET", "POST"])
@needs(may_tend_taxonomy, scene_to_tend, account=True)
def retire_scene_page(scene: Scene) -> ResponseReturnValue:
    form = TendForm(version=str(scene.version))
    if form.validate_on_submit() and form.succeeds(
        lambda: retire_scene(scene, seen_version=form.seen_version, actor=current_actor())
    ):
        db.session.commit()
        flash(_("已停用。写着它的内容不变，新的内容不能再选它。"), "success")
        return redirect(url_for(".scene_history", slug=scene.slug), code=303)
    form.take_over(scene)
    page = render_template(
        "staff/retire_scene.html", form=form, scene=scene, touched=touched_by(scene)
    )
    return page, form.status


@bp.post("/staff/taxonomy/scenes/<slug:slug>/restore")
@needs(may_tend_taxonomy, scene_to_tend, account=True)
def restore_scene_now(scene: Scene) -> ResponseReturnValue:
    restore_scene(scene, actor=current_actor())
    db.session.commit()
    flash(_("已恢复使用。"), "success")
    return redirect(url_for(".scene_history", slug=scene.slug), code=303)


@bp.route("/staff/taxonomy/scenes/<slug:slug>/merge", methods=["GET", "POST"])
@needs(may_tend_taxonomy, scene_to_tend, account=True)
def merge_scene(scene: Scene) -> ResponseReturnValue:
    form = MergeForm(version=str(scene.version))
    form.offer(scene, request.args.get("into", "")[:LONGEST])
    into = scene_to_tend(form.into.data) if form.into.data else None
    if (
        into is not None
        and form.validate_on_submit()
        and form.succeeds(
            lambda: merge_scenes(
                scene,
                into,
                seen_version=form.seen_version,
                into_version=form.seen_into_version,
                actor=current_actor(),
            )
        )
    ):
        db.session.commit()
        flash(_("已合并。写着它的内容、保存的搜索和旧网址都跟过去了。"), "success")
        return redirect(url_for(".scene_history", slug=into.slug), code=303)
    if form.is_stale or not form.is_submitted():
        form.take_over(scene)
        form.into_version.data = str(into.version) if into else ""
    page = render_template(
        "staff/merge_scene.html", form=form, scene=scene, into=into, touched=touched_by(scene)
    )
    return page, form.status
