# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_common import FOREIGN, OTHER, OWN, AccessCommon


@tagged("post_install", "-at_install")
class TestAccess(AccessCommon):
    """Nobody gets at a job that is not his, whichever way he asks."""

    def _hidden(self, name):
        """Return [(model as the person sees it, record on a job that he must not see)]."""
        sees_all = self.people[name].has_group("construction_jobcost.group_job_cost_all")
        places = (FOREIGN,) if sees_all else (FOREIGN, OTHER)
        return [
            (self.as_person(model, name), record)
            for place in places
            for model, record in self.samples[place].items()
            if self.as_person(model, name).has_access("read")
        ]

    def assertRefused(self, attempt):
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            attempt()

    # Reading ----------------------------------------------------------------------------------

    def test_the_fixture_has_a_document_of_each_kind_on_each_job(self):
        for place, documents in self.samples.items():
            self.assertEqual(
                {model for model, record in documents.items() if not record}, set(), place
            )
            self.assertEqual(set(documents), set(self.samples[OWN]))

    def test_own_documents_are_read(self):
        lacking = {
            (name, model)
            for name in ("member", "site", "manager", "buyer", "finance", "auditor", "controller")
            for model, record in self.samples[OWN].items()
            if self.as_person(model, name).has_access("read")
            and not record.with_user(self.people[name]).has_access("read")
        }
        self.assertEqual(lacking, set())

    def test_search_does_not_find_them(self):
        for name in (*self.people,):
            for model, record in self._hidden(name):
                if self._is_open_to(name, record):
                    continue
                with self.subTest(person=name, model=model._name, job=record.id):
                    self.assertNotIn(record, model.with_context(active_test=False).search([]))
                    self.assertFalse(model.search_count([("id", "=", record.id)]))

    def test_reading_by_id_is_refused(self):
        for name in self.people:
            for model, record in self._hidden(name):
                if self._is_open_to(name, record):
                    continue
                with self.subTest(person=name, model=model._name):
                    hidden = model.browse(record.id)
                    field = model._rec_name or "id"
                    self.assertFalse(hidden.has_access("read"))
                    self.assertRefused(lambda h=hidden, f=field: h.read([f]))
                    self.assertRefused(lambda h=hidden: h.export_data(["display_name"]))
                    self.assertRefused(lambda h=hidden: h.web_read({"display_name": {}}))

    def test_groups_and_totals_leave_them_out(self):
        for name in ("member", "site", "manager"):
            for model, record in self._hidden(name):
                field = next(
                    (f for f in ("project_id", "job_ids", "company_id") if f in model._fields), None
                )
                if not field or not model._fields[field].store or model._fields[field].groups:
                    continue
                with self.subTest(person=name, model=model._name):
                    rows = model.formatted_read_group(
                        [("id", "=", record.id)], [field], ["__count"]
                    )
                    self.assertFalse(rows)
                    if model._rec_name:
                        self.assertFalse(model.name_search("", [("id", "=", record.id)]))

    def test_the_report_sums_own_jobs_only(self):
        for name, budget in (("member", 1000), ("controller", 2000)):
            report = self.as_person("construction.cost.report", name)
            rows = report.formatted_read_group([], ["company_id"], ["original_budget:sum"])
            self.assertEqual([row["original_budget:sum"] for row in rows], [budget], name)
            found = report.web_search_read([], {"original_budget": {}, "project_id": {}})
            self.assertEqual(sum(row["original_budget"] for row in found["records"]), budget)

    def test_the_cost_of_another_job_is_refused(self):
        own, other = (self.jobs[place].with_user(self.people["manager"]) for place in (OWN, OTHER))
        self.assertTrue(own._get_job_cost())
        self.assertRefused(other._get_job_cost)

    def test_a_search_through_relations_leads_nowhere(self):
        jobs = self.as_person("project.project", "employee")
        self.assertRefused(lambda: jobs.search([("job_cost_ids.original_budget", ">", 0)]))
        self.assertRefused(lambda: jobs.search([("contract_amount", ">", 0)]))
        members = self.as_person("project.project", "member")
        self.assertEqual(members.search([("job_cost_ids.original_budget", ">", 0)]), self.job)

    def test_an_employee_sees_jobs_but_no_amounts(self):
        job = self.jobs[OTHER].with_user(self.people["worker"])
        self.assertEqual(job.read(["name"])[0]["name"], "Job 0078")
        for field in ("contract_amount", "analytic_account_balance", "job_committed"):
            self.assertRefused(lambda field=field: job.read([field]))
        line = self.samples[OTHER]["account.analytic.line"]
        self.assertRefused(lambda: line.with_user(self.people["worker"]).read(["amount"]))
        self.assertRefused(lambda: line.with_user(self.people["employee"]).read(["amount"]))

    # Writing ----------------------------------------------------------------------------------

    def test_nothing_is_changed_on_other_jobs(self):
        for name in self.people:
            for model, record in self._hidden(name):
                if self._is_open_to(name, record):
                    continue
                with self.subTest(person=name, model=model._name):
                    hidden = model.browse(record.id)
                    self.assertFalse(hidden.has_access("write"))
                    self.assertFalse(hidden.has_access("unlink"))

    def test_nothing_is_entered_on_other_jobs(self):
        values = {
            "construction.requisition": {},
            "construction.job.phase": {"code": "99", "name": "Mine"},
        }
        for name in ("site", "manager"):
            for model, vals in values.items():
                records = self.as_person(model, name)
                if not records.has_access("create"):
                    continue
                with self.subTest(person=name, model=model):
                    self.assertRefused(
                        lambda r=records, v=vals: r.create({**v, "project_id": self.jobs[OTHER].id})
                    )

    def test_nothing_is_moved_to_another_job(self):
        # the other job has a phase of that code
        self.samples[OTHER]["construction.job.phase"].unlink()
        for model, name in (
            ("construction.requisition", "site"),
            ("construction.job.phase", "manager"),
        ):
            with self.subTest(model):
                own = self.samples[OWN][model].with_user(self.people[name])
                own.write({"project_id": self.job.id})
                self.assertRefused(lambda own=own: own.write({"project_id": self.jobs[OTHER].id}))

    def test_a_draft_does_not_tell_the_budget_of_another_job(self):
        lines = self.as_person("construction.requisition.line", "site")
        for place, budget in ((OWN, 1000), (OTHER, 0)):
            line = lines.new(
                {
                    "requisition_id": self.env["construction.requisition"]
                    .with_user(self.people["site"])
                    .new({"project_id": self.jobs[place].id})
                    .id,
                    "project_id": self.jobs[place].id,
                    "cost_code_id": self.concrete.id,
                    "cost_type_id": self.material.id,
                }
            )
            self.assertEqual(line.budget_amount, budget, place)

    def test_nobody_puts_himself_into_a_team(self):
        for name in ("member", "site", "manager", "buyer", "approver", "auditor", "worker"):
            user = self.people[name]
            with self.subTest(person=name):
                self.assertRefused(
                    lambda user=user: (
                        self.jobs[OTHER]
                        .with_user(user)
                        .write({"job_team_ids": [Command.link(user.id)]})
                    )
                )

    def test_hours_cost_what_the_employee_costs(self):
        worker = self.people["worker"]
        self.env["hr.employee"].create(
            {"name": "W", "user_id": worker.id, "company_id": self.company.id, "hourly_cost": 40}
        )
        lines = self.as_person("account.analytic.line", "worker")
        values = {"project_id": self.job.id, "name": "Dig", "unit_amount": 2}
        line = lines.create(values)
        self.assertEqual(line.sudo().amount, -80)
        self.assertRefused(lambda: line.write({"amount": -1000000}))
        self.assertRefused(
            lambda: lines.create({"project_id": self.job.id, "name": "Dig", "amount": -1000000})
        )
        self.assertRefused(
            lambda: lines.create(
                {"account_id": self.job.account_id.id, "name": "Dig", "amount": -1000000}
            )
        )

    def test_nobody_tampers_with_the_accounts_behind_jobs(self):
        account = self.job.account_id
        for name in ("employee", "worker", "member", "manager", "buyer", "controller"):
            with self.subTest(person=name):
                own = account.with_user(self.people[name])
                self.assertRefused(lambda own=own: own.write({"name": "X"}))
                self.assertRefused(lambda own=own: own.plan_id.write({"name": "X"}))

    def _is_open_to(self, name, record):
        """Whether Odoo itself shows the person this record, without what it costs."""
        return (
            name in ("employee", "worker")
            and record._name in ("project.project", "construction.job.phase")
            and record.company_id == self.company
        )
