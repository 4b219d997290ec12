import json
import sys

# Odoo loads a command by its file, outside its package: pylint: disable-next=odoo-addons-relative-import
from odoo.addons.park_guard.cli.database import add_options, environment
from odoo.cli import Command


class ParkCheckFiles(Command):
    """Compare every stored file with what the database knows of it: missing, truncated, corrupt."""

    name = "park_check_files"
    epilog = """
    The last line of the output is JSON: files, bytes, missing, truncated, corrupt (with the ids of their
    attachments). Ends with status 1 when a file is wrong. Nothing is deleted.
    """

    def run(self, args):
        """Check, raise or settle alarms, print the report; exit with 1 when something is wrong."""
        add_options(self.parser)
        options = self.parser.parse_args(args)
        with environment(options) as env:
            report = env["park.guard.files"]._cron_check()
        sys.stdout.write(json.dumps(report) + "\n")
        if any(report[kind] for kind in ("missing", "truncated", "corrupt")):
            sys.exit(1)
