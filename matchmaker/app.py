"""The application: the room that knows everybody and puts them together."""

from collections.abc import Sequence
from functools import partial
from inspect import iscoroutinefunction

import structlog
from flask import Flask, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from matchmaker import clock
from matchmaker.accounts import views as accounts
from matchmaker.accounts import words as accounts_words
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.expiry import purge_expired, purge_sign_in_log
from matchmaker.accounts.operations.reminders import remind_of_verifications
from matchmaker.accounts.operations.tokens import remind_of_tokens
from matchmaker.api import models as _api_models
from matchmaker.api import views as api
from matchmaker.api.operations.changes import (
    forget_withdrawn,
    heal_changes,
    record_changes,
    things_touched,
)
from matchmaker.api.operations.deliveries import (
    purge_deliveries,
    queue_next_round,
    send_due,
)
from matchmaker.api.operations.events import tell_events, tell_matches, tell_phases, tell_public
from matchmaker.api.operations.once import purge_sent_requests
from matchmaker.api.operations.open_data import make_open_data
from matchmaker.api.views import feeds as public_feeds
from matchmaker.attachments import models as _attachment_models
from matchmaker.attachments.operations.clearing import clear_attachments
from matchmaker.attachments.operations.scanning import heal_scans, scan_waiting
from matchmaker.audit import models as _audit_models
from matchmaker.catalogue import views as catalogue
from matchmaker.catalogue import words as catalogue_words
from matchmaker.catalogue.forms.sheets import SheetReader
from matchmaker.catalogue.operations.claims import follow_claims
from matchmaker.catalogue.operations.imports import perform_imports, purge_imports
from matchmaker.catalogue.operations.reminders import remind_of_qualifications
from matchmaker.db import db, engine_options, mark_reading
from matchmaker.demands import views as demands
from matchmaker.demands import words as demands_words
from matchmaker.demands.operations import close_expired, purge_pasted, remind_of_expiry
from matchmaker.discovery import views as discovery
from matchmaker.discovery.operations import check_and_repair, heal_search, index_changed
from matchmaker.discovery.queries.kinds import contents
from matchmaker.engagements import views as engagements
from matchmaker.engagements import words as engagements_words
from matchmaker.engagements.models import evaluation as _evaluation_models
from matchmaker.engagements.models import questions as _question_models
from matchmaker.engagements.models import responses as _response_models
from matchmaker.engagements.operations.claims import move_engagements
from matchmaker.engagements.operations.reminding import remind_of_steps
from matchmaker.insight import views as insight
from matchmaker.insight import words as insight_words
from matchmaker.insight.models import cities as _city_models
from matchmaker.insight.models import gaps as _gap_models
from matchmaker.insight.models import plans as _plan_models
from matchmaker.insight.models import snapshots as _snapshot_models
from matchmaker.insight.models import unseen as _unseen_models
from matchmaker.insight.operations.gaps import hold_next
from matchmaker.insight.operations.snapshots import take_snapshots
from matchmaker.insight.operations.unseen import find_unseen, queue_unseen
from matchmaker.jobs import models as _job_models
from matchmaker.jobs.changes import purge_table_changes
from matchmaker.jobs.delivery import deliver
from matchmaker.jobs.kept import Kept
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import (
    CHECK,
    DIGESTS,
    EVENTS,
    IMPORT,
    INDEX,
    INSIGHT,
    LINES,
    MAIL,
    RESTAND,
    RUN,
    SCAN,
    WEBHOOKS,
    queue_check,
    queue_lines,
)
from matchmaker.jobs.worker import Handler, purge
from matchmaker.matching import models as _matching_models
from matchmaker.matching import views as matching
from matchmaker.matching.operations.arrays import (
    heal_match_arrays,
    keep_match_arrays,
    match_arrays_fault,
    rebuild_match_arrays,
)
from matchmaker.matching.operations.pairs import move_pairs
from matchmaker.matching.operations.runs import perform_runs
from matchmaker.matching.operations.shown import purge_shown
from matchmaker.matching.operations.standings import (
    heal_standings,
    purge_changes,
    queue_standings,
    restand_changed,
)
from matchmaker.matching.operations.unknown import purge_unknown
from matchmaker.matching.queries.live import LiveRanker
from matchmaker.moderation import models as _moderation_models
from matchmaker.moderation import views as moderation
from matchmaker.moderation import words as moderation_words
from matchmaker.notices import views as notices
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify, purge_notices, send_daily_mails
from matchmaker.privacy import views as privacy
from matchmaker.privacy.operations.deletion import finish_deletions
from matchmaker.programmes import views as programmes
from matchmaker.programmes import words as programmes_words
from matchmaker.programmes.models import pilots as _pilot_models
from matchmaker.programmes.models import results as _result_models
from matchmaker.programmes.models import reviews as _review_models
from matchmaker.programmes.models import showcases as _showcase_models
from matchmaker.programmes.models import submissions as _submission_models
from matchmaker.programmes.operations.entries import remind_of_entries
from matchmaker.programmes.operations.review_reminders import remind_of_reviews
from matchmaker.search.whoosh_index import WhooshIndex
from matchmaker.staff import views as staff
from matchmaker.staff.operations.files import purge_taxonomy_files
from matchmaker.taxonomy import views as taxonomy
from matchmaker.taxonomy import words as taxonomy_words
from matchmaker.taxonomy.queries import metrics
from matchmaker.watches import views as watches
from matchmaker.watches.operations.digests import heal_digests, purge_news, send_digests
from matchmaker.watches.operations.offers import offer_watches_for
from matchmaker.watches.operations.queueing import queue_digests_soon
from matchmaker.web import (
    access,
    assets,
    context,
    errors,
    filters,
    headers,
    kept_answers,
    language,
    logging,
    marking,
    sent_forms,
)
from matchmaker.web import views as web
from matchmaker.web.addresses import AddressedFlask
from matchmaker.web.converters import CONVERTERS
from matchmaker.web.request import SiteRequest
from matchmaker.web.site import SiteFacts

BLUEPRINTS = (
    web,
    notices,
    moderation,
    accounts,
    taxonomy,
    catalogue,
    demands,
    matching,
    engagements,
    programmes,
    discovery,
    watches,
    insight,
    privacy,
    staff,
    api,
    public_feeds,
)
CHECKED_FROM_HOUR = 3  # in China, when few are about; a worker that slept then does it later
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Imported so that the schema is complete, whichever slice is used first.
MODELS = (
    _api_models,
    _audit_models,
    _attachment_models,
    _moderation_models,
    _job_models,
    _matching_models,
    _response_models,
    _result_models,
    _submission_models,
    _review_models,
    _showcase_models,
    _pilot_models,
    _evaluation_models,
    _question_models,
    _city_models,
    _gap_models,
    _plan_models,
    _snapshot_models,
    _unseen_models,
)

log = structlog.get_logger()
csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the site. Raises SettingsError when the settings do not allow it to run."""
    settings = settings or Settings.from_environ()
    app = AddressedFlask(
        "matchmaker",
        root_path=str(ROOT / "matchmaker"),
        instance_path=str(settings.instance_path),
        template_folder=str(ROOT / "templates"),
    )
    app.config.from_mapping(settings.for_flask())
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine_options(settings.database_url)}
    app.extensions["settings"] = settings
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    app.extensions["kept"] = Kept()
    app.extensions["live_ranker"] = LiveRanker.below(settings.instance_path)
    app.extensions["search_index"] = WhooshIndex(
        settings.instance_path / "search", contents=contents()
    )
    app.request_class = SiteRequest
    app.url_map.converters.update(CONVERTERS)
    _install_frame(app, settings)
    for slice_views in BLUEPRINTS:
        app.register_blueprint(slice_views.bp)
    app.register_blueprint(api.developers.pages)
    return app


def outbox_handlers() -> dict[str, Handler]:
    """Say who applies which kind of outbox row."""
    return {
        INDEX: _index_changed,
        MAIL: deliver,
        RUN: perform_runs,
        IMPORT: partial(perform_imports, make_reader=SheetReader),
        RESTAND: _restand_changed,
        DIGESTS: send_digests,
        CHECK: _check,
        SCAN: _scan_files,
        EVENTS: tell_events,
        WEBHOOKS: send_due,
        INSIGHT: find_unseen,
        LINES: hold_next,
    }


def _index_changed(rows: Sequence[OutboxRow]) -> None:
    index_changed(rows)
    keep_match_arrays()
    things = things_touched(rows)
    tell_public(record_changes(things))
    queue_standings(rows)  # after what ends the transaction: it lives or dies with "done"
    offer_watches_for(rows)
    queue_digests_soon()


def _scan_files(_rows: Sequence[OutboxRow]) -> None:
    for row in scan_waiting():
        uploader = db.session.get(Account, row.uploader_id or 0)
        if uploader is not None:
            facts = {"name": row.name}
            notify(uploader, NoticeKind.FILE_INFECTED, facts=facts, endpoint="notices.mine")


def _check(rows: Sequence[OutboxRow]) -> None:
    names = {row.key.partition(":")[2] for row in rows}
    if "open-data" in names:
        make_open_data()
    if names == {"open-data"}:
        return
    check_and_repair(rows)
    fault = match_arrays_fault()
    if fault:
        log.warning("match_arrays_rebuilt", reason=fault)
        rebuild_match_arrays()


def _restand_changed(rows: Sequence[OutboxRow]) -> None:
    restand_changed(rows)
    tell_matches()
    queue_lines(clock.now())
    queue_digests_soon()


def keep_house() -> None:
    """Delete what is kept for a time only; heal the indexes where they are lost."""
    purge()
    purge_table_changes()
    purge_pasted()
    close_expired()
    remind_of_expiry()
    purge_shown()
    purge_unknown()
    purge_taxonomy_files()
    purge_imports()
    purge_changes()
    purge_expired()
    remind_of_verifications()
    remind_of_tokens()
    remind_of_qualifications()
    remind_of_entries()
    sent_forms.purge_sent_forms()
    purge_sent_requests()
    purge_notices()
    clear_attachments()
    heal_scans()
    purge_sign_in_log()
    finish_deletions()
    heal_standings()
    purge_news()
    heal_digests()
    remind_of_steps()
    remind_of_reviews()
    forget_withdrawn()
    purge_deliveries()
    tell_phases()
    queue_next_round()
    here = clock.now().astimezone(clock.CHINA)
    if here.hour >= CHECKED_FROM_HOUR:
        queue_check("indexes", once=f"check:{here.date()}")
        queue_check("open-data", once=f"open-data:{here.date()}")
    queue_unseen()
    queue_lines(clock.now())
    take_snapshots()
    db.session.commit()
    send_daily_mails()
    heal_changes()
    db.session.commit()
    heal_search()
    heal_match_arrays()


def _install_frame(app: Flask, settings: Settings) -> None:
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    logging.install(is_production=settings.is_production)
    db.init_app(app)
    # The library ends each request by closing its asynchronous sessions in a thread started for
    # that. This site has none.
    app.teardown_appcontext_funcs = [
        close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]

    @app.before_request
    def choose_transaction() -> None:  # first: whoever asks the database next relies on it
        mark_reading(is_reading=request.method in READING_METHODS)

    @app.teardown_request
    def forget_transaction(_error: BaseException | None) -> None:
        mark_reading(is_reading=False)  # what this thread does next may write

    context.install(app)
    csrf.init_app(app)  # before access: a forged request is refused whoever it comes from
    accounts.install(app)
    sent_forms.install(app)
    access.install(app)
    kept_answers.install(app)
    language.install(app)
    filters.install(app)
    accounts_words.install(app)
    moderation_words.install(app)
    taxonomy_words.install(app)
    metrics.install(app)
    catalogue_words.install(app)
    follow_claims(move_engagements)
    follow_claims(move_pairs)
    engagements_words.install(app)
    demands_words.install(app)
    programmes_words.install(app)
    insight_words.install(app)
    engagements.install(app)
    programmes.install(app)
    watches.install(app)
    api.install(app)
    csrf.exempt(api.bp)  # no cookie counts there, so nobody can forge with one
    public_feeds.install(app)
    csrf.exempt(notices.stop_now)
    csrf.exempt(watches.stop_now)  # the key in its address is the permission; cookies count nothing
    assets.install(app)
    marking.install(app)
    headers.install(app, is_production=settings.is_production)
    errors.install(app)
    app.jinja_env.globals["site"] = SiteFacts(
        name_zh=settings.site_name,
        name_en=settings.site_name_en,
        contact_email=settings.contact_email,
        filing_icp=settings.filing_icp,
        filing_police=settings.filing_police,
    )
