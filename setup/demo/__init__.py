# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The main job: a regional contractor's outside systems, played against a running server."""
