# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The documents that the benchmark's ledger is made of copies of."""

from typing import Any


def models_of_each_kind(env) -> dict[str, Any]:
    """Ids of one document of each kind, by table; made as people make them."""
    job = env["project.project"].search([("job_code", "=", "BENCHMODEL")])
    if not job:
        job = env["project.project"].create({"name": "Model", "job_code": "BENCHMODEL"})
    code = env["construction.cost.code"].search([("code", "=", "BENCHMODEL")])
    code = code or code.create({"code": "BENCHMODEL", "name": "Model"})
    material = env.ref("construction_jobcost.cost_type_material")
    coding = env["construction.cost.key"]._distribution(job, code, material)
    vendor = env["res.partner"].create({"name": "Benchmark Supply"})
    order = _order(env, job, vendor, _product(env), coding)
    bill = _bill(env, job, order, coding)
    employee = env["hr.employee"].create({"name": "Benchmark", "hourly_cost": 50})
    hours = env["account.analytic.line"].create(
        {
            "project_id": job.id,
            "employee_id": employee.id,
            "name": "Pour",
            "unit_amount": 8,
            "date": "2026-03-02",
            "cost_code_id": code.id,
        }
    )
    estimate = env["construction.estimate"].create(
        {
            "project_id": job.id,
            "number": f"E-{order.id}",
            "date": "2026-01-05",
            "line_ids": [
                (0, 0, {"cost_code_id": code.id, "cost_type_id": material.id, "amount": 2000})
            ],
        }
    )
    estimate.action_award()
    env.cr.flush()
    return {
        "purchase_order": order.id,
        "purchase_order_line": order.order_line.id,
        "purchase_commitment_revision": order.order_line.commitment_revision_ids.id,
        "account_move": bill.id,
        "account_move_line": bill.invoice_line_ids.id,
        "billed": bill.invoice_line_ids.analytic_line_ids[:1].id,
        "hours": hours.id,
        "construction_estimate": estimate.id,
        "construction_estimate_line": estimate.line_ids.id,
    }


def _product(env):
    """Billed as ordered: the copies of its bill match without copies of receipts."""
    values = {"name": "Benchmark", "type": "service", "purchase_method": "purchase"}
    return env["product.product"].create(values)


def _order(env, job, vendor, product, coding):
    line = {
        "product_id": product.id,
        "product_qty": 9,
        "price_unit": 100.0,
        "tax_ids": [(5,)],
        "analytic_distribution": coding,
    }
    order = env["purchase.order"].create(
        {
            "partner_id": vendor.id,
            "date_order": "2026-01-10 12:00:00",
            "order_line": [(0, 0, line)],
        }
    )
    _approve(order, job)
    order.button_confirm()
    order.date_approve = order.date_order
    return order


def _bill(env, job, order, coding):
    line = {
        "purchase_line_id": order.order_line.id,
        "product_id": order.order_line.product_id.id,
        "quantity": 4,
        "price_unit": 100.0,
        "tax_ids": [(5,)],
        "analytic_distribution": coding,
    }
    bill = env["account.move"].create(
        {
            "move_type": "in_invoice",
            "partner_id": order.partner_id.id,
            "invoice_date": "2026-03-10",
            "date": "2026-03-10",
            "invoice_line_ids": [(0, 0, line)],
        }
    )
    _approve(bill, job)
    bill.action_post()
    return bill


def _approve(document, job) -> None:
    """Write an approval down: whose right that is does not matter here."""
    partner = document.partner_id.commercial_partner_id
    document._record_approval(10**6, partner.id, frozenset(job.ids))
