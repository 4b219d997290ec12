from odoo.tests import tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestQuietGroups(EnterpriseCase):
    """Groups of quiet firms and others hold what the field says, and open what they counted."""

    def test_the_groups_say_what_the_field_says(self):
        quiet, spoken, untiered = self.firms("Quiet Ltd", "Spoken Ltd", "Plain Ltd", tier="a")
        untiered.tier = False
        spoken.message_post(body="Called", message_type="comment")
        firms = self.env["res.partner"].with_user(self.leader)
        here = [("id", "in", (quiet + spoken + untiered).ids)]
        groups = firms.formatted_read_group(here, ["is_quiet"], ["__count"])
        self.assertEqual({group["is_quiet"]: group["__count"] for group in groups}, {True: 1, False: 2})
        for group in groups:
            opened = firms.search([*here, *group["__extra_domain"]])
            self.assertEqual(set(opened.mapped("is_quiet")), {group["is_quiet"]})
            self.assertEqual(len(opened), group["__count"])
