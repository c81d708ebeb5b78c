# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from __future__ import annotations

from collections.abc import Callable, Iterable

from odoo import models

from odoo.addons.construction_connector_base.core.item import Item

CodesOf = Callable[[Item], Iterable[str | None]]


class ConstructionReference(models.AbstractModel):
    """Fills items with the records that other messages bring, and waits for the missing."""

    _inherit = "construction.reference"

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
        """What the sender made already; the unknown is left to be created."""
        if items:
            system = items[0].message.system_id
            self._fill(items, entity, codes_of, lambda c: self._lookup_own(system, entity, c))

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
