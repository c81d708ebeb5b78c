# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What holds of each document that is submitted, approved, sent back and voided.

A test class inherits one of these cases besides the common class of its document and says in
``_document`` how one is drafted; the user of its environment is the author.
"""

from odoo.exceptions import AccessError, UserError


class RefusalCase:
    # the tests are written once and run for each document
    allow_inherited_tests_method = True

    approver_group = "construction_jobcost.group_approver"
    #: The people of the common class: who may approve, and who only reads.
    approver_name, outsider_name = "approver", "reader"

    def _document(self):
        """Return a draft that is ready to submit."""
        raise NotImplementedError

    def _asked(self):
        document = self._document()
        document.action_submit()
        self.env.cr.flush()
        return document

    def _people(self, document):
        """Return author, approver and outsider; the author has the right to approve others'."""
        author = document.env.user
        author.sudo().group_ids |= self.env.ref(self.approver_group)
        return author, getattr(self, self.approver_name), getattr(self, self.outsider_name)

    def _request(self, document):
        domain = [("res_model", "=", document._name), ("res_id", "=", document.id)]
        return self.env["construction.approval.request"].search(domain, order="id desc", limit=1)

    def _activities(self, document):
        kind = self.env.ref("construction_jobcost.mail_activity_approval")
        return document.sudo().activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def assertStep(self, document, step):
        self.env.cr.flush()
        self.assertEqual(document[document._step_field], step)

    def assertAsked(self, document):
        self.assertEqual(self._request(document).state, "open")
        self.assertEqual(len(self._activities(document)), 1)

    def assertClosed(self, document, state):
        self.env.cr.flush()
        self.assertEqual(self._request(document).state, state)
        self.assertFalse(self._activities(document))

    def assertRefusedWith(self, document, reason):
        """The reason is kept with the decision of who refused."""
        domain = [("res_model", "=", document._name), ("res_id", "=", document.id)]
        decisions = self.env["construction.approval"].search(domain, order="id desc", limit=1)
        self.assertEqual((decisions.decision, decisions.reason), ("rejected", reason))
        self.assertEqual(decisions.approver_id, getattr(self, self.approver_name))
        if document._refused_step == "rejected":
            self.assertEqual(document.reject_reason, reason)

    def test_refused_by_who_may_approve_with_a_reason(self):
        document = self._asked()
        self.assertAsked(document)
        author, approver, outsider = self._people(document)
        for user in (author, outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                document.with_user(user)._reject_requested("Too dear")
        decided = document.with_user(approver)
        for reason in (None, "", "  "):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "reason"):
                decided._reject_requested(reason)
        self.assertAsked(document)
        decided._reject_requested(" Too dear ")
        self.assertStep(document, document._refused_step)
        self.assertClosed(document, "rejected")
        self.assertRefusedWith(document, "Too dear")
        with self.assertRaises(UserError):
            decided._reject_requested("Too dear")

    def test_a_draft_is_not_decided(self):
        document = self._document()
        decided = document.with_user(getattr(self, self.approver_name))
        for step in (lambda: decided._reject_requested("No"), decided._approve_requested):
            with self.assertRaises(UserError):
                step()
        self.assertStep(document, "draft")


class DraftCase(RefusalCase):
    def test_taken_back_to_work(self):
        document = self._asked()
        outsider = getattr(self, self.outsider_name)
        with self.assertRaises(AccessError):
            document.with_user(outsider).action_draft()
        self.assertAsked(document)
        document.action_draft()
        self.assertStep(document, "draft")
        self.assertClosed(document, "withdrawn")
        document.action_submit()
        self.env.cr.flush()
        self.assertAsked(document)


class VoidCase(DraftCase):
    approved_step = "approved"
    void_reason_field = "void_reason"

    def _in_force(self):
        document = self._asked()
        document.with_user(getattr(self, self.approver_name))._approve_requested()
        self.assertStep(document, self.approved_step)
        return document

    def assertVoid(self, document, reason):
        self.assertStep(document, "void")
        self.assertEqual(document[self.void_reason_field], reason)
        with self.assertRaises(UserError):
            document.action_void("Again")

    def test_a_draft_is_voided_by_who_edits_it(self):
        document = self._document()
        with self.assertRaises(AccessError):
            document.with_user(getattr(self, self.outsider_name)).action_void("Entered twice")
        for reason in (None, "", "  "):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "reason"):
                document.action_void(reason)
        document.action_void(" Entered twice ")
        self.assertVoid(document, "Entered twice")

    def test_voiding_withdraws_what_was_asked(self):
        document = self._asked()
        document.action_void("Entered twice")
        self.assertVoid(document, "Entered twice")
        self.assertClosed(document, "withdrawn")

    def test_an_approved_one_is_voided_by_who_may_approve_it(self):
        document = self._in_force()
        self.assertClosed(document, "approved")
        author, approver, outsider = self._people(document)
        for user in (author, outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                document.with_user(user).action_void("Wrong job")
        with self.assertRaisesRegex(UserError, "reason"):
            document.with_user(approver).action_void("")
        self.assertStep(document, self.approved_step)
        document.with_user(approver).action_void("Wrong job")
        self.assertVoid(document.with_user(approver), "Wrong job")

    def test_of_two_who_approve_in_turn_the_last_voids(self):
        document = self._document()
        first, last = getattr(self, self.approver_name), getattr(self, self.outsider_name)
        self.env["construction.approval.rule"].create(
            [
                {
                    "name": user.name,
                    "document": document._approval_document,
                    "company_id": document.company_id.id,
                    "step": step,
                    "user_id": user.id,
                }
                for step, user in enumerate((first, last), 1)
            ]
        )
        document.action_submit()
        document.with_user(first)._approve_requested()
        self.assertNotEqual(document[document._step_field], self.approved_step)
        document.with_user(last)._approve_requested()
        self.assertStep(document, self.approved_step)
        with self.assertRaises(AccessError):
            document.with_user(first).action_void("Wrong job")
        document.with_user(last).action_void("Wrong job")
        self.assertVoid(document.with_user(last), "Wrong job")

    def test_a_delegate_voids_in_the_name_of_who_may(self):
        document = self._in_force()
        approver, delegate = getattr(self, self.approver_name), getattr(self, self.outsider_name)
        self.env["construction.approval.delegation"].with_user(approver).create(
            {
                "company_id": document.company_id.id,
                "user_id": approver.id,
                "delegate_id": delegate.id,
                "date_from": "2000-01-01",
                "date_to": "2999-12-31",
                "reason": "Holidays",
            }
        )
        document.with_user(delegate).action_void("Wrong job")
        self.assertVoid(document.with_user(approver), "Wrong job")
