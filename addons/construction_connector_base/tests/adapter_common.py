# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An adapter that only the tests of this addon have."""

from typing import Any
from unittest.mock import patch

from odoo.addons.construction_connector_base.models.integration_adapter import IntegrationAdapter

from ..core.adapter import Page
from .common import PING
from .outbox_common import LOOPBACK, OutboxCase

NAME = "integration.adapter"


class AdapterCase(OutboxCase):
    """A system ``vendor`` whose records become connection checks."""

    def setUp(self):
        super().setUp()
        self.pages = [Page([{"id": "1", "text": "one"}], "c1")]
        self.asked: list[tuple[str | None, int]] = []
        selection = type(self.env["integration.system"])._selection_adapter
        self.enterContext(
            patch.object(
                type(self.env["integration.system"]),
                "_selection_adapter",
                lambda systems: [*selection(systems), (NAME, "Test")],
            )
        )
        self.adapt(
            _streams=lambda _self: ("checks",),
            _pull=self._pull,
            _event=self._event,
            _translate=lambda _self, raw, codes: {"text": raw["text"]},
        )
        self.vendor = self._create_system(
            "vendor",
            environment="sandbox",
            adapter=NAME,
            base_url=self.fake.url,
            private_networks=LOOPBACK,
        )

    def adapt(self, **methods: Any):
        """Let the adapter have these methods."""
        self.enterContext(patch.multiple(IntegrationAdapter, **methods))

    def _pull(self, *args):
        _system, _stream, cursor, limit = args[-4:]
        self.asked.append((cursor, limit))
        return self.pages.pop(0)

    def _event(self, *args):
        raw = args[-1]
        return {"id": raw["id"], "type": PING, "time": "2026-03-02T08:00:00Z"}

    def vendor_messages(self):
        self.env.invalidate_all()
        return self.Message.search([("system_id", "=", self.vendor.id)], order="id")
