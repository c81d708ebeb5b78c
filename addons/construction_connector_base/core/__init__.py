# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Plain modules: no Odoo import, fully typed, exact decimals."""
