# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sample Connector",
    "summary": "Connects Gatehouse, a product that exists in a test only",
    "version": "19.0.1.0.0",
    "author": "Construction Integration Suite",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["construction_connector_base"],
    "data": ["security/ir.model.access.csv"],
}
