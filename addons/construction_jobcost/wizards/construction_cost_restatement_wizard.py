# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ConstructionCostRestatementWizard(models.TransientModel):
    """Choose the two moments of knowledge to compare."""

    _name = "construction.cost.restatement.wizard"
    _description = "Restatement between Two Moments"

    project_ids = fields.Many2many(
        "project.project", string="Jobs", domain=[("is_job", "=", True)], help="Empty: all jobs."
    )
    known_from = fields.Datetime(
        string="As Known at", required=True, help="What was reported then is compared."
    )
    known_to = fields.Datetime(string="And at", help="Empty: with all that is known now.")
    as_of = fields.Date(
        string="Period Ends", help="Leaves out what counts from a later day on both sides."
    )

    def action_open_report(self):
        """Open what changed between the two moments."""
        self.ensure_one()
        if self.known_to and self.known_to <= self.known_from:
            raise UserError(
                self.env._("The second moment is not after the first. Choose a later one.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_restatement_action"
        )
        context = {
            "known_from": fields.Datetime.to_string(self.known_from),
            "known_to": fields.Datetime.to_string(self.known_to),
            "as_of": fields.Date.to_string(self.as_of),
        }
        return dict(
            action,
            display_name=self._get_title(),
            domain=[("project_id", "in", self.project_ids.ids)] if self.project_ids else [],
            context={name: value for name, value in context.items() if value},
        )

    def _get_title(self):
        title = self.env._(
            "Restatement from %(before)s to %(after)s",
            before=self._format(self.known_from),
            after=self._format(self.known_to or fields.Datetime.now()),
        )
        if self.as_of:
            title = self.env._("%(title)s, as of %(date)s", title=title, date=self.as_of)
        return title

    def _format(self, moment):
        return fields.Datetime.context_timestamp(self, moment).strftime("%Y-%m-%d %H:%M")
