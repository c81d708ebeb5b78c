# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What to do with a demo that is up."""

NEXT_STEPS = """
The demo is up: {url}
Log in as admin / admin, or as one of the contractor's people, each with password demo:
pm, approver, payables, controller, operator, auditor, buyer, site, finance, cfo.

Five things to try
1. Release the requisition that stopped over budget: log in as controller, open
   Integration > Exceptions ({url}/odoo/integration-exceptions), choose REQ-0043, Override with a
   reason. Then log in as approver, open Job Cost > Requisitions and approve it: it is ordered.
2. Heal the timesheet with the unknown cost code: as controller create cost code 09-250 under
   Job Cost > Configuration > Cost Codes, then retry the message under Integration > Exceptions.
3. Follow a figure to its document: Job Cost > Jobs > Cost Report
   ({url}/odoo/job-cost-report), open a line and then one of its entries; or ask the API:
     curl -H "Authorization: Bearer $(./setup/run key estimating)" \\
          {url}/construction/v1/jobs/2652J/cost
4. Look at two years of work: as pm open Job Cost > Jobs > Portfolio ({url}/odoo/job-portfolio), then
   the cockpit of C-124, a bridge over budget, and its cost report as of a day last year.
5. See what a payment waits for: log in as cfo, open Job Cost > Compliance > Compliance Documents
   ({url}/odoo/compliance-documents) and the liability insurance that has ended; the bills of its
   vendor are on hold. Switch to the Building company: the last bill of B-219's earthwork waits for
   a lien waiver, and Waived Requirements tells why an order may go on without a licence.
"""


def next_steps(url: str) -> str:
    """Address, logins and things to try."""
    return NEXT_STEPS.format(url=url)
