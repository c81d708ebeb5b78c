# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection

from odoo import api, fields, models
from odoo.tools import SQL

#: Families of codes that share one entry: what is waited for, and codes that nobody knows.
WAITING, UNKNOWN = "waiting", "unknown"
#: The codes of each family, as a pattern of SQL.
FAMILIES = {WAITING: f"{WAITING}.%", UNKNOWN: f"%.{UNKNOWN}"}


def shared_code(code: str) -> str | None:
    """The entry that stands for a code without one of its own, or None.

    >>> shared_code("waiting.job"), shared_code("gate.unknown"), shared_code("gate.closed")
    ('waiting', 'unknown', None)
    """
    if code.startswith(f"{WAITING}."):
        return WAITING
    return UNKNOWN if code.endswith(f".{UNKNOWN}") else None


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
        """Entries by code; those of a family share one, unless they have their own."""
        shared = {code: shared_code(code) for code in codes if code}
        known = [*shared, *filter(None, shared.values())]
        found = {reason.code: reason for reason in self.search([("code", "in", known)])}
        entries = {code: found.get(code) or found.get(family) for code, family in shared.items()}
        return {code: entry for code, entry in entries.items() if entry}

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
            """
            (SELECT id FROM integration_reason
              WHERE code = CASE WHEN %(code)s LIKE %(starts)s THEN %(waiting)s
                                WHEN %(code)s LIKE %(ends)s THEN %(unknown)s END)
            """,
            code=code,
            starts=FAMILIES[WAITING],
            ends=FAMILIES[UNKNOWN],
            waiting=WAITING,
            unknown=UNKNOWN,
        )
        return SQL("COALESCE(%s, %s)", known, shared)
