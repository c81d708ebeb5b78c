# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A company with goods on stock, books that are compared, and a second job."""

from odoo.fields import Command

from .close_common import CloseCommon
from .procurement_common import JOB_COST


class ActualsCommon(CloseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.storekeeper = cls._person("ma_store", JOB_COST + "site", cls.company)
        cls.other_job = cls.env["project.project"].create(
            {"name": "Pier 8", "job_code": "0078", "company_id": cls.company.id}
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.site_location = cls.env["stock.location"].create(
            {"name": "Sites", "usage": "production", "company_id": cls.company.id}
        )
        cls.rebar.standard_price = 7

    # Goods ------------------------------------------------------------------------------------

    @classmethod
    def _stock(cls, product, quantity):
        """Put goods on stock at the product's cost."""
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.warehouse.lot_stock_id, quantity
        )

    def _issue(self, *lines, job=None, user=None, done=True):
        """Issue goods to a job; a line is (product, quantity) plus values of the move."""
        picking = (
            self.env["stock.picking"]
            .with_user(user or self.storekeeper)
            .create(
                {
                    "picking_type_id": self.warehouse.out_type_id.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "location_dest_id": self.site_location.id,
                    "project_id": (job or self.job).id,
                    "move_ids": [
                        Command.create(self._issue_values(*line))
                        for line in lines or [(self.rebar, 10)]
                    ],
                }
            )
        )
        picking.action_confirm()
        if done:
            self._validate(picking)
        return picking

    def _issue_values(self, product, quantity, values=None):
        return {
            "product_id": product.id,
            "product_uom_qty": quantity,
            "product_uom": product.uom_id.id,
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.site_location.id,
            "cost_code_id": self.concrete.id,
            **(values or {}),
        }

    def _validate(self, picking):
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
        picking.move_ids.picked = True
        picking.button_validate()
        self.env.cr.flush()

    def _bring_back(self, picking, quantity):
        returning = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model=picking._name)
            .create({"picking_id": picking.id})
        )
        returning.product_return_moves.quantity = quantity
        back = self.env["stock.picking"].browse(returning.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        self.env.cr.flush()
        return back

    # Ledger and books -------------------------------------------------------------------------

    def _cost(self, job=None, bucket="direct_cost"):
        """Return {(code, type): (amount, quantity)} of the ledger, zeros left out."""
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        groups = entries.sudo()._read_group(
            [("project_id", "=", (job or self.job).id), ("bucket", "=", bucket)],
            ["cost_code_id", "cost_type_id"],
            ["amount:sum", "quantity:sum"],
        )
        return {
            (code.code, kind.code): (round(amount, 2), quantity)
            for code, kind, amount, quantity in groups
            if round(amount, 2) or quantity
        }

    def _books(self, as_of=None):
        """Return {category: (books, ledger)} of the reconciliation, zeros left out."""
        self.env["construction.cost.entry"]._project_stale()
        self.env.flush_all()
        report = self.env["construction.books.reconciliation"].with_user(self.finance)
        groups = report.with_context(as_of=as_of)._read_group(
            [("company_id", "=", self.company.id)],
            ["category"],
            ["books_amount:sum", "ledger_amount:sum"],
        )
        return {
            category: (round(books, 2), round(ledger, 2))
            for category, books, ledger in groups
            if round(books, 2) or round(ledger, 2)
        }

    def assertSwept(self):
        self.assertFalse(self.env["construction.cost.entry"]._sweep())
