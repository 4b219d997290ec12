from . import controllers, models, wizards


def post_init_hook(env):
    """Give each zone that exists already its number range."""
    env["res.company"].search([])._create_issue_sequences()
