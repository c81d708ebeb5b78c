# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ...core.compliance_insurance import insured_until

READERS = "construction_jobcost.group_job_cost_user,purchase.group_purchase_user"


class ResPartner(models.Model):
    """The papers of a vendor, and what its work waits for."""

    _inherit = "res.partner"

    compliance_document_ids = fields.One2many(
        "construction.compliance.document",
        "commercial_partner_id",
        string="Compliance Documents",
        groups=READERS,
    )
    compliance_document_count = fields.Integer(
        compute="_compute_compliance_document_count", groups=READERS
    )
    compliance_state = fields.Selection(
        [("clear", "Clear"), ("warning", "Warning"), ("hold", "On Hold")],
        string="Compliance",
        compute="_compute_compliance",
        groups=READERS,
        help="Of the orders of this vendor that are open.",
    )
    compliance_note = fields.Text(
        string="Papers Lacking", compute="_compute_compliance", groups=READERS
    )

    insurance_expiry = fields.Date(
        string="Insured until",
        compute="_compute_insurance_expiry",
        compute_sudo=True,
        help="When the first of its insurances ends, as its verified certificates say.",
    )

    @api.depends_context("company")
    def _compute_insurance_expiry(self):
        papers = self.env["construction.compliance.document"]
        insurances = papers._get_insurances(self, self.env.company)
        for partner in self:
            held = insurances.get(partner.commercial_partner_id, papers)
            general = held.filtered(lambda paper: not (paper.order_id or paper.project_id))
            partner.insurance_expiry = insured_until(
                (paper.type_id.id, paper.valid_to or None) for paper in general
            )

    @api.depends("compliance_document_ids")
    def _compute_compliance_document_count(self):
        groups = self.env["construction.compliance.document"]._read_group(
            [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
            ["commercial_partner_id"],
            ["__count"],
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.compliance_document_count = counts.get(partner.commercial_partner_id.id, 0)

    @api.depends_context("uid", "company", "lang")
    def _compute_compliance(self):
        orders = self._get_open_orders()
        for partner in self:
            vendor = partner.commercial_partner_id
            found = orders.filtered(
                lambda order, vendor=vendor: order.partner_id.commercial_partner_id == vendor
            )
            states = set(found.mapped("compliance_state"))
            partner.compliance_state = next(
                (state for state in ("hold", "warning") if state in states), "clear"
            )
            lines = [line for order in found for line in order.compliance_note.splitlines()]
            partner.compliance_note = "\n".join(dict.fromkeys(lines))

    def _get_open_orders(self):
        """Return the vendor's orders that the user sees and that are not over."""
        orders = self.env["purchase.order"]
        if not orders.has_access("read"):
            return orders
        domain = orders._get_compliance_open_domain()
        domain &= Domain("company_id", "in", self.env.companies.ids)
        vendors = self.commercial_partner_id.ids
        return orders.search(domain & Domain("partner_id.commercial_partner_id", "in", vendors))

    def action_view_compliance_documents(self):
        """Open the papers of the vendor."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_compliance_document_action"
        )
        vendor = self.commercial_partner_id
        return dict(
            action,
            domain=[("commercial_partner_id", "=", vendor.id)],
            context={"default_partner_id": vendor.id},
        )

    def action_view_requirements(self):
        """Open what is wanted for the open orders of the vendor, and what they are paid."""
        orders = self._get_open_orders()
        return self.env["construction.compliance.requirement"]._open(
            orders._get_requirement_documents(),
            self.env._("Required Documents: %(names)s", names=self.display_name),
            orders._get_requirement_bills(),
        )
