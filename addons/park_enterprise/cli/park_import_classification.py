import json
import sys
from pathlib import Path

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli import Command
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import config


class ParkImportClassification(Command):
    """Import a published table of codes (industries or divisions) as a whole or not at all."""

    name = "park_import_classification"
    epilog = """
    The last line of the output is JSON: rows, created, unchanged, renamed, problems. Names that differ are
    reported and never changed. A table with problems ends with status 1 and says which rows.
    """

    def run(self, args):
        """Read the arguments, import the table, print the counts; exit with 1 on what a user can mend."""
        parser = self.parser
        parser.add_argument("kind", choices=("industry", "division"))
        parser.add_argument("file", help="CSV in UTF-8 with the columns code, level, parent or parent_code, name")
        parser.add_argument("--edition", required=True, help="such as 'GB/T 4754-2017', or 2023 for divisions")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument("-d", "--database", help="otherwise the one of the configuration")
        parser.add_argument("-c", "--config", help="otherwise the file that ODOO_RC names")
        options = parser.parse_args(args)
        arguments = ["--no-http"]
        arguments += ["-c", options.config] if options.config else []
        arguments += ["-d", options.database] if options.database else []
        config.parse_config(arguments, setup_logging=True)
        names = config["db_name"]
        names = [names] if isinstance(names, str) else list(names or ())
        if len(names) != 1:
            sys.exit("Name one database with --database.")
        try:
            data = Path(options.file).read_bytes()
        except OSError as error:
            sys.exit(f"{options.file}: {error.strerror}")
        with Registry(names[0]).cursor() as cr:
            table = Environment(cr, SUPERUSER_ID, {})["park.classification.import"]
            try:
                work = table._judge if options.dry_run else table._import_table
                found = work(data, options.kind, options.edition)
            except UserError as error:
                cr.rollback()
                sys.exit(f"{options.file}: {error}")
        counts = {name: found[name] for name in ("rows", "created", "unchanged")}
        counts |= {name: len(found[name]) for name in ("renamed", "problems")}
        sys.stdout.write(json.dumps(counts) + "\n")
