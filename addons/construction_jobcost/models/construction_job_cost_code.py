# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

CONTROLLER = "construction_jobcost.group_cost_controller"


class ConstructionJobCostCode(models.Model):
    """A cost code on a job: asked for, open to documents, or closed to them.

    Opening and closing is up to cost controllers. Others, where their company lets them, enter
    what they need; it counts for nothing until a cost controller opens it.
    """

    _name = "construction.job.cost.code"
    _description = "Cost Code of a Job"
    _inherit = ["mail.thread", "construction.job.record"]
    _order = "project_id, cost_code_id, cost_type_id, id"
    _rec_name = "cost_code_id"
    _check_company_auto = True

    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("is_job", "=", True)],
        tracking=True,
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    cost_code_id = fields.Many2one(
        "construction.cost.code",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="Empty: every cost type that the code takes.",
    )
    date_start = fields.Date(string="From", tracking=True)
    date_end = fields.Date(string="To", tracking=True, help="The last day.")
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("open", "Open"),
            ("closed", "Closed"),
            ("rejected", "Rejected"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="requested",
        tracking=True,
        string="Status",
    )
    reason = fields.Char(help="What the code is needed for.")
    requested_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict", string="Requested by"
    )
    decided_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict", string="Opened or Closed by"
    )

    # also serves the check of documents: what is said of a code on a job
    _code_uniq = models.UniqueIndex(
        "(project_id, cost_code_id, COALESCE(cost_type_id, 0))",
        "This cost code stands on the job already. Change the line that is there.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_start <= date_end)", "A cost code ends on the job after it begins."
    )

    @api.constrains("cost_code_id", "cost_type_id")
    def _check_cost_type(self):
        for line in self:
            if line.cost_type_id and not line.cost_code_id._takes(line.cost_type_id):
                raise ValidationError(
                    self.env._(
                        "Cost code %(code)s does not take cost type %(type)s. "
                        "It takes: %(allowed)s.",
                        code=line.cost_code_id.code,
                        type=line.cost_type_id.code,
                        allowed=", ".join(line.cost_code_id.cost_type_ids.mapped("code")),
                    )
                )

    @api.constrains("project_id")
    def _check_project_id(self):
        for line in self:
            if not line.project_id.is_job:
                raise ValidationError(
                    self.env._(
                        "%(project)s is not a job. Give it a job code first.",
                        project=line.project_id.display_name,
                    )
                )

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        controls = self._may_decide()
        given = {
            "state": "open" if controls else "requested",
            "requested_by_id": self.env.uid,
            "decided_by_id": self.env.uid if controls else False,
        }
        lines = super().create([{**vals, **given} for vals in vals_list])
        if not controls:
            lines._check_may_request()
        return lines

    def write(self, vals):
        if not self._may_decide():
            if {"state", "requested_by_id", "decided_by_id"} & vals.keys():
                raise AccessError(self._decision_message())
            self._check_requested()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_requested(self):
        if not self._may_decide():
            self._check_requested()

    # Steps ------------------------------------------------------------------------------------

    def action_open(self):
        """Open the codes: documents of the job may name them."""
        return self._decide("open")

    def action_close(self):
        """Close the codes: documents of the job may name them no longer."""
        return self._decide("closed")

    def action_reject(self):
        """Refuse requests."""
        if self.filtered(lambda line: line.state != "requested"):
            raise UserError(self.env._("Only requests are rejected. Close the others instead."))
        return self._decide("rejected")

    def _decide(self, state):
        if not self._may_decide():
            raise AccessError(self._decision_message())
        self.write({"state": state, "decided_by_id": self.env.uid})
        return True

    # Rights -----------------------------------------------------------------------------------

    @api.model
    def _may_decide(self):
        return self.env.su or self.env.user.has_group(CONTROLLER)

    def _decision_message(self):
        return self.env._(
            "Opening and closing a cost code on a job is up to a cost controller. Ask one."
        )

    def _check_may_request(self):
        # Sudo: the setting counts for people who do not read companies.
        if not all(self.company_id.sudo().mapped("cost_code_requests")):
            raise AccessError(
                self.env._(
                    "In this company only cost controllers put cost codes on a job. Ask one."
                )
            )

    def _check_requested(self):
        if self.filtered(lambda line: line.state != "requested"):
            raise AccessError(
                self.env._(
                    "The request was decided. Ask a cost controller to change what is there."
                )
            )
