# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

#: The reports that know a day and a state of knowledge, and the actions that open them.
ACTIONS = {
    "cost": "construction_jobcost.construction_cost_report_action",
    "jobs": "construction_jobcost.project_project_job_action",
    "portfolio": "construction_jobcost.construction_portfolio_action",
    "commitments": "construction_jobcost.purchase_commitment_report_action",
    "retention": "construction_jobcost.construction_retention_ageing_action",
    "ledger": "construction_jobcost.construction_cost_entry_action",
}


class ConstructionCostReportWizard(models.TransientModel):
    """Choose the day and the state of knowledge a report is shown for."""

    _name = "construction.cost.report.wizard"
    _description = "Report as of a Date"

    report = fields.Selection(
        [
            ("cost", "Cost Report"),
            ("jobs", "Jobs"),
            ("portfolio", "Portfolio"),
            ("commitments", "Commitments"),
            ("retention", "Retention Ageing"),
            ("ledger", "Ledger"),
        ],
        default="cost",
        required=True,
    )
    project_ids = fields.Many2many(
        "project.project", string="Jobs", domain=[("is_job", "=", True)], help="Empty: all jobs."
    )
    as_of = fields.Date(string="As of", help="Leaves out what counts from a later day.")
    known_at = fields.Datetime(
        string="As known at", help="Leaves out what was recorded later. Empty: all known today."
    )

    def action_open_report(self):
        """Open the report with these dates."""
        self.ensure_one()
        context = {
            "as_of": fields.Date.to_string(self.as_of),
            "known_at": fields.Datetime.to_string(self.known_at),
        }
        context = {name: value for name, value in context.items() if value}
        action = getattr(self, f"_prepare_{self.report}_action")(context)
        return dict(action, context=context)

    def _prepare_cost_action(self, context):
        return self.env["construction.cost.report"]._get_action(self._get_title(), self.project_ids)

    def _prepare_jobs_action(self, context):
        domain = [("is_job", "=", True)]
        if self.project_ids:
            domain = [("id", "in", self.project_ids.ids)]
        return self._prepare_action(domain)

    def _prepare_portfolio_action(self, context):
        return self._prepare_action(self._get_job_domain())

    def _prepare_commitments_action(self, context):
        return self._prepare_action(self._get_job_domain())

    def _prepare_retention_action(self, context):
        return self._prepare_action(self._get_job_domain())

    def _prepare_ledger_action(self, context):
        entries = self.env["construction.cost.entry"].with_context(**context)
        return self._prepare_action([*self._get_job_domain(), *entries._get_moment_domain()])

    def _get_job_domain(self):
        return [("project_id", "in", self.project_ids.ids)] if self.project_ids else []

    def _prepare_action(self, domain):
        title = self._get_title()
        action = self.env["ir.actions.act_window"]._for_xml_id(ACTIONS[self.report])
        return dict(action, domain=domain, name=title, display_name=title)

    def _get_title(self):
        title = dict(self._fields["report"]._description_selection(self.env))[self.report]
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
