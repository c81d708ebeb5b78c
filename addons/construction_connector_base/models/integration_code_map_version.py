# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.codes import MapVersion, rank

STATES = [
    ("draft", "Draft"),
    ("proposed", "To Approve"),
    ("approved", "Approved"),
    ("superseded", "Superseded"),
]
#: Written by the steps of the approval only.
SIGNATURES = ("proposed_by_id", "proposed_at", "approved_by_id", "approved_at")
GUARDED = {"map_id", "number", "state", "base_id", *SIGNATURES}


class IntegrationCodeMapVersion(models.Model):
    """A version of a code map: drafted and proposed by one person, approved by another.

    What is not a draft any more does not change; who wants a change makes another version.
    """

    _name = "integration.code.map.version"
    _description = "Code Map Version"
    _order = "map_id, number desc"

    map_id = fields.Many2one("integration.code.map", required=True, ondelete="restrict")
    number = fields.Integer(readonly=True, copy=False, aggregator=None)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False)
    effective_from = fields.Date(
        help="Counts for what happened on this day or later, until a version with a later day. "
        "Empty: since ever. A version with the same day as an earlier one corrects it."
    )
    base_id = fields.Many2one(
        "integration.code.map.version", "Made From", readonly=True, copy=False, ondelete="set null"
    )
    note = fields.Text("Why")
    line_ids = fields.One2many("integration.code.map.line", "version_id", copy=True)
    line_count = fields.Integer(compute="_compute_line_count")
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    proposed_at = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approved_at = fields.Datetime(readonly=True, copy=False)
    system_id = fields.Many2one(related="map_id.system_id")
    company_id = fields.Many2one(related="map_id.company_id")
    direction = fields.Selection(related="map_id.direction")

    _number_uniq = models.UniqueIndex("(map_id, number)", "This version exists already.")
    # changes are made one after the other: none is lost because two began from the same version
    _open_uniq = models.UniqueIndex(
        "(map_id) WHERE state IN ('draft', 'proposed')",
        "Another version of this map is in work. Add your changes to it.",
    )
    _begin_uniq = models.UniqueIndex(
        "(map_id, COALESCE(effective_from, '-infinity'::date)) WHERE state = 'approved'",
        "Another approved version begins on this day.",
    )
    _two_people = models.Constraint(
        """CHECK (state IN ('draft', 'proposed') OR (proposed_by_id IS NOT NULL
           AND approved_by_id IS NOT NULL AND proposed_by_id <> approved_by_id))""",
        "Nobody may approve what they proposed themselves.",
    )

    @api.depends("map_id", "number")
    @api.depends_context("within_map")
    def _compute_display_name(self):
        for version in self:
            version.display_name = (
                self.env._("Version %(number)s", number=version.number)
                if self.env.context.get("within_map")
                else self.env._(
                    "%(map)s, version %(number)s",
                    map=version.map_id.display_name,
                    number=version.number,
                )
            )

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(
            self.env["integration.code.map.line"]._read_group(
                [("version_id", "in", self.ids)], ["version_id"], ["__count"]
            )
        )
        for version in self:
            version.line_count = counts.get(version, 0)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if (GUARDED - {"map_id", "base_id"}) & vals.keys():
                raise AccessError(self._guarded_text())
            vals["number"] = self._next_number(vals.get("map_id"))
            # said here, because defaults could come from the caller's context
            vals |= {"state": "draft"} | dict.fromkeys(SIGNATURES, False)
        return super().create(vals_list)

    def write(self, vals):
        if GUARDED & vals.keys():
            raise AccessError(self._guarded_text())
        self._check_draft()
        return super().write(vals)

    def _set(self, vals):
        # past the guard of write(): for the steps of the approval
        super().write(vals)
        self.flush_recordset()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def action_new_version(self):
        """Open the version in work, or begin one with the lines of this one."""
        self.ensure_one()
        code_map = self.map_id
        return (code_map.open_version_id or code_map._new_version(self))._open_form()

    @api.model
    def _next_number(self, map_id):
        # sudo: numbers count for all, whatever this user may see
        last = self.sudo().search([("map_id", "=", map_id)], order="number desc", limit=1)
        return last.number + 1

    def _guarded_text(self):
        return self.env._("Propose and approve a version with its buttons: two people must do it.")

    def _is_open(self) -> bool:
        return self.state in ("draft", "proposed")

    def _check_draft(self):
        for version in self:
            if version.state != "draft":
                raise UserError(
                    self.env._(
                        "%(version)s is no draft any more and does not change. Make a new version.",
                        version=version.display_name,
                    )
                )

    def _pairs(self):
        """The lines as (external value, our code)."""
        return [(line.external_value, line.code) for line in self.line_ids]

    def _as_map_version(self) -> MapVersion:
        self.ensure_one()
        code_map = self.map_id
        return MapVersion(
            id=self.id,
            map_id=code_map.id,
            number=self.number,
            domain=code_map.domain,
            rank=rank(bool(code_map.system_id), bool(code_map.company_id)),
            direction=code_map.direction,
            effective_from=self.effective_from or None,
        )

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
