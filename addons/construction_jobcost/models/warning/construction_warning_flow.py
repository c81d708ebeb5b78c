# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .construction_warning import STANDING

ACTIVITY = "construction_jobcost.mail_activity_warning"
CONTROLLER = "construction_jobcost.group_cost_controller"
MEMBER = "construction_jobcost.group_job_cost_user"
#: Figures that follow the job while the warning stands.
FIGURES = ("actual", "base", "amount", "count", "days", "record_ids")


class ConstructionWarning(models.Model):
    """How warnings come, stay and go, and what people do with them."""

    _inherit = "construction.warning"

    # The nightly look -------------------------------------------------------------------------

    @api.model
    def _cron_look(self):
        """Look at all jobs by all rules."""
        self._look(self.env["construction.warning.rule"].search([("active", "=", True)]))

    @api.model
    def _look(self, rules):
        """Open, update and clear the warnings of rules; queries do not grow with the jobs."""
        hits = self.env["construction.warning.finder"]._find(rules)
        standing = {
            (warning.rule_id.id, warning.project_id.id, warning.subject): warning
            for warning in self.search([("rule_id", "in", rules.ids), ("state", "in", STANDING)])
        }
        gone = [warning for key, warning in standing.items() if key not in hits]
        self.concat(*gone)._clear()
        self._update(hits, standing)
        self._open([vals for key, vals in hits.items() if key not in standing])

    @api.model
    def _update(self, hits, standing):
        """Bring figures up to date; what was acknowledged until yesterday is open again."""
        for key, warning in standing.items():
            vals = hits.get(key, {})
            news = {
                name: vals[name]
                for name in FIGURES
                if name in vals and (warning[name] or 0) != (vals[name] or 0)
            }
            if news:
                warning._set(**news)
        today = fields.Date.context_today(self)
        due = self.concat(*standing.values()).filtered(
            lambda warning: warning.state == "acknowledged" and warning.date_until < today
        )
        due._set_step("open", acknowledged_by_id=False, date_until=False)
        due._ask_owners()

    @api.model
    def _open(self, vals_list):
        """Create warnings and put each on the desk of its owners."""
        today = fields.Date.context_today(self)
        warnings = self.create([{**vals, "date_since": today} for vals in vals_list])
        warnings._ask_owners()

    def _clear(self):
        """Close warnings that are not true any more, and what they asked for."""
        standing = self.filtered(lambda warning: warning.state in STANDING)
        if standing:
            standing._set_step("cleared", date_cleared=fields.Date.context_today(self))
            standing.activity_unlink([ACTIVITY])

    # Owners -----------------------------------------------------------------------------------

    def _ask_owners(self):
        """Give each warning, once, to those it goes to who may read it."""
        kind = self.env.ref(ACTIVITY)
        model = self.env["ir.model"]._get_id(self._name)
        activities = [
            {
                "activity_type_id": kind.id,
                "res_model_id": model,
                "res_id": warning.id,
                "user_id": user.id,
                "summary": warning.rule_id.name,
                # taken back by itself when the warning is
                "automated": True,
            }
            for warning in self
            for user in warning._get_owners()
        ]
        self.env["mail.activity"].create(activities)

    def _get_owners(self):
        """Return the users that a warning goes to."""
        self.ensure_one()
        if self.rule_id.responsible != "controller":
            owners = self.user_id
        else:
            people = self.env.ref(CONTROLLER).all_user_ids
            owners = people.filtered(lambda user: self.company_id in user.company_ids)
        return owners.filtered(
            lambda user: user.active and not user._is_superuser() and user.has_group(MEMBER)
        )

    # Acknowledging ----------------------------------------------------------------------------

    def action_ask_acknowledge(self):
        """Ask what is done about the warning, and until when it is left alone."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Acknowledge"),
            "res_model": "construction.warning.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_warning_ids": self.ids},
        }

    def action_acknowledge(self, note=None, until=None):
        """Acknowledge warnings as the current user: what is done, and until which day it rests.

        until: a day after today, ISO. Raises AccessError for others than the owner, the project
        manager and cost controllers, UserError without a note or a day to come.
        """
        self.check_access("read")
        day, today = fields.Date.to_date(until), fields.Date.context_today(self)
        if not (note or "").strip():
            raise UserError(self.env._("Say what is done about it: it stays with the warning."))
        if not day or day <= today or day > today + timedelta(days=92):
            raise UserError(
                self.env._(
                    "Choose a day within the next three months until which it is left alone; the "
                    "warning comes back after it while it is still true."
                )
            )
        self._check_may_acknowledge()
        # Sudo: nobody has the right to write warnings; the right to acknowledge was checked.
        warnings = self.sudo()
        warnings._set_step(
            "acknowledged",
            note=note.strip(),
            date_until=day,
            acknowledged_by_id=self.env.uid,
        )
        feedback = self.env._("Until %(day)s: %(note)s", day=format_date(self.env, day), note=note)
        warnings.activity_feedback([ACTIVITY], feedback=feedback)
        return True

    def _check_may_acknowledge(self):
        user = self.env.user
        for warning in self:
            if user not in (warning.user_id, warning.project_id.user_id) and not user.has_group(
                CONTROLLER
            ):
                raise AccessError(
                    self.env._(
                        "%(warning)s is acknowledged by %(owner)s, the project manager or a cost "
                        "controller.",
                        warning=warning.text,
                        owner=warning.user_id.name or self.env._("its owner"),
                    )
                )

    # Ways out ---------------------------------------------------------------------------------

    def action_view_job(self):
        """Open the cockpit of the job."""
        self.ensure_one()
        return self.project_id.action_view_cockpit()

    def action_view_documents(self):
        """Open what the warning is about, with the user's own rights."""
        self.ensure_one()
        if self.kind == "slow_changes":
            name, domain = "construction_change_order_action", [("id", "in", self.record_ids)]
        elif self.kind == "retention":
            name, domain = (
                "construction_payment_application_action",
                [("order_id", "in", self.record_ids)],
            )
        elif self.kind == "billing_gap" or self.kind == "underbilled":
            name, domain = (
                "construction_cost_entry_action",
                [("project_id", "=", self.project_id.id)],
            )
        else:
            return self.project_id.action_view_cost_report()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"construction_jobcost.{name}")
        return dict(action, domain=domain, context={}, display_name=self.rule_id.name)
