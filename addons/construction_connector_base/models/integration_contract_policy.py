# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..core import contract as contracts
from ..core.contract import Direction
from ..core.policy import MAX_ATTEMPTS, NORMAL, Policy, Rule, choose
from ..core.window import Window, WindowError, parse

#: What decides whether messages are held back.
HOLDING = {
    "active", "type", "company_id", "system_id", "hold", "approval_group_id",
    "window", "window_zone", "window_minutes",
}  # fmt: skip


class IntegrationContractPolicy(models.Model):
    """How the messages of a type are treated, in general or for one company or system."""

    _name = "integration.contract.policy"
    _description = "Contract Policy"
    _inherit = ["integration.audit.mixin", "integration.routing.setting"]
    _rec_name = "type"
    _order = "type, company_id, system_id"

    active = fields.Boolean(default=True)
    type = fields.Selection(
        selection=lambda self: self.env["integration.reconciliation"]._selection_type(),
        required=True,
        help="Of messages that come, or of events that go out.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: in each company.")
    system_id = fields.Many2one(
        "integration.system",
        index=True,
        ondelete="cascade",
        help="Empty: from or to each system. A policy for a system wins over one for a company.",
    )
    max_attempts = fields.Integer(
        "Tries",
        default=MAX_ATTEMPTS,
        required=True,
        help="Tries of a message that fails for a passing cause, before a person must look at it.",
    )
    priority = fields.Integer(
        compute="_compute_priority",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Lower goes first; 10 is normal. Messages of one ordering key keep their order.",
    )
    window = fields.Char(
        "Batch Window",
        help="When it opens: minute, hour, day of the month, month, day of the week, as in cron. "
        "“0 18 * * 1-5” is 18:00 from Monday to Friday. Empty: messages are applied or sent at once.",
    )
    window_zone = fields.Selection(
        _tz_get, "Time Zone", default=lambda self: self.env.user.tz or "UTC", required=True
    )
    window_minutes = fields.Integer("Open for (Minutes)", default=60, required=True)
    next_opening = fields.Datetime("Opens Next", compute="_compute_next_opening")
    approval_group_id = fields.Many2one(
        "res.groups",
        "Approved By",
        ondelete="restrict",
        help="Members must approve each message before it is applied or sent. Empty: nobody needs "
        "to.",
    )
    hold = fields.Boolean(
        "On Hold", help="Messages are kept, but neither applied nor sent until this ends."
    )

    # one policy for each place; also read by _rules
    _place_uniq = models.UniqueIndex(
        "(type, COALESCE(company_id, 0), COALESCE(system_id, 0)) WHERE active",
        "There is a policy for this contract, company and system already.",
    )
    _max_attempts_positive = models.Constraint(
        "CHECK (max_attempts BETWEEN 1 AND 100)", "A message needs 1 to 100 tries."
    )
    _priority_positive = models.Constraint(
        "CHECK (priority BETWEEN 1 AND 1000)", "A priority goes from 1 (first) to 1000 (last)."
    )
    _window_minutes_positive = models.Constraint(
        "CHECK (window_minutes BETWEEN 1 AND 10080)",
        "A window stays open for a minute at least and a week (10080 minutes) at most.",
    )

    @api.depends("type")
    def _compute_priority(self):
        for policy in self:
            contract = contracts.get(policy.type or "") or contracts.get(
                policy.type or "", "outbound"
            )
            policy.priority = contract.priority if contract else NORMAL

    @api.depends("window", "window_zone", "window_minutes")
    def _compute_next_opening(self):
        now = fields.Datetime.now()
        for policy in self:
            try:
                window = policy._window()
            except WindowError:
                window = None
            policy.next_opening = window.next_opening(now) if window else False

    @api.constrains("window", "window_zone", "window_minutes")
    def _check_window(self):
        for policy in self:
            try:
                policy._window()
            except WindowError as error:
                raise ValidationError(
                    self.env._(
                        "“%(window)s” is no batch window. %(error)s. For example, “0 18 * * 1-5” "
                        "opens at 18:00 from Monday to Friday.",
                        window=policy.window,
                        error=error,
                    )
                ) from error

    @api.constrains("company_id", "system_id")
    def _check_place(self):
        for policy in self:
            company, system = policy.company_id, policy.system_id
            if company and system and company not in system.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(system)s sends nothing to %(company)s. Choose one of its companies.",
                        system=system.name,
                        company=company.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._reconsider(set(policies.mapped("type")))
        return policies

    def write(self, vals):
        types = set(self.mapped("type"))
        result = super().write(vals)
        if HOLDING & vals.keys():
            self._reconsider(types | set(self.mapped("type")))
        return result

    def unlink(self):
        types = set(self.mapped("type"))
        result = super().unlink()
        self._reconsider(types)
        return result

    @api.model
    def _for(self, types: Collection[str], company_id: int, system_id: int) -> dict[str, Policy]:
        """The policy of each contract type for messages of a system in a company; cached."""
        return {type_: self._policy(type_, company_id, system_id) for type_ in types}

    @tools.ormcache("type_", "company_id", "system_id", "direction")
    def _policy(
        self, type_: str, company_id: int, system_id: int, direction: Direction = "inbound"
    ) -> Policy:
        # sudo: service users have no right to read settings, their messages are treated by them
        policies = self.sudo().search(
            [("type", "in", self._versions(type_, direction))], order="id desc"
        )
        rules = [policy._rule() for policy in policies]
        return choose(rules, system_id, company_id, self._default(type_, direction))

    @api.model
    def _versions(self, type_: str, direction: Direction) -> list[str]:
        """All versions of a contract: a policy counts for each, as they are applied together."""
        newest = contracts.newest_type(type_, direction)
        known = [contract.type for contract in contracts.all_contracts(direction)]
        return [newest, *(one for one in known if contracts.newest_type(one, direction) == newest)]

    @api.model
    def _default(self, type_: str, direction: Direction) -> Policy:
        """What counts where nobody has set anything: what the contract says."""
        contract = contracts.get(type_, direction)
        return Policy(priority=contract.priority if contract else NORMAL)

    def _rule(self) -> Rule:
        return Rule(
            self.system_id.id or None,
            self.company_id.id or None,
            Policy(
                max_attempts=self.max_attempts,
                priority=self.priority,
                window=self._window(),
                approval_group_id=self.approval_group_id.id or None,
                hold=self.hold,
            ),
        )

    def _window(self) -> Window | None:
        """The batch window; raises ``WindowError`` if it cannot be read."""
        if not self.window:
            return None
        return parse(self.window, self.window_zone, self.window_minutes)

    @api.model
    def _reconsider(self, types: Collection[str]) -> None:
        """Look again at the messages that the policies of these types hold back."""
        self.env["integration.message"]._reconsider_held(types)
