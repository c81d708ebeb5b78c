# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ...core.values import decimal
from ...core.wip_schedule import ASSET, LIABILITY, PROVISION
from ...core.wip_tie import BY_HAND, NO_JOB, Tie, tie_account, tie_billed, tie_cost
from .res_company_wip import ACCOUNTS

ZERO = Decimal(0)
INVOICES = ("out_invoice", "out_refund", "out_receipt")
#: Categories of the reconciliation that explain nothing.
NO_CAUSE = ("agreed", "unexplained")


class ConstructionWipSchedule(models.Model):
    """A schedule against the general ledger: cost, billed and the accounts of its entry."""

    _inherit = "construction.wip.schedule"

    def action_view_ties(self):
        """Compare the schedule with the general ledger as of its period end."""
        self.ensure_one()
        self.check_access("read")
        rows = self.env["construction.wip.tie"]._compare(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_wip_tie_action"
        )
        name = self.env._("%(schedule)s and General Ledger", schedule=self.display_name)
        return dict(action, domain=[("id", "in", rows.ids)], display_name=name)

    def _get_ties(self):
        """Return {(kind, job id, account id): Tie}; ids False where a row has none."""
        self.ensure_one()
        self.env.flush_all()
        now = self._get_ledger_figures(self.line_ids.project_id, None)
        return self._tie_cost(now) | self._tie_billed(now) | self._tie_accounts()

    def _tie_cost(self, now):
        books = self.env["construction.books.reconciliation"].with_context(as_of=self.date)
        rows = books._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("project_id", "in", self.line_ids.project_id.ids),
                ("category", "!=", "loss_provision"),
            ],
            ["project_id", "category"],
            ["books_amount:sum", "difference:sum"],
        )
        posted, causes = defaultdict(lambda: ZERO), defaultdict(dict)
        for job, category, amount, difference in rows:
            posted[job] += decimal(amount)
            if category not in NO_CAUSE:
                causes[job][category] = decimal(difference)
        return {
            ("1_cost", job.id, False): tie_cost(
                decimal(line.cost), now[job.id]["cost"], posted[job], causes[job]
            )
            for line in self.line_ids
            for job in line.project_id
        }

    def _tie_billed(self, now):
        income = defaultdict(lambda: ZERO)
        for job_id, is_invoice, amount in self._sum_income():
            income[job_id, is_invoice] += Decimal(amount)
        rest = income[None, True] + income[None, False]
        openings = self._sum_openings()
        ties = {
            ("2_billed", line.project_id.id, False): tie_billed(
                decimal(line.billed),
                now[line.project_id.id]["billed"],
                income[line.project_id.id, True],
                income[line.project_id.id, False],
                openings[line.project_id.id],
            )
            for line in self.line_ids
        }
        if rest:
            ties["2_billed", False, False] = Tie(ZERO, rest, {NO_JOB: rest})
        return ties

    def _sum_openings(self):
        """Return {job id: billed before its owner contract was kept here, up to the period end}."""
        # Sudo: a figure of the schedule, whoever may read the ledger's entries.
        rows = (
            self.env["construction.cost.entry"]
            .sudo()
            ._read_group(
                [
                    ("source_model", "=", "construction.owner.payer"),
                    ("bucket", "=", "billed"),
                    ("project_id", "in", self.line_ids.project_id.ids),
                    ("date", "<=", self.date),
                ],
                ["project_id"],
                ["amount:sum"],
            )
        )
        return defaultdict(lambda: ZERO, {job.id: decimal(amount) for job, amount in rows})

    def _sum_income(self):
        """Return [(job id or None, whether of invoices, amount as text)] up to the period end.

        SQL: the share of each job stands in a JSON field.
        """
        return self.env.execute_query(
            SQL(
                """
                WITH item AS (%(items)s), share AS (%(shares)s)
                SELECT project_id, is_invoice, SUM(amount)::text FROM share GROUP BY 1, 2
                 UNION ALL
                SELECT NULL, is_invoice, (SUM(amount) - COALESCE((
                           SELECT SUM(s.amount) FROM share s
                            WHERE s.is_invoice = item.is_invoice), 0))::text
                  FROM item GROUP BY 2
                """,
                items=self._select_income(),
                shares=self._select_income_shares(),
            )
        )

    def _select_income(self):
        """Items on income accounts, without those of schedules: they go from billed to earned."""
        return SQL(
            """
            SELECT l.id, -l.balance AS amount, l.analytic_distribution,
                   m.move_type IN %(invoices)s AS is_invoice
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN account_account a ON a.id = l.account_id AND a.account_type = 'income'
             WHERE l.company_id = %(company)s AND l.date <= %(day)s AND l.parent_state = 'posted'
               AND NOT EXISTS (SELECT FROM construction_wip_schedule w
                                WHERE w.move_id = m.id OR w.reversal_id = m.id)
            """,
            invoices=INVOICES,
            company=self.company_id.id,
            day=self.date,
        )

    def _select_income_shares(self):
        """The part of each item that is coded to each job of the schedule, rounded."""
        return SQL(
            """
            SELECT item.id, job.id AS project_id, item.is_invoice,
                   ROUND(item.amount * SUM(part.percent::numeric) / 100 / %(step)s) * %(step)s
                       AS amount
              FROM item
        CROSS JOIN LATERAL jsonb_each_text(item.analytic_distribution) part(accounts, percent)
              JOIN project_project job ON job.is_job AND job.id = ANY(%(jobs)s)
               AND job.account_id::text = ANY(string_to_array(part.accounts, ','))
          GROUP BY item.id, item.amount, item.is_invoice, job.id
            """,
            step=Decimal(str(self.currency_id.rounding)),
            jobs=list(self.line_ids.project_id.ids),
        )

    def _tie_accounts(self):
        """Each job's part of the accounts of the entry, and what else stands on them."""
        wanted = defaultdict(lambda: ZERO)
        for line in self.line_ids:
            for part in line._get_entry_parts():
                if part.role in (ASSET, LIABILITY, PROVISION):
                    account = self.company_id[ACCOUNTS[part.role]]
                    wanted[line.project_id.id, account.id] += part.amount
        posted, other = self._get_account_balances()
        signed = self.state == "approved"
        ties = {
            ("3_account", job_id, account_id): tie_account(
                wanted[job_id, account_id], posted[job_id, account_id], signed
            )
            for job_id, account_id in sorted({*wanted, *posted})
        }
        return ties | {
            ("3_account", False, account_id): Tie(ZERO, amount, {BY_HAND: amount})
            for account_id, amount in other.items()
            if amount
        }

    def _get_account_balances(self):
        """Return ({(job id, account id): balance}, {account id: balance of the rest})."""
        roles = (ASSET, LIABILITY, PROVISION)
        accounts = [account.id for role in roles for account in self.company_id[ACCOUNTS[role]]]
        posted, other = defaultdict(lambda: ZERO), defaultdict(lambda: ZERO)
        rows = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("account_id", "in", accounts),
                ("date", "<=", self.date),
                ("parent_state", "=", "posted"),
            ],
            ["account_id", "wip_line_id"],
            ["balance:sum"],
        )
        own = self.line_ids
        for account, line, balance in rows:
            if line in own:
                posted[line.project_id.id, account.id] += decimal(balance)
            else:
                other[account.id] += decimal(balance)
        return posted, other
