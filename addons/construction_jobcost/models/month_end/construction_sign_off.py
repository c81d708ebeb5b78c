# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionSignOff(models.AbstractModel):
    """Something of a month that somebody signs off once nothing blocks it any more."""

    _name = "construction.sign.off"
    _description = "Sign-Off"
    _inherit = ["construction.step.mixin"]
    _transitions = {"signed": ("open", "reopened"), "reopened": ("signed",)}

    state = fields.Selection(
        [("open", "Open"), ("signed", "Signed Off"), ("reopened", "Reopened")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    signed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    date_signed = fields.Datetime(string="Signed Off on", readonly=True, copy=False)

    @api.model
    def _transition_fields(self):
        """Return the fields that only a step of the workflow sets."""
        return super()._transition_fields() | {"signed_by_id", "date_signed"}

    # Steps ------------------------------------------------------------------------------------

    def _sign(self, reasons):
        """Sign off as the current user.

        reasons: {check key: why what it found is accepted}. Raises AccessError for who may not,
        UserError while something that blocks is left without a reason.
        """
        self.ensure_one()
        self._check_may_sign()
        self._check_step_open("signed")
        self._check_can_sign()
        self._accept(reasons)
        self._set_signed()

    def _set_signed(self):
        """Note all of self as signed by the current user, whose right was checked."""
        for sign_off in self:
            sign_off._record("signed")
        # Sudo: nobody has the right to write sign-offs.
        # The moment of the transaction, as of ledger entries: none of them is missed.
        self.sudo()._set_step("signed", signed_by_id=self.env.uid, date_signed=self.env.cr.now())

    def _reopen(self, reason):
        """Take a sign-off back as the current user; the reason is kept."""
        self.ensure_one()
        self._check_may_sign()
        self._check_can_reopen()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is opened again: it stays on record."))
        # Sudo: as in _sign.
        self.sudo()._set_step("reopened", signed_by_id=False, date_signed=False)
        self._record("reopened", reason=reason.strip())

    # What a model says ------------------------------------------------------------------------

    def _check_may_sign(self):
        """Raise AccessError when the user is not one who signs this off."""
        raise NotImplementedError

    def _check_can_sign(self):
        """Raise UserError when it is too early to sign this off."""
        for close in self._get_close():
            close._check_over()

    def _check_can_reopen(self):
        """Raise UserError when something else has to be opened first."""

    def _get_close(self):
        """Return the construction.month.end that this is part of."""
        raise NotImplementedError

    def _get_job(self):
        """Return the job that this is of; none: the company."""
        raise NotImplementedError

    # What blocks ------------------------------------------------------------------------------

    def _get_blocking(self):
        """Return {check: Finding} of blocking checks that found what nobody accepted yet."""
        findings = self.env["construction.month.end.check"]._get_findings(self._get_close())
        job = self._get_job()
        return {
            check: finding
            for check, finding in findings.items()
            if check.is_blocking and finding.get_cell(job.id or 0).count
        }

    def _accept(self, reasons):
        """Record why what blocks is accepted; UserError where it has no reason."""
        blocking = self._get_blocking()
        given = {key: (text or "").strip() for key, text in reasons.items()}
        lacking = [check.name for check in blocking if not given.get(check.key)]
        if lacking:
            raise UserError(
                self.env._(
                    "%(what)s cannot be signed off while this is open: %(checks)s. Settle it, or "
                    "give the reason for accepting each.",
                    what=self.display_name,
                    checks=", ".join(lacking),
                )
            )
        job = self._get_job()
        for check, finding in blocking.items():
            cell = finding.get_cell(job.id or 0)
            self._record(
                "accepted",
                reason=given[check.key],
                check_key=check.key,
                check_name=check.name,
                count=cell.count,
                amount=float(cell.amount),
                items=finding.get_open(job.id or 0),
            )

    def _record(self, kind, reason=False, **vals):
        # Sudo: nobody has the right to create decisions; the right to take them was checked.
        self.env["construction.month.end.decision"].sudo().create(
            {
                "month_end_id": self._get_close().id,
                "project_id": self._get_job().id,
                "kind": kind,
                "reason": reason,
                "user_id": self.env.uid,
                **vals,
            }
        )
