# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Callable, Sequence
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import contract as contracts
from ..core.desk import Case, Rule


class IntegrationDeskRule(models.Model):
    """To whom a message belongs that needs a person, and until when it is to be settled.

    The first rule in sequence that matches decides.
    """

    _name = "integration.desk.rule"
    _description = "Desk Rule"
    _inherit = ["integration.audit.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: every company.")
    system_id = fields.Many2one(
        "integration.system", ondelete="cascade", help="Empty: every system."
    )
    workflow = fields.Char(help="Empty: every workflow.")
    type = fields.Selection(selection="_selection_type", help="Empty: every type of message.")
    reason_prefix = fields.Char(
        "Reason",
        help="A reason code, or its first words: “map” matches “map.missing”. Empty: every reason.",
    )
    amount_from = fields.Float(
        "At Stake From", digits=(16, 2), help="In company currency. 0: no lower limit."
    )
    amount_to = fields.Float(
        "At Stake Below", digits=(16, 2), help="In company currency. 0: no upper limit."
    )
    owner_kind = fields.Selection(
        [
            ("nobody", "Whoever takes it"),
            ("user", "One person"),
            ("group", "The members of a group, in turn"),
            ("system", "The owner of the system"),
        ],
        string="Goes To",
        required=True,
        default="nobody",
    )
    user_id = fields.Many2one("res.users", "Person", domain=lambda self: self._domain_person())
    group_id = fields.Many2one("res.groups")
    sla_hours = fields.Float(
        "To Be Settled Within (Hours)",
        default=24,
        help="Calendar hours, nights and Sundays included. 0: no deadline.",
    )
    wait_hours = fields.Float(
        "Waiting Is Late After (Hours)",
        default=24,
        help="A waiting message that was received longer ago comes to the desk.",
    )
    escalate_user_id = fields.Many2one(
        "res.users",
        "Escalate To",
        domain=lambda self: self._domain_person(),
        help="Is told when the deadline has passed. Empty: the owner of the system.",
    )
    escalate_hours = fields.Float(
        "Escalate After (Hours)", help="Hours between the deadline and the escalation."
    )
    activity = fields.Boolean(
        default=True, help="People get an activity that counts their messages."
    )

    _amounts = models.Constraint(
        "CHECK (amount_from >= 0 AND amount_to >= 0 AND (amount_to = 0 OR amount_to > amount_from))",
        "Amounts are not negative, and the upper one is more than the lower one.",
    )
    _hours = models.Constraint(
        "CHECK (sla_hours >= 0 AND wait_hours >= 0 AND escalate_hours >= 0)",
        "Hours cannot be negative.",
    )

    @api.model
    def _domain_person(self):
        operators = self.env.ref("construction_connector_base.group_operator")
        return [("all_group_ids", "in", operators.ids), ("share", "=", False)]

    @api.model
    def _selection_type(self):
        return [
            (contract.type, contract.type)
            for contract in contracts.all_contracts()
            if contract.handler in self.env
        ]

    @api.constrains("owner_kind", "user_id", "group_id")
    def _check_owner(self):
        for rule in self:
            if (rule.owner_kind == "user" and not rule.user_id) or (
                rule.owner_kind == "group" and not rule.group_id
            ):
                raise ValidationError(
                    self.env._("Say to which person or group the rule “%(rule)s” gives its messages.",
                               rule=rule.name)
                )  # fmt: skip

    def _as_rule(self) -> Rule:
        """The rule as the desk's arithmetic takes it."""
        self.ensure_one()
        return Rule(
            id=self.id,
            system_id=self.system_id.id or None,
            workflow=self.workflow or None,
            type=self.type or None,
            reason_prefix=self.reason_prefix or None,
            company_id=self.company_id.id or None,
            amount_from=Decimal(str(self.amount_from)) if self.amount_from else None,
            amount_to=Decimal(str(self.amount_to)) if self.amount_to else None,
            sla_hours=self.sla_hours or None,
            wait_hours=self.wait_hours,
        )

    def _people(self) -> Callable[[Rule, Case], Sequence[int]]:
        """Whom these rules name for a case: active people who work in its company."""
        records = {rule.id: rule for rule in self}
        known: dict[tuple[int, int, int], list[int]] = {}

        def people(rule: Rule, case: Case) -> list[int]:
            key = (rule.id, case.company_id, case.system_id)
            if key not in known:
                known[key] = records[rule.id]._people_of(case)
            return known[key]

        return people

    def _people_of(self, case: Case) -> list[int]:
        named = {
            "nobody": lambda: self.env["res.users"],
            "user": lambda: self.user_id,
            "group": lambda: self.group_id.all_user_ids,
            "system": lambda: self.env["integration.system"].browse(case.system_id).owner_id,
        }[self.owner_kind]()
        able = named.filtered(
            lambda user: user.active and not user.share and case.company_id in user.company_ids.ids
        )
        return sorted(able.ids)
