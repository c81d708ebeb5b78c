# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The group's people, vendors, cost codes, items and crews (invented)."""

from decimal import Decimal

JOBCOST = "construction_jobcost."
CIVIL, BUILD = "CIVIL", "BUILD"

#: Beside those of the outside systems' story: login, name, groups, company at login.
PEOPLE = [
    (
        "site",
        "Sam Reyes, Superintendent",
        [JOBCOST + "group_site"],
        BUILD,
    ),
]

#: code, name, code above, contingency
COST_CODES = [
    ("01000", "General requirements", None, False),
    ("01310", "Supervision", "01000", False),
    ("01500", "Temporary facilities", "01000", False),
    ("01990", "Contingency", "01000", True),
    ("02000", "Sitework", None, False),
    ("02300", "Earthwork", "02000", False),
    ("02450", "Piles", "02000", False),
    ("02600", "Drainage", "02000", False),
    ("02700", "Paving", "02000", False),
    ("03000", "Concrete", None, False),
    ("03200", "Reinforcement", "03000", False),
    ("03300", "Cast-in-place concrete", "03000", False),
    ("05000", "Metals", None, False),
    ("05100", "Structural steel", "05000", False),
    ("07000", "Envelope", None, False),
    ("07500", "Roofing", "07000", False),
    ("09000", "Finishes", None, False),
    ("09200", "Walls and ceilings", "09000", False),
    ("15000", "Mechanical", None, False),
    ("15400", "Plumbing", "15000", False),
    ("16000", "Electrical", None, False),
    ("16100", "Power and lighting", "16000", False),
]

#: cost code -> item code, name, unit, price
ITEMS = {
    "02450": ("PL-14H", "Steel pile HP14x73", "uom_lf", Decimal("68.40")),
    "02600": ("PP-24", "Reinforced concrete pipe 24 in", "uom_lf", Decimal("57.25")),
    "03200": ("RB-60L", "Reinforcing steel grade 60, cut and bent", "uom_ton", Decimal("1180.00")),
    "03300": ("RM-5000", "Ready-mix concrete 5000 psi", "uom_cy", Decimal("187.50")),
    "09200": ("GB-58", "Gypsum board 5/8 in", "uom_sf", Decimal("0.92")),
}

#: cost code -> the vendors that are asked for it
VENDORS = {
    "01500": ["Bayside Site Services"],
    "02300": ["Redwood Earthmoving", "Tri-Valley Grading"],
    "02450": ["Golden Gate Foundations", "Pacific Pile & Steel"],
    "02600": ["Valley Pipe Supply"],
    "02700": ["Coast Paving"],
    "03200": ["Sierra Rebar"],
    "03300": ["Bay Cement Supply", "Harborside Concrete", "Central Ready-Mix"],
    "05100": ["Ironline Fabricators", "Harbor Steel Erectors"],
    "07500": ["Summit Roofing"],
    "09200": ["Cityline Drywall", "Board & Stud Supply"],
    "15400": ["Delgado Plumbing"],
    "16100": ["Brightline Electric", "Northstar Electric"],
    "rental": ["Peninsula Equipment Rental"],
}

#: company -> name, hourly cost
CREWS = {
    CIVIL: [
        ("Marta Keane", Decimal("78.50")),
        ("Joe Tapia", Decimal("64.00")),
        ("Devon Price", Decimal("58.50")),
        ("Ines Carvalho", Decimal("55.00")),
        ("Cal Brandt", Decimal("49.50")),
        ("Otis Greene", Decimal("46.50")),
    ],
    BUILD: [
        ("Grace Liu", Decimal("81.00")),
        ("Ben Sorensen", Decimal("66.50")),
        ("Noor Haddad", Decimal("60.00")),
        ("Eli Ward", Decimal("57.50")),
        ("Pia Romano", Decimal("50.50")),
        ("Theo Banks", Decimal("45.00")),
    ],
}

#: company -> its machine, rate of an hour
MACHINES = {
    CIVIL: ("Excavator 20 t", Decimal("145.00")),
    BUILD: ("Telehandler 10 t", Decimal("92.50")),
}
