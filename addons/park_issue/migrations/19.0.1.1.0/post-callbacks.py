"""Call-backs have been fields of the issue; each becomes a record."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Make the records, where the addon was installed before."""
    if version:
        api.Environment(cr, SUPERUSER_ID, {})["park.issue.callback"]._from_issues()
