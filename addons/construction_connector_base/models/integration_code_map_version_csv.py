# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.codes_csv import CodeRow, RowError, dump, parse

#: Errors that a text lists at most.
SHOWN = 30


class IntegrationCodeMapVersion(models.Model):
    """Lines of a version from and to a CSV file."""

    _inherit = "integration.code.map.version"

    csv_file = fields.Binary("CSV File", compute="_compute_csv_file")

    @api.depends("line_ids")
    def _compute_csv_file(self):
        for version in self:
            rows = [
                CodeRow(line.external_value, line.code, line.note or "")
                for line in version.line_ids
            ]
            version.csv_file = base64.b64encode(dump(rows))

    def action_export(self):
        """Download the lines as CSV."""
        self.ensure_one()
        name = f"{self.map_id.domain}-v{self.number}.csv"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/csv_file/{name}?download=true",
            "target": "self",
        }

    def action_open_import(self):
        """Ask for the file whose lines shall replace those of the draft."""
        self.ensure_one()
        self._check_draft()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Codes"),
            "res_model": "integration.code.map.import",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_version_id": self.id},
        }

    def _import_csv(self, content: bytes) -> int:
        """Replace the lines of the draft by those of a file; return how many there are."""
        self.ensure_one()
        self._check_draft()
        rows = self._parse_csv(content)
        self.line_ids.unlink()
        self.env["integration.code.map.line"].create(
            [
                {
                    "version_id": self.id,
                    "external_value": row.external,
                    "code": row.code,
                    "note": row.note,
                }
                for row in rows
            ]
        )
        return len(rows)

    @api.model
    def _parse_csv(self, content: bytes) -> list[CodeRow]:
        """The rows of a file; raises ``UserError`` that lists what is wrong, by line."""
        rows, errors = parse(content)
        if errors:
            texts = [self._csv_error_text(error) for error in errors[:SHOWN]]
            if len(errors) > SHOWN:
                texts.append(self.env._("… and %(count)s more", count=len(errors) - SHOWN))
            raise UserError(
                self.env._("Nothing was imported:\n%(errors)s", errors="\n".join(texts))
            )
        return rows

    @api.model
    def _csv_error_text(self, error: RowError) -> str:
        texts = {
            "encoding": self.env._("this is no UTF-8. Save the file as CSV UTF-8."),
            "header": self.env._("the first line must name the columns %s.", error.value),
            "columns": self.env._("%s cells: not as many as the first line names.", error.value),
            "empty": self.env._("%s is empty.", error.value),
            "long": self.env._("%s is too long.", error.value),
            "csv": self.env._("this is no valid CSV (%s).", error.value),
        }
        return self.env._("Line %(line)s: %(text)s", line=error.line, text=texts[error.kind])
