# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: What may change once a hold is placed: that it ends.
RELEASE_FIELDS = frozenset({"released_by_id", "released_at", "release_reason"})

#: A wide hold speaks of millions: more are not counted, only to be shown.
MAX_COUNT = 10_000


class IntegrationLegalHold(models.Model):
    """Messages that retention must leave as they are, for example because of a dispute."""

    _name = "integration.legal.hold"
    _description = "Legal Hold"
    _order = "id desc"

    name = fields.Char("Matter", required=True)
    reason = fields.Text(required=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        ondelete="restrict",
        help="Empty: messages of each company.",
    )
    system_id = fields.Many2one(
        "integration.system", ondelete="restrict", help="Empty: of each system."
    )
    type = fields.Selection(
        selection=lambda self: self.env["integration.reconciliation"]._selection_type(),
        help="Empty: of each contract.",
    )
    document_key = fields.Char("Document", help="Number of a document as its messages name it.")
    res_model = fields.Char("Kind of Record", help="Technical name of its model.")
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", help="Messages that made or changed this record."
    )
    date_from = fields.Date("Arrived From", help="Empty: from the first message on.")
    date_to = fields.Date("Arrived Until", help="Empty: also what is yet to come.")
    placed_by_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    released_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    released_at = fields.Datetime("Released", readonly=True)
    release_reason = fields.Text("Why It Was Released", readonly=True)
    message_count = fields.Integer(
        "Messages", compute="_compute_message_count", help="At most 10,000 are counted."
    )

    _date_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The period must end after it begins."
    )
    # what the retention runs ask for
    _open_idx = models.Index("(id) WHERE released_at IS NULL")

    def _compute_message_count(self):
        for hold in self:
            query = SQL(
                "SELECT count(*) FROM (SELECT FROM integration_message m WHERE %s LIMIT %s) found",
                hold._sql_scope(),
                MAX_COUNT,
            )
            hold.message_count = self.env.execute_query(query)[0][0]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # who places a hold answers for it
            vals["placed_by_id"] = self.env.uid
        holds = super().create(vals_list)
        for hold in holds:
            hold._note("hold.placed", reason=hold.reason, messages=hold.message_count)
        return holds

    def write(self, vals):
        if vals.keys() - RELEASE_FIELDS:
            raise UserError(
                self.env._("A legal hold stays as it was placed. Release it and place another.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _refuse_removal(self):
        raise UserError(self.env._("Legal holds are released, never removed."))

    def _release(self, reason: str) -> None:
        """End the holds, on this user's word."""
        self.check_access("write")
        for hold in self:
            if hold.released_at:
                raise UserError(
                    self.env._(
                        "%(hold)s was released by %(user)s already.",
                        hold=hold.name,
                        user=hold.released_by_id.name,
                    )
                )
            hold._note("hold.released", reason=reason)
        self.write(
            {
                "released_by_id": self.env.uid,
                "released_at": fields.Datetime.now(),
                "release_reason": reason,
            }
        )

    def action_open_release(self):
        """Ask why the hold ends."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release"),
            "res_model": "integration.legal.hold.release",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_hold_id": self.id},
        }

    def _note(self, step: str, **data) -> None:
        self.env["integration.audit.entry"]._note(
            step,
            {"matter": self.name, **data},
            record=self,
            company_id=self.company_id.id or None,
            system_id=self.system_id.id or None,
        )

    @api.model
    def _sql_held(self) -> SQL:
        """Condition on ``m``: the message is under a hold that was not released."""
        # sudo: holds bind whoever runs retention
        holds = self.sudo().search([("released_at", "=", False)])
        if not holds:
            return SQL("FALSE")
        return SQL("(%s)", SQL(" OR ").join(hold._sql_scope() for hold in holds))

    @api.model
    def _held_ids(self, ids: Collection[int]) -> set[int]:
        """Which of the messages are under a hold."""
        query = SQL(
            "SELECT m.id FROM integration_message m WHERE m.id = ANY(%s) AND %s",
            list(ids),
            self._sql_held(),
        )
        return {id_ for (id_,) in self.env.execute_query(query)}

    def _sql_scope(self) -> SQL:
        """Condition on ``m``: the hold speaks of the message."""
        self.ensure_one()
        parts = [SQL("TRUE")]
        for name in ("company_id", "system_id", "type", "document_key"):
            value = self[name].id if name.endswith("_id") else self[name]
            if value:
                parts.append(SQL("m.%s = %s", SQL.identifier(name), value))
        if self.res_model and self.res_id:
            parts.append(
                SQL(
                    """
                    EXISTS (SELECT FROM integration_message_document d
                             WHERE d.message_id = m.id AND (d.res_model, d.res_id) = (%s, %s))
                    """,
                    self.res_model,
                    self.res_id,
                )
            )
        if self.date_from:
            parts.append(SQL("m.received_at >= %s", self.date_from))
        if self.date_to:
            parts.append(SQL("m.received_at < %s::date + 1", self.date_to))
        return SQL("(%s)", SQL(" AND ").join(parts))
