# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class ConstructionLedgerCheckWizard(models.TransientModel):
    """Prove that the ledger agrees with the documents, and repair it where it does not."""

    _name = "construction.ledger.check.wizard"
    _description = "Check Job Cost Ledger"

    check_id = fields.Many2one("construction.ledger.check", readonly=True)
    state = fields.Selection(
        [("new", "New"), ("agrees", "Agrees"), ("drift", "Drift"), ("healed", "Healed")],
        default="new",
        readonly=True,
    )
    result = fields.Text(readonly=True)

    def action_check(self):
        """Compare every document with the ledger."""
        return self._check()

    def action_heal(self):
        """Append what the ledger lacks."""
        return self._check(heal=True)

    def _check(self, heal=False):
        self.ensure_one()
        if not self.env.user.has_group("construction_jobcost.group_cost_controller"):
            raise AccessError(
                self.env._("Only cost controllers check the ledger. Ask one of them to do it.")
            )
        check = self.env["construction.ledger.check"]._start("person", heal=heal)._run()
        # the right to see a job decides what of the findings is shown
        lines = self.env["construction.ledger.check.line"].search([("check_id", "=", check.id)])
        self.write(
            {
                "check_id": check.id,
                "state": check.state if lines or check.balance_count else "agrees",
                "result": self._describe(check, lines)
                or self.env._("The ledger agrees with all documents."),
            }
        )
        return self._reopen()

    def _describe(self, check, lines):
        labels = dict(lines._fields["bucket"]._description_selection(self.env))
        balances = check.balance_count and [
            self.env._(
                "%(count)s budget lines whose balance is not the sum of their entries",
                count=check.balance_count,
            )
        ]
        findings = [
            line.error
            or self.env._(
                "%(document)s, %(bucket)s on %(date)s: %(amount)s missing",
                document=line.document_name,
                bucket=labels[line.bucket],
                date=line.date,
                amount=f"{line.amount:.2f}",
            )
            for line in lines
        ]
        return "\n".join(findings + (balances or []))

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check Ledger"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
