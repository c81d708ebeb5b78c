# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from ..core.keys import CostKey

JOB_COST = "construction_jobcost.group_"


class ProcurementCommon(TransactionCase):
    """A company with a job, coded budget, vendors and the people of procurement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env["res.company"].create({"name": "Harbor Contractors"})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids},
        )
        cls._create_accounts()
        cls._create_structure()
        cls._create_people()

    @classmethod
    def _create_accounts(cls):
        def account(code, name, kind):
            return cls.env["account.account"].create(
                {
                    "code": code,
                    "name": name,
                    "account_type": kind,
                    "company_ids": [Command.set(cls.company.ids)],
                }
            )

        cls.expense = account("600000", "Cost of Work", "expense_direct_cost")
        cls.cash = account("100000", "Cash", "asset_cash")
        cls.payable = account("200000", "Payables", "liability_payable")
        cls.purchases = cls.env["account.journal"].create(
            {
                "name": "Bills",
                "code": "BILLX",
                "type": "purchase",
                "company_id": cls.company.id,
                "default_account_id": cls.expense.id,
            }
        )
        cls.general = cls.env["account.journal"].create(
            {
                "name": "General",
                "code": "GENX",
                "type": "general",
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def _create_people(cls):
        def person(login, groups):
            return cls._person(login, groups, cls.company)

        cls.manager = person("pc_manager", JOB_COST + "project_manager")
        cls.approver = person("pc_approver", JOB_COST + "approver")
        cls.controller = person("pc_controller", JOB_COST + "cost_controller")
        cls.reader = person("pc_reader", JOB_COST + "job_cost_user")
        cls.buyer = person(
            "pc_buyer",
            "purchase.group_purchase_user,stock.group_stock_user," + JOB_COST + "job_cost_user",
        )
        cls.bookkeeper = person(
            "pc_bookkeeper", "account.group_account_invoice," + JOB_COST + "job_cost_user"
        )

    @classmethod
    def _person(cls, login, groups, company):
        """Create a person; those of the company are in the team of its job."""
        user = new_test_user(
            cls.env(context={**cls.env.context, "no_reset_password": True}),
            login=login,
            groups=groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        ).with_context(allowed_company_ids=company.ids)
        if company == cls.company:
            cls.job.job_team_ids |= user
        return user

    def _stranger(self, group):
        """Create a person with rights in another company."""
        company = self.env["res.company"].create({"name": "Strangers"})
        return self._person("pc_stranger", f"{group},{JOB_COST}project_manager", company)

    @classmethod
    def _create_structure(cls):
        cls.job = cls.env["project.project"].create(
            {"name": "Pier 7", "job_code": "0077", "company_id": cls.company.id}
        )
        codes = cls.env["construction.cost.code"].create(
            [{"code": "03-100", "name": "Concrete"}, {"code": "05-200", "name": "Steel"}]
        )
        cls.concrete, cls.steel = codes
        cls.material = cls.env.ref("construction_jobcost.cost_type_material")
        cls.subcontract = cls.env.ref("construction_jobcost.cost_type_subcontract")
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.rebar = cls.env["product.product"].create(
            {"name": "Rebar", "type": "consu", "is_storable": True, "purchase_method": "receive"}
        )
        vendors = cls.env["res.partner"].create(
            [
                {"name": name, "property_account_payable_id": cls.payable.id}
                for name in ("Steel Supply", "Ready Mix")
            ]
        )
        cls.vendor, cls.other_vendor = vendors

    def _budget(self, amount, code=None, cost_type=None):
        """Put an original budget into the ledger without an estimate."""
        key = self._key(code, cost_type)
        line_id = self.env["construction.budget.line"]._ensure([key])[key]
        self.env.cr.execute(
            """
            INSERT INTO construction_cost_entry
                   (company_id, currency_id, project_id, budget_line_id, cost_code_id,
                    cost_type_id, bucket, date, amount, quantity, source_model, source_id)
            VALUES (%s, %s, %s, %s, %s, %s, 'original_budget', '2026-01-01', %s, 0, 'test', 0)
            """,
            [self.company.id, self.company.currency_id.id, key.project_id, line_id]
            + [key.cost_code_id, key.cost_type_id, amount],
        )

    def _key(self, code=None, cost_type=None, job=None):
        return CostKey(
            (job or self.job).id, (code or self.concrete).id, (cost_type or self.material).id
        )

    def _coding(self, code=None, cost_type=None, job=None):
        return self.env["construction.cost.key"]._distribution(
            job or self.job, code or self.concrete, cost_type or self.material
        )

    def _requisition(self, *lines, user=None, **values):
        """Create a requisition; a line is (quantity, unit cost, vendor) plus values."""
        commands = []
        for line in lines or [(10, 100.0, self.vendor)]:
            quantity, cost, vendor, *more = line
            commands.append(
                Command.create(
                    {
                        "description": "Ready-mix C30",
                        "quantity": quantity,
                        "estimated_unit_cost": cost,
                        "vendor_id": vendor.id,
                        "cost_code_id": self.concrete.id,
                        "cost_type_id": self.material.id,
                        **(more[0] if more else {}),
                    }
                )
            )
        return (
            self.env["construction.requisition"]
            .with_user(user or self.manager)
            .create({"project_id": self.job.id, "line_ids": commands, **values})
        )

    def _order(self, *lines, user=None, **values):
        """Create a draft order; a line is (product, quantity, price) plus values."""
        commands = [
            Command.create(
                {
                    "product_id": product.id,
                    "product_qty": quantity,
                    "price_unit": price,
                    "tax_ids": [Command.clear()],
                    "analytic_distribution": self._coding(),
                    **(more[0] if more else {}),
                }
            )
            for product, quantity, price, *more in lines or [(self.rebar, 10, 100.0)]
        ]
        return (
            self.env["purchase.order"]
            .with_user(user or self.buyer)
            .create({"partner_id": self.vendor.id, "order_line": commands, **values})
        )

    def _confirmed_order(self, *lines, amount=None, **values):
        """Create an order, have it approved (up to ``amount``) and confirm it as the buyer."""
        order = self._order(*lines, **values)
        order.with_user(self.approver).action_approve_order(amount=amount)
        order.button_confirm()
        self.env.cr.flush()
        return order

    def _bill(self, *lines, move_type="in_invoice", user=None, **values):
        """Create a draft bill; a line is (order line or empty, quantity, price) plus values."""
        commands = [
            Command.create(
                {
                    "name": "Billed work",
                    "purchase_line_id": order_line.id,
                    "product_id": order_line.product_id.id,
                    "account_id": self.expense.id,
                    "quantity": quantity,
                    "price_unit": price,
                    "tax_ids": [Command.clear()],
                    **(more[0] if more else {}),
                }
            )
            for order_line, quantity, price, *more in lines
        ]
        return (
            self.env["account.move"]
            .with_user(user or self.bookkeeper)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": self.vendor.id,
                    "journal_id": self.purchases.id,
                    "invoice_date": "2026-03-10",
                    "date": "2026-03-10",
                    "invoice_line_ids": commands,
                    **values,
                }
            )
        )

    def _buckets(self, job=None):
        """Return {bucket: sum} of the ledger for a job; empty buckets left out."""
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        groups = entries.sudo()._read_group(
            [("project_id", "=", (job or self.job).id)], ["bucket"], ["amount:sum"]
        )
        return {bucket: total for bucket, total in groups if round(total, 2)}
