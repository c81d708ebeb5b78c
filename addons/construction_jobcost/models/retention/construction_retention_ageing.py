# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ConstructionRetentionAgeing(models.Model):
    """What is held back, by the certificate that withheld it, its age and its expected release.

    A row is what a certificate withheld of a job and was not given back since: releases give
    back what was withheld first. Sums of the ledger, in company currency, so that the rows sum up to
    the retention held of the cost report. Context ``as_of`` and ``known_at`` as there.
    """

    _name = "construction.retention.ageing"
    _description = "Retention Ageing"
    _auto = False
    _order = "certified_date, id"
    _rec_name = "document_name"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    side = fields.Selection(
        [("payable", "Held from Vendors"), ("receivable", "Held by Owners")], readonly=True
    )
    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Vendor or Owner", readonly=True)
    order_id = fields.Many2one("purchase.order", string="Subcontract", readonly=True)
    document_model = fields.Char(readonly=True)
    document_id = fields.Integer(string="Document ID", readonly=True)
    document_name = fields.Char(string="Certificate", readonly=True)
    certified_date = fields.Date(string="Certified", readonly=True)
    age = fields.Integer(string="Days", readonly=True, aggregator=False)
    age_group = fields.Selection(
        [
            ("30", "0-30 Days"),
            ("60", "31-60 Days"),
            ("90", "61-90 Days"),
            ("more", "Over 90 Days"),
        ],
        string="Age",
        readonly=True,
    )
    amount = fields.Monetary(string="Held", readonly=True, aggregator="sum")
    amount_30 = fields.Monetary(string="0-30", readonly=True, aggregator="sum")
    amount_60 = fields.Monetary(string="31-60", readonly=True, aggregator="sum")
    amount_90 = fields.Monetary(string="61-90", readonly=True, aggregator="sum")
    amount_more = fields.Monetary(string="Over 90", readonly=True, aggregator="sum")
    expected_date = fields.Date(
        string="Release Expected",
        readonly=True,
        help="The finish of the contract, and the days that the company's settings add.",
    )
    is_overdue = fields.Boolean(readonly=True)
    overdue_amount = fields.Monetary(readonly=True, aggregator="sum")

    def _search(self, *args, **kwargs):
        self.env["construction.cost.entry"]._project_before_reading()
        return super()._search(*args, **kwargs)

    def action_open_document(self):
        """Open the certificate that withheld it."""
        self.ensure_one()
        document = self.env[self.document_model].browse(self.document_id).exists()
        if not document:
            raise UserError(
                self.env._("%(document)s was deleted since.", document=self.document_name)
            )
        return document.get_formview_action()

    def action_view_entries(self):
        """Open the ledger's retention of the contract, releases included."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_entry_action"
        )
        entries = self.env["construction.cost.entry"]
        buckets = self._get_buckets()[self.side]
        domain = Domain("project_id", "=", self.project_id.id) & Domain("bucket", "in", buckets)
        return dict(
            action,
            domain=list(domain & entries._get_moment_domain()),
            context={"search_default_group_bucket": 1},
            display_name=self.env._("Retention of %(job)s", job=self.project_id.job_code),
        )
