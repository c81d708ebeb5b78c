# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The papers of the works contractor, without which its order could not be confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .client import Person
from .contract_2652j import INSURED_UNTIL, VENDOR

if TYPE_CHECKING:
    from .play import Play

PAPER, TYPE = "construction.compliance.document", "construction.compliance.type"
#: type of document -> number, who issued it, cover
PAPERS = {
    "General Liability Insurance": ("CGL-2652", "Tidewater Casualty", 5_000_000),
    "Workers' Compensation Insurance": ("WC-2652", "Redwood Mutual", 1_000_000),
    "Contractor's Licence": ("LIC-2652", "State license board", 0),
}


def hand_in(play: Play) -> None:
    """The buyer enters them, the chief financial officer verifies them."""
    play.persist(lambda: _enter(play.person("buyer")))
    drafts = [("partner_id.ref", "=", VENDOR), ("step", "=", "draft")]
    play.press(play.person("cfo"), PAPER, drafts, "action_verify")
    play.journal.person("cfo", f"verified {len(PAPERS)} papers of the works contractor")


def _enter(buyer: Person) -> None:
    (vendor,) = buyer.search("res.partner", [("ref", "=", VENDOR)])
    for name, (number, issuer, cover) in PAPERS.items():
        (kind,) = buyer.search(TYPE, [("name", "=", name)])
        # what the vendor's message said of its insurance stands there already, to be completed
        known = buyer.search(PAPER, [("partner_id", "=", vendor), ("type_id", "=", kind)])
        values = {
            "number": number,
            "issuer": issuer,
            "cover_amount": cover,
            "valid_to": INSURED_UNTIL.isoformat(),
        }
        if known:
            buyer.call(PAPER, "write", known, values)
        else:
            buyer.call(PAPER, "create", [{**values, "partner_id": vendor, "type_id": kind}])
