# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.suggest import suggest


class IntegrationCodeMapPropose(models.TransientModel):
    """Asks what an unknown code of a message means, and proposes the answer."""

    _name = "integration.code.map.propose"
    _description = "Map a Code"

    message_id = fields.Many2one("integration.message", required=True, readonly=True)
    system_id = fields.Many2one(related="message_id.system_id")
    company_id = fields.Many2one(related="message_id.company_id")
    domain = fields.Char("Kind of Code", required=True, readonly=True)
    value = fields.Char("Their Code", required=True, readonly=True, trim=False)
    scope = fields.Selection(
        [
            ("both", "This system, in this company"),
            ("system", "This system, in every company"),
            ("company", "Every system, in this company"),
            ("all", "Every system, in every company"),
        ],
        string="Counts For",
        required=True,
        default="both",
    )
    code = fields.Char("Our Code", trim=False)
    label = fields.Char("Means", compute="_compute_label")
    note = fields.Char("Why")
    stopped_count = fields.Integer("Messages That Stopped for It", compute="_compute_stopped_count")
    suggestion_ids = fields.One2many("integration.code.map.suggestion", "wizard_id")

    @api.depends("code")
    def _compute_label(self):
        for wizard in self:
            known = wizard._candidates([wizard.code]) if wizard.code else {}
            wizard.label = known.get(wizard.code)

    @api.depends("value", "scope")
    def _compute_stopped_count(self):
        for wizard in self:
            system, company = wizard._scope()
            wizard.stopped_count = len(
                self.env["integration.message"]._stopped_for(
                    wizard.domain, [wizard.value], system, company
                )
            )

    def action_propose(self):
        """Propose the line; another person approves it under Maps to Approve."""
        self.ensure_one()
        self.message_id._check_operator()
        if not self.code:
            raise UserError(self.env._("Say which of our codes is meant, or choose a suggestion."))
        version = self._map()._propose_line(self.value, self.code, self.note)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(value)s → %(code)s is proposed (%(version)s). When another person has "
                    "approved it under Maps to Approve, the messages can be released.",
                    value=self.value,
                    code=self.code,
                    version=version.display_name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _map(self):
        """The map of the chosen scope; made if there is none."""
        system, company = self._scope()
        maps = self.env["integration.code.map"]
        values = {"domain": self.domain, "system_id": system.id, "company_id": company.id}
        found = maps.search([(name, "=", value) for name, value in values.items()], limit=1)
        return found or maps.create(values)

    def _scope(self):
        system, company = self.system_id, self.company_id
        return (
            system if self.scope in ("both", "system") else system.browse(),
            company if self.scope in ("both", "company") else company.browse(),
        )

    def _candidates(self, codes=None):
        maps = self.env["integration.code.map"]
        return maps._code_candidates(self.domain, self.company_id, codes)

    def _suggest(self):
        """Fill in the known codes that look like the unknown one."""
        for wizard in self:
            wizard.suggestion_ids = [(5, 0, 0)] + [
                (0, 0, one._asdict()) for one in suggest(wizard.value, wizard._candidates())
            ]

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Map This Code"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
