# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestRequisitionConcurrency(BaseCase):
    """Two requests for the last of one budget at the same moment, on real cursors."""

    def setUp(self):
        super().setUp()
        self.cursors = [db_connect(get_db_name()).cursor() for _ in range(3)]
        self.addCleanup(self._clean)
        base, *_others = self.cursors
        env = self._env(base)
        self.material = env.ref("construction_jobcost.cost_type_material").id
        self.code = env["construction.cost.code"].create({"code": "Z-1", "name": "Last"}).id
        job = env["project.project"].create({"name": "Contended", "job_code": "Z-CONTENDED"})
        self.job = job.id
        coding = {"cost_code_id": self.code, "cost_type_id": self.material}
        estimate = env["construction.estimate"].create(
            {
                "project_id": job.id,
                "number": "Z-1",
                "line_ids": [(0, 0, {**coding, "amount": 1500})],
            }
        )
        estimate.action_award()
        line = {**coding, "description": "Pump", "quantity": 10, "estimated_unit_cost": 100}
        self.requisitions = [
            env["construction.requisition"]
            .create({"project_id": job.id, "line_ids": [(0, 0, line)]})
            .id
            for _ in range(2)
        ]
        base.commit()

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _requisition(self, cr, number):
        return self._env(cr)["construction.requisition"].browse(self.requisitions[number])

    def _clean(self):
        for cr in self.cursors[1:]:
            cr.close()
        base = self.cursors[0]
        base.rollback()
        # what is append-only stays for ever; a test takes back what it had to commit
        base.execute("ALTER TABLE construction_cost_entry DISABLE TRIGGER USER")
        base.execute("DELETE FROM construction_cost_entry WHERE project_id = %s", [self.job])
        base.execute("ALTER TABLE construction_cost_entry ENABLE TRIGGER USER")
        base.execute("DELETE FROM construction_requisition WHERE project_id = %s", [self.job])
        base.execute("DELETE FROM construction_estimate WHERE project_id = %s", [self.job])
        base.execute("DELETE FROM construction_budget_line WHERE project_id = %s", [self.job])
        env = self._env(base)
        env["construction.approval.request"].search(
            [("res_id", "in", self.requisitions), ("res_model", "=", "construction.requisition")]
        ).unlink()
        job = env["project.project"].browse(self.job)
        account = job.account_id
        job.unlink()
        account.unlink()
        env["construction.cost.code"].browse(self.code).unlink()
        base.commit()
        base.close()

    def test_second_fails_and_then_sees_the_first(self):
        _base, first, second = self.cursors
        for cr in (first, second):
            # both look before either writes
            cr.execute("SELECT 1")
        self._requisition(first, 0).action_submit()
        first.commit()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.SerializationFailure),
        ):
            self._requisition(second, 1).action_submit()
            second.commit()
        second.rollback()
        # what Odoo does with the request then: try again
        self._requisition(second, 1).action_submit()
        second.commit()
        states = [self._requisition(second, number).state for number in (0, 1)]
        self.assertEqual(states, ["submitted", "budget_check"])
