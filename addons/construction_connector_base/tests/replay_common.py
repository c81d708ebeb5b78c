# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import IntegrationCase


class ReplayCase(IntegrationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls._create_user("group_operator")
        cls.boss = cls._create_user("group_manager")
        cls.partner_rights = cls.env.ref("base.group_partner_manager")
        cls.system.user_id.group_ids += cls.partner_rights
        cls.country = cls.env["res.country"].create({"name": "Freedonia", "code": "0F"})

    def naming(self, **values):
        """Let each message name a partner after its text: create it, or change what is there."""

        def apply(handler, items):
            partners = handler.env["res.partner"]
            for item in items:
                found = partners.search([("ref", "=", item.message.document_key)])
                new = {"name": item.data.text.upper(), "ref": item.message.document_key} | values
                if found:
                    found.write(new)
                else:
                    found = partners.create(new)
                item.add_document(found)

        return self.handle(_apply=apply)

    def partner(self, ref="hello"):
        return self.env["res.partner"].search([("ref", "=", ref)])

    def replay(self, user=None, start=True, **values):
        user = user or self.operator
        replay = self.env["integration.replay"].with_user(user).with_company(self.acme)
        replay = replay.create(values)
        if start:
            replay.action_start()
        return replay

    def changes(self, replay):
        return [
            (change.operation, change.res_model, change.name, change.fields_text)
            for change in replay.line_ids.change_ids
        ]
