# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from ..core.cost_report import COLUMN_NAMES
from ..core.cost_workbook import Sheet, workbook


class ConstructionCostReport(models.Model):
    """The cost report of one job as a spreadsheet."""

    _inherit = "construction.cost.report"

    @api.model
    def _get_workbook(self, job, as_of=None, known_at=None, group_by="code", columns=()):
        """Return the XLSX file of a job's cost report.

        As get_tree; columns: names in any order, without any all columns of the report.
        Raises AccessError when the user may not read the job or the cost report.
        """
        root = self._grow_tree(job, as_of, known_at, group_by)
        labels = {column["name"]: column["label"] for column in self._get_column_labels()}
        chosen = [name for name in COLUMN_NAMES if name in columns] or COLUMN_NAMES
        sheet = Sheet(
            title=self.env._("Cost Report"),
            facts=self._get_workbook_facts(job, as_of, known_at),
            headings=(
                self.env._("Cost Code"),
                self.env._("Description"),
                self.env._("Cost Type"),
                self.env._("Phase"),
            ),
            columns=[(name, labels[name]) for name in chosen],
            total=self.env._("Total"),
            digits=job.currency_id.decimal_places,
        )
        return workbook(sheet, root)

    @api.model
    def _get_workbook_facts(self, job, as_of, known_at):
        now = fields.Datetime.now()
        return [
            (self.env._("Job"), job.display_name),
            (self.env._("Company"), job.company_id.name),
            (self.env._("Currency"), job.currency_id.name),
            (
                self.env._("As of"),
                format_date(self.env, as_of) if as_of else self.env._("All days"),
            ),
            (self.env._("As known at"), format_datetime(self.env, known_at or now)),
            (
                self.env._("Exported"),
                f"{format_datetime(self.env, now)}, {self.env.user.name}",
            ),
        ]
