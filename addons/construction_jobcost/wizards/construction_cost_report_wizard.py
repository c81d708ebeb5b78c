# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionCostReportWizard(models.TransientModel):
    """Choose the day and the state of knowledge the cost report is shown for."""

    _name = "construction.cost.report.wizard"
    _description = "Cost Report as of a Date"

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
        context = {
            "as_of": fields.Date.to_string(self.as_of),
            "known_at": fields.Datetime.to_string(self.known_at),
        }
        action = self.env["construction.cost.report"]._get_action(
            self._get_title(), self.project_ids
        )
        return dict(action, context={name: value for name, value in context.items() if value})

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
