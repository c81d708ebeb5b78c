# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.budget_policy import Judge
from ..core.values import decimal


class ConstructionBudgetChecked(models.AbstractModel):
    """A document that asks for budget; the policy says what happens when none is left."""

    _name = "construction.budget.checked"
    _description = "Document under Budget Check"

    #: The kind of document in budget policies.
    _budget_document = ""

    budget_warning = fields.Text(readonly=True, copy=False)
    can_release_budget = fields.Boolean(compute="_compute_can_release_budget")

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_release_budget(self):
        overruns = self.filtered("id")._get_budget_overruns()
        for record in self:
            over = record._get_stopped(overruns.get(record, ()))
            record.can_release_budget = (
                over > 0
                and over > record._get_released_over_budget()
                and record._may_release_budget()
            )

    def _filter_budget_checked(self):
        """Return the documents for which a policy asks for a check."""
        policies = self.env["construction.budget.policy"]
        return self.filtered(lambda r: policies._has_any(r.company_id, self._budget_document))

    @api.model
    def _get_stopped(self, found):
        """Return by how much overruns that stop a document go over, in company currency."""
        stops = (item.over for item in found if item.policy.mode == "stop")
        return sum(stops, decimal(0))

    def _get_budget_requests(self):
        """Return {document: [(CostKey, Decimal in company currency)]} of what is asked for."""
        return {}

    def _get_budget_counted(self):
        """Return {document: [(CostKey, Decimal)]}: what of it is in the commitments already."""
        return {}

    def _get_budget_overruns(self):
        """Return {document: [Overrun]}; documents share the budget and are judged in order."""
        checked = self._filter_budget_checked()
        requests = checked._pool_requests(checked._get_budget_requests())
        counted = checked._pool_requests(checked._get_budget_counted())
        pools = {place for amounts in requests.values() for place in amounts}
        judge = Judge(self.env["construction.budget.line"]._get_pool_buckets(pools))
        result = {}
        for record, amounts in requests.items():
            known = counted.get(record, {})
            result[record] = judge.look(amounts, known)
            judge.take(amounts, known)
        return result

    def _pool_requests(self, requests):
        """Return {document: {(Policy, pool): amount}} of what is checked at all."""
        pool = self.env["construction.budget.policy"]._pool
        return {
            record: pool(record.company_id, self._budget_document, items)
            for record, items in requests.items()
        }

    def _serialize_on_budget(self):
        """Keep other transactions from deciding on the same budget at the same moment."""
        policies, keys = self.env["construction.budget.policy"], set()
        for record, items in self._get_budget_requests().items():
            for key, _amount in items:
                policy = policies._choose(record.company_id, self._budget_document, key.project_id)
                keys |= {key} if policy.mode != "none" else set()
        if keys:
            self.env["construction.budget.line"]._serialize(keys)

    def _check_budget(self):
        """Raise UserError for a document that is stopped; note on others that they go over."""
        checked = self._filter_budget_checked()
        checked._serialize_on_budget()
        for record, found in checked._get_budget_overruns().items():
            over = self._get_stopped(found)
            if over and over > record._get_released_over_budget():
                raise UserError(
                    record._budget_stop_message([i for i in found if i.policy.mode == "stop"])
                )
            record._warn_over_budget(found)

    def _warn_over_budget(self, found):
        """Show on the document, and keep in its history, that it goes over budget."""
        self.ensure_one()
        note = self._describe_overruns(found)
        if note != (self.budget_warning or ""):
            self.budget_warning = note
        if note:
            self.message_post(body=self.env._("Over budget: %(note)s", note=note))

    def _describe_overruns(self, found):
        describe = self.env["construction.budget.line"]._describe_answer
        return "\n".join(describe(item.answer) for item in found)

    def _budget_stop_message(self, stops):
        return self.env._(
            "%(document)s goes over budget:\n%(lines)s\nLower it, transfer budget, or ask "
            "%(people)s to release it.",
            document=self.display_name,
            lines=self._describe_overruns(stops),
            people=", ".join(
                self.env["construction.budget.policy"]
                ._get_override_group(
                    self.company_id, self._budget_document, stops[0].answer.key.project_id
                )
                .mapped("display_name")
            ),
        )

    # Release ----------------------------------------------------------------------------------

    def action_ask_release_budget(self):
        """Ask for the reason of letting the document go over budget."""
        return self._open_approval_wizard("release_budget")

    def action_release_budget(self, reason=None):
        """Let documents go over budget by what they are over now; the reason is kept.

        Raises AccessError without the right, UserError without reason or without need.
        """
        self.check_access("read")
        self._check_may_release_budget()
        reason = self._required_reason(reason)
        overruns = self._get_budget_overruns()
        for record in self:
            found = overruns.get(record)
            if not found:
                raise UserError(
                    self.env._(
                        "%(document)s is within the budget: there is nothing to release.",
                        document=record.display_name,
                    )
                )
            record._record_budget_release(
                reason,
                sum((item.over for item in found), decimal(0)),
                self._describe_overruns(found),
            )
        return True

    def _may_release_budget(self):
        """Tell whether the current user may let these documents go over budget."""
        policies = self.env["construction.budget.policy"]
        # Sudo: one's own groups are not readable to everybody.
        mine = self.env.user.sudo().all_group_ids
        return all(
            policies._get_override_group(record.company_id, self._budget_document, job.id) in mine
            for record in self
            for job in record._get_budget_jobs()
        )

    def _check_may_release_budget(self):
        if not self._may_release_budget():
            raise AccessError(
                self.env._("Releasing over budget needs the right to do so. Ask a cost controller.")
            )

    def _get_budget_jobs(self):
        """Return the jobs whose budget the document asks for."""
        keys = [key for items in self._get_budget_requests().values() for key, _amount in items]
        return self.env["project.project"].browse({key.project_id for key in keys})

    def _record_budget_release(self, reason, amount, note):
        self.ensure_one()
        # Sudo: nobody has the right to create releases; it replaces the right to release, which
        # the caller checked.
        return (
            self.env["construction.budget.release"]
            .sudo()
            .create(
                {
                    "company_id": self.company_id.id,
                    "project_ids": [fields.Command.set(self._get_budget_jobs().ids)],
                    "res_model": self._name,
                    "res_id": self.id,
                    "document_name": self.display_name,
                    "amount": float(amount),
                    "note": note,
                    "reason": reason,
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                }
            )
        )

    def _get_released_over_budget(self):
        """Return by how much the last release lets the document go over: Decimal."""
        # Sudo: a release counts also for those who may not read it.
        release = (
            self.env["construction.budget.release"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1)
        )
        return decimal(release.amount)
