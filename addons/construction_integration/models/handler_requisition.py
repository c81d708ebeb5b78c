# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.fields import Command

from odoo.addons.construction_jobcost.core.budget_policy import Judge
from odoo.addons.construction_jobcost.core.keys import CostKey

from .construction_handler import number

OVER_BUDGET = "budget.exceeded"


class HandlerRequisition(models.AbstractModel):
    """`requisition.submitted`: checked against the budget, then a requisition to approve.

    Over budget nothing is created: the message stops as an exception, and a person with the
    right to release over budget lets it pass with a reason, which the requisition keeps.
    """

    _name = "construction.handler.requisition"
    _inherit = "construction.handler"
    _description = "Requisition Message Handler"

    _plain_fields = {
        "requested_by": "requested_by",
        "needed_by": "needed_by",
        "location": "delivery_location",
        "emergency": "emergency",
        "reason": "reason",
    }

    def _resolve(self, items):
        self._drop_superseded(items, "requisition")
        reference = self._reference()
        reference._resolve_coding(items)
        reference._resolve_uoms(items, lambda item: [line.uom for line in item.data.lines])
        reference._resolve_entity(
            items, "item", lambda item: [line.item_code for line in item.data.lines]
        )
        reference._resolve_entity(
            items, "vendor", lambda item: [line.vendor_id for line in item.data.lines]
        )
        reference._resolve_existing(items, "requisition", lambda item: [self._document(item)])

    def _gate(self, items):
        self._check_precision(items, {"quantity": "Product Unit"})
        for item in items:
            self._check_undecided(item)
        self._check_budget([item for item in items if item.is_open])

    def _worth(self, item):
        return sum(line.quantity * line.estimated_unit_cost for line in item.data.lines)

    def _known(self, item):
        """The requisition that the sender's number stands for already; empty when new."""
        known = item.refs["requisition"].get(self._document(item))
        return known if known is not None else self.env["construction.requisition"]

    def _check_undecided(self, item):
        """What is approved, ordered or rejected is not changed by a message any more."""
        requisition = self._known(item)
        if not requisition or requisition.state in ("draft", "submitted", "budget_check"):
            return
        if item.message.document_ids:
            # a replay: the decision was made about what this message had brought
            item.add_document(requisition)
            item.repeat(self.env._("%s was decided already.", requisition.name))
        else:
            item.stop(
                "requisition.ordered",
                self.env._(
                    "Requisition %(number)s (%(name)s) was decided already. Change the order in "
                    "Odoo or have a new requisition submitted, then reject this message.",
                    number=self._document(item),
                    name=requisition.name,
                ),
            )

    # -- budget ----------------------------------------------------------------------------

    def _key(self, item, line):
        phase = item.refs["phase"].get((item.data.job_code, line.phase))
        return CostKey(
            item.refs["job"][item.data.job_code].id,
            item.refs["cost_code"][line.cost_code].id,
            item.refs["cost_type"][line.cost_type].id,
            phase.id if phase else 0,
        )

    def _requested(self, item):
        """{budget line key: amount in company currency} of one requisition."""
        currency = self.env.company.currency_id
        amounts = defaultdict(Decimal)
        for line in item.data.lines:
            amount = line.quantity * line.estimated_unit_cost
            amounts[self._key(item, line)] += Decimal(str(currency.round(float(amount))))
        return amounts

    def _freed(self, item):
        """What an earlier version of the requisition holds of the budget: it is replaced."""
        freed = defaultdict(Decimal)
        requisition = self._known(item)
        if requisition.state in ("submitted", "budget_check"):
            for line in requisition.line_ids:
                freed[line._get_cost_key()] += Decimal(str(line.amount))
        return freed

    def _check_budget(self, items):
        """Judge the requisitions of a bulk in order: each leaves less for the next.

        By the company's budget policies, as if the service user had submitted them. Where
        these only warn, the requisition shows the warning.
        """
        asked = {item: self._pooled(self._requested(item)) for item in items}
        places = {place for amounts in asked.values() for place in amounts}
        judge = Judge(self.env["construction.budget.line"]._get_pool_buckets(places))
        for item, amounts in asked.items():
            freed = self._pooled(self._freed(item))
            stops = [over for over in judge.look(amounts, freed) if over.policy.mode == "stop"]
            if stops and self._stop_over_budget(item, stops):
                continue
            judge.take(amounts, freed)

    def _pooled(self, amounts):
        policies = self.env["construction.budget.policy"]
        return policies._pool(self.env.company, "requisition", amounts.items())

    def _stop_over_budget(self, item, stops):
        describe = self.env["construction.budget.line"]._describe_answer
        return item.stop(
            OVER_BUDGET,
            self.env._(
                "Requisition %(number)s on job %(job)s is over budget. %(lines)s",
                number=self._document(item),
                job=item.data.job_code,
                lines=" ".join(describe(over.answer) for over in stops),
            ),
            amount=sum(over.answer.requested for over in stops),
        )

    # -- apply -----------------------------------------------------------------------------

    def _apply(self, items):
        known = {self._document(item): self._known(item) for item in items}
        records = {number: record for number, record in known.items() if record}
        model = self.env["construction.requisition"]
        submitted = model.union(*records.values()).filtered(lambda r: r.state != "draft")
        if submitted:
            submitted.action_cancel()
            submitted.action_draft()
        requisitions = self._upsert(items, records, "construction.requisition")
        model.union(*requisitions).action_submit()
        for item, requisition in zip(items, requisitions, strict=True):
            self._release(item, requisition)
        self._register_documents(items, "requisition", requisitions)

    def _release(self, item, requisition):
        """Pass on the release that a person gave on the message, with that person's right."""
        # sudo: the decision of a person is not for a service user to read otherwise
        overrides = item.message.sudo().override_ids._in_force()
        override = overrides.filtered(lambda o: o.code == OVER_BUDGET)[-1:]
        if requisition.state == "budget_check" and override:
            requisition.with_user(override.user_id).action_release(override.reason)

    def _prepare_values(self, item, record):
        values = super()._prepare_values(item, record)
        lines = [Command.create(self._prepare_line_values(item, line)) for line in item.data.lines]
        values["line_ids"] = [Command.clear(), *lines] if record else lines
        if not record:
            values |= {
                "reference": self._document(item),
                "company_id": self.env.company.id,
                "project_id": item.refs["job"][item.data.job_code].id,
                "requested_by_id": False,
            }
        return values

    def _prepare_line_values(self, item, line):
        refs = item.refs
        product = refs["item"].get(line.item_code)
        phase = refs["phase"].get((item.data.job_code, line.phase))
        vendor = refs["vendor"].get(line.vendor_id)
        return {
            "line_ref": line.line_id,
            "product_id": product.id if product else False,
            "description": line.description,
            "quantity": number(line.quantity),
            "uom_id": refs["uom"][line.uom].id,
            "estimated_unit_cost": number(line.estimated_unit_cost),
            "cost_code_id": refs["cost_code"][line.cost_code].id,
            "cost_type_id": refs["cost_type"][line.cost_type].id,
            "phase_id": phase.id if phase else False,
            "vendor_id": vendor.id if vendor else False,
        }
