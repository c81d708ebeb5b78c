# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: What of a timesheet line decides its accounts, the checks on them and the cost of an hour.
PRICED_BY = ("project_id", "task_id", "company_id", "employee_id", "pay_type")
#: Context of lines that have their price: an object, which no client can send.
PRICED = object()


class AccountAnalyticLine(models.Model):
    """Timesheet lines by the thousand: what is the same for many is worked out once."""

    _inherit = "account.analytic.line"

    @api.model
    def _create_timesheets(self, vals_list):
        """Create timesheet lines as ``create`` does, with the same checks and amounts.

        Odoo looks up the accounts and works out the amount line by line, and writes each amount
        in an update of its own, which takes about half of a create of many lines. Here it does so
        for one line of those that share project, employee and pay type; the others follow it.

        :param vals_list: values as for ``create``; each with project, employee, date and hours
        """
        vals_list = self._translate_coding(vals_list)
        groups = {}
        for number, vals in enumerate(vals_list):
            key = tuple(vals.get(name) for name in self._get_pricing_fields())
            groups.setdefault(key, []).append(number)
        firsts = [numbers[0] for numbers in groups.values()]
        created = dict(zip(firsts, self.create([vals_list[n] for n in firsts]), strict=True))
        others = [n for numbers in groups.values() for n in numbers[1:]]
        for first, *numbers in groups.values():
            self._price_timesheets(created[first], [vals_list[n] for n in numbers])
        priced = self.with_context(timesheet_is_priced=PRICED)
        lines = priced.create([vals_list[n] for n in others]).with_env(self.env)
        created.update(zip(others, lines, strict=True))
        return self.concat(*(created[n] for n in range(len(vals_list))))

    @api.model
    def _get_pricing_fields(self):
        """Return the names of what decides the accounts of a line and its cost of an hour."""
        return (*PRICED_BY, *self._get_coding_columns())

    @api.model
    def _price_timesheets(self, first, group):
        """Fill in accounts and amounts of lines that differ in date, hours and texts only.

        :param first: such a line, created
        """
        columns = self._get_plan_fnames()
        # Sudo: replaces the right to read employees' costs and accounts, as in Odoo's own pricing.
        first = first.sudo()
        accounts = {column: first[column].id for column in columns}
        hours = {}
        for vals in group:
            for column, account in accounts.items():
                vals.setdefault(column, account)
            day = fields.Date.to_date(vals["date"])
            if day not in hours:
                hours[day] = first._get_labor_price(day)
            vals.update(first._prepare_price(hours[day], vals.get("unit_amount", 0.0), day))

    def _timesheet_preprocess_get_accounts(self, vals):
        if self.env.context.get("timesheet_is_priced") is PRICED:
            return {}
        return super()._timesheet_preprocess_get_accounts(vals)

    def _timesheet_postprocess(self, values):
        if self.env.context.get("timesheet_is_priced") is PRICED:
            return values
        return super()._timesheet_postprocess(values)
