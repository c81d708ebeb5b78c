# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from ..core.projection import Projected

#: coding field -> external id (without module) of the plan whose column holds it
CODING = {
    "cost_code_id": "analytic_plan_cost_code",
    "cost_type_id": "analytic_plan_cost_type",
    "job_phase_id": "analytic_plan_phase",
}


class AccountAnalyticLine(models.Model):
    """Timesheets and other analytic lines of a job that no journal item stands behind."""

    _name = "account.analytic.line"
    _inherit = ["account.analytic.line", "construction.cost.source"]
    _cost_versioned = False

    cost_code_id = fields.Many2one(
        "construction.cost.code",
        string="Job Cost Code",
        compute="_compute_coding",
        inverse="_inverse_coding",
        search="_search_cost_code_id",
        compute_sudo=True,
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type",
        string="Job Cost Type",
        compute="_compute_coding",
        inverse="_inverse_coding",
        search="_search_cost_type_id",
        compute_sudo=True,
    )
    job_phase_id = fields.Many2one(
        "construction.job.phase",
        compute="_compute_coding",
        inverse="_inverse_coding",
        search="_search_job_phase_id",
        compute_sudo=True,
        domain="[('project_id', '=', project_id)]",
    )
    is_job = fields.Boolean(related="project_id.is_job")

    @api.depends(lambda self: self._get_known_coding_columns())
    def _compute_coding(self):
        columns = self._get_coding_columns()[1:]
        for field, column in zip(CODING, columns, strict=True):
            records = self.env[self._fields[field].comodel_name].with_context(active_test=False)
            owners = {
                record.analytic_account_id.id: record
                for record in records.search([("analytic_account_id", "in", self[column].ids)])
            }
            for line in self:
                line[field] = owners.get(line[column].id, False)

    def _inverse_coding(self):
        columns = self._get_coding_columns()[1:]
        for line in self:
            # Sudo: replaces the right to read analytic accounts; the line's own right was checked.
            coding = {
                column: line[field].sudo().analytic_account_id.id
                for field, column in zip(CODING, columns, strict=True)
            }
            line.write(coding)

    def _search_cost_code_id(self, operator, value):
        return self._search_coding("cost_code_id", operator, value)

    def _search_cost_type_id(self, operator, value):
        return self._search_coding("cost_type_id", operator, value)

    def _search_job_phase_id(self, operator, value):
        return self._search_coding("job_phase_id", operator, value)

    def _search_coding(self, field, operator, value):
        if operator != "in":
            return NotImplemented
        columns = dict(zip(CODING, self._get_coding_columns()[1:], strict=True))
        records = self.env[self._fields[field].comodel_name].browse([id_ for id_ in value if id_])
        # Sudo: as in _inverse_coding.
        accounts = records.sudo().analytic_account_id.ids
        return [(columns[field], "in", accounts + [False] * (False in value))]

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._translate_coding(vals_list)
        cost_type = self._get_coding_columns()[2]
        for vals in vals_list:
            if vals.get("project_id") and not vals.get(cost_type, True):
                # a form sends the empty field along; a timesheet's default is labor
                del vals[cost_type]
        return super().create(vals_list)

    def write(self, vals):
        if not CODING.keys().isdisjoint(vals):
            (vals,) = self._translate_coding([vals])
        return super().write(vals)

    @api.model
    def _translate_coding(self, vals_list):
        """Turn coding fields into analytic columns: one write instead of one per line."""
        columns = dict(zip(CODING, self._get_coding_columns()[1:], strict=True))
        for field, column in columns.items():
            ids = {vals[field] for vals in vals_list if vals.get(field)}
            # Sudo: as in _inverse_coding.
            records = self.env[self._fields[field].comodel_name].sudo().browse(ids)
            accounts = {record.id: record.analytic_account_id.id for record in records}
            vals_list = [
                {
                    **{name: value for name, value in vals.items() if name != field},
                    column: accounts.get(vals[field], False),
                }
                if field in vals
                else vals
                for vals in vals_list
            ]
        return vals_list

    def _timesheet_preprocess_get_accounts(self, vals):
        accounts = super()._timesheet_preprocess_get_accounts(vals)
        if not accounts:
            return accounts
        _job, code, cost_type, _phase = self._get_coding_columns()
        for column in (code, cost_type):
            # a project without own coding leaves the line's coding alone
            if not accounts.get(column):
                accounts.pop(column, None)
        # Sudo: the employee needs no right on the job to report hours on it.
        job = self.env["project.project"].sudo().browse(vals["project_id"])
        if not self and job.is_job:
            labor = self.env["ir.model.data"]._xmlid_to_res_id(
                "construction_jobcost.cost_type_labor"
            )
            # Sudo: as above, for the cost type.
            labor = self.env["construction.cost.type"].sudo().browse(labor)
            accounts.setdefault(cost_type, labor.analytic_account_id.id)
        return accounts

    # Job cost -------------------------------------------------------------------------------

    @api.model
    @ormcache(cache="stable")
    def _get_coding_columns(self):
        """Return the analytic columns of job, cost code, cost type and phase.

        Raises ValueError while the addon is being installed: its plans do not exist yet.
        """
        # Sudo: the plan of a column is structure, not data of the user.
        plans = [self.env.ref(f"construction_jobcost.{xmlid}").sudo() for xmlid in CODING.values()]
        return ("account_id", *(plan._column_name() for plan in plans))

    @api.model
    def _get_known_coding_columns(self):
        """Return the columns that exist: only the job's while the addon is being installed."""
        try:
            columns = self._get_coding_columns()
        except ValueError:
            return ["account_id"]
        return [column for column in columns if column in self._fields]

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {"date", "amount", "unit_amount", "product_uom_id", "move_line_id", "company_id"}
            | {*self._get_known_coding_columns()}
        )

    @api.model
    def _get_cost_sweep_domain(self):
        return [("account_id.project_ids.is_job", "=", True), ("move_line_id", "=", False)]

    @api.model
    def _get_cost_domain_of_accounts(self, accounts):
        return [("account_id", "in", accounts.ids), ("move_line_id", "=", False)]

    def _get_cost_projection(self):
        bucket = self.env["construction.cost.rule"]._get_bucket("analytic.line", "recorded")
        if not bucket:
            return {}
        columns = [SQL.identifier(name) for name in self._get_coding_columns()]
        # as text: exact decimals; numeric would arrive as float
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, date, amount::text, burden_amount::text, burden_type_id,
                       -- Odoo counts what came back from a job as it counts what was issued
                       CASE WHEN stock_move_id IS NOT NULL AND amount > 0
                            THEN -unit_amount ELSE unit_amount END::text,
                       product_uom_id, ARRAY[%s]
                  FROM account_analytic_line
                 WHERE id = ANY(%s) AND move_line_id IS NULL AND account_id IS NOT NULL
                   -- else moved by the reallocation already
                   AND reallocation_line_id IS NULL
                """,
                SQL(", ").join(columns),
                self.ids,
            )
        )
        keys = self.env["construction.cost.key"]._keys_of_accounts([row[-1] for row in rows])
        return {
            row[0]: self._split_burden(bucket, key, row)
            for row, key in zip(rows, keys, strict=True)
            if key
        }

    @api.model
    def _split_burden(self, bucket, key, row):
        """Return what a line amounts to: its wage or other cost, and the burden apart."""
        _id, day, amount, burden, burden_type_id, quantity, uom_id, _accounts = row
        extra = Decimal(burden or 0)
        cost, count = -Decimal(amount) - extra, Decimal(quantity or 0)
        items = [Projected(bucket, key, day, cost, count, uom_id or 0)]
        if extra:
            # the hours count once, with the wage
            place = key._replace(cost_type_id=burden_type_id or key.cost_type_id)
            items.append(Projected(bucket, place, day, extra))
        return items

    def get_formview_id(self, access_uid=None):
        if self.project_id:
            return self.env.ref("hr_timesheet.timesheet_view_form_user").id
        return super().get_formview_id(access_uid=access_uid)

    def _get_cost_documents(self):
        return {line.id: (line._name, line.id, line.name or "/") for line in self}
