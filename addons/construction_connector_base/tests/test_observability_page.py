# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged

from ..core.logline import FIELDS
from ..core.metrics import CURRENT, STORED
from ..models.integration_alert_rule import METRICS


@tagged("post_install", "-at_install")
class TestObservabilityPage(TransactionCase):
    """The page about observability names what there is."""

    def setUp(self):
        super().setUp()
        path = Path(get_module_path("construction_connector_base")).parents[1]
        path = path / "docs" / "observability.md"
        if not path.exists():
            self.skipTest("The addon was installed without the documents.")
        self.page = path.read_text()

    def table(self, name):
        return self.page.partition(f"<!-- {name} -->")[2].partition("<!-- end")[0].strip()

    def test_metrics(self):
        rows = [
            f"| `{one.name}` | {one.kind} | {', '.join(one.labels)} | {one.help} |"
            for one in (*STORED.values(), *CURRENT.values())
        ]
        self.assertEqual(self.table("metrics").splitlines()[2:], rows)

    def test_log_fields(self):
        rows = [f"| `{name}` | {text} |" for name, text in FIELDS.items()]
        self.assertEqual(self.table("log fields").splitlines()[2:], rows)

    def test_alert_metrics(self):
        section = self.page.partition("## Alerts")[2].partition("## Control tower")[0]
        named = set(re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE))
        self.assertEqual(named, {name for name, _label in METRICS})
