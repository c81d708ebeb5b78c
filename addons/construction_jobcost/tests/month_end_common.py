# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A company whose March is closed: a manager of the job, a controller, somebody of finance."""

from odoo.fields import Date

from .close_common import MARCH
from .commitment_common import CommitmentCommon
from .equipment_common import EquipmentCommon
from .reallocation_common import ReallocationCommon


class MonthEndCommon(EquipmentCommon, ReallocationCommon, CommitmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.job | cls.other_job).user_id = cls.manager

    def _board(self, user=None, month=MARCH):
        user = user or self.finance
        board = self.env["construction.month.end.board"].with_user(user)
        board = board.with_context(allowed_company_ids=user.company_ids.ids)
        self.env.flush_all()
        return board.get_board(month)

    def _row(self, job=None, user=None, month=MARCH):
        """Return the row of a job, or of the company for none."""
        rows = {row["job_id"]: row for row in self._board(user, month)["rows"]}
        return rows[job.id if job else 0]

    def _found(self, key, job=None, **options):
        """Return (count, amount) that a check found on the job, the first one for none."""
        cell = self._row(job or self.job, **options)["cells"].get(key)
        return cell and (cell["count"], round(cell["amount"], 2))

    def _found_on_company(self, key):
        cell = self._row()["cells"].get(key)
        return cell and (cell["count"], round(cell["amount"], 2))

    def _close(self, user=None, month=MARCH):
        closes = self.env["construction.month.end"].with_user(user or self.finance)
        self.env.flush_all()
        return closes._ensure(self.company, Date.to_date(month))

    def _sign_job(self, job=None, user=None, month=MARCH, **reasons):
        sign_off = self._close(user or self.manager, month)._ensure_job(job or self.job)
        sign_off._sign(reasons)
        return sign_off

    def _sign_company(self, user=None, month=MARCH, **reasons):
        close = self._close(user, month)
        close._sign(reasons)
        return close

    def _sign_all(self, month=MARCH):
        for job in self.job | self.other_job:
            self._sign_job(job, month=month)
        return self._sign_company(month=month)

    def _approve(self, document):
        document.action_submit()
        document.with_user(self.approver).action_approve()
        self.env.cr.flush()
