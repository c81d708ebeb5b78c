# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Construction Benchmark: EDI Framework",
    "summary": "The same timesheets through OCA's EDI framework; installed in benchmark databases only",
    "version": "19.0.1.0.0",
    "author": "Construction Integration Suite",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["construction_integration", "edi_queue_oca"],
    "data": [],
}
