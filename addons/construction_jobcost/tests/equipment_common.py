# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .close_common import CloseCommon


class EquipmentCommon(CloseCommon):
    """A contractor with an excavator of its own and a rented crane."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("construction_jobcost.cost_type_equipment")
        cls.category = cls.env["maintenance.equipment.category"].create(
            {"name": "Excavators", "company_id": cls.company.id}
        )
        cls.excavator, cls.crane = cls.env["maintenance.equipment"].create(
            [
                {
                    "name": "Excavator 20t",
                    "category_id": cls.category.id,
                    "company_id": cls.company.id,
                    "cost_code_id": cls.concrete.id,
                },
                {
                    "name": "Tower crane",
                    "company_id": cls.company.id,
                    "ownership": "rented",
                    "charged_by": "rental",
                    "usage_unit": "day",
                },
            ]
        )
        cls.rate = cls._create_rate(category_id=cls.category.id, rate=80)
        cls.site = cls._person("eq_site", "construction_jobcost.group_site", cls.company)
        cls.operator = cls.env["hr.employee"].create({"name": "Olga", "company_id": cls.company.id})

    @classmethod
    def _create_rate(cls, day="2026-01-01", **values):
        return cls.env["construction.equipment.rate"].create(
            {"company_id": cls.company.id, "date_from": day, "unit": "hour", **values}
        )

    def _use(self, quantity=8, day="2026-03-05", user=None, **values):
        usages = self.env["construction.equipment.usage"].with_user(user or self.site)
        return usages.create(
            {
                "equipment_id": self.excavator.id,
                "project_id": self.job.id,
                "employee_id": self.operator.id,
                "quantity": quantity,
                "date": day,
                **values,
            }
        )

    def _used(self, *args, **values):
        usage = self._use(*args, **values)
        usage.with_user(self.manager).action_approve()
        self.env.flush_all()
        return usage

    def _direct_cost(self, job=None):
        """Return {(code, type): (amount, quantity)} of the ledger, zeros left out."""
        entries = self.env["construction.cost.entry"].sudo()
        entries._project_stale()
        groups = entries._read_group(
            [("project_id", "=", (job or self.job).id), ("bucket", "=", "direct_cost")],
            ["cost_code_id", "cost_type_id"],
            ["amount:sum", "quantity:sum"],
        )
        return {
            (code, kind): (round(amount, 2), round(quantity, 6))
            for code, kind, amount, quantity in groups
            if round(amount, 2) or round(quantity, 6)
        }
