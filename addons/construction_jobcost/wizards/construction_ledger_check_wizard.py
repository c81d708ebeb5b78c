# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class ConstructionLedgerCheckWizard(models.TransientModel):
    """Prove that the ledger agrees with the documents, and repair it where it does not."""

    _name = "construction.ledger.check.wizard"
    _description = "Check Job Cost Ledger"

    state = fields.Selection(
        [("new", "New"), ("agrees", "Agrees"), ("drift", "Drift"), ("healed", "Healed")],
        default="new",
        readonly=True,
    )
    result = fields.Text(readonly=True)

    def action_check(self):
        """Compare every document with the ledger."""
        drifts = self._sweep()
        self.write(
            {
                "state": "drift" if drifts else "agrees",
                "result": self._describe(drifts)
                if drifts
                else self.env._("The ledger agrees with all documents."),
            }
        )
        return self._reopen()

    def action_heal(self):
        """Append what the ledger lacks."""
        drifts = self._sweep(heal=True)
        self.write({"state": "healed", "result": self._describe(drifts)})
        return self._reopen()

    def _sweep(self, heal=False):
        self.ensure_one()
        if not self.env.user.has_group("construction_jobcost.group_cost_controller"):
            raise AccessError(
                self.env._("Only cost controllers check the ledger. Ask one of them to do it.")
            )
        drifts = self.env["construction.cost.entry"]._sweep(heal=heal)
        jobs = {item.key.project_id for drift in drifts for item in drift.missing}
        visible = set(
            self.env["project.project"]
            .search([("id", "in", list(jobs)), ("company_id", "in", self.env.companies.ids)])
            .ids
        )
        return [
            drift for drift in drifts if visible & {item.key.project_id for item in drift.missing}
        ]

    def _describe(self, drifts):
        return "\n".join(
            self.env._(
                "%(model)s %(id)s, %(bucket)s on %(date)s: %(amount)s missing",
                model=self.env["ir.model"]._get(drift.source_model).name,
                id=drift.source_id,
                bucket=item.bucket,
                date=item.date,
                amount=item.amount,
            )
            for drift in drifts
            for item in drift.missing
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check Ledger"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
