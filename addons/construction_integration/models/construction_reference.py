# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from __future__ import annotations

from collections.abc import Callable, Iterable

from odoo import models

from odoo.addons.construction_connector_base.core.item import Item

CodesOf = Callable[[Item], Iterable[str | None]]


class ConstructionReference(models.AbstractModel):
    """Turns the codes in messages into Odoo records, in bulk.

    Each `_resolve_*` takes the items of one handler call (one system, one company), looks up all
    their codes with one query and fills `item.refs[kind] = {code: record}`. What is missing is
    either waited for (documents that another message brings) or stops the message as an
    exception (codes that a person must decide about).
    """

    _name = "construction.reference"
    _description = "Construction Code Resolution"

    # -- look-ups: codes -> records --------------------------------------------------------

    def _lookup_jobs(self, codes: Iterable[str]) -> dict:
        return self.env["project.project"]._find_jobs(codes, self.env.company)

    def _lookup_cost_codes(self, codes: Iterable[str]) -> dict:
        return self.env["construction.cost.code"]._find_by_code(codes, self.env.company)

    def _lookup_active_cost_codes(self, codes: Iterable[str]) -> dict:
        found = self._lookup_cost_codes(codes)
        return {code: record for code, record in found.items() if record.active}

    def _lookup_cost_types(self, codes: Iterable[str]) -> dict:
        found = self.env["construction.cost.type"]._find_by_code(codes, self.env.company)
        return {code: record for code, record in found.items() if record.active}

    def _lookup_uoms(self, codes: Iterable[str]) -> dict:
        """Units by their name in English, which is their code (`EA`, `CY`, `LS`)."""
        units = self.env["uom.uom"].with_context(lang="en_US")
        found = units.search([("name", "in", list(codes))])
        return {unit.name: unit.with_env(self.env) for unit in found}

    def _natural_key(self, entity: str) -> tuple[str, str] | None:
        """Odoo's own number of an entity, which a sender may use instead of its own."""
        return {
            "vendor": ("res.partner", "ref"),
            "customer": ("res.partner", "ref"),
            "item": ("product.product", "default_code"),
        }.get(entity)

    def _entity_model(self, entity: str) -> str:
        return {
            "vendor": "res.partner",
            "customer": "res.partner",
            "item": "product.product",
            "employee": "hr.employee",
            "requisition": "construction.requisition",
            "receipt": "stock.picking",
            "invoice": "account.move",
            "estimate": "construction.estimate",
        }[entity]

    def _lookup_entity(self, system, entity: str, codes: Iterable[str]) -> dict:
        """By cross-reference first, then by Odoo's own number."""
        codes = set(codes)
        ids = self.env["integration.xref"]._lookup(system, self.env.company, entity, codes)
        model = self.env[self._entity_model(entity)].with_context(active_test=False)
        found = {code: model.browse(id_) for code, id_ in ids.items()}
        missing = codes - found.keys()
        if missing and self._natural_key(entity):
            model_name, field = self._natural_key(entity)
            records = model.search(
                [(field, "in", list(missing)), ("company_id", "in", [False, self.env.company.id])]
            )
            for record in records:
                found.setdefault(record[field], record)
        return {code: record.with_context(active_test=True) for code, record in found.items()}

    def _lookup_orders(self, system, numbers: Iterable[str]) -> dict:
        """Confirmed orders by the sender's requisition number or by Odoo's order number."""
        numbers = set(numbers)
        requisitions = self._lookup_entity(system, "requisition", numbers)
        named = self.env["purchase.order"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("name", "in", list(numbers)),
                ("state", "=", "purchase"),
            ]
        )
        orders = {order.name: order for order in named}
        # sudo: who receives or pays may see an order without the requisition behind it
        for number, requisition in requisitions.items():
            confirmed = requisition.sudo().order_ids.filtered(lambda o: o.state == "purchase")
            if confirmed:
                orders[number] = confirmed.with_env(self.env)
        return orders

    # -- resolve: fill items ---------------------------------------------------------------

    def _fill(self, items: list[Item], kind: str, codes_of: CodesOf, lookup, missing=None) -> None:
        """Look up what the open items name; `missing(item, codes)` deals with the unknown."""
        items = [item for item in items if item.is_open]
        wanted = [{code for code in codes_of(item) if code} for item in items]
        everything = set().union(*wanted)
        found = lookup(everything) if everything else {}
        for item, codes in zip(items, wanted, strict=True):
            item.refs[kind] = {code: found[code] for code in codes if code in found}
            lost = sorted(codes - found.keys())
            if lost and missing:
                missing(item, lost)

    def _resolve_existing(self, items: list[Item], entity: str, codes_of: CodesOf) -> None:
        """What is there already; the unknown is left to be created."""
        if items:
            system = items[0].message.system_id
            self._fill(items, entity, codes_of, lambda c: self._lookup_entity(system, entity, c))

    def _resolve_entity(self, items: list[Item], entity: str, codes_of: CodesOf) -> None:
        """Records that another message brings: the item waits for the first unknown one."""
        if not items:
            return
        system = items[0].message.system_id

        def wait(item, codes):
            item.wait_for(
                entity,
                codes[0],
                self.env._(
                    "The %(entity)s %(code)s is not known yet. The message goes on when it is.",
                    entity=self._entity_label(entity),
                    code=codes[0],
                ),
            )

        self._fill(items, entity, codes_of, lambda c: self._lookup_entity(system, entity, c), wait)

    def _entity_label(self, entity: str) -> str:
        return {
            "vendor": self.env._("vendor"),
            "customer": self.env._("customer"),
            "item": self.env._("item"),
            "employee": self.env._("employee"),
        }[entity]

    def _resolve_jobs(self, items: list[Item], codes_of: CodesOf) -> None:
        def wait(item, codes):
            item.wait_for(
                "job",
                codes[0],
                self.env._(
                    "Job %s is not known yet. The message goes on when the job arrives.", codes[0]
                ),
            )

        self._fill(items, "job", codes_of, self._lookup_jobs, wait)
        self._stop_closed_jobs(items)

    def _stop_closed_jobs(self, items: list[Item]) -> None:
        for item in items:
            closed = [
                code
                for code, job in item.refs.get("job", {}).items()
                if job.job_status == "closed" or not job.active
            ]
            if closed and item.is_open:
                item.stop(
                    "job.closed",
                    self.env._(
                        "Job %s is closed. Reopen the job and retry, or reject the message.",
                        closed[0],
                    ),
                )

    def _resolve_orders(self, items: list[Item], codes_of: CodesOf) -> None:
        """`item.refs["order"]`: {number: confirmed orders}; an unconfirmed one is waited for."""
        if not items:
            return
        system = items[0].message.system_id

        def wait(item, numbers):
            item.wait_for(
                "purchase_order",
                numbers[0],
                self.env._(
                    "Order %s is not approved yet, or not known. The message goes on when the "
                    "order is approved.",
                    numbers[0],
                ),
            )

        self._fill(items, "order", codes_of, lambda n: self._lookup_orders(system, n), wait)

    def _resolve_cost_codes(self, items: list[Item], codes_of: CodesOf) -> None:
        def unknown(item, codes):
            item.stop(
                "cost_code.unknown",
                self.env._(
                    "Cost code %(codes)s does not exist or is inactive in %(company)s. Create or "
                    "activate it (Job Cost > Configuration > Cost Codes) and retry, or correct "
                    "the code at the source and reject this message.",
                    codes=", ".join(codes),
                    company=self.env.company.name,
                ),
                details={"cost_codes": codes},
            )

        self._fill(items, "cost_code", codes_of, self._lookup_active_cost_codes, unknown)

    def _resolve_cost_types(self, items: list[Item], codes_of: CodesOf) -> None:
        def unknown(item, codes):
            item.stop(
                "cost_type.unknown",
                self.env._(
                    "Cost type %s does not exist. Create it under Job Cost > Configuration > "
                    "Cost Types and retry, or correct it at the source.",
                    ", ".join(codes),
                ),
            )

        self._fill(items, "cost_type", codes_of, self._lookup_cost_types, unknown)

    def _resolve_uoms(self, items: list[Item], codes_of: CodesOf) -> None:
        def unknown(item, codes):
            item.stop(
                "uom.unknown",
                self.env._(
                    "Unit of measure %s is not known. Give an Odoo unit this code and retry.",
                    ", ".join(codes),
                ),
            )

        self._fill(items, "uom", codes_of, self._lookup_uoms, unknown)

    def _resolve_phases(self, items: list[Item], pairs_of: Callable) -> None:
        """`pairs_of(item)` names (job code, phase code) pairs; the jobs are resolved already."""

        def lookup(pairs):
            jobs = self._lookup_jobs({job for job, _phase in pairs})
            phases = self.env["construction.job.phase"].search(
                [("project_id", "in", [job.id for job in jobs.values()])]
            )
            return {(phase.project_id.job_code, phase.code): phase for phase in phases}

        def unknown(item, pairs):
            item.stop(
                "phase.unknown",
                self.env._(
                    "Job %(job)s has no phase %(phase)s. Add the phase to the job and retry.",
                    job=pairs[0][0],
                    phase=pairs[0][1],
                ),
            )

        self._fill(items, "phase", pairs_of, lookup, unknown)

    def _resolve_coding(self, items: list[Item], default_type: str | None = None) -> None:
        """Job, cost code, type, phase and unit of items that have one job and coded lines."""
        self._resolve_jobs(items, lambda item: [item.data.job_code])
        self._resolve_cost_codes(items, lambda item: [line.cost_code for line in item.data.lines])
        self._resolve_cost_types(
            items, lambda item: [line.cost_type or default_type for line in item.data.lines]
        )
        self._resolve_phases(
            items,
            lambda item: [
                (item.data.job_code, line.phase) for line in item.data.lines if line.phase
            ],
        )
        self._stop_foreign_types(items, default_type)

    def _stop_foreign_types(self, items: list[Item], default_type: str | None) -> None:
        """A cost code may name the only cost types it takes."""
        for item in items:
            if not item.is_open:
                continue
            for line in item.data.lines:
                code = item.refs["cost_code"][line.cost_code]
                cost_type = item.refs["cost_type"][line.cost_type or default_type]
                if code.cost_type_ids and cost_type not in code.cost_type_ids:
                    item.stop(
                        "cost_type.not_allowed",
                        self.env._(
                            "Cost code %(code)s does not take cost type %(type)s (line %(line)s). "
                            "Allow it on the cost code and retry, or correct it at the source.",
                            code=code.code,
                            type=cost_type.code,
                            line=line.line_id,
                        ),
                    )
                    break

    def _resolve_addresses(self, items: list[Item], address_of: Callable) -> None:
        """`item.refs["address"]`: field values of the address, a null one clears them."""
        items = [item for item in items if item.is_open]
        addresses = [address_of(item) for item in items]
        codes = {address.country for address in addresses if address and address.country}
        countries = self.env["res.country"].search([("code", "in", list(codes))])
        by_code = {country.code: country for country in countries}
        for item, address in zip(items, addresses, strict=True):
            country = by_code.get(address.country) if address else None
            if address and address.country and not country:
                item.stop("country.unknown", self.env._("Country %s is unknown.", address.country))
            item.refs["address"] = self._prepare_address_values(address, country)

    def _prepare_address_values(self, address, country) -> dict:
        state = self.env["res.country.state"]
        if address and address.state and country:
            state = country.state_ids.filtered(lambda s: s.code == address.state)[:1]
        return {
            "street": (address and address.street) or False,
            "city": (address and address.city) or False,
            "zip": (address and address.zip) or False,
            "state_id": state.id,
            "country_id": country.id if country else False,
        }
