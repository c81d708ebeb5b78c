# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection

from odoo import api, fields, models
from odoo.tools import SQL

WAITING = "waiting"


class IntegrationReason(models.Model):
    """Why messages leave the happy path: what it means, what to do, who may override it."""

    _name = "integration.reason"
    _description = "Message Reason"
    _order = "code"

    code = fields.Char(required=True, help="Stable code, as outside systems see it.")
    name = fields.Char(required=True, translate=True)
    meaning = fields.Text(translate=True)
    what_to_do = fields.Text("What to Do", translate=True)
    override_group_id = fields.Many2one(
        "res.groups",
        string="May Be Overridden By",
        help="Members may let a message pass in spite of this reason. Empty: nobody may.",
        ondelete="set null",
    )

    _code_uniq = models.UniqueIndex("(code)", "This reason code exists already.")

    @api.model
    def _by_code(self, codes: Collection[str]) -> dict[str, "IntegrationReason"]:
        """Entries by code. What is waited for has one entry for all, unless it has its own."""
        wanted = [code for code in codes if code]
        found = {
            reason.code: reason for reason in self.search([("code", "in", [*wanted, WAITING])])
        }
        return {
            code: found.get(code) or found[WAITING]
            for code in wanted
            if code in found or (code.startswith(f"{WAITING}.") and WAITING in found)
        }

    @api.model
    def _codes(self) -> list[str]:
        """All codes of the catalogue, of which there are some dozens."""
        return [code for (code,) in self._read_group([], ["code"])]

    @api.model
    def _sql_of_code(self, code: SQL) -> SQL:
        """The id of the entry for a code, as ``_by_code`` finds it, for the database."""
        known = SQL(
            "(SELECT id FROM integration_reason WHERE code = %s)",
            code,
            to_flush=self._fields["code"],
        )
        shared = SQL(
            "(SELECT id FROM integration_reason WHERE code = %s AND %s LIKE %s)",
            WAITING,
            code,
            f"{WAITING}.%",
        )
        return SQL("COALESCE(%s, %s)", known, shared)
