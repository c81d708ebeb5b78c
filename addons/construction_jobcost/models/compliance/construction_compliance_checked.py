# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...core import precommit
from ...core.compliance import applies, assess

MARKED = "construction_jobcost.compliance.%s"


class ConstructionComplianceChecked(models.AbstractModel):
    """A document that waits until the papers are in that the rules of compliance want."""

    _name = "construction.compliance.checked"
    _description = "Document under Compliance Check"

    #: The field of waived requirements that names a document of this model.
    _waive_field = ""

    compliance_state = fields.Selection(
        [("clear", "Clear"), ("warning", "Warning"), ("hold", "On Hold")],
        string="Compliance",
        compute="_compute_compliance",
        compute_sudo=True,
        search="_search_compliance_state",
        help="On Hold: papers of the vendor are lacking, without which the next step is stopped.",
    )
    compliance_note = fields.Text(
        string="Papers Lacking", compute="_compute_compliance", compute_sudo=True
    )

    @api.depends_context("lang")
    def _compute_compliance(self):
        findings = self._origin._get_compliance_findings()
        for record in self:
            lacks = [pair for pair in findings.get(record._origin, ()) if pair[1].lacks]
            stops = any(finding.stops for _case, finding in lacks)
            record.compliance_state = "hold" if stops else "warning" if lacks else "clear"
            record.compliance_note = "\n".join(record._describe_lacks(lacks))

    @api.model
    def _search_compliance_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = set(value)
        # what is over waits for nothing
        candidates = self.search(self._get_compliance_open_domain())
        bad = candidates.filtered(lambda record: record.compliance_state != "clear")
        found = bad.filtered(lambda record: record.compliance_state in wanted)
        domain = Domain("id", "in", found.ids)
        return domain | Domain("id", "not in", bad.ids) if "clear" in wanted else domain

    @api.model
    def _get_compliance_open_domain(self):
        """Return the domain of documents that have a step before them."""
        return Domain.TRUE

    # Findings ---------------------------------------------------------------------------------

    def _get_compliance_cases(self):
        """Return {record: [Case]} of the steps that the documents have before them, in bulk."""
        return {}

    def _get_compliance_findings(self, cases=None):
        """Return {record: [(Case, Finding)]}; ``cases`` as `_get_compliance_cases` has them."""
        # Sudo: whether papers are in does not depend on who looks.
        documents = self.sudo()
        if not documents._get_compliance_companies():
            return {}
        cases = documents._get_compliance_cases() if cases is None else cases
        rules = self.env["construction.compliance.rule"]
        asked = {
            case: [rule for rule in rules._get_rules(case.company) if applies(rule, case)]
            for found in cases.values()
            for case in found
        }
        papers = self.env["construction.compliance.document"]._get_papers(asked.items())
        waived = documents._get_waived_rules() if any(asked.values()) else {}
        today = fields.Date.context_today(self)
        return {
            record: [
                (case, finding)
                for case in found
                for finding in assess(
                    case,
                    asked[case],
                    papers.get((case.company, case.vendor), ()),
                    today,
                    waived.get(record, frozenset()),
                )
            ]
            for record, found in cases.items()
        }

    def _get_compliance_companies(self):
        """Return the companies of the documents that have rules at all."""
        rules = self.env["construction.compliance.rule"]
        return self.company_id.filtered(lambda company: rules._get_rules(company.id))

    def _get_waived_documents(self):
        """Return {record: [documents]} whose waived requirements hold for the record."""
        return {record: [record] for record in self}

    def _get_waived_rules(self):
        """Return {record: ids of the rules} that somebody lets the documents pass today."""
        documents = self._get_waived_documents()
        waived = self.env["construction.compliance.waive"]._get_waived(
            [document for found in documents.values() for document in found]
        )
        return {
            record: frozenset().union(*(waived.get(document, ()) for document in found))
            for record, found in documents.items()
        }

    # Check ------------------------------------------------------------------------------------

    def _check_compliance(self, cases=None):
        """Raise UserError for documents that are stopped; note on the others what is lacking."""
        findings = self._get_compliance_findings(cases)
        self._check_no_stop(findings)
        for record, found in findings.items():
            lacks = [pair for pair in found if pair[1].lacks]
            if lacks:
                record._note_compliance(record._describe_lacks(lacks))

    def _check_no_stop(self, findings):
        texts = []
        for record, found in findings.items():
            stops = [pair for pair in found if pair[1].stops]
            if stops:
                texts.append(record._compliance_stop_message(record._describe_lacks(stops)))
        if texts:
            raise UserError("\n\n".join(texts))

    def _compliance_stop_message(self, lines):
        return self.env._(
            "%(document)s is on hold:\n%(lacks)s\nEnter what is lacking under Required Documents "
            "and have another person verify it; or somebody with the right of Compliance Waiver "
            "lets it pass once.",
            document=self.display_name,
            lacks="\n".join(lines),
        )

    def _note_compliance(self, lines):
        """Keep in the history what was lacking and did not stop the document."""
        items = Markup().join(Markup("<li>%s</li>") % escape(line) for line in lines)
        self.message_post(
            body=Markup("%s<ul>%s</ul>")
            % (self.env._("Went on although papers are lacking:"), items)
        )

    # Guard ------------------------------------------------------------------------------------

    def _mark_for_compliance_check(self):
        """Have the documents checked before the transaction ends, on whatever way they came here."""
        # Sudo: which rules hold does not depend on who changes the document.
        if self and self.sudo()._get_compliance_companies():
            precommit.collect(
                self.env.cr, MARKED % self._name, self.ids, self.browse()._check_marked_compliance
            )

    def _check_marked_compliance(self):
        # Sudo: the guard judges what was written, not what its writer may read.
        marked = self.sudo().browse(precommit.drain(self.env.cr, MARKED % self._name)).exists()
        marked.invalidate_recordset()
        marked._check_compliance(marked._get_guarded_cases())

    def _get_guarded_cases(self):
        """Return {record: [Case]} of the steps that marked documents have taken."""
        return {}
