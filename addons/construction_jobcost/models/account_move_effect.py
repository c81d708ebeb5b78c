# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

CHECKED = "construction_jobcost.account.move.checked"


class AccountMove(models.Model):
    """What is checked before a bill or an entry counts, on whatever way it is posted."""

    _inherit = "account.move"

    def _check_taking_effect(self):
        """Raise CodingError or UserError unless the moves may be posted as they are."""
        self._check_coding()
        self._check_budget()

    def _post(self, soft=True):
        # checked on the way; noted where no caller reaches, so that nothing is asked twice
        checked = self.env.cr.precommit.data.setdefault(CHECKED, set())
        checked.update(self.ids)
        try:
            return super()._post(soft=soft)
        finally:
            checked.difference_update(self.ids)

    def write(self, vals):
        if vals.get("state") == "posted":
            checked = self.env.cr.precommit.data.get(CHECKED, ())
            entering = self.filtered(lambda move: move.state != "posted" and move.id not in checked)
            entering._check_taking_effect()
        return super().write(vals)
