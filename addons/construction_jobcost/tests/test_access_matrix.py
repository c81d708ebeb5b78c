# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os

from odoo.tests import tagged

from . import rights_of_jobs
from .access_common import FOREIGN, OTHER, OWN, AccessCommon

#: Rules of Odoo's own narrow these further: hours are one's own, some orders only a buyer's.
NARROWED = ("account.analytic.line", "account.move", "account.move.line")


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessCommon):
    """The table of rights on jobs: that the document shows it, and that it is true."""

    def test_the_document_shows_the_rights(self):
        path = rights_of_jobs.document()
        if path is None:
            return
        wanted = rights_of_jobs.table(self.env(user=1), self._columns())
        if os.environ.get(rights_of_jobs.VARIABLE):
            rights_of_jobs.write(path, wanted)
        self.assertEqual(
            rights_of_jobs.documented(path.read_text()),
            wanted,
            f"The rights have changed. Run this test with {rights_of_jobs.VARIABLE}=1 and look at "
            "the difference.",
        )

    def test_each_model_of_a_job_is_kept_to_own_jobs(self):
        env = self.env(user=1)
        lacking = {*rights_of_jobs.models_with_a_job(env)} - {*rights_of_jobs.kept_models(env)}
        self.assertEqual(
            lacking,
            set(),
            "Give them a rule by user._get_job_domain() for group_job_cost_user and one for "
            "group_job_cost_all, as in security/job_team_security.xml.",
        )

    def test_the_table_is_true(self):
        env = self.env(user=1)
        for name, user in self._columns().items():
            for model in self.samples[OWN]:
                if model in NARROWED:
                    continue
                own, other = rights_of_jobs.rights(env, model, user)
                with self.subTest(role=name, model=model):
                    self.assertEqual(self._held(OWN, model, user), own)
                    self.assertEqual(self._held(OTHER, model, user), other)

    def test_nobody_reaches_another_company(self):
        for name, user in self._columns().items():
            for model in self.samples[FOREIGN]:
                with self.subTest(role=name, model=model):
                    self.assertEqual(self._held(FOREIGN, model, user), "")

    def test_an_auditor_changes_nothing_of_a_job(self):
        env, auditor = self.env(user=1), self.people["auditor"]
        held = {m: rights_of_jobs.rights(env, m, auditor) for m in rights_of_jobs.kept_models(env)}
        ours = {m: letters for m, letters in held.items() if m.startswith("construction.")}
        self.assertEqual({*ours.values()} - {("r", "r")}, set())

    def _columns(self):
        """Return {heading: user}, each with one role only."""
        return {
            user.group_ids.filtered("privilege_id").sorted("sequence")[-1:].name: user
            for name, user in self.people.items()
            if name not in ("employee", "worker")
        }

    def _held(self, place, model, user):
        record = self.samples[place][model].with_user(user)
        record = record.with_context(allowed_company_ids=self.company.ids)
        return "".join(
            letter
            for letter, operation in rights_of_jobs.OPERATIONS.items()
            if record.has_access(operation)
        )
