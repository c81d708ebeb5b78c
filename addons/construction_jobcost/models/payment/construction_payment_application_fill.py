# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Command


class ConstructionPaymentApplication(models.Model):
    """Filling in a sheet: the right to do so is asked for once, not line by line."""

    _inherit = "construction.payment.application"

    def write(self, vals):
        commands = vals.get("line_ids")
        if commands and len(self) == 1 and self._fills_in(commands):
            self._fill_in({command[1]: command[2] for command in commands})
            vals = {name: value for name, value in vals.items() if name != "line_ids"}
        return super().write(vals)

    def _fills_in(self, commands):
        """Tell whether commands only change lines that the sheet has, each of them once."""
        ids = [command[1] for command in commands if command[0] == Command.UPDATE]
        return len(ids) == len(commands) == len(set(ids)) and set(ids) <= set(self.line_ids.ids)

    def _fill_in(self, values):
        """Write {line id: values} with the checks that writing each line has."""
        lines = self.line_ids.browse(values)
        lines.check_access("write")
        self._check_open()
        lines._check_filled_in(set().union(*values.values()), self.step)
        for line in lines:
            # Sudo: the right to write all of these lines was checked.
            line.sudo().write(values[line.id])
