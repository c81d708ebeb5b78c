# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The misbehaving outside system of the addon's tests, for tests of the whole system.

It is loaded by its path: importing it as part of its addon would need a running Odoo.
"""

import importlib.util
import sys

from . import paths

_SOURCE = paths.ADDONS / "construction_connector_base" / "tests" / "fake_system.py"
_spec = importlib.util.spec_from_file_location("construction_fake_system", _SOURCE)
assert _spec and _spec.loader, _SOURCE
_module = importlib.util.module_from_spec(_spec)
# dataclasses look their module up
sys.modules[_spec.name] = _module
_spec.loader.exec_module(_module)

FakeSystem = _module.FakeSystem
Received = _module.Received
MODES = _module.MODES

__all__ = ["MODES", "FakeSystem", "Received"]
