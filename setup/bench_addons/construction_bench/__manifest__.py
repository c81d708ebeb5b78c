# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Construction Benchmark Baselines",
    "summary": "What the suite's speed is compared with; installed in benchmark databases only",
    "version": "19.0.1.0.0",
    "author": "Construction Integration Suite",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["construction_integration"],
    "data": [],
    "post_init_hook": "create_table",
}
