# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ..core import contract as contracts
from ..core.periods import day_start
from ..core.reconcile import ControlTotals, measures

STATES = [
    ("draft", "Not Compared"),
    ("matched", "Matched"),
    ("drift", "Drift"),
    ("signed", "Signed Off"),
]
#: What a person says when making one; the rest comes from comparing.
SCOPE_FIELDS = frozenset(
    {"system_id", "company_id", "workflow", "type", "key", "date_start", "date_end", "plan_id"}
)
#: What may still change once it is signed off.
LIVE_FIELDS = frozenset(
    {
        "state",
        "signed_by_id",
        "signed_at",
        "sign_note",
        "reopen_reason",
        "is_changed",
        "compared_at",
    }
)


class IntegrationReconciliation(models.Model):
    """Whether a system and Odoo agree on the documents of one workflow in one period.

    The source is the outside system's own figures, the target is what Odoo holds.
    """

    _name = "integration.reconciliation"
    _description = "Reconciliation"
    _order = "date_start desc, id desc"
    _check_company_auto = True

    system_id = fields.Many2one("integration.system", required=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    workflow = fields.Selection(selection="_selection_workflow", required=True)
    type = fields.Selection(
        selection="_selection_type", help="Only messages of this contract; empty: of all."
    )
    key = fields.Char(
        "Scope", help="Only what belongs to this ordering key, for example one job; empty: all."
    )
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("Before", required=True, help="The first day after the period.")
    period = fields.Char(compute="_compute_period")
    start_at = fields.Datetime(compute="_compute_start_at", store=True)
    end_at = fields.Datetime(compute="_compute_start_at", store=True)
    plan_id = fields.Many2one(
        "integration.reconciliation.plan",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="draft")
    source_totals = fields.Json(readonly=True)
    source_items = fields.Json(readonly=True, prefetch=False)
    target_totals = fields.Json(readonly=True)
    source_at = fields.Datetime("Source Reported", readonly=True)
    compared_at = fields.Datetime("Compared", readonly=True)
    source_count = fields.Integer("Documents at Source", compute="_compute_figures", store=True)
    target_count = fields.Integer("Documents in Odoo", compute="_compute_figures", store=True)
    source_value = fields.Monetary("Value at Source", compute="_compute_figures", store=True)
    target_value = fields.Monetary("Value in Odoo", compute="_compute_figures", store=True)
    table = fields.Html("Figures", compute="_compute_table", sanitize=False)
    drift_ids = fields.One2many("integration.reconciliation.drift", "reconciliation_id")
    drift_count = fields.Integer("Drifts", readonly=True)
    drift_amount = fields.Monetary("At Risk", readonly=True)
    missing_count = fields.Integer("Missing Here", readonly=True)
    signed_by_id = fields.Many2one("res.users", "Signed Off By", readonly=True, ondelete="restrict")
    signed_at = fields.Datetime("Signed Off", readonly=True)
    sign_note = fields.Text("Note", readonly=True)
    reopen_reason = fields.Text("Why It Was Reopened", readonly=True)
    is_changed = fields.Boolean(
        "Changed Since Sign-Off",
        readonly=True,
        help="Messages or figures of the period came after it was signed off.",
    )

    # one for each scope and period, whoever makes it
    _scope_uniq = models.UniqueIndex(
        "(system_id, company_id, workflow, COALESCE(type, ''), COALESCE(key, ''), date_start,"
        " date_end)",
        "There is a reconciliation of this scope and period already.",
    )
    _period_order = models.Constraint(
        "CHECK (date_start < date_end)", "The period must have at least one day."
    )

    @api.model
    def _selection_workflow(self):
        names = {one.workflow for one in contracts.installed(self.env)}
        return [(name, contracts.label_of(name)) for name in sorted(names)]

    @api.model
    def _selection_type(self):
        types = {one.type for one in contracts.installed(self.env)}
        return [(type_, type_) for type_ in sorted(types)]

    @api.depends("date_start", "date_end", "company_id")
    def _compute_start_at(self):
        for one in self:
            # sudo: the time zone of a company is no secret, its partner may be
            zone = one.company_id.sudo().partner_id.tz or "UTC"
            one.start_at = one.date_start and day_start(one.date_start, zone)
            one.end_at = one.date_end and day_start(one.date_end, zone)

    @api.depends("date_start", "date_end")
    @api.depends_context("lang")
    def _compute_period(self):
        for one in self:
            if not (one.date_start and one.date_end):
                one.period = False
                continue
            last = one.date_end - timedelta(days=1)
            days = [one.date_start, last] if last != one.date_start else [last]
            one.period = " – ".join(format_date(self.env, day) for day in days)

    @api.depends("system_id", "workflow", "key", "period")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            workflow = contracts.label_of(one.workflow or "")
            parts = [one.system_id.name, workflow, one.key, one.period]
            one.display_name = (
                " · ".join(part for part in parts if part) if one.period else self.env._("New")
            )

    @api.depends("source_totals", "target_totals")
    def _compute_figures(self):
        for one in self:
            source, target = one._totals()
            one.source_count = source.count or 0
            one.target_count = target.count or 0
            one.source_value = source.value or 0
            one.target_value = target.value or 0

    @api.depends("source_totals", "target_totals")
    @api.depends_context("lang")
    def _compute_table(self):
        for one in self:
            one.table = self.env["ir.qweb"]._render(
                "construction_connector_base.reconciliation_table",
                {"rows": [one._measure_row(measure) for measure in measures(*one._totals())]},
            )

    def _measure_row(self, measure) -> dict:
        return {
            "label": self._measure_label(measure.name),
            "source": self._measure_text(measure.name, measure.source),
            "target": self._measure_text(measure.name, measure.target),
            "difference": self._measure_text(measure.name, measure.difference),
            "matches": measure.matches,
        }

    def _measure_label(self, name: str) -> str:
        if name.startswith("state:"):
            return self.env._("In state %(state)s", state=name.partition(":")[2])
        return {
            "count": self.env._("Documents"),
            "applied": self.env._("Of these with effect"),
            "value": self.env._("Value"),
            "digest": self.env._("Digest of the ids"),
        }[name]

    def _measure_text(self, name: str, figure) -> str:
        if figure is None:
            return "–"
        if name == "value":
            return self.currency_id.format(float(figure))
        return figure[:12] if name == "digest" else str(figure)

    def _totals(self) -> tuple[ControlTotals, ControlTotals]:
        """Source and target as they were compared last."""
        return (
            ControlTotals.from_dict(self.source_totals or {}, self.source_items or None),
            ControlTotals.from_dict(self.target_totals or {}),
        )

    @api.constrains("system_id", "company_id")
    def _check_system_company(self):
        for one in self:
            if one.company_id not in one.system_id.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(system)s sends nothing to %(company)s. Choose one of its companies.",
                        system=one.system_id.name,
                        company=one.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        strange = set().union(*vals_list) - SCOPE_FIELDS
        if strange and not self.env.su:
            raise AccessError(
                self.env._("Figures and results of a reconciliation come from comparing only.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - LIVE_FIELDS:
            self._check_not_signed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _check_not_signed(self):
        signed = self.filtered(lambda one: one.state == "signed")
        if signed:
            raise UserError(
                self.env._(
                    "%(name)s is signed off by %(user)s and stays as it is. Reopen it first, "
                    "with a reason.",
                    name=signed[0].display_name,
                    user=signed[0].signed_by_id.name,
                )
            )

    def _check_group(self, group: str) -> None:
        self.check_access("read")
        if not self.env.user.has_group(f"construction_connector_base.{group}"):
            raise AccessError(
                self.env._(
                    "This is for members of %(group)s only. Ask one of them.",
                    # sudo: the name of a group is no secret, its record is not for everyone
                    group=self.env.ref(f"construction_connector_base.{group}").sudo().full_name,
                )
            )

    def action_open_messages(self):
        """Open the messages of the scope and period."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_connector_base.integration_message_action"
        )
        return action | {"domain": self._message_domain(), "context": {}}

    def _message_domain(self) -> list:
        domain = [
            ("system_id", "=", self.system_id.id),
            ("company_id", "=", self.company_id.id),
            ("workflow", "=", self.workflow),
            ("occurred_at", ">=", self.start_at),
            ("occurred_at", "<", self.end_at),
        ]
        if self.type:
            domain.append(("type", "=", self.type))
        if self.key:
            domain.append(("ordering_key", "=", self.key))
        return domain
