# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import states
from ..core.item import unmapped_key


class IntegrationMessage(models.Model):
    """Which code maps were used, and which code keeps a message from being applied."""

    _inherit = "integration.message"

    map_versions = fields.Json(
        "Code Maps Used", readonly=True, help="Ids of the versions that answered, by domain."
    )
    map_version_ids = fields.Many2many(
        "integration.code.map.version",
        string="Code Map Versions",
        compute="_compute_map_version_ids",
    )
    is_unmapped = fields.Boolean(compute="_compute_is_unmapped")

    # whom does a new code map help?
    _unmapped_idx = models.Index(
        "(company_id, waiting_key) WHERE state = 'exception' AND waiting_key IS NOT NULL"
    )

    @api.depends("map_versions")
    def _compute_map_version_ids(self):
        ids = {
            message: {id_ for found in (message.map_versions or {}).values() for id_ in found}
            for message in self
        }
        versions = self.env["integration.code.map.version"].browse(set().union(*ids.values()))
        readable = set(versions.exists()._filtered_access("read").ids)
        for message in self:
            message.map_version_ids = versions.browse(sorted(ids[message] & readable))

    @api.depends("state", "waiting_key")
    def _compute_is_unmapped(self):
        for message in self:
            message.is_unmapped = message.state == states.EXCEPTION and bool(message._unmapped())

    def _is_translated(self) -> bool:
        """Hook: whether what made the payload has translated its codes already.

        A code must not be translated twice: ours may be another one of the system's.
        """
        return False

    def _unmapped(self) -> tuple[str, str] | None:
        """Domain and value of the code that nobody knows, or None."""
        self.ensure_one()
        kind, _sep, rest = (self.waiting_key or "").partition(":")
        domain, _sep, value = rest.partition(":")
        return (domain, value) if kind == "map" and value else None

    @api.model
    def _stopped_for(self, domain: str, values: Collection[str], system=None, company=None):
        """Messages in exception for these codes of a domain, as far as this user sees them.

        ``system``, ``company``: of these only; None or empty: of all.
        """
        wanted = [
            ("state", "=", states.EXCEPTION),
            ("waiting_key", "in", [unmapped_key(domain, value) for value in values]),
        ]
        if system:
            wanted.append(("system_id", "in", system.ids))
        if company:
            wanted.append(("company_id", "in", company.ids))
        return self.search(wanted, order="id")

    def action_open_code(self):
        """Ask what the unknown code of the message means."""
        self.ensure_one()
        self._check_operator()
        if not self.is_unmapped:
            raise UserError(
                self.env._("Message %s did not stop for an unknown code.", self.external_id)
            )
        domain, value = self._unmapped()
        wizard = self.env["integration.code.map.propose"].create(
            {"message_id": self.id, "domain": domain, "value": value}
        )
        wizard._suggest()
        return wizard._open_form()

    def _offer_release(self):
        """Open the wizard that releases these messages."""
        wizard = self.env["integration.code.map.release"].create({"message_ids": self.ids})
        return wizard._open_form()


class IntegrationCodeMapVersion(models.Model):
    _inherit = "integration.code.map.version"

    def _stopped_messages(self):
        """Messages in exception for a code that these versions know."""
        messages = self.env["integration.message"]
        for version in self:
            messages |= messages._stopped_for(
                version.map_id.domain,
                version.line_ids.mapped("external_value"),
                version.system_id,
                version.company_id,
            )
        return messages

    def _concerned_ids(self):
        return super()._concerned_ids() + self._stopped_messages().ids

    def action_open_release(self):
        """Show who stopped for a code that the versions know."""
        return self._stopped_messages()._offer_release()

    def _offer_release(self):
        messages = self._stopped_messages()
        return messages._offer_release() if messages else None
