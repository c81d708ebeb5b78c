# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.changes import tiers_of


class ConstructionChangeEvent(models.Model):
    """What happened on a job and may change cost, contract or time: before anybody asks."""

    _name = "construction.change.event"
    _description = "Change Event"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "construction.change.number",
        "construction.cost.trigger",
    ]
    _cost_lines_field = "line_ids"
    _order = "id desc"
    _rec_names_search = ["name", "title"]
    _check_company_auto = True

    title = fields.Char(required=True, tracking=True)
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        index=True,
        domain=[("is_job", "=", True)],
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The day it happened; its expected cost counts from then on.",
    )
    origin = fields.Selection(
        [("owner", "Owner"), ("design", "Design"), ("site", "Site"), ("vendor", "Vendor")],
        required=True,
        default="site",
        tracking=True,
    )
    reason_id = fields.Many2one("construction.change.reason", ondelete="restrict", tracking=True)
    responsible_id = fields.Many2one(
        "res.users", default=lambda self: self.env.user, ondelete="restrict", tracking=True
    )
    scope = fields.Text(help="What changes in the work.")
    days = fields.Integer(tracking=True, help="Rough extension in calendar days.")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed"), ("void", "Void")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_closed = fields.Date(readonly=True, copy=False)
    line_ids = fields.One2many("construction.change.event.line", "event_id", copy=True)
    cost_amount = fields.Monetary(string="Expected Cost", compute="_compute_amounts", store=True)
    revenue_amount = fields.Monetary(
        string="Expected Revenue", compute="_compute_amounts", store=True
    )
    change_order_ids = fields.Many2many(
        "construction.change.order", compute="_compute_change_order_ids", string="Changes"
    )
    change_count = fields.Integer(compute="_compute_change_order_ids")

    _name_uniq = models.UniqueIndex("(project_id, name)", "This job has an event of that number.")

    @api.depends("name", "title")
    def _compute_display_name(self):
        for event in self:
            event.display_name = f"{event.name} {event.title or ''}".strip()

    @api.depends("line_ids.expected_cost", "line_ids.revenue_estimate")
    def _compute_amounts(self):
        for event in self:
            event.cost_amount = sum(event.line_ids.mapped("expected_cost"))
            event.revenue_amount = sum(event.line_ids.mapped("revenue_estimate"))

    @api.depends("line_ids.change_line_ids")
    def _compute_change_order_ids(self):
        for event in self:
            event.change_order_ids = event.line_ids.change_line_ids.change_order_id
            event.change_count = len(event.change_order_ids)

    @api.model
    def _get_series(self, vals):
        return "CE"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_no_step({name for vals in vals_list for name, value in vals.items() if value})
        # named, so that defaults of a caller's context cannot set them
        start = {"state": "open", "date_closed": False}
        return super().create([{**vals, **start} for vals in vals_list])

    def write(self, vals):
        self._check_no_step(vals.keys())
        if "project_id" in vals and self.line_ids:
            raise UserError(
                self.env._("An event with lines stays on its job. Void it, enter it on the other.")
            )
        result = super().write(vals)
        if "project_id" in vals:
            # the rules were asked before: the event must not land on another team's job
            self.check_access("write")
        return result

    @api.model
    def _check_no_step(self, names):
        if {"state", "date_closed"} & set(names):
            raise UserError(
                self.env._(
                    "The state of an event follows from its steps: close, void or reopen it."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.filtered("change_order_ids")
        if used:
            raise UserError(
                self.env._(
                    "%(event)s has change orders and cannot be deleted. Void it instead.",
                    event=used[0].display_name,
                )
            )

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "date", "date_closed", "company_id"})

    # Steps ------------------------------------------------------------------------------------

    def action_close(self):
        """Close events: what no change order carries is expected no longer."""
        return self._set_state("closed", fields.Date.context_today(self))

    def action_void(self):
        """Void events that were none; they count on no day."""
        if self.change_order_ids.filtered(lambda change: change.state not in ("void", "rejected")):
            raise UserError(
                self.env._("Change orders were made of this event. Void or reject them first.")
            )
        return self._set_state("void", False)

    def action_reopen(self):
        """Take closed or void events back to work."""
        return self._set_state("open", False)

    def _set_state(self, state, date_closed):
        self.check_access("write")
        super().write({"state": state, "date_closed": date_closed})
        return True

    def action_create_change(self):
        """Make one change order of the lines that no live change carries yet, and open it."""
        job = self.project_id
        if len(job) != 1 or self.filtered(lambda event: event.state != "open"):
            raise UserError(
                self.env._("A change order is made of open events of one job. Choose such events.")
            )
        lines = self.line_ids.filtered(lambda line: not line._is_taken_over())
        if not lines:
            raise UserError(
                self.env._(
                    "No line is left: change orders carry all of %(events)s already, or it has "
                    "no lines. Add lines first.",
                    events=", ".join(self.mapped("name")),
                )
            )
        change = self.env["construction.change.order"].create(self._prepare_change_values(lines))
        return change.get_formview_action()

    def _prepare_change_values(self, lines):
        """Return the values of the change order that carries these event lines."""
        first = self[:1]
        return {
            "project_id": self.project_id.id,
            "tier": tiers_of(self.project_id.change_tiers)[0],
            "title": first.title,
            "description": "\n".join(event.scope for event in self if event.scope),
            "reason_id": first.reason_id.id,
            "origin": first.origin,
            "responsible_id": first.responsible_id.id,
            "days_own": sum(self.mapped("days")),
            "line_ids": [
                fields.Command.create(line._prepare_change_line_values()) for line in lines
            ],
        }

    def action_view_changes(self):
        """Open the change orders made of this event."""
        self.ensure_one()
        return self.change_order_ids._get_list_action(
            self.env._("Changes of %(event)s", event=self.name)
        )
