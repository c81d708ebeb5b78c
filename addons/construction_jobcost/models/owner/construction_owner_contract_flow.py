# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from ...core import precommit
from ...core.retention import HUNDRED
from ...core.values import decimal

#: Contracts whose shares were changed in this transaction.
CHECKED = "construction_jobcost.owner_shares"


class ConstructionOwnerContract(models.Model):
    """The steps of a contract: one figure for job, ledger and schedule of values."""

    _inherit = "construction.owner.contract"

    def action_activate(self):
        """Put contracts in force: the job's contract sum follows from their items from now on."""
        self.check_access("write")
        for contract in self:
            contract._check_complete()
            contract._ensure_payers()
            contract._check_shares()
            contract._check_contract_sum()
            contract._set_step("in_force")
            contract._note_on_job()
            contract._take_changes()
        return True

    def action_draft(self):
        """Take a contract back to work that nothing was billed of."""
        self.check_access("write")
        for contract in self:
            if contract.application_ids:
                raise UserError(
                    self.env._(
                        "%(contract)s has applications and stays in force. Change it by a change "
                        "order.",
                        contract=contract.display_name,
                    )
                )
            contract._set_step("draft")
        return True

    def action_close(self):
        """Close contracts whose applications are all finished."""
        self.check_access("write")
        for contract in self:
            if contract.application_ids.filtered(lambda a: a.step in ("draft", "submitted")):
                raise UserError(
                    self.env._(
                        "%(contract)s has an application that is not certified yet. Finish or "
                        "void it first.",
                        contract=contract.display_name,
                    )
                )
            contract._set_step("closed")
        return True

    def action_reopen(self):
        """Put a closed contract in force again."""
        self.check_access("write")
        self._set_step("in_force")
        return True

    # Checks -----------------------------------------------------------------------------------

    def _check_complete(self):
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "%(contract)s has no items. Enter its schedule of values first.",
                    contract=self.display_name,
                )
            )

    def _check_shares(self):
        """Raise UserError unless the shares of the payers, and of each line, are the whole."""
        for contract in self:
            contract._check_share_sum(contract.payer_ids, contract.display_name)
            for line in contract.line_ids.filtered("share_ids"):
                contract._check_share_sum(line.share_ids, line.display_name)

    def _note_changed_shares(self):
        """Have the shares of contracts in force checked before the transaction ends."""
        # several shares are written one after the other: only together they are the whole
        contracts = self.filtered(lambda contract: contract.state == "in_force")
        if contracts:
            precommit.collect(
                self.env.cr, CHECKED, contracts.ids, contracts.browse()._check_changed_shares
            )

    @api.model
    def _check_changed_shares(self):
        """Check what payers were changed to in this transaction, before it ends."""
        # Sudo: the shares are the whole, whoever changed one.
        contracts = self.sudo().browse(precommit.drain(self.env.cr, CHECKED))
        contracts.exists()._check_shares()

    def _ensure_payers(self):
        """Let the owner pay alone where nobody else is named."""
        if not self.payer_ids:
            values = {"contract_id": self.id, "partner_id": self.partner_id.id}
            self.env["construction.owner.payer"].create(values | {"share_percent": 100})

    def _check_share_sum(self, shares, name):
        total = sum(decimal(share.share_percent) for share in shares)
        if total != HUNDRED:
            raise UserError(
                self.env._(
                    "%(name)s: the shares of the payers sum up to %(total)s %%, not to 100 %%.",
                    name=name,
                    total=total,
                )
            )

    def _check_contract_sum(self):
        """Raise UserError where the job says another contract sum than the items."""
        job, total = self.project_id, self._get_job_amount()
        currency = job.company_id.currency_id
        if job.contract_amount and currency.compare_amounts(job.contract_amount, total):
            raise UserError(
                self.env._(
                    "%(contract)s: the items sum up to %(total)s, but %(job)s has a contract of "
                    "%(contract_sum)s. Correct the items, or the contract of the job.",
                    contract=self.display_name,
                    total=currency.format(total),
                    job=job.display_name,
                    contract_sum=currency.format(job.contract_amount),
                )
            )

    def _get_job_amount(self):
        """Return the original contract sum in the company's currency, at the contract's rate."""
        self.ensure_one()
        rate = self._get_payment_rate(self.date)
        return self.company_id.currency_id.round(self.original_amount / rate)

    def _note_on_job(self):
        """Have the job, and so the ledger, say what the contract says."""
        # Sudo: the contract is the source of the figure, whoever may edit jobs.
        job = self.sudo().project_id
        job.contract_amount = self._get_job_amount()
        job.contract_date = job.contract_date or self.date
