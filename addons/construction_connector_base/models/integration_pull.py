# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import datetime, timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.queue_job.job import Job

from ..core.adapter import Page
from ..core.backoff import full_jitter
from ..core.errors import TransientError

_logger = logging.getLogger(__name__)

RETRY_SECONDS = 60.0


class IntegrationPull(models.Model):
    """A stream of records that is asked for regularly.

    One job takes one page: its records and the cursor behind them are stored together, or neither.
    A run begins a little before the cursor, for what the system stored late; what is known already
    is recognised by its id.
    """

    _name = "integration.pull"
    _description = "Pull"
    _inherit = ["integration.audit.mixin"]
    _rec_name = "stream"
    _order = "system_id, stream"

    active = fields.Boolean(default=True)
    system_id = fields.Many2one("integration.system", required=True, ondelete="cascade", index=True)
    stream = fields.Char(required=True, help="As the adapter of the system calls it.")
    interval_minutes = fields.Integer("Every (Minutes)", required=True, default=15)
    page_size = fields.Integer(required=True, default=200)
    overlap_minutes = fields.Integer(
        "Overlap (Minutes)",
        required=True,
        default=10,
        help="Each run begins so much before the end of the last one.",
    )
    cursor = fields.Char(help="Where the next run goes on. Empty it to read everything again.")
    next_run_at = fields.Datetime("Next Run", default=fields.Datetime.now)
    last_run_at = fields.Datetime("Last Run", readonly=True, copy=False)
    last_result = fields.Char(readonly=True, copy=False)
    failures = fields.Integer(
        readonly=True, copy=False, aggregator=None, help="One after the other."
    )

    _stream_uniq = models.UniqueIndex(
        "(system_id, stream)", "This stream of the system is pulled already."
    )
    # _cron_pull
    _due_idx = models.Index("(next_run_at) WHERE active")
    _sizes_positive = models.Constraint(
        "CHECK (interval_minutes > 0 AND page_size BETWEEN 1 AND 1000 AND overlap_minutes >= 0)",
        "A pull needs an interval, and pages of 1 to 1000 records.",
    )

    @api.model
    def _audit_ignored(self):
        told = {"cursor", "next_run_at", "last_run_at", "last_result", "failures"}
        return super()._audit_ignored() | told

    @api.constrains("system_id", "stream")
    def _check_stream(self):
        for pull in self:
            streams = pull.system_id._adapter()._streams()
            if pull.stream not in streams:
                raise ValidationError(
                    self.env._(
                        "The adapter of %(system)s has no stream “%(stream)s”. It has: %(streams)s.",
                        system=pull.system_id.name,
                        stream=pull.stream,
                        streams=", ".join(streams) or "-",
                    )
                )

    def action_pull_now(self):
        """Pull at once; the job runner does it."""
        self.check_access("read")
        if not self.env.user.has_group("construction_connector_base.group_operator"):
            raise AccessError(self.env._("Only integration operators may start a pull."))
        for pull in self:
            pull._enqueue()
            self.env["integration.audit.entry"]._note(
                "pull.requested", record=pull, system_id=pull.system_id.id
            )

    @api.model
    def _cron_pull(self) -> None:
        """Start the runs that are due."""
        for pull in self.search([("next_run_at", "<=", fields.Datetime.now())]):
            if not pull._is_started():
                pull._enqueue()

    @property
    def _identity(self) -> str:
        return f"integration.pull:{self.id}"

    def _is_started(self) -> bool:
        [(is_started,)] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM queue_job WHERE identity_key = %s
                                AND state IN ('pending', 'enqueued', 'started'))
                """,
                self._identity,
            )
        )
        return is_started

    def _enqueue(self, goes_on: bool = False) -> None:
        # not with_delay(): a run that enqueues its next page would find itself. The superuser: a
        # job belongs to no person, the records are taken as the service user of the system.
        pulls = self.env(user=SUPERUSER_ID, context={})[self._name]
        Job(
            pulls._pull_page,
            args=(self.id, goes_on),
            identity_key=self._identity,
            description=f"Pull {self.stream} of {self.system_id.code}",
            max_retries=0,
        ).store()

    @api.model
    def _pull_page(self, pull_id: int, goes_on: bool) -> str:
        """Take the next page of a pull; return what came of it. ``goes_on``: within a run."""
        pull = self.browse(pull_id).exists()
        if not pull.active or not pull.system_id.active or not pull.system_id._may_send():
            return "off"
        if not pull._is_ours():
            return "another run is at it"
        try:
            page = pull.system_id._ask(lambda: pull._ask_page(goes_on))
            result = pull._store_page(page)
        except (TransientError, UserError) as error:
            return pull._fail(str(error))
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            # conflicts with other transactions cannot be mended inside this one
            raise
        except Exception as error:
            _logger.exception("Pull %s of %s failed", pull.stream, pull.system_id.code)
            return pull._fail(self.env._("A fault of the adapter: %s.", type(error).__name__))
        if page.more:
            pull._enqueue(goes_on=True)
        return result

    def _is_ours(self) -> bool:
        """Whether no other run is at it; none will be until this transaction ends."""
        [(is_ours,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", self._identity)
        )
        return is_ours

    def _adapter_env(self):
        env = self.system_id._service_env()
        system = env["integration.system"].browse(self.system_id.id)
        return system, env[system._adapter()._name]

    def _ask_page(self, goes_on: bool) -> Page:
        system, adapter = self._adapter_env()
        cursor = self.cursor or None
        if cursor and not goes_on:
            cursor = adapter._rewind(cursor, self.overlap_minutes)
        return adapter._pull(system, self.stream, cursor, self.page_size)

    def _store_page(self, page: Page) -> str:
        """Store the records and the cursor behind them."""
        system, adapter = self._adapter_env()
        results = adapter.env["integration.door"]._accept_raw(system, page.records)
        refused = [result for result in results if result.status == "rejected"]
        if refused:
            # behind a cursor that moved on they would be lost: settings must be mended first
            raise UserError(
                self.env._(
                    "%(id)s was refused: %(why)s.",
                    id=refused[0].id,
                    why=refused[0].errors[0].detail,
                )
            )
        new = sum(result.status == "accepted" for result in results)
        text = self.env._("%(all)s records, %(new)s of them new.", all=len(results), new=new)
        now = fields.Datetime.now()
        pause = timedelta(minutes=self.interval_minutes)
        self.write(self._prepare_end(text, now + pause) | {"cursor": page.cursor, "failures": 0})
        return text

    def _prepare_end(self, text: str, next_run: datetime) -> dict:
        return {
            "last_run_at": fields.Datetime.now(),
            "last_result": text,
            "next_run_at": next_run,
        }

    def _fail(self, text: str) -> str:
        """Keep what went wrong in sight, and come again later each time."""
        failures = self.failures + 1
        pause = timedelta(
            minutes=self.interval_minutes, seconds=full_jitter(failures, RETRY_SECONDS)
        )
        end = self._prepare_end(text, fields.Datetime.now() + pause)
        self.write(end | {"failures": failures})
        return text
