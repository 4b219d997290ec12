"""What our commands share: read the configuration, open the database named there."""

import sys
from contextlib import contextmanager

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config


def add_options(parser):
    """Add the options that name the database and its configuration."""
    parser.add_argument("-d", "--database", help="otherwise the one of the configuration")
    parser.add_argument("-c", "--config", help="otherwise the file that ODOO_RC names")


@contextmanager
def environment(options):
    """Yield an environment of the system's user; what was done stays when no error leaves the block."""
    arguments = ["--no-http"]
    if options.config:
        arguments += ["-c", options.config]
    if options.database:
        arguments += ["-d", options.database]
    config.parse_config(arguments, setup_logging=True)
    names = config["db_name"]
    names = [names] if isinstance(names, str) else list(names or ())
    if len(names) != 1:
        sys.exit("Name one database with --database.")
    with Registry(names[0]).cursor() as cr:
        yield Environment(cr, SUPERUSER_ID, {})
