# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import date_utils, format_date

FINANCE = "construction_jobcost.group_finance"
IN_FORCE = ("posted", "reversed")


class ConstructionAccrualRun(models.Model):
    """The accrual of one month end: what was accepted and not billed, posted and reversed.

    A run posts what the ledger holds as accrued less what earlier runs of the same month end
    posted. So it can be repeated: without a change there is nothing to post.
    """

    _name = "construction.accrual.run"
    _description = "Accrual Run"
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Month End", required=True, readonly=True)
    reversal_date = fields.Date(string="Reversed on", compute="_compute_reversal_date")
    number = fields.Integer(
        readonly=True, help="Counts the runs that were posted for the same month end."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("posted", "Posted"),
            ("reversed", "Reversed"),
            ("cancelled", "Taken Back"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    line_ids = fields.One2many("construction.accrual.line", "run_id", readonly=True)
    amount = fields.Monetary(
        string="To Post",
        compute="_compute_amount",
        store=True,
        help="What this run adds to earlier runs of the same month end; company currency.",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Accrual Entry",
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_id = fields.Many2one(
        "account.move",
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users", string="Posted by", readonly=True, ondelete="restrict", copy=False
    )

    # two people who post the same month at the same time: the second one fails
    _number_uniq = models.UniqueIndex(
        "(company_id, date, number) WHERE state != 'draft'",
        "Somebody else posted accruals of this month end just now. Look at them and try again.",
    )

    @api.depends("date")
    def _compute_reversal_date(self):
        for run in self:
            run.reversal_date = run.date and run.date + timedelta(days=1)

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for run in self:
            run.amount = sum(run.line_ids.mapped("amount"))

    @api.depends("date", "number")
    def _compute_display_name(self):
        for run in self:
            name = self.env._("Accruals %(date)s", date=format_date(self.env, run.date))
            run.display_name = f"{name} ({run.number})" if run.number > 1 else name

    # Steps ------------------------------------------------------------------------------------

    @api.model
    def _prepare_run(self, company, day):
        """Return the draft run of the month that ``day`` falls in, with its lines worked out.

        Raises AccessError for others than finance, UserError when the period is locked, not over
        yet, or has nothing to post.
        """
        self._check_finance()
        end = date_utils.end_of(day, "month")
        # Sudo: nobody may write runs, they tell what was posted; the right was checked.
        runs = self.sudo()
        run = runs.search(
            [("company_id", "=", company.id), ("date", "=", end), ("state", "=", "draft")], limit=1
        ) or runs.create({"company_id": company.id, "date": end})
        run._refresh()
        return self.browse(run.id)

    def action_refresh(self):
        """Work out the lines of a draft again."""
        self._check_step("draft")
        # Sudo: as in _prepare_run.
        self.sudo()._refresh()

    def action_post(self):
        """Post what is left to accrue, and its reversal on the first day after."""
        self._check_step("draft")
        for run in self:
            # Sudo: as in _prepare_run; the entries are made with the user's own rights.
            run.sudo()._refresh()
            earlier = self.sudo().search_count(
                [("company_id", "=", run.company_id.id), ("date", "=", run.date)]
                + [("state", "!=", "draft")]
            )
            run.sudo().write({"number": earlier + 1, "user_id": self.env.uid})
            run._post_entries()

    def action_take_back(self):
        """Cancel both entries of runs; a new run of the month then posts everything anew."""
        self._check_step(*IN_FORCE)
        for run in self:
            # first, because entries of a run in force cannot be changed. Sudo: as above.
            run.sudo().state = "cancelled"
            (run.move_id | run.reversal_id).button_cancel()

    def action_discard(self):
        """Delete a draft and go back to the list."""
        self._check_step("draft")
        # Sudo: as in _prepare_run.
        self.sudo().unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_accrual_run_action"
        )

    def action_view_entries(self):
        """Open the accrual entry and its reversal."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_journal_line")
        moves = self.move_id | self.reversal_id
        return dict(action, domain=[("id", "in", moves.ids)], context={})

    def action_compare_books(self):
        """Compare the general ledger with the job cost ledger as of the month end."""
        self.ensure_one()
        wizard = self.env["construction.books.reconciliation.wizard"].create(
            {"company_id": self.company_id.id, "as_of": self.date}
        )
        return wizard.action_open_report()

    def _check_step(self, *states):
        self._check_finance()
        self.check_access("read")
        for run in self:
            if run.state not in states:
                raise UserError(
                    self.env._(
                        "%(run)s cannot take this step any more. Open it again to see its state.",
                        run=run.display_name,
                    )
                )

    @api.model
    def _check_finance(self):
        if not self.env.user.has_group(FINANCE):
            raise AccessError(
                self.env._("Only finance posts accruals. Ask somebody of finance to do it.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        if any(run.state != "draft" for run in self):
            raise UserError(
                self.env._("An accrual run that was posted is kept. Take it back instead.")
            )

    def _note_reversed(self):
        """Note which of these runs have both entries in the books now."""
        for run in self:
            if run.state == "posted" and run.move_id.state == run.reversal_id.state == "posted":
                run.state = "reversed"
