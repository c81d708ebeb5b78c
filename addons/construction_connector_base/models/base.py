# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..recorder import recorder_of


class Base(models.AbstractModel):
    """Tells a recorder, where one listens, what is written: at the lowest level, where also the
    values appear that follow from others."""

    _inherit = "base"

    @api.model
    def _create(self, data_list):
        records = super()._create(data_list)
        recorder = recorder_of(self.env.cr)
        if recorder:
            recorder.note_created(records)
        return records

    def _write_multi(self, vals_list):
        recorder = recorder_of(self.env.cr)
        if recorder:
            recorder.note_writing(self, {name for vals in vals_list for name in vals})
        return super()._write_multi(vals_list)

    def unlink(self):
        recorder = recorder_of(self.env.cr)
        if recorder and self:
            self.env.flush_all()
            recorder.note_removing(self)
        return super().unlink()
