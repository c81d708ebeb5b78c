# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two years of a contractor's work: jobs in all states, as documents dated by their days.

A plan of acts (what happens on which day, and what the ledger must hold for it afterwards) is
drawn from a fixed seed; the acts are then done day by day, by the people whose work they are.
"""
