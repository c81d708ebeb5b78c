# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionCostReportWizard(models.TransientModel):
    """Choose the day and the state of knowledge the cost report is shown for."""

    _name = "construction.cost.report.wizard"
    _description = "Cost Report of a Date"

    project_ids = fields.Many2many(
        "project.project", string="Jobs", domain=[("is_job", "=", True)], help="Empty: all jobs."
    )
    as_of = fields.Date(string="As of", help="Leaves out what counts from a later day.")
    known_at = fields.Datetime(
        string="As known at", help="Leaves out what was recorded later. Empty: all known today."
    )

    def action_open_report(self):
        """Open the cost report with these dates."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_report_action"
        )
        context = {
            "as_of": fields.Date.to_string(self.as_of),
            "known_at": fields.Datetime.to_string(self.known_at),
        }
        return dict(
            action,
            display_name=self._get_title(),
            domain=[("project_id", "in", self.project_ids.ids)] if self.project_ids else [],
            context={
                "search_default_group_project": len(self.project_ids) != 1,
                **{name: value for name, value in context.items() if value},
            },
        )

    def _get_title(self):
        title = self.env._("Cost Report")
        if self.as_of:
            title = self.env._("%(title)s as of %(date)s", title=title, date=self.as_of)
        if self.known_at:
            moment = fields.Datetime.context_timestamp(self, self.known_at)
            title = self.env._(
                "%(title)s, known at %(moment)s",
                title=title,
                moment=moment.strftime("%Y-%m-%d %H:%M"),
            )
        return title
