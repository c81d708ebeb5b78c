# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What ``./setup/run`` does: Python packages, Odoo, PostgreSQL, databases, server, tests."""
