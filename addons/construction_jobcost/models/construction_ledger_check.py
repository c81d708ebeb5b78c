# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2

from odoo import api, fields, models

from .res_config_settings_ledger import HEAL

#: A check keeps this many lines; the counts are of all.
MAX_LINES = 1000
ACTIVITY = "construction_jobcost.mail_activity_ledger"


class ConstructionLedgerCheck(models.Model):
    """A run of the sweep: every document compared with the ledger, and what was found."""

    _name = "construction.ledger.check"
    _description = "Ledger Check"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "date_start"

    trigger = fields.Selection(
        [("schedule", "Schedule"), ("person", "Person"), ("state_map", "State Map")],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("running", "Running"),
            ("agrees", "Agrees"),
            ("drift", "Drift"),
            ("healed", "Repaired"),
        ],
        default="running",
        required=True,
        readonly=True,
        index=True,
    )
    heal = fields.Boolean(string="Repair", readonly=True)
    user_id = fields.Many2one("res.users", string="Started by", readonly=True, ondelete="restrict")
    date_start = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    date_end = fields.Datetime(readonly=True)
    last_model = fields.Char(readonly=True, help="Where a check that stopped goes on.")
    last_id = fields.Integer(readonly=True)
    source_count = fields.Integer(string="Document Lines", readonly=True)
    drift_count = fields.Integer(string="Drifts", readonly=True)
    error_count = fields.Integer(string="Not Projected", readonly=True)
    balance_count = fields.Integer(
        string="Wrong Balances",
        readonly=True,
        help="Budget lines whose rolled-up balance was not the sum of their entries.",
    )
    line_ids = fields.One2many("construction.ledger.check.line", "check_id", readonly=True)

    @api.model
    def _start(self, trigger, heal=False):
        """Begin a check as the current user; the caller has checked the right."""
        # Sudo: nobody has the right to write checks, they tell what happened.
        return self.sudo().create({"trigger": trigger, "heal": heal, "user_id": self.env.uid})

    def _run(self):
        """Check all that is left, in one transaction."""
        self.env["construction.cost.entry"]._project_stale()
        while self.state == "running":
            self._run_batch()
        return self

    def _run_batch(self):
        """Check the next batch and note how far it came; return how many sources it took."""
        entries = self.env["construction.cost.entry"]
        models_left = [
            name for name in entries._get_source_models() if name >= (self.last_model or "")
        ]
        for name in models_left:
            last = self.last_id if name == self.last_model else 0
            if ids := entries._get_sweep_ids(name, last):
                drifts, errors = self._sweep_ids(name, ids)
                self._note(drifts, errors)
                self.write(
                    {
                        "last_model": name,
                        "last_id": ids[-1],
                        "source_count": self.source_count + len(ids),
                    }
                )
                self.env.invalidate_all()
                return len(ids)
        self._finish()
        return 0

    def _sweep_ids(self, name, ids):
        """Return the drifts of these sources and {(model, id): error} of those that fail."""
        entries = self.env["construction.cost.entry"]
        try:
            with self.env.cr.savepoint():
                return entries._sweep_batch(name, ids, self.heal), {}
        except psycopg2.OperationalError:
            # another transaction was faster: the check goes on from here when run again
            raise
        except Exception as error:
            if len(ids) == 1:
                return [], {(name, ids[0]): str(error)}
        # one faulty document must not hide the state of the others
        drifts, errors = [], {}
        half = len(ids) // 2
        for part in (ids[:half], ids[half:]):
            found, failed = self._sweep_ids(name, part)
            drifts += found
            errors |= failed
        return drifts, errors

    def _note(self, drifts, errors):
        lines = self.env["construction.ledger.check.line"]
        values = [line for drift in drifts for line in lines._prepare_drift_values(self, drift)] + [
            {"check_id": self.id, "source_model": name, "source_id": key, "error": text}
            for (name, key), text in errors.items()
        ]
        room = max(0, MAX_LINES - len(self.line_ids))
        lines.create(values[:room])
        self.drift_count += len(drifts)
        self.error_count += len(errors)

    def _finish(self):
        state = "agrees"
        self._check_balances()
        if self.drift_count or self.error_count or self.balance_count:
            state = "healed" if self.heal and not self.error_count else "drift"
        self.write({"state": state, "date_end": fields.Datetime.now()})
        if state != "agrees" and self.trigger == "schedule":
            self._ask_controllers()

    def _check_balances(self):
        balances = self.env["construction.cost.balance"]
        wrong = balances._find_wrong()
        if self.heal and wrong:
            balances._correct(wrong)
        # correcting a line makes its job anew: what is left is wrong by itself
        jobs = balances._find_wrong_jobs()
        if self.heal and jobs:
            balances._correct_jobs(jobs)
        self.balance_count = len(wrong) + len(jobs)

    def _ask_controllers(self):
        """Put an activity on the desk of each cost controller of the companies concerned."""
        group = self.env.ref("construction_jobcost.group_cost_controller")
        companies = self.line_ids.company_id
        users = group.all_user_ids.filtered(lambda user: user.active and not user._is_superuser())
        if companies:
            users = users.filtered(lambda user: user.company_ids & companies)
        for user in users:
            self.activity_schedule(
                ACTIVITY,
                user_id=user.id,
                summary=self.env._("%(count)s drifts in the ledger", count=self.drift_count),
            )

    @api.model
    def _cron_check(self):
        """Check the ledger in batches; goes on where the last run stopped."""
        cron = self.env["ir.cron"]
        check = self.search([("state", "=", "running"), ("trigger", "=", "schedule")], limit=1)
        if not check:
            heals = bool(self.env["ir.config_parameter"].get_param(HEAL))
            check = self._start("schedule", heal=heals)
        cron._commit_progress(remaining=1)
        while check.state == "running":
            count = check._run_batch()
            if not cron._commit_progress(count, remaining=int(check.state == "running")):
                break
