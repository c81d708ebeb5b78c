# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The parts of the benchmark of payment applications that run inside Odoo's shell."""

from datetime import date, timedelta

from .payments_copies import LINES, STEP
from .payments_scene import fill
from .row import rates

STEPS = ("open", "fill", "submit", "certify", "bill", "post")


def measure(env) -> dict[str, float]:
    """Sheets per second of each step, of a contract of ten years and of a young one."""
    scene = fill(env)
    sides = {name: Contract(env, scene, scene[name]) for name in ("old", "new")}
    calls = [(step, name) for step in STEPS for name in sides]
    measured = rates(1, *(getattr(sides[name], step) for step, name in calls))
    return {f"{step}_{name}": rate for (step, name), rate in zip(calls, measured, strict=True)}


class Contract:
    """A subcontract that is billed month by month, by the people whose work that is."""

    def __init__(self, env, scene: dict, order_id: int) -> None:
        context = {"allowed_company_ids": env.company.ids}
        self.cr = env.cr
        self.envs = {
            role: env(user=scene[role], context=context)
            for role in ("manager", "approver", "bookkeeper")
        }
        self.order_id = order_id
        self.application_id = 0
        self.bill_id = 0
        self.day = date(2026, 1, 1)

    def open(self, number: int) -> None:
        """Open the next application: its sheet starts from the last certificate."""
        self.day += timedelta(days=31)
        application = self._env("manager")["construction.payment.application"].create(
            {
                "order_id": self.order_id,
                "period_start": self.day.replace(day=1),
                "period_end": self.day,
            }
        )
        self.application_id = application.id
        self._commit()

    def fill(self, number: int) -> None:
        """Type in the percent of all lines and save."""
        application = self._application("manager")
        commands = [
            (1, line.id, {"claimed_work": STEP, "claimed_percent": percent})
            for line in application.line_ids
            for percent in [100 * (line.previous_work + STEP) / line.scheduled_value]
        ]
        assert len(commands) == LINES, len(commands)
        application.write({"line_ids": commands})
        self._commit()

    def submit(self, number: int) -> None:
        """Put it up for certification."""
        self._application("manager").action_submit()
        self._commit()

    def certify(self, number: int) -> None:
        """Certify what is claimed."""
        application = self._application("approver")
        application.action_certify()
        self._commit()
        assert application.state == "certified", application.state

    def bill(self, number: int) -> None:
        """Create the draft of its bill."""
        application = self._application("bookkeeper")
        self.bill_id = application.action_create_bill()["res_id"]
        self._commit()

    def post(self, number: int) -> None:
        """Post the bill, as Odoo and the suite do on each post."""
        bill = self._env("bookkeeper")["account.move"].browse(self.bill_id)
        bill.action_post()
        self._commit()
        assert round(bill.amount_untaxed, 2) == round(0.9 * LINES * STEP, 2), bill.amount_untaxed

    def _application(self, role: str):
        return self._env(role)["construction.payment.application"].browse(self.application_id)

    def _env(self, role: str):
        """The person's environment, with nothing known yet, as at the begin of a call."""
        env = self.envs[role]
        env.invalidate_all()
        return env

    def _commit(self) -> None:
        self.cr.commit()
