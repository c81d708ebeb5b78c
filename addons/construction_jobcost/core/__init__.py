# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Arithmetic of the job cost ledger: plain Python, no ORM, exact decimals."""
