# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import format_date

from ..core.cockpit import broad, largest, trend

TREND = ("revised_budget", "committed", "job_to_date")
CODES = ("revised_budget", "committed", "job_to_date")
#: More bars than that nobody reads.
MOST_CODES = 8
#: Longer names would leave no room for the bars.
LONGEST_NAME = 28


class ConstructionJobCockpit(models.AbstractModel):
    """How the job's money grew, and on which codes it is."""

    _inherit = "construction.job.cockpit"

    @api.model
    def _prepare_charts(self, job, root, months):
        return {"trend": self._prepare_trend(months), "codes": self._prepare_codes(job, root)}

    @api.model
    def _prepare_trend(self, months):
        shown = trend(months, TREND)
        return {
            "labels": [format_date(self.env, day, date_format="MMM yy") for day in shown.months],
            "series": [
                {
                    "key": name,
                    "label": self._get_figure_label(name),
                    "data": [float(amount) for amount in shown.series.get(name, ())],
                }
                for name in TREND
            ],
        }

    @api.model
    def _prepare_codes(self, job, root):
        nodes, rest = largest(broad(root), "revised_budget", MOST_CODES)
        bars = [(node, self._get_bar_label(node)) for node in nodes]
        if rest:
            bars.append((rest, self.env._("Other codes")))
        return {
            "labels": [label for _node, label in bars],
            "line_ids": [node.line_ids for node, _label in bars],
            "series": [
                {
                    "key": name,
                    "label": self._get_figure_label(name),
                    "data": [float(node.figures[name]) for node, _label in bars],
                }
                for name in CODES
            ],
        }

    @api.model
    def _get_bar_label(self, node):
        label = f"{node.code} {node.name}".strip() or node.phase or node.cost_type
        return label if len(label) <= LONGEST_NAME else f"{label[: LONGEST_NAME - 1]}…"
