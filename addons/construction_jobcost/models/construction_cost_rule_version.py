# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .construction_cost_rule import TRIAL


class ConstructionCostRuleVersion(models.Model):
    """A version of the state map: drafted, tried on the whole ledger, put in force."""

    _name = "construction.cost.rule.version"
    _description = "Version of the State Map"
    _order = "number desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    number = fields.Integer(readonly=True, copy=False, help="Later versions go before earlier.")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "In Force")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    valid_from = fields.Date(
        readonly=True, copy=False, help="The day the version was put in force."
    )
    activated_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    note = fields.Text(required=True, help="What changes, and why. Kept with the version.")
    rule_ids = fields.One2many("construction.cost.rule", "version_id", string="Rows", copy=True)
    trial_source_count = fields.Integer(
        string="Document Lines to Change",
        readonly=True,
        copy=False,
        help="How many document lines would count differently, when it was tried last.",
    )
    trial_entry_count = fields.Integer(
        string="Entries to Append",
        readonly=True,
        copy=False,
        help="How many ledger entries that would append.",
    )
    date_tried = fields.Datetime(readonly=True, copy=False)

    _number_uniq = models.UniqueIndex("(number)", "The versions of the state map count up.")

    @api.depends("number")
    def _compute_name(self):
        for version in self:
            version.name = self.env._("Version %(number)s", number=version.number)

    @api.model_create_multi
    def create(self, vals_list):
        last = self.sudo().search([], limit=1).number  # Sudo: numbers count for everybody.
        for offset, vals in enumerate(vals_list, 1):
            if not self.env.su:
                for name in self._step_fields() & vals.keys():
                    del vals[name]
            vals.setdefault("number", last + offset)
        return super().create(vals_list)

    @api.model
    def _step_fields(self):
        """Return the fields that only a step sets."""
        return {
            "state",
            "number",
            "valid_from",
            "activated_by_id",
            "date_tried",
            "trial_source_count",
            "trial_entry_count",
        }

    def _set_step(self, vals):
        """Write what a step sets, past the guard of write."""
        return super().write(vals)

    def write(self, vals):
        if self._step_fields() & vals.keys():
            raise UserError(
                self.env._(
                    "The state of a version follows from its steps. Put the version in force."
                )
            )
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_draft()

    def _check_draft(self):
        for version in self:
            if version.state != "draft":
                raise UserError(
                    self.env._(
                        "%(version)s of the state map is in force and stays as it is. "
                        "Make a new version and change it there.",
                        version=version.display_name,
                    )
                )

    @api.model
    def action_new(self):
        """Draft the next version from the rows in force and open it."""
        self._check_controller()
        rules = self.env["construction.cost.rule"]
        version = self.create({"note": self.env._("What changes, and why?")})
        for rule in rules.browse(rules._get_ids_in_force()):
            rule.copy({"version_id": version.id})
        return version.get_formview_action()

    def action_try(self):
        """Count what the version would change: the whole ledger is compared, nothing written."""
        self._check_controller()
        drifts = self._sweep_with_draft()
        self._set_step(
            {
                "trial_source_count": len(drifts),
                "trial_entry_count": sum(len(drift.missing) for drift in drifts),
                "date_tried": fields.Datetime.now(),
            }
        )
        return True

    def action_activate(self):
        """Put the version in force and append what changes, dated by the documents."""
        self._check_controller()
        if self.state != "draft":
            return True
        if not self.date_tried:
            raise UserError(
                self.env._(
                    "See what %(version)s would change before it is put in force.",
                    version=self.display_name,
                )
            )
        self._drop_unchanged()
        self._set_step(
            {
                "state": "active",
                "valid_from": fields.Date.context_today(self),
                "activated_by_id": self.env.uid,
            }
        )
        self.env.registry.clear_cache()
        self.env["construction.ledger.check"]._start("state_map", heal=True)._run()
        return True

    def _check_controller(self):
        if not self.env.user.has_group("construction_jobcost.group_cost_controller"):
            raise AccessError(
                self.env._("Only cost controllers change the state map. Ask one of them.")
            )

    def _sweep_with_draft(self):
        """Return the drifts of the whole ledger under the draft's rows."""
        self.ensure_one()
        rules = self.env["construction.cost.rule"]
        tried = rules.browse(rules._get_ids_in_force()) | self.rule_ids
        # an object in the context: a client's context can only hold plain values
        entries = self.env["construction.cost.entry"].with_context(**{TRIAL: tried._as_rules()})
        return entries._sweep()

    def _drop_unchanged(self):
        """Keep the rows that differ from what is in force: the version says what it changes."""
        in_force = self.env["construction.cost.rule"]._get_rules_in_force()
        self.rule_ids.filtered(
            lambda rule: in_force.buckets.get((rule.document, rule.state)) == (rule.bucket or "")
        ).unlink()
