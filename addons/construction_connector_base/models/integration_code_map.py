# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core.codes import in_effect

DOMAIN = re.compile(r"[a-z][a-z0-9_.]{0,63}")
#: What decides where a map counts; fixed once a version was approved.
SCOPE = {"domain", "system_id", "company_id", "direction"}


class IntegrationCodeMap(models.Model):
    """What the codes of a domain mean: one map for a system, a company, both, or for all.

    What counts are its approved versions; the more specific map wins, value by value.
    """

    _name = "integration.code.map"
    _description = "Code Map"
    _rec_name = "domain"
    _order = "domain, system_id, company_id"
    _check_company_auto = True

    domain = fields.Char(
        required=True, help="What the codes stand for, for example cost_code, uom, job_status."
    )
    system_id = fields.Many2one(
        "integration.system", ondelete="restrict", help="Empty: the map counts for every system."
    )
    company_id = fields.Many2one(
        "res.company", ondelete="restrict", help="Empty: the map counts for every company."
    )
    direction = fields.Selection(
        [("inbound", "From the system"), ("outbound", "To the system"), ("both", "Both ways")],
        required=True,
        default="inbound",
        help="Each value needs one answer in each direction. Both ways means that no two values "
        "may become the same code.",
    )
    active = fields.Boolean(default=True)
    version_ids = fields.One2many("integration.code.map.version", "map_id")
    current_version_id = fields.Many2one(
        "integration.code.map.version", "Counts Today", compute="_compute_current_version_id"
    )
    open_version_id = fields.Many2one(
        "integration.code.map.version", "In Work", compute="_compute_current_version_id"
    )

    _scope_uniq = models.UniqueIndex(
        "(domain, COALESCE(system_id, 0), COALESCE(company_id, 0))",
        "There is a map for these codes already. Make a new version of it.",
    )

    @api.depends("domain", "system_id.name", "company_id.name")
    def _compute_display_name(self):
        for code_map in self:
            parts = [code_map.domain, code_map.system_id.name, code_map.company_id.name]
            code_map.display_name = " · ".join(part for part in parts if part)

    @api.depends("version_ids.state", "version_ids.effective_from")
    def _compute_current_version_id(self):
        today = fields.Date.context_today(self)
        for code_map in self:
            versions = code_map.version_ids
            approved = versions.filtered(lambda v: v.state == "approved")
            current = in_effect((version._as_map_version() for version in approved), today)
            code_map.current_version_id = versions.browse([one.id for one in current])
            code_map.open_version_id = versions.filtered(lambda v: v._is_open())[:1]

    @api.constrains("domain")
    def _check_domain(self):
        for code_map in self:
            if not DOMAIN.fullmatch(code_map.domain or ""):
                raise ValidationError(
                    self.env._(
                        "%(domain)s is no name for a kind of code: use small letters, digits, _ "
                        "and . only, for example cost_code.",
                        domain=code_map.domain,
                    )
                )

    @api.constrains("system_id", "company_id")
    def _check_system_company(self):
        for code_map in self:
            system, company = code_map.system_id, code_map.company_id
            if system and company and company not in system.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(system)s exchanges nothing with %(company)s. Choose one of its "
                        "companies, or none.",
                        system=system.name,
                        company=company.name,
                    )
                )

    def write(self, vals):
        if SCOPE & vals.keys():
            self._check_never_approved()
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _check_never_approved(self):
        for code_map in self:
            if code_map.version_ids.filtered(lambda v: v.state in ("approved", "superseded")):
                raise UserError(
                    self.env._(
                        "%(map)s has approved versions, which messages have used: what it is for "
                        "cannot change any more. Archive it and make another map.",
                        map=code_map.display_name,
                    )
                )

    def action_new_version(self):
        """Open the version in work, or begin one from what counts today."""
        self.ensure_one()
        return (self.open_version_id or self._new_version())._open_form()

    def _new_version(self, base=None):
        """A draft with the lines of ``base``; by default of what counts today."""
        self.ensure_one()
        base = base or self.current_version_id
        return self.env["integration.code.map.version"].create(
            {
                "map_id": self.id,
                "base_id": base.id,
                "effective_from": base.effective_from,
                "line_ids": [(0, 0, line._prepare_copy_values()) for line in base.line_ids],
            }
        )
