# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core.equipment import rental_shares
from ..core.keys import CostKey
from ..core.values import decimal


class ConstructionRentalAllocation(models.Model):
    """The shares of a rental bill, and the entry that moves them."""

    _inherit = "construction.rental.allocation"

    def _get_left(self):
        """Return what of the bill line no other allocation took (float, company currency)."""
        self.ensure_one()
        line = self.bill_line_id
        if not line:
            return 0.0
        others = self.search(
            [
                ("bill_line_id", "=", line.id),
                ("state", "=", "entered"),
                ("id", "!=", self._origin.id),
            ]
        )
        taken = sum((decimal(share.amount) for share in others.line_ids), Decimal(0))
        return float(decimal(line.balance) - taken)

    def _prepare_lines(self):
        """Return the values of the shares; UserError where there is nothing to share."""
        self.ensure_one()
        # of two allocations of one bill at the same moment the later is tried again
        self.env["construction.cost.source.version"]._bump(self._name, self.bill_line_id.ids)
        self._check_left()
        used, yard = self._get_used(), self._get_yard()
        # the yard's own use stays where it is
        used.pop(yard, None)
        if not any(used.values()):
            raise UserError(
                self.env._(
                    "No approved use of this equipment by %(unit)s between %(start)s and %(end)s. "
                    "Enter and approve it first.",
                    unit=dict(self._fields["unit"]._description_selection(self.env))[
                        self.unit
                    ].lower(),
                    start=self.date_from,
                    end=self.date_to,
                )
            )
        shares, _rest = rental_shares(
            decimal(self.amount),
            used,
            decimal(self.available),
            decimal(self.currency_id.rounding),
        )
        return [
            {
                "allocation_id": self.id,
                "project_id": key.project_id,
                "cost_code_id": key.cost_code_id,
                "cost_type_id": key.cost_type_id,
                "phase_id": key.phase_id or False,
                "quantity": float(used[key]),
                "amount": float(amount),
            }
            for key, amount in shares.items()
        ]

    def _check_left(self):
        left = decimal(self._get_left())
        amount = decimal(self.amount)
        if not amount or amount * left <= 0 or abs(amount) > abs(left):
            raise UserError(
                self.env._(
                    "%(amount)s cannot be shared: %(left)s of the bill line is not allocated yet.",
                    amount=self.currency_id.format(self.amount),
                    left=self.currency_id.format(float(left)),
                )
            )

    def _get_used(self):
        """Return {CostKey: Decimal} of approved use in the period, in its unit."""
        self.ensure_one()
        # Sudo: the bill falls on all who used what it is for.
        usages = self.env["construction.equipment.usage"].sudo()
        used = defaultdict(Decimal)
        for usage in usages.search(
            [
                ("equipment_id", "in", self.equipment_ids.ids),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "approved"),
                ("unit", "=", self.unit),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ],
            order="project_id, cost_code_id, id",
        ):
            used[usage._get_cost_key()] += decimal(usage.quantity)
        return used

    def _get_yard(self):
        """Return the CostKey that the bill line is coded to; UserError unless it is one."""
        (parts,) = self.env["construction.cost.key"]._parse(
            [self.bill_line_id.analytic_distribution]
        )
        if len(parts) != 1 or parts[0][1] != 100:
            raise UserError(
                self.env._(
                    "The bill line must be coded to one budget line with 100 %, for instance of "
                    "the yard: from there its amount is shared."
                )
            )
        return parts[0][0]

    # Entry ------------------------------------------------------------------------------------

    def _prepare_move(self):
        self.ensure_one()
        total = sum((decimal(line.amount) for line in self.line_ids), Decimal(0))
        commands = [
            Command.create(self._prepare_item(line._get_cost_key(), line.amount))
            for line in self.line_ids
        ]
        commands.append(Command.create(self._prepare_item(self._get_yard(), float(-total))))
        return {
            "move_type": "entry",
            "journal_id": self._get_journal().id,
            "date": self.date,
            "ref": self.env._(
                "%(allocation)s of %(bill)s",
                allocation=self.name,
                bill=self.bill_line_id.move_id.name,
            ),
            "line_ids": commands,
        }

    def _get_journal(self):
        journal = self.company_id.recovery_journal_id
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for this. Choose one in Settings, Job Cost, "
                    "Recovery.",
                    company=self.company_id.display_name,
                )
            )
        return journal

    def _prepare_item(self, key: CostKey, amount):
        """Return the values of an item on the bill's account with another coding."""
        return {
            "account_id": self.bill_line_id.account_id.id,
            "partner_id": self.bill_line_id.partner_id.id,
            "name": self.env._(
                "%(equipment)s, %(start)s to %(end)s",
                equipment=", ".join(self.equipment_ids.mapped("name")),
                start=self.date_from,
                end=self.date_to,
            ),
            "analytic_distribution": self.env["construction.cost.key"]._distribution_of(key),
            "balance": amount,
        }
