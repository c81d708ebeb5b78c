# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import table_exists

FUNCTION = "construction_refuse_change"


class ConstructionAppendOnly(models.AbstractModel):
    """Rows that are written once: the database itself refuses to change or remove them."""

    _name = "construction.append.only"
    _description = "Append-only Records"

    def init(self):
        super().init()
        if not self._auto or not table_exists(self.env.cr, self._table):
            return
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION '%% is append-only: %% refused', TG_TABLE_NAME, TG_OP;
                END $$
                """,
                SQL.identifier(FUNCTION),
            )
        )
        # one trigger by row and one by statement: TRUNCATE never fires row triggers
        for suffix, events, level in (
            ("row", "UPDATE OR DELETE", "ROW"),
            ("all", "TRUNCATE", "STATEMENT"),
        ):
            self.env.cr.execute(
                SQL(
                    "CREATE OR REPLACE TRIGGER %s BEFORE %s ON %s FOR EACH %s EXECUTE FUNCTION %s()",
                    SQL.identifier(f"{self._table}_append_only_{suffix}"),
                    SQL(events),
                    SQL.identifier(self._table),
                    SQL(level),
                    SQL.identifier(FUNCTION),
                )
            )

    def write(self, vals):
        raise UserError(self._append_only_message())

    def unlink(self):
        raise UserError(self._append_only_message())

    def _append_only_message(self):
        return self.env._(
            "%(name)s are kept as they were recorded and cannot be changed or deleted. "
            "Correct the document they come from instead.",
            name=self.env["ir.model"]._get(self._name).name,
        )
