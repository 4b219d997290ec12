import json
import sys

# Odoo loads a command by its file, outside its package: pylint: disable-next=odoo-addons-relative-import
from odoo.addons.park_guard.cli.database import add_options, environment
from odoo.cli import Command


class ParkCheckSequences(Command):
    """Move every sequence past what is in use; to be run after a restore or a clone."""

    name = "park_check_sequences"
    epilog = """
    Prints one JSON line: the sequences that were behind, where they stood and what they were moved past.
    """

    def run(self, args):
        """Repair and report."""
        add_options(self.parser)
        options = self.parser.parse_args(args)
        with environment(options) as env:
            # loading the registry has repaired already what it found
            behind = env.registry.park_repaired_sequences + env["park.guard.sequences"]._repair()
            report = {"behind": behind, "left": env["park.guard.sequences"]._check()}
        sys.stdout.write(json.dumps(report) + "\n")
        if report["left"]:
            sys.exit(1)
