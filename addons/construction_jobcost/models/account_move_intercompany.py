# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of inter-company runs: posted by each company's finance, coded to no job."""

    _inherit = "account.move"

    intercompany_run_id = fields.Many2one(
        "construction.intercompany.run",
        string="Inter-Company Run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_a_run(self):
        # Sudo: the run binds whoever deletes the entry.
        runs = self.sudo().intercompany_run_id.filtered(lambda run: run.state == "entered")
        if runs:
            raise UserError(
                self.env._(
                    "This entry belongs to %(runs)s, and the other company has its counterpart. "
                    "Cancel the run instead: it takes back both.",
                    runs=", ".join(runs.mapped("name")),
                )
            )
