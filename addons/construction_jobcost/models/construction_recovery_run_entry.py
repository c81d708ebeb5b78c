# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.fields import Command
from odoo.tools import SQL

from ..core.keys import CostKey
from ..core.values import decimal
from .construction_books_reconciliation import ACTUALS


class ConstructionRecoveryRun(models.Model):
    """What a run has to post, and how it posts it."""

    _inherit = "construction.recovery.run"

    # Lines ------------------------------------------------------------------------------------

    def _prepare_lines(self):
        """Return the values of what jobs carry and no run posted, by account and budget line."""
        self.ensure_one()
        # of two runs at the same moment the later is tried again, and finds nothing left
        self.env["construction.cost.source.version"]._bump(
            f"{self._name}.{self.kind}", self.company_id.ids
        )
        _journal, account, _recovery = self.company_id._get_recovery_books(self.kind)
        left = defaultdict(Decimal)
        for key, amount in self._get_carried().items():
            left[account.id, key] += amount
        for line in self._get_posted_lines():
            left[line.account_id.id, line._get_cost_key()] -= decimal(line.amount)
        return [
            {
                "run_id": self.id,
                "account_id": account_id,
                "project_id": key.project_id,
                "cost_code_id": key.cost_code_id,
                "cost_type_id": key.cost_type_id,
                "phase_id": key.phase_id or False,
                "amount": float(amount),
            }
            for (account_id, key), amount in sorted(left.items())
            if amount
        ]

    def _get_posted_lines(self):
        runs = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.kind),
                ("state", "=", "posted"),
            ]
        )
        return runs.line_ids

    def _get_carried(self):
        """Return {CostKey: Decimal} of what jobs carry up to the day, company currency."""
        if self.kind == "equipment":
            return self._get_equipment_cost()
        return self._get_burden()

    def _get_equipment_cost(self):
        self.env["construction.cost.entry"]._project_stale()
        # as text: the driver would turn numeric into float
        rows = self.env.execute_query(
            SQL(
                """
                SELECT project_id, cost_code_id, cost_type_id, COALESCE(phase_id, 0),
                       SUM(amount)::text
                  FROM construction_cost_entry
                 WHERE source_model = 'construction.equipment.usage' AND bucket IN %s
                   AND company_id = %s AND date <= %s
              GROUP BY 1, 2, 3, 4
                """,
                ACTUALS,
                self.company_id.id,
                self.date,
            )
        )
        return {CostKey(*key): Decimal(amount) for *key, amount in rows}

    def _get_burden(self):
        self.env.flush_all()
        lines = self.env["account.analytic.line"]
        columns = lines._get_coding_columns()
        # SQL: the burden's own type goes before that of the hours; as text, as above
        rows = self.env.execute_query(
            SQL(
                """
                SELECT ARRAY[%s], burden_type_id, SUM(burden_amount)::text
                  FROM account_analytic_line
                 WHERE burden_amount <> 0 AND move_line_id IS NULL AND lending_company_id IS NULL
                   AND company_id = %s AND date <= %s
              GROUP BY 1, 2
                """,
                SQL(", ").join(map(SQL.identifier, columns)),
                self.company_id.id,
                self.date,
            )
        )
        keys = self.env["construction.cost.key"]._keys_of_accounts([row[0] for row in rows])
        totals = defaultdict(Decimal)
        for (_accounts, type_id, amount), key in zip(rows, keys, strict=True):
            if key:
                place = key._replace(cost_type_id=type_id or key.cost_type_id)
                totals[place] += Decimal(amount)
        return totals

    # Entry ------------------------------------------------------------------------------------

    def _post_entry(self):
        """Post the entry with the rights of the user."""
        self.ensure_one()
        journal, _cost, recovery = self.company_id._get_recovery_books(self.kind)
        moves = self.env["account.move"].with_company(self.company_id)
        move = moves.create(self._prepare_move(journal, recovery))
        # before it is posted: the ledger has these amounts already
        self._set_step(
            "posted", move_id=move.id, user_id=self.env.uid, recovery_account_id=recovery.id
        )
        move._post()

    def _prepare_move(self, journal, recovery):
        total = sum((decimal(line.amount) for line in self.line_ids), Decimal(0))
        commands = [Command.create(self._prepare_cost_values(line)) for line in self.line_ids]
        if total:
            commands.append(
                Command.create(
                    {
                        "account_id": recovery.id,
                        "name": self.display_name,
                        # without coding: the jobs' cost would be taken back by its counterpart
                        "analytic_distribution": False,
                        "balance": float(-total),
                    }
                )
            )
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": self.date,
            "ref": self.display_name,
            "line_ids": commands,
        }

    def _prepare_cost_values(self, line):
        return {
            "account_id": line.account_id.id,
            "name": self.env._(
                "%(run)s: %(job)s", run=self.display_name, job=line.project_id.display_name
            ),
            "analytic_distribution": self.env["construction.cost.key"]._distribution_of(
                line._get_cost_key()
            ),
            "balance": line.amount,
        }
