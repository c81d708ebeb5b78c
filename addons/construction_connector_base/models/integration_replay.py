# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.queue_job.job import Job

#: Messages of one replay at most: who needs more can split it by time.
LIMIT = 50_000
#: So few are tried at once; more are left to a job.
AT_ONCE = 20
#: Messages of one job: a trial takes as long as applying does, queueing takes nearly nothing.
CHUNKS = {"trial": 25, "real": 1000}
#: After the drains, which have the usual 10.
JOB_PRIORITY = 20


class IntegrationReplay(models.Model):
    """Messages that are applied again: as a trial that shows what would change, or for real."""

    _name = "integration.replay"
    _description = "Replay"
    _order = "id desc"

    name = fields.Char(required=True, default=lambda self: self.env._("Replay"))
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.user
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    mode = fields.Selection(
        [("trial", "Trial: show what would change"), ("real", "For real: queue again")],
        required=True,
        default="trial",
    )
    domain = fields.Char("Which Messages", required=True, default="[]")
    received_from = fields.Datetime()
    received_to = fields.Datetime("Received Before")
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("stopped", "Stopped"), ("done", "Done")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)
    total = fields.Integer("Messages in All", readonly=True, copy=False, aggregator=None)
    processed = fields.Integer("Messages Done", readonly=True, copy=False, aggregator=None)
    progress = fields.Float(compute="_compute_progress")
    line_ids = fields.One2many("integration.replay.line", "replay_id", readonly=True)
    selected_count = fields.Integer("Messages Selected", compute="_compute_selected_count")
    can_start = fields.Boolean(compute="_compute_can_start")
    changed_count = fields.Integer("Would Change Something", compute="_compute_counts")
    stopped_count = fields.Integer("Would Need a Person", compute="_compute_counts")

    @api.depends("total", "processed")
    def _compute_progress(self):
        for replay in self:
            replay.progress = 100.0 * replay.processed / replay.total if replay.total else 0.0

    @api.depends("mode", "user_id")
    @api.depends_context("uid")
    def _compute_can_start(self):
        is_manager = self.env.user.has_group("construction_connector_base.group_manager")
        for replay in self:
            is_own = replay.user_id == self.env.user
            replay.can_start = is_own and (is_manager or replay.mode == "trial")

    @api.depends("domain", "received_from", "received_to", "mode", "company_id")
    def _compute_selected_count(self):
        for replay in self:
            try:
                domain = replay._messages_domain()
            except UserError:
                replay.selected_count = 0
                continue
            replay.selected_count = self.env["integration.message"].search_count(
                domain, limit=LIMIT + 1
            )

    @api.depends("processed")
    def _compute_counts(self):
        counts = {
            (replay.id, has_changes, state): count
            for replay, has_changes, state, count in self.env[
                "integration.replay.line"
            ]._read_group(
                [("replay_id", "in", self.ids)],
                ["replay_id", "has_changes", "after_state"],
                ["__count"],
            )
        }
        for replay in self:
            own = {key[1:]: count for key, count in counts.items() if key[0] == replay.id}
            replay.changed_count = sum(n for (changes, _state), n in own.items() if changes)
            replay.stopped_count = sum(
                n for (_changes, state), n in own.items() if state in ("exception", "dead")
            )

    @api.constrains("domain")
    def _check_domain(self):
        for replay in self:
            replay._messages_domain()

    def action_start(self):
        """Note the messages, and try or queue them: few at once, many in jobs."""
        self.ensure_one()
        self._check_rights()
        if self.state != "draft":
            raise UserError(self.env._("This replay has been started before. Make a new one."))
        total = self._store_lines()
        # sudo: progress is not for writing by hand
        self.sudo().write({"state": "running", "started_at": fields.Datetime.now(), "total": total})
        self._note("replay.started")
        if total <= AT_ONCE:
            self._process_next()
        else:
            self._enqueue_next()

    def action_stop(self):
        """End a running replay; what it has done stands."""
        self.ensure_one()
        self._check_rights()
        if self.state == "running":
            self._end("stopped")

    def action_prepare_real(self):
        """A replay for real of the same messages, to be started by a manager."""
        self.ensure_one()
        values = self._prepare_values(self.line_ids.message_id, self.name)
        return self._open(self.create(values | {"mode": "real"}))

    def action_open_lines(self):
        """List the results."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_connector_base.integration_replay_line_action"
        )
        return action | {"domain": [("replay_id", "=", self.id)]}

    @api.model
    def _prepare_for(self, messages):
        """Open a new replay of these messages; raises ``UserError`` if companies mix."""
        if len(messages.company_id) > 1:
            raise UserError(
                self.env._(
                    "These messages are of several companies. Choose those of one: each has its "
                    "own replay."
                )
            )
        name = messages.document_key if len(messages) == 1 else self.env._("Selected messages")
        return self._open(self.create(self._prepare_values(messages, name)))

    @api.model
    def _prepare_values(self, messages, name: str) -> dict:
        return {
            "name": name,
            "company_id": messages.company_id.id,
            "domain": repr([("id", "in", messages.ids)]),
        }

    def _open(self, replay):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Replay"),
            "res_model": self._name,
            "res_id": replay.id,
            "views": [(False, "form")],
        }

    def _check_rights(self) -> None:
        self.check_access("write")
        if not self.can_start:
            raise AccessError(
                self.env._(
                    "Only integration managers may replay messages for real. Make a trial, and "
                    "show a manager what came of it."
                )
            )

    def _messages_domain(self) -> Domain:
        """Which messages are meant; raises ``ValidationError`` if that cannot be read."""
        try:
            chosen = Domain(literal_eval(self.domain or "[]"))
            chosen.validate(self.env["integration.message"])
        except (ValueError, SyntaxError, TypeError) as error:
            raise ValidationError(
                self.env._("The selection of messages cannot be read: choose it again.")
            ) from error
        domain = chosen & Domain("company_id", "=", self.company_id.id)
        domain &= Domain("direction", "=", "inbound")
        if self.received_from:
            domain &= Domain("received_at", ">=", self.received_from)
        if self.received_to:
            domain &= Domain("received_at", "<", self.received_to)
        if self.mode == "real":
            # what is in the queue is applied anyway
            domain &= Domain("state", "not in", ["received", "retry"])
        return domain

    def _store_lines(self) -> int:
        """One line for each message, in the order of arrival; return how many."""
        messages = self.env["integration.message"]
        query = messages._search(self._messages_domain(), order="id", limit=LIMIT + 1)
        # plain SQL: one statement for all; the search has applied the rights of this user
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO integration_replay_line (replay_id, message_id, before_state, state)
                SELECT %s, m.id, m.state, 'pending' FROM integration_message m
                 WHERE m.id IN (%s) ORDER BY m.id
                """,
                self.id,
                query.select(),
            )
        )
        total = self.env.cr.rowcount
        self.invalidate_recordset(["line_ids"])
        if not total:
            raise UserError(self.env._("No message fits: widen the selection."))
        if total > LIMIT:
            raise UserError(
                self.env._(
                    "More than %(limit)s messages fit. Split them by the time of their receipt.",
                    limit=LIMIT,
                )
            )
        return total

    def _enqueue_next(self) -> None:
        # not with_delay(): it would be content with the job of this replay that is running
        Job(
            self._process_next,
            description=self.env._("Replay %(name)s", name=self.name),
            priority=JOB_PRIORITY,
        ).store()

    def _process_next(self) -> None:
        """Deal with the next messages; one call is one transaction."""
        self.ensure_one()
        if self.state != "running":
            return
        pending = self.env["integration.replay.line"].search(
            [("replay_id", "=", self.id), ("state", "=", "pending")],
            order="id",
            limit=CHUNKS[self.mode],
        )
        getattr(pending, f"_process_{self.mode}")()
        # sudo: progress is not for writing by hand
        self.sudo().processed += len(pending)
        if self.processed < self.total:
            self._enqueue_next()
        else:
            self._end("done")

    def _end(self, state: str) -> None:
        # sudo: the state is not for writing by hand
        self.sudo().write({"state": state, "ended_at": fields.Datetime.now()})
        self._note("replay.ended")

    def _note(self, step: str) -> None:
        self.env["integration.audit.entry"]._note(
            step,
            {
                "mode": self.mode,
                "state": self.state,
                "domain": self.domain,
                "total": self.total,
                "processed": self.processed,
            },
            record=self,
            company_id=self.company_id.id,
        )
