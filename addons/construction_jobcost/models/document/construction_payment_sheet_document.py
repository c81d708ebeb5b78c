# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionPaymentSheet(models.AbstractModel):
    """What the printed application says besides its figures, on both sides of a job."""

    _inherit = "construction.payment.sheet"

    def _get_sheet_totals(self):
        """Return the totals of the continuation sheet by the letters of its columns."""
        self.ensure_one()
        lines = self.line_ids
        previous, work = sum(lines.mapped("previous_work")), sum(lines.mapped("work_to_date"))
        scheduled, completed = sum(lines.mapped("scheduled_value")), sum(lines.mapped("completed"))
        return {
            "C": scheduled,
            "D": previous,
            "E": work - previous,
            "F": sum(lines.mapped("stored_to_date")),
            "G": completed,
            "percent": completed / scheduled * 100 if scheduled else 0.0,
            "H": sum(lines.mapped("balance")),
            "I": sum(lines.mapped("held")),
        }

    def _get_change_summary(self):
        """Return [(label, additions, deductions)] of the contract's changes, totals last."""
        self.ensure_one()
        before = self.additions_before_amount, self.deductions_before_amount
        now = self.additions_amount, self.deductions_amount
        return [
            (self.env._("Previous periods"), *before),
            (self.env._("This period"), *now),
            (self.env._("Total"), before[0] + now[0], before[1] + now[1]),
        ]

    def _get_summary_rows(self):
        """Return [(line, label, how it comes about, amount, whether it stands out)] 1 to 9."""
        self.ensure_one()
        return [
            *self._get_contract_rows(),
            *self._get_retention_rows(),
            *self._get_due_rows(),
        ]

    def _get_contract_rows(self):
        """Lines 1 to 4: the contract, and what of it is done."""
        label = self.env._
        completed = label("Completed and stored to date"), label("Column G of the sheet")
        return [
            ("1", label("Original contract sum"), "", self.original_amount, False),
            ("2", label("Net change"), "", self.change_amount, False),
            ("3", label("Contract sum to date"), label("1 + 2"), self.contract_amount, True),
            ("4", *completed, self.completed_amount, False),
        ]

    def _get_retention_rows(self):
        """Lines 5a to 5: what is held."""
        label = self.env._
        stored = label("Retention on stored material"), label("Of F")
        total = label("Retention"), label("5a + 5b, column I of the sheet")
        return [
            ("5a", label("Retention on work"), label("Of D + E"), self.held_work_amount, False),
            ("5b", *stored, self.held_stored_amount, False),
            ("5", *total, self.held_amount, False),
        ]

    def _get_due_rows(self):
        """Lines 6 to 9: earned, certified before, due and left."""
        label = self.env._
        previous = (
            label("Previous certificates"),
            label("6 of the application before, and retention released since"),
        )
        balance = label("Balance to finish, retention included"), label("3 − 6")
        return [
            ("6", label("Earned less retention"), label("4 − 5"), self.earned_amount, False),
            ("7", *previous, self.previous_amount, False),
            ("8", label("Payment due"), label("6 − 7"), self.due_amount, True),
            ("9", *balance, self.balance_amount, False),
        ]

    def _get_job_text(self):
        """Return number and name of the job that the application is for."""
        # Sudo: the name of the job, for who reads its application.
        return ", ".join(
            f"{job.job_code or ''} {job.name}".strip() for job in self.sudo()._get_jobs()
        )

    def _get_jobs(self):
        return self.project_id

    def _get_document_mark(self):
        """Return the word that keeps a reader from taking the document for a certificate."""
        self.ensure_one()
        marks = {
            "draft": self.env._("DRAFT"),
            "submitted": self.env._("NOT CERTIFIED"),
            "void": self.env._("VOID"),
        }
        return marks.get(self.state, "")

    def _get_certificate(self):
        """Return the approval that certified it, an empty one while it is not certified."""
        self.ensure_one()
        none = self.env["construction.approval"]
        if self.state not in ("certified", "billed", "paid"):
            return none
        # Sudo: whoever reads the certificate reads who signed it.
        return self.sudo()._get_approvals()

    def _get_cut_lines(self):
        """Return the lines on which something else is certified than was claimed."""
        self.ensure_one()
        if self.state == "draft":
            return self.line_ids.browse()
        return self.line_ids.filtered(lambda line: line._is_cut())
