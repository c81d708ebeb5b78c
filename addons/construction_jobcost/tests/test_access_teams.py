# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from .access_common import OTHER, OWN, AccessCommon


@tagged("post_install", "-at_install")
class TestAccessTeams(AccessCommon):
    """Teams of jobs at work: who joins, what follows, what they are shown."""

    # Teams ------------------------------------------------------------------------------------

    def test_who_joins_sees_and_who_leaves_does_not(self):
        member, other = self.people["member"], self.jobs[OTHER]
        order = self.samples[OTHER]["purchase.order"].with_user(member)
        self.assertFalse(order.has_access("read"))
        other.job_team_ids |= member
        self.assertTrue(order.has_access("read"))
        other.job_team_ids -= member
        self.assertFalse(order.has_access("read"))
        other.user_id = member
        self.assertTrue(order.has_access("read"))

    def test_a_manager_keeps_his_job_and_its_team(self):
        manager = self.people["manager"]
        job = (
            self.env["project.project"]
            .with_user(manager)
            .create({"name": "Bridge", "job_code": "0200"})
        )
        self.assertEqual(job.user_id, manager)
        job.write({"name": "Long Bridge", "job_team_ids": [Command.link(self.reader.id)]})
        self.assertEqual(job.sudo().account_id.name, "Long Bridge")
        self.assertTrue(job.with_user(self.reader).has_access("read"))

    def test_a_document_follows_its_coding(self):
        order = self.samples[OTHER]["purchase.order"]
        self.assertEqual(order.job_ids, self.jobs[OTHER])
        split = {
            **self._coding(job=self.jobs[OTHER]),
            **self._coding(),
        }
        order._record_approval(
            100, order.partner_id.id, frozenset((self.jobs[OTHER] | self.job).ids)
        )
        order.order_line.analytic_distribution = {key: 50 for key in split}
        self.assertEqual(order.job_ids, self.jobs[OTHER] | self.job)
        self.assertTrue(order.with_user(self.people["member"]).has_access("read"))

    def test_a_project_that_becomes_a_job_takes_its_documents_along(self):
        project = self.env["project.project"].create(
            {"name": "Yard", "company_id": self.company.id, "user_id": self.reader.id}
        )
        project._create_analytic_account()
        order = self._order(
            (self.rebar, 1, 5.0, {"analytic_distribution": {project.account_id.id: 100}})
        )
        self.assertFalse(order.job_ids)
        project.job_code = "0300"
        self.assertEqual(order.job_ids, project)
        self.assertTrue(order.with_user(self.reader).has_access("read"))

    def test_the_rule_is_a_join_and_no_check_row_by_row(self):
        """The planner can start from the few own jobs and take the index on the job."""
        for model in ("construction.cost.entry", "construction.cost.report"):
            query = self.as_person(model, "member")._search([])
            plan = self.env.execute_query(SQL("EXPLAIN %s", query.select(SQL("1"))))
            text = "\n".join(line for (line,) in plan)
            self.assertNotIn("SubPlan", text, model)
            self.assertIn("project_project_job_team_rel", text, model)

    # Screens ----------------------------------------------------------------------------------

    def test_a_manager_opens_what_is_behind_his_figures(self):
        manager = self.people["manager"]
        for model in ("purchase.order", "account.move", "stock.picking"):
            record = self.samples[OWN][model].with_user(manager)
            with self.subTest(model):
                self.assertEqual(Form(record).id, record.id)
                self.assertTrue(record.get_views([(False, "list")])["views"]["list"]["arch"])

    def test_the_site_receives_on_its_own_jobs(self):
        site = self.people["site"]
        picking = self.samples[OWN]["stock.picking"].with_user(site)
        picking.move_ids.quantity = 4
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=[]).button_validate()
        self.assertEqual(picking.state, "done")
        backorder = picking.backorder_ids
        self.assertEqual(backorder.move_ids.product_uom_qty, 6)
        order = self.samples[OWN]["purchase.order"]
        self.assertEqual(order.order_line[1:].qty_received, 4)
        self.assertEqual(self._buckets()["received_goods"], 20)
        other = self.samples[OTHER]["stock.picking"].with_user(site)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            other.button_validate()
