# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ProjectProject(models.Model):
    _inherit = "project.project"
    _rec_names_search = ["name", "job_code"]

    job_code = fields.Char(
        copy=False, tracking=True, help="Kept exactly as typed, zeros in front included."
    )
    is_job = fields.Boolean(compute="_compute_is_job", store=True, index=True)
    job_status = fields.Selection(
        [
            ("planned", "Planned"),
            ("active", "Active"),
            ("on_hold", "On Hold"),
            ("complete", "Complete"),
            ("closed", "Closed"),
        ],
        default="active",
        required=True,
        tracking=True,
        group_expand=True,
    )
    contract_amount = fields.Monetary(
        tracking=True, help="Original contract with the owner, in the job's currency."
    )
    retention_percent = fields.Float(
        digits=(5, 2), tracking=True, help="Share of each payment the owner holds back."
    )
    site_street = fields.Char()
    site_city = fields.Char()
    site_zip = fields.Char()
    site_state_id = fields.Many2one("res.country.state", ondelete="restrict")
    site_country_id = fields.Many2one("res.country", ondelete="restrict")
    phase_ids = fields.One2many("construction.job.phase", "project_id", string="Phases")
    budget_line_ids = fields.One2many("construction.budget.line", "project_id")

    _job_code_uniq = models.UniqueIndex(
        "(company_id, job_code) WHERE job_code IS NOT NULL", "This job code is in use already."
    )
    # a job is known by its analytic account on every document line
    _job_account_uniq = models.UniqueIndex(
        "(account_id) WHERE job_code IS NOT NULL", "Two jobs cannot share an analytic account."
    )
    _retention_percent_range = models.Constraint(
        "CHECK (retention_percent BETWEEN 0 AND 100)", "Retention is between 0 and 100 percent."
    )

    @api.depends("job_code")
    def _compute_is_job(self):
        for project in self:
            project.is_job = bool(project.job_code)

    @api.depends("job_code")
    def _compute_display_name(self):
        super()._compute_display_name()
        for job in self.filtered("job_code"):
            job.display_name = f"{job.job_code} {job.display_name}"

    @api.constrains("job_code", "company_id", "account_id")
    def _check_job_complete(self):
        for job in self.filtered("is_job"):
            if not job.company_id or job.account_id.company_id != job.company_id:
                raise ValidationError(
                    self.env._(
                        "Job %(job)s needs a company, and an analytic account of that company. "
                        "Choose the company on the job first.",
                        job=job.job_code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._normalize_job_vals(vals) for vals in vals_list]
        new_accounts = [
            vals for vals in vals_list if vals["job_code"] and not vals.get("account_id")
        ]
        accounts = self._create_job_accounts(new_accounts)
        for vals, account in zip(new_accounts, accounts, strict=True):
            vals["account_id"] = account.id
        jobs = super().create(vals_list)
        jobs.filtered(lambda job: job.account_id not in accounts)._mark_job_sources()
        return jobs

    def write(self, vals):
        if "job_code" in vals:
            vals = dict(vals, job_code=self._normalize_job_code(vals["job_code"]))
        if vals.get("job_code") and not vals.get("account_id"):
            self._ensure_job_accounts(vals)
        identity = {"job_code", "company_id", "account_id"} & vals.keys()
        jobs = self._filter_with_ledger() if identity else self.browse()
        before = {job: job._get_ledger_identity() for job in jobs}
        result = super().write(vals)
        moved = jobs.filtered(lambda job: job._get_ledger_identity() != before[job])
        if moved:
            raise ValidationError(moved._ledger_identity_message())
        if identity:
            self._mark_job_sources()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_costs(self):
        jobs = self._filter_with_ledger()
        if jobs:
            raise UserError(
                self.env._(
                    "Costs are recorded on %(jobs)s, so it cannot be deleted. Archive it instead.",
                    jobs=", ".join(jobs.mapped("display_name")),
                )
            )

    def _inverse_company_id(self):
        # Sudo: replaces the right on analytic accounts, which who keeps jobs need not have.
        return super(ProjectProject, self.sudo())._inverse_company_id()

    @api.model
    def _normalize_job_code(self, code):
        return (code or "").strip() or False

    @api.model
    def _normalize_job_vals(self, vals):
        vals = dict(vals, job_code=self._normalize_job_code(vals.get("job_code")))
        if vals["job_code"]:
            vals["company_id"] = vals.get("company_id") or self.env.company.id
        return vals

    @api.model
    def _create_job_accounts(self, vals_list):
        # Sudo: replaces the right on analytic accounts, which who keeps jobs need not have.
        accounts = self.env["account.analytic.account"].sudo()
        return accounts.create(self._get_values_analytic_account_batch(vals_list))

    def _ensure_job_accounts(self, vals):
        for project in self.filtered(lambda project: not project.account_id):
            company = vals.get("company_id") or project.company_id.id
            account = {"name": vals.get("name") or project.name, "company_id": company}
            project.account_id = self._create_job_accounts([account])

    def _mark_job_sources(self):
        """Project what was coded to these accounts before they were a job's."""
        jobs = self.filtered("is_job")
        entries = self.env["construction.cost.entry"]
        for model_name in entries._get_source_models() if jobs else ():
            source = entries._source(model_name)
            domain = source._get_cost_domain_of_accounts(jobs.account_id)
            if domain:
                entries._mark_stale(source.search(domain))

    def _filter_with_ledger(self):
        """Return the jobs that have recorded costs."""
        # Sudo: recorded costs count although the user may not see them.
        groups = (
            self.env["construction.cost.entry"]
            .sudo()
            ._read_group([("project_id", "in", self.ids)], ["project_id"])
        )
        return self.browse([project.id for (project,) in groups])

    def _get_ledger_identity(self):
        self.ensure_one()
        return bool(self.job_code), self.company_id, self.account_id

    def _ledger_identity_message(self):
        return self.env._(
            "Costs are recorded on %(jobs)s: its company, its analytic account and its being a "
            "job cannot be changed any more. Open a new job instead.",
            jobs=", ".join(self.mapped("display_name")),
        )

    @api.model
    def _find_jobs(self, codes, company):
        """Return {job code: job} of ``company``, archived jobs included."""
        jobs = self.with_context(active_test=False).search(
            [("company_id", "=", company.id), ("job_code", "in", list(codes))]
        )
        return {job.job_code: job for job in jobs}
