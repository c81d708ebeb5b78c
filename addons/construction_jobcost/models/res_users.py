# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

#: Who sees the analytic lines of every job: cost controllers and the like, those who book
#: them, and those who keep everybody's hours.
SEE_ALL_LINES = (
    "construction_jobcost.group_job_cost_all",
    "account.group_account_invoice",
    "account.group_account_readonly",
    "hr_timesheet.group_hr_timesheet_approver",
)


class ResUsers(models.Model):
    """Which jobs a user sees; the record rules ask it.

    The domains hold no ids of jobs: rules are cached by user, and who joins or leaves a team
    is to see or not to see the job from that moment on.
    """

    _inherit = "res.users"

    def _get_job_domain(self):
        """Return the domain of project.project that the user manages or is in the team of.

        Meant as ``("project_id", "any", user._get_job_domain())``: the few jobs come out of one
        sub-select, and a long table is read by its index on the job. Two conditions joined by
        "or" would be checked row by row.
        """
        manager = self.env["project.project"]._fields["user_id"]
        jobs = SQL(
            """(
                SELECT id FROM project_project WHERE user_id = %(user)s
                 UNION SELECT project_id FROM project_project_job_team_rel WHERE user_id = %(user)s
            )""",
            user=self.id,
            to_flush=manager,
        )
        return [("id", "in", jobs)]

    def _get_visible_project_domain(self):
        """Return the domain of the projects that members of job teams are kept to."""
        member = self.has_group("construction_jobcost.group_job_cost_user")
        if not member or self.has_group("construction_jobcost.group_job_cost_all"):
            # people without job cost see projects as Odoo has it, and no amounts on them
            return [(1, "=", 1)]
        return ["|", ("is_job", "=", False), *self._get_job_domain()]

    def _get_analytic_line_domain(self):
        """Return the domain of the analytic lines that the user is kept to.

        Every internal user may read analytic lines in Odoo, and with them what each job costs.
        """
        if any(self.has_group(group) for group in SEE_ALL_LINES):
            return [(1, "=", 1)]
        jobs = [("project_ids", "any", [("is_job", "=", True)])]
        unrelated = ["|", ("account_id", "=", False), ("account_id", "not any", jobs)]
        own = ["|", ("user_id", "=", self.id), *unrelated]
        if not self.has_group("construction_jobcost.group_job_cost_user"):
            return own
        team = ("account_id", "any", [("project_ids", "any", self._get_job_domain())])
        return ["|", team, *own]
