# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name
from odoo.tools import mute_logger


class ConcurrencyCommon(BaseCase):
    """A job whose budget two transactions want, on real cursors."""

    def setUp(self):
        super().setUp()
        self.cursors = [db_connect(get_db_name()).cursor() for _ in range(3)]
        self.addCleanup(self._clean)
        base, *_others = self.cursors
        env = self._env(base)
        self.material = env.ref("construction_jobcost.cost_type_material").id
        codes = env["construction.cost.code"].create(
            [{"code": f"Z-{number}", "name": "Last"} for number in (1, 2)]
        )
        self.codes = codes.ids
        job = env["project.project"].create({"name": "Contended", "job_code": "Z-CONTENDED"})
        self.job = job.id
        estimate = env["construction.estimate"].create(
            {
                "project_id": job.id,
                "number": "Z-1",
                "line_ids": [
                    (0, 0, {**self._coding(code), "amount": amount})
                    for code, amount in zip(self.codes, (1500, 0), strict=True)
                ],
            }
        )
        estimate.action_award()
        self._prepare(env)
        base.commit()

    def _prepare(self, env):
        """Create what the two transactions work on."""

    def _coding(self, code):
        return {"cost_code_id": code, "cost_type_id": self.material}

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _create_requisition(self, env, code):
        line = {"description": "Pump", "quantity": 10, "estimated_unit_cost": 100}
        return env["construction.requisition"].create(
            {"project_id": self.job, "line_ids": [(0, 0, {**line, **self._coding(code)})]}
        )

    def _clean(self):
        for cr in self.cursors[1:]:
            cr.close()
        base = self.cursors[0]
        base.rollback()
        env = self._env(base)
        # what is append-only stays for ever; a test takes back what it had to commit
        base.execute("ALTER TABLE construction_cost_entry DISABLE TRIGGER USER")
        base.execute("DELETE FROM construction_cost_entry WHERE project_id = %s", [self.job])
        base.execute("ALTER TABLE construction_cost_entry ENABLE TRIGGER USER")
        self._take_back(env)
        requisitions = env["construction.requisition"].search([("project_id", "=", self.job)])
        env["construction.approval.request"].search(
            [("res_id", "in", requisitions.ids), ("res_model", "=", requisitions._name)]
        ).unlink()
        for table in ("requisition", "estimate", "budget_line"):
            base.execute(f"DELETE FROM construction_{table} WHERE project_id = %s", [self.job])
        env.invalidate_all()
        job = env["project.project"].browse(self.job)
        account = job.account_id
        job.unlink()
        account.unlink()
        env["construction.cost.code"].browse(self.codes).unlink()
        base.commit()
        base.close()

    def _take_back(self, env):
        """Delete what _prepare created."""

    def assertSecondFails(self, step):
        """Of two transactions that take step(env, 0 or 1) side by side the later one fails."""
        _base, first, second = self.cursors
        for cr in (first, second):
            # both look before either writes
            cr.execute("SELECT 1")
        step(self._env(first), 0)
        first.commit()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.SerializationFailure),
        ):
            step(self._env(second), 1)
            second.commit()
        second.rollback()
