# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..core.cost_rule import CostRules, RuleRow, overlaid

#: Context of a trial: a CostRules object, which no client can send.
TRIAL = "cost_rules_trial"


class ConstructionCostRule(models.Model):
    """The state map: which bucket of the ledger the state of a document counts in.

    A version holds the rows it changes; a row is in force until a later version in force
    has one for the same state. Rows of a version in force are never changed.
    """

    _name = "construction.cost.rule"
    _description = "State Map"
    _order = "sequence, document, id"
    _rec_name = "state_name"

    version_id = fields.Many2one(
        "construction.cost.rule.version", required=True, index=True, ondelete="cascade"
    )
    version_state = fields.Selection(related="version_id.state", string="State of Version")
    sequence = fields.Integer(default=10)
    document = fields.Char(string="Technical Document", required=True)
    document_name = fields.Char(string="Document", required=True, translate=True)
    # Odoo does not copy a field of this name by itself
    state = fields.Char(string="Technical State", required=True, copy=True)
    state_name = fields.Char(string="State", required=True, translate=True)
    bucket = fields.Selection(
        lambda self: self.env["construction.cost.entry"]._selection_bucket(),
        string="Counts as",
        group_expand=True,
        help="The bucket of the ledger. Empty: documents in this state count nowhere.",
    )
    note = fields.Char(translate=True, help="What exactly counts, and from which day on.")
    is_in_force = fields.Boolean(
        compute="_compute_is_in_force", search="_search_is_in_force", string="In Force"
    )

    _state_uniq = models.UniqueIndex(
        "(version_id, document, state)", "A version has one row for each state of a document."
    )

    @api.depends("version_id.state")
    def _compute_is_in_force(self):
        in_force = set(self._get_ids_in_force())
        for rule in self:
            rule.is_in_force = rule.id in in_force

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain("id", "in", self._get_ids_in_force())
        return Domain.OR([found if wanted else ~found for wanted in value])

    @api.model
    def _get_ids_in_force(self):
        # Sudo: what holds does not depend on who asks.
        rules = self.sudo().search([("version_id.state", "=", "active")])
        latest = {}
        for rule in rules.sorted(lambda rule: rule.version_id.number):
            latest[rule.document, rule.state] = rule.id
        return list(latest.values())

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        # what an addon brings along belongs to the version that is delivered
        if not self.env.su:
            rules._note_change()
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        self._note_change()
        result = super().write(vals)
        self._note_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._note_change()

    def _note_change(self):
        """Refuse a change of what is in force; a draft has to be tried again."""
        self.version_id._check_draft()
        self.version_id.filtered("date_tried")._set_step({"date_tried": False})

    # What projections ask ---------------------------------------------------------------------

    @api.model
    def _get_buckets(self, document, states):
        """Return {state: bucket or False} for the technical key of a document.

        False: the state counts nowhere, or no row knows it.
        """
        rules = self._get_rules()
        return {state: rules.bucket(document, state) for state in states}

    @api.model
    def _get_bucket(self, document, state):
        """Return the bucket of one state, or False."""
        return self._get_rules().bucket(document, state)

    @api.model
    def _get_counted_states(self, document):
        """Return the states of a document that count somewhere: what a sweep has to look at."""
        return self._get_rules().states(document)

    @api.model
    def _get_rules(self):
        """Return the CostRules in force; in a trial those that are tried."""
        trial = self.env.context.get(TRIAL)
        return trial if isinstance(trial, CostRules) else self._get_rules_in_force()

    @api.model
    @ormcache()
    def _get_rules_in_force(self):
        # Sudo: as in _get_ids_in_force.
        return self.sudo().search([("version_id.state", "=", "active")])._as_rules()

    def _as_rules(self):
        """Lay these rows over each other by version and return CostRules."""
        return overlaid(
            RuleRow(rule.version_id.number, rule.document, rule.state, rule.bucket or "")
            for rule in self
        )
