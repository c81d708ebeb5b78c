# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from odoo import api, models
from odoo.tools.misc import Callbacks

from ..core import states
from ..core.change import Change
from ..core.contract import newest_type
from ..core.lanes import Bulk, Claimed, Lane
from ..recorder import Recorder, Touched, appended, newest_ids, recording
from .integration_drain import Run

#: Characters of a value that are kept.
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Trial:
    """What would become of a message if it were applied now.

    ``changes``: values of ``integration.replay.change``.
    """

    state: str
    reason_code: str | None
    reason_text: str | None
    error: str | None
    changes: list[dict[str, Any]]


class IntegrationTrial(models.AbstractModel):
    """Applies a message, looks what has changed, and takes everything back."""

    _name = "integration.trial"
    _description = "Trial of a Message"

    @api.model
    def _try(self, message, reader) -> Trial:
        """What would become of the message now, whatever its state is and its policy says.

        ``reader``: the user who will see the result; what this user may not see is left out.
        """
        with self._taking_back(), recording(self.env.cr) as recorder:
            newest = newest_ids(self.env, self._appended_models())
            self._apply(message)
            self.env.flush_all()
            outcome = message.sudo()  # sudo: the traceback is for managers, its field says so
            return Trial(
                state=outcome.state,
                reason_code=outcome.reason_code or None,
                reason_text=outcome.reason_text or None,
                error=outcome.error or None,
                changes=self._describe_all(self._touched(recorder, newest), reader),
            )

    @api.model
    def _appended_models(self) -> list[str]:
        """Hook: models to whose tables plain SQL adds rows; a trial shows these rows, too."""
        return ["integration.xref"]

    @api.model
    def _touched(self, recorder: Recorder, newest: dict[str, int]) -> list[Touched]:
        return recorder.touched(self.env) + appended(self.env, newest, recorder.before)

    @contextmanager
    def _taking_back(self) -> Iterator[None]:
        """Leave nothing behind: neither rows, nor what was to be done after the commit."""
        cr, registry = self.env.cr, self.env.registry
        later, cr.postcommit = cr.postcommit, Callbacks()
        try:
            with closing(cr.savepoint()):
                yield
        finally:
            cr.postcommit = later
            if registry.cache_invalidated:
                # what was kept since may speak of rows that have never been
                registry.clear_cache(*registry.cache_invalidated)

    @api.model
    def _apply(self, message) -> None:
        lane = Lane(message.company_id.id, message.system_id.id, message.workflow)
        if message.state != states.RECEIVED:
            self.env["integration.message"]._transition(
                [Change(message.id, states.RECEIVED, is_replay=True)]
            )
        type_ = newest_type(message.type)
        row = Claimed(message.id, message.ordering_key, type_, message.document_key)
        drain = self.env["integration.drain"]
        run = Run(drain._handler_env(lane), drain._read_overrides(message.ids))
        drain._run_bulk(run, Bulk(0, type_, [row]))
        message.invalidate_recordset()

    @api.model
    def _describe_all(self, touched: list[Touched], reader) -> list[dict[str, Any]]:
        return [self._describe(one, reader) for one in touched]

    @api.model
    def _describe(self, touched: Touched, reader) -> dict[str, Any]:
        record = self.env[touched.res_model].with_user(reader).browse(touched.res_id)
        values = {
            "operation": touched.operation,
            "res_model": touched.res_model,
            "model_name": self.env["ir.model"]._get(touched.res_model).name,
            # the number of a record that was taken back would lead to nothing, or to another
            "res_id": touched.res_id if touched.before is not None else False,
        }
        is_visible = touched.after is None or record.has_access("read")
        if not (is_visible and record.browse().has_access("read")):
            return values | {"name": self.env._("(you may not see it)"), "fields_json": []}
        name = record.sudo().display_name if touched.after is not None else False
        return values | {"name": name, "fields_json": self._describe_fields(touched, record)}

    @api.model
    def _describe_fields(self, touched: Touched, record) -> list[list[str]]:
        """Label, value before and value after of each field that the reader may see."""
        before, after = touched.before or {}, touched.after or {}
        rows = []
        for name in before or after:
            field = record._fields[name]
            old, new = before.get(name), after.get(name)
            if (old or new) and record._has_field_access(field, "read"):
                label = field._description_string(self.env)
                rows.append([label, self._text(record, field, old), self._text(record, field, new)])
        return rows

    @api.model
    def _text(self, record, field, value) -> str:
        """A column's value in words. Empty for nothing."""
        if value is None or value is False:
            return ""
        if field.type == "many2one":
            # sudo: a name in a field that the reader may see
            other = self.env[field.comodel_name].sudo().browse(value).exists()
            return other.display_name if other else str(value)
        if field.type == "selection":
            return str(dict(field._description_selection(self.env)).get(value, value))
        return str(value)[:LONGEST_TEXT]
