# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.payment_application import advance, faults, summarize
from ...core.retention import NOTHING
from ...core.values import decimal
from .construction_payment_sheet_line import AFTER, BEFORE

#: What the figures of a sheet are made of.
KEPT = tuple(f"line_ids.{name}" for name in (*BEFORE.values(), *AFTER.values(), "scheduled_value"))
#: The lines of the summary that only show, by the name they have in the arithmetic.
SUMMARY = {
    "original": "original_amount",
    "changes": "change_amount",
    "contract": "contract_amount",
    "completed": "completed_amount",
    "held_work": "held_work_amount",
    "held_stored": "held_stored_amount",
    "held": "held_amount",
    "earned": "earned_amount",
    "previous": "previous_amount",
    "balance": "balance_amount",
}


class ConstructionPaymentSheet(models.AbstractModel):
    """The continuation sheet and the summary of an application."""

    _inherit = "construction.payment.sheet"

    original_amount = fields.Monetary(string="1. Original Contract Sum", compute="_compute_summary")
    change_amount = fields.Monetary(string="2. Net Change", compute="_compute_summary")
    contract_amount = fields.Monetary(string="3. Contract Sum to Date", compute="_compute_summary")
    completed_amount = fields.Monetary(string="4. Completed and Stored", compute="_compute_summary")
    held_work_amount = fields.Monetary(string="5a. Retention on Work", compute="_compute_summary")
    held_stored_amount = fields.Monetary(
        string="5b. Retention on Stored Material", compute="_compute_summary"
    )
    held_amount = fields.Monetary(string="5. Retention", compute="_compute_summary")
    earned_amount = fields.Monetary(string="6. Earned less Retention", compute="_compute_summary")
    previous_amount = fields.Monetary(string="7. Previous Certificates", compute="_compute_summary")
    due_amount = fields.Monetary(
        string="8. Payment Due", compute="_compute_period", store=True, tracking=True
    )
    balance_amount = fields.Monetary(
        string="9. Balance to Finish", compute="_compute_summary", help="Retention included."
    )
    gross_amount = fields.Monetary(
        string="This Period", compute="_compute_period", store=True, help="Before retention."
    )
    claimed_amount = fields.Monetary(
        string="Claimed", compute="_compute_claimed_amount", store=True, help="Before retention."
    )
    has_reasons = fields.Boolean(compute="_compute_has_reasons", help="Of another certificate.")
    fault_note = fields.Text(string="What is Wrong", compute="_compute_fault_note")

    @api.depends(lambda self: (*KEPT, *self._get_change_depends()))
    def _compute_summary(self):
        for application in self:
            figures = application._get_summary()
            for name, field in SUMMARY.items():
                application[field] = float(getattr(figures, name))

    @api.depends(*KEPT)
    def _compute_period(self):
        for application in self:
            figures = application._get_summary()
            before = sum((line.completed for line in application._get_before()), NOTHING)
            application.due_amount = float(figures.due)
            application.gross_amount = float(figures.completed - before)

    def _get_summary(self):
        """Return the Summary of the sheet as it is kept."""
        self.ensure_one()
        after = self._get_after_kept()
        changes = self._get_change_amount()
        total = sum((line.scheduled for line in after), NOTHING)
        return summarize(total - changes, changes, self._get_before(), after)

    @api.depends("line_ids.claimed_work", "line_ids.claimed_stored")
    def _compute_claimed_amount(self):
        for application in self:
            lines = application.line_ids
            application.claimed_amount = sum(lines.mapped("claimed_work")) + sum(
                lines.mapped("claimed_stored")
            )

    @api.depends("line_ids.certify_reason")
    def _compute_has_reasons(self):
        for application in self:
            application.has_reasons = any(application.line_ids.mapped("certify_reason"))

    @api.depends("due_amount", "line_ids.may_overbill", "line_ids.work_to_date")
    def _compute_fault_note(self):
        for application in self:
            found = application._get_faults() if application.step in ("draft", "submitted") else []
            application.fault_note = "\n".join(application._fault_text(fault) for fault in found)

    @api.model
    def _get_change_depends(self):
        """Return the fields that the changes of the contract follow from."""
        return []

    def _get_change_amount(self):
        """Return the approved changes of the contract, net (Decimal, its currency)."""
        return self[self._contract_field]._get_payment_changes()

    # Arithmetic -------------------------------------------------------------------------------

    def _get_before(self):
        return [line._get_before() for line in self.line_ids]

    def _get_after_kept(self):
        return [line._get_after() for line in self.line_ids]

    def _get_after(self):
        """Return where the lines stand after the application, as the terms have it."""
        self.ensure_one()
        claims = [line._get_claim() for line in self.line_ids]
        return advance(
            self._get_before(), claims, self._get_retention_terms(), self._get_rounding()
        )

    def _get_retention_terms(self):
        """Return the Terms that hold for the application."""
        return self[self._contract_field]._get_payment_terms()

    def _get_rounding(self):
        return decimal(self.currency_id.rounding or 0.01)

    def _get_faults(self):
        """Return [Fault] of the sheet as it is now."""
        claims = [line._get_claim() for line in self.line_ids]
        allowed = self.line_ids.mapped("may_overbill")
        return faults(self._get_before(), claims, self._get_after_kept(), list(allowed))

    def _check_sheet(self):
        """Raise UserError with all that is wrong with the sheets."""
        for application in self:
            found = application._get_faults()
            if found:
                texts = "\n".join(application._fault_text(fault) for fault in found)
                raise UserError(
                    self.env._(
                        "%(application)s cannot go on:\n%(faults)s",
                        application=application.display_name,
                        faults=texts,
                    )
                )

    def _fault_text(self, fault):
        texts = self._fault_texts()
        if fault.line is None:
            return texts[fault.code]
        line = self.line_ids[fault.line]
        return self.env._(
            "%(item)s %(name)s: %(fault)s",
            item=line.line_ref or line.sequence,
            name=line.name,
            fault=texts[fault.code],
        )

    def _fault_texts(self):
        """Return {code: words} of what can be wrong."""
        return {
            "application.over_scheduled": self.env._(
                "More than the scheduled value is billed. Bill less, have the contract changed, "
                "or allow the line to exceed it."
            ),
            "application.work_negative": self.env._("The work to date would be below zero."),
            "application.moved_negative": self.env._("Installed material cannot be negative."),
            "application.moved_more_than_stored": self.env._(
                "More material is installed than was stored before."
            ),
            "application.stored_negative": self.env._("More stored material leaves than there is."),
            "application.withheld_negative": self.env._("The retention held would be below zero."),
            "application.released_negative": self.env._("A release cannot be negative."),
            "application.released_more_than_held": self.env._(
                "More retention is released than is held."
            ),
            "application.due_negative": self.env._(
                "The payment due is below zero: that takes a credit note of the vendor."
            ),
        }

    # The chain --------------------------------------------------------------------------------

    def _get_next(self):
        """Return the applications that start from this one."""
        self.ensure_one()
        # Sudo: what starts from it counts whoever asks.
        return self.sudo().search(
            [
                (self._contract_field, "=", self[self._contract_field].id),
                ("step", "!=", "void"),
                ("number", ">", self.number),
            ]
        )

    def _open_lines(self):
        """Bring the sheets up to the schedule of values and to what was certified before."""
        new = []
        for application, opened in self._prepare_opened().items():
            lines = application._get_lines_by_item()
            for values in opened:
                line = lines.get(values[application.line_ids._item_field])
                if line is None:
                    new.append({"application_id": application.id, **values})
                elif line._differs(values):
                    # Sudo: who may work on the sheet has no right to say what it starts from.
                    line.sudo().write(values)
        # Sudo: as above.
        self.line_ids.sudo().create(new)

    def _get_lines_by_item(self):
        """Return {id of an item of the contract: its line of the sheet}."""
        self.ensure_one()
        return {line[line._item_field].id: line for line in self.line_ids}

    def _prepare_opened(self):
        """Return {application: [values of its lines]} as the contracts stand now, in bulk."""
        contracts = self[self._contract_field]
        by_contract = defaultdict(list)
        for item, standing in contracts._get_payment_standings().items():
            # Sudo: the item of the contract that is billed.
            contract = item.sudo()[contracts._payment_item_contract]
            by_contract[contract.id].append((item, standing))
        return {
            application: [
                application._prepare_line_values(sequence, item, standing)
                for sequence, (item, standing) in enumerate(
                    by_contract[application[self._contract_field].id], 1
                )
            ]
            for application in self
        }

    def _check_current(self):
        """Raise UserError when the contract, or what it starts from, changed since it was opened."""
        for application, opened in self._prepare_opened().items():
            lines = application._get_lines_by_item()
            for values in opened:
                line = lines.get(values[application.line_ids._item_field])
                if line is None or line._differs(values):
                    raise UserError(
                        self.env._(
                            "The contract changed since %(application)s was submitted. Set it to "
                            "draft, take over the changes and submit it again.",
                            application=application.display_name,
                        )
                    )

    def _prepare_line_values(self, sequence, item, standing):
        """Return the values of a sheet's line as it is opened."""
        return {
            self.line_ids._item_field: item.id,
            "sequence": sequence,
            # Sudo: the item of the contract that is billed.
            **self[self._contract_field]._prepare_payment_item(item.sudo()),
            "scheduled_value": float(standing.scheduled),
            **{field: float(getattr(standing, name)) for name, field in BEFORE.items()},
        }
