# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The public payload models (one module a business area) and their registration."""

from . import budget, labor, master_data, payables, procurement, receiving
