# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..core.audit import GENESIS, Finding, Point, Verifier

#: Entries that one step of a verification checks; more are checked by jobs, one after the other.
STEP = 50_000


class IntegrationAuditVerification(models.Model):
    """A check of the whole audit chain: every entry, every link, every checkpoint."""

    _name = "integration.audit.verification"
    _description = "Audit Verification"
    _order = "id desc"

    state = fields.Selection(
        [("running", "Running"), ("sound", "Sound"), ("broken", "Broken")],
        required=True,
        readonly=True,
        default="running",
    )
    to_seq = fields.Integer("Up to Entry", readonly=True, aggregator=None)
    last_seq = fields.Integer("Checked up to Entry", readonly=True, aggregator=None)
    last_hash = fields.Char(readonly=True, default=GENESIS)
    checked = fields.Integer("Entries Checked", readonly=True, aggregator=None)
    progress = fields.Float(compute="_compute_progress")
    finding_ids = fields.One2many("integration.audit.finding", "verification_id", readonly=True)
    finding_count = fields.Integer(compute="_compute_finding_count", string="Findings")

    @api.depends("last_seq", "to_seq", "state")
    def _compute_progress(self):
        for run in self:
            done = run.state != "running" or not run.to_seq
            run.progress = 100.0 if done else 100.0 * run.last_seq / run.to_seq

    @api.depends("finding_ids")
    def _compute_finding_count(self):
        for run in self:
            run.finding_count = len(run.finding_ids)

    @api.depends("create_date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._("Verification %(id)s", id=run.id)

    def action_start(self):
        """Check the chain as it is now, and show the result or the progress; of any records."""
        self._check_auditor()
        Entry = self.env["integration.audit.entry"]
        # what was written last is checked, too
        while Entry._seal():
            pass
        seq, _hash = Entry._last_link()
        # sudo: an auditor writes nothing by hand, but may let a check be made; the entries of all
        # companies are one chain
        run = self.sudo().create({"to_seq": seq})
        run._run()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verification"),
            "res_model": self._name,
            "res_id": run.id,
            "views": [(False, "form")],
        }

    @api.model
    def _check_auditor(self) -> None:
        user = self.env.user
        names = ("group_auditor", "group_manager")
        if not any(user.has_group(f"construction_connector_base.{name}") for name in names):
            raise AccessError(
                self.env._("Only integration auditors and managers may verify the audit.")
            )

    def _run(self) -> None:
        """Check the next entries; the rest in a job."""
        self.ensure_one()
        # sudo: the entries and checkpoints of all companies are one chain
        rows = self.env["integration.audit.entry"]._rows(self.last_seq, self.to_seq, STEP)
        known = self.env["integration.audit.checkpoint"].sudo()._points(self.last_seq)
        verifier = Verifier(Point(self.last_seq, self.last_hash), known)
        verifier.feed(rows)
        is_last = len(rows) < STEP
        self._store(verifier, verifier.finish() if is_last else verifier.findings)
        if is_last:
            self._end()
        else:
            self.with_delay(description=f"Verify the audit: {self.id}")._run()

    def _store(self, verifier: Verifier, findings: Sequence[Finding]) -> None:
        self.write(
            {
                "last_seq": verifier.last.seq,
                "last_hash": verifier.last.hash,
                "checked": self.checked + verifier.count,
            }
        )
        self.env["integration.audit.finding"].create(
            [
                {
                    "verification_id": self.id,
                    "kind": one.kind,
                    "seq": one.seq,
                    "entry_id": one.id,
                    "text": one.text,
                }
                for one in findings
            ]
        )

    def _end(self) -> None:
        self.state = "broken" if self.finding_ids else "sound"
        self.env["integration.audit.entry"]._note(
            "audit.verified",
            {
                "result": self.state,
                "checked": self.checked,
                "to_seq": self.to_seq,
                "findings": [[one.kind, one.seq] for one in self.finding_ids[:100]],
            },
            record=self,
        )
