# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The same documents on three jobs: an own one, another one, and one of another company."""

from odoo.fields import Command

from .procurement_common import JOB_COST, ProcurementCommon

EXPORT = "base.group_allow_export"
OWN, OTHER, FOREIGN = "own", "other", "foreign"
#: login -> groups: one person per role, all of them in the team of the own job only.
ROLES = {
    "member": "job_cost_user",
    "all": "job_cost_all",
    "site": "site",
    "manager": "project_manager",
    "buyer": "buyer",
    "approver": "approver",
    "finance": "finance",
    "auditor": "auditor",
    "controller": "cost_controller",
}


class AccessCommon(ProcurementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            name: cls._person(f"ac_{name}", f"{JOB_COST}{group},{EXPORT}", cls.company)
            for name, group in ROLES.items()
        }
        cls.people["employee"] = cls._person(
            "ac_employee", f"base.group_user,{EXPORT}", cls.company
        )
        cls.people["worker"] = cls._person(
            "ac_worker", f"hr_timesheet.group_hr_timesheet_user,{EXPORT}", cls.company
        )
        cls.foreign_company = cls.env["res.company"].create({"name": "Delta Builders"})
        cls.env["stock.warehouse"].create(
            {"name": "Yard D", "code": "YRDD", "company_id": cls.foreign_company.id}
        )
        cls.jobs = {
            OWN: cls.job,
            OTHER: cls._job("0078", cls.company),
            FOREIGN: cls._job("0079", cls.foreign_company),
        }
        cls.samples = {place: cls._documents(job) for place, job in cls.jobs.items()}
        cls.env.cr.flush()
        cls.env.invalidate_all()

    @classmethod
    def _job(cls, code, company):
        job = cls.env["project.project"].with_company(company)
        return job.create(
            {
                "name": f"Job {code}",
                "job_code": code,
                "company_id": company.id,
                "contract_amount": 1000000,
                "user_id": False,
            }
        )

    @classmethod
    def _documents(cls, job):
        """Return {model: record} of one document of each kind on the job."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": job.company_id.ids})
        coding = {"cost_code_id": cls.concrete.id, "cost_type_id": cls.material.id}
        estimate = env["construction.estimate"].create(
            {
                "project_id": job.id,
                "number": "E-1",
                "line_ids": [Command.create({**coding, "amount": 1000})],
            }
        )
        estimate.action_award()
        requisition = env["construction.requisition"].create(
            {
                "project_id": job.id,
                "line_ids": [
                    Command.create({**coding, "description": "Gravel", "estimated_unit_cost": 7.0})
                ],
            }
        )
        order, bill = cls._order_and_bill(env, job)
        phase = env["construction.job.phase"].create(
            {"project_id": job.id, "code": "01", "name": "Foundations"}
        )
        rule = env["construction.approval.rule"].create(
            {
                "name": "Own rule",
                "company_id": job.company_id.id,
                "document": "requisition",
                "project_id": job.id,
                "user_id": env.uid,
            }
        )
        analytic = env["account.analytic.line"].create(
            {"name": "Crane", "account_id": job.account_id.id, "amount": -70.0}
        )
        usage = env["construction.equipment.usage"].create(
            {
                "equipment_id": env["maintenance.equipment"]
                .create({"name": "Crane", "company_id": job.company_id.id})
                .id,
                "project_id": job.id,
                "quantity": 1,
            }
        )
        env["construction.cost.entry"]._project_stale()
        entries = env["construction.cost.entry"].search([("project_id", "=", job.id)])
        return {
            record._name: record[:1]
            for record in (
                job,
                estimate,
                estimate.line_ids,
                requisition,
                requisition.line_ids,
                order,
                order.order_line,
                order.order_line.commitment_revision_ids,
                order.order_line.service_receipt_ids,
                bill,
                bill.invoice_line_ids,
                phase,
                rule,
                analytic,
                usage,
                entries,
                entries.budget_line_id,
                env["construction.cost.report"].search([("project_id", "=", job.id)]),
                env["construction.portfolio"].search([("project_id", "=", job.id)]),
                env["purchase.commitment.report"].search([("project_id", "=", job.id)]),
                env["construction.approval"].search([("project_ids", "in", job.ids)]),
                order.picking_ids,
                order.picking_ids.move_ids,
            )
        }

    @classmethod
    def _order_and_bill(cls, env, job):
        """Return an order with goods and a confirmed service, approved, and a draft bill of it."""
        keys = env["construction.cost.key"]
        coding = keys._distribution(job, cls.concrete, cls.material)
        service = env["product.product"].create(
            {"name": "Pumping", "type": "service", "purchase_method": "receive"}
        )
        order = env["purchase.order"].create(
            {
                "partner_id": cls.vendor.id,
                "company_id": job.company_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": 10,
                            "price_unit": 5,
                            "tax_ids": [Command.clear()],
                            "analytic_distribution": coding,
                        }
                    )
                    for product in (service, cls.rebar)
                ],
            }
        )
        order._record_approval(100, order.partner_id.id, frozenset(job.ids))
        order.button_confirm()
        order.order_line[:1].qty_received = 4
        env.cr.flush()
        journal, account = cls._books(env, job.company_id)
        bill = env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": cls.vendor.id,
                "journal_id": journal.id,
                "invoice_date": "2026-03-10",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Pumping",
                            "purchase_line_id": order.order_line[:1].id,
                            "account_id": account.id,
                            "quantity": 4,
                            "price_unit": 5,
                            "tax_ids": [Command.clear()],
                            "analytic_distribution": coding,
                        }
                    )
                ],
            }
        )
        return order, bill

    @classmethod
    def _books(cls, env, company):
        if company == cls.company:
            return cls.purchases, cls.expense
        journal = env["account.journal"].search(
            [("company_id", "=", company.id), ("type", "=", "purchase")], limit=1
        )
        if journal:
            return journal, journal.default_account_id
        account, payable = env["account.account"].create(
            [
                {
                    "code": code,
                    "name": "Account of Delta",
                    "account_type": kind,
                    "company_ids": [Command.set(company.ids)],
                }
                for code, kind in (
                    ("600001", "expense_direct_cost"),
                    ("200001", "liability_payable"),
                )
            ]
        )
        cls.vendor.with_company(company).property_account_payable_id = payable
        journal = env["account.journal"].create(
            {
                "name": "Bills D",
                "code": "BILLD",
                "type": "purchase",
                "company_id": company.id,
                "default_account_id": account.id,
            }
        )
        return journal, account

    def as_person(self, model, name):
        """Return the model as the person sees it, in the own company."""
        return (
            self.env[model]
            .with_user(self.people[name])
            .with_context(allowed_company_ids=self.company.ids)
        )
