# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import IntegrationCase, event


class RetentionCase(IntegrationCase):
    """Connection checks are archived after 10 days, anonymised after 20, deleted after 30."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept_as = cls.env.ref("construction_connector_base.retention_technical")
        cls.kept_as.write({"archive_days": 10, "anonymise_days": 20, "delete_days": 30})
        cls.Tombstone = cls.env["integration.message.tombstone"]

    def take(self, *ids, days=0, **attributes):
        """Messages that arrived so many days ago."""
        self.accept(*(event(id_, id_, **attributes) for id_ in ids))
        self.drain()
        self.age(days, *ids)

    def age(self, days, *ids):
        self.env.cr.execute(
            """
            UPDATE integration_message
               SET received_at = (now() AT TIME ZONE 'UTC') - %s * interval '1 day'
             WHERE external_id = ANY(%s) AND system_id = %s
            """,
            [days, list(ids), self.system.id],
        )
        self.env.invalidate_all()

    def run_retention(self):
        with self.enter_registry_test_mode():
            self.env.ref("construction_connector_base.ir_cron_retention").method_direct_trigger()
        self.env.invalidate_all()

    def stages(self):
        messages = self.Message.search([("system_id", "=", self.system.id)])
        return {message.external_id: message.retention_stage for message in messages}
