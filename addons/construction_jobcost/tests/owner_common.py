# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .changes_common import ChangesCommon
from .procurement_common import JOB_COST


class OwnerCommon(ChangesCommon):
    """A job whose owner is billed, and the people who do that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._person("ow_finance", JOB_COST + "finance", cls.company)
        cls.site = cls._person("ow_site", JOB_COST + "site", cls.company)
        cls.receivable = cls._account("120000", "Receivables", "asset_receivable")
        cls.income = cls._account("400000", "Revenue", "income")
        cls.retained = cls._account("121000", "Retention Receivable", "asset_current")
        cls.env["account.journal"].create(
            {
                "name": "Invoices",
                "code": "INVX",
                "type": "sale",
                "company_id": cls.company.id,
                "default_account_id": cls.income.id,
            }
        )
        cls.company.retention_receivable_account_id = cls.retained
        names = ("City Transit", "City Water", "City Sewer")
        cls.owner, cls.water, cls.sewer = cls.env["res.partner"].create(
            [{"name": name, "property_account_receivable_id": cls.receivable.id} for name in names]
        )
        cls.job.write({"contract_amount": 0, "partner_id": cls.owner.id})

    @classmethod
    def _account(cls, code, name, kind):
        return cls.env["account.account"].create(
            {
                "code": code,
                "name": name,
                "account_type": kind,
                "reconcile": kind == "asset_receivable",
                "company_ids": [Command.set(cls.company.ids)],
            }
        )

    def _contract(self, *lines, payers=(), user=None, **values):
        """Create a contract in force; a line is a lump sum or values, payers (partner, share)."""
        contract = self._draft_contract(*lines, payers=payers, user=user, **values)
        contract.action_activate()
        return contract

    def _draft_contract(self, *lines, payers=(), user=None, **values):
        commands = []
        for number, line in enumerate(lines or (10000.0, 5000.0), 1):
            line = line if isinstance(line, dict) else {"original_amount": line}
            commands.append(
                Command.create({"line_ref": str(number), "name": f"Item {number}", **line})
            )
        return (
            self.env["construction.owner.contract"]
            .with_user(user or self.finance)
            .create(
                {
                    "name": "OC-1",
                    "project_id": self.job.id,
                    "date": "2026-01-05",
                    "line_ids": commands,
                    "payer_ids": [
                        Command.create({"partner_id": partner.id, "share_percent": share})
                        for partner, share in payers
                    ],
                    **values,
                }
            )
        )

    def _application(self, contract, *works, user=None, **values):
        """Open an application; works: work of the period per line, or values of the line."""
        application = (
            self.env["construction.owner.application"]
            .with_user(user or self.finance)
            .create(
                {
                    "contract_id": contract.id,
                    "period_start": "2026-03-01",
                    "period_end": "2026-03-31",
                    **values,
                }
            )
        )
        for line, work in zip(application.line_ids, works, strict=False):
            line.write(work if isinstance(work, dict) else {"claimed_work": work})
        return application

    def _certify(self, application):
        application.action_submit()
        application.with_user(self.approver).action_certify()
        self.env.cr.flush()
        return application

    def _certified(self, contract, *works, **values):
        """Open, submit and certify an application as it was claimed."""
        return self._certify(self._application(contract, *works, **values))

    def _invoiced(self, application):
        """Create the invoices of a certified application and post them; return them."""
        application.with_user(self.finance).action_create_invoices()
        invoices = application.sudo().invoice_ids.filtered(lambda move: move.state == "draft")
        invoices.with_user(self.finance).action_post()
        self.env.cr.flush()
        return invoices

    def _pay(self, invoice, day, amount=None):
        """Have a payer pay an invoice, all of it or an amount; return the payment's entry."""
        due = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        amount = amount or invoice.amount_residual
        entry = self.env["account.move"].create(
            {
                "journal_id": self.general.id,
                "date": day,
                "line_ids": [
                    Command.create({"account_id": self.cash.id, "debit": amount}),
                    Command.create({"account_id": due.account_id.id, "credit": amount}),
                ],
            }
        )
        entry.action_post()
        (due + entry.line_ids.filtered("credit")).reconcile()
        self.env.cr.flush()
        return entry

    def _figures(self, *buckets, as_of=None):
        """Return the sums of these buckets on the job, in order."""
        self.env["construction.cost.entry"]._project_stale()
        domain = [("project_id", "=", self.job.id), ("bucket", "in", buckets)]
        domain += [("date", "<=", as_of)] if as_of else []
        rows = self.env["construction.cost.entry"]._read_group(domain, ["bucket"], ["amount:sum"])
        sums = dict(rows)
        return tuple(round(sums.get(bucket, 0.0), 2) for bucket in buckets)
