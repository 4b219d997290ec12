import json
import sys
from base64 import b64encode
from functools import partial
from pathlib import Path

# Odoo loads a command by its file, outside its package: pylint: disable-next=odoo-addons-relative-import
from odoo.addons.park_guard.cli.database import add_options, environment
from odoo.cli import Command
from odoo.exceptions import UserError, ValidationError
from odoo.service.model import retrying


class ParkImportWorkdays(Command):
    """Import the official list of working days of one year from a .csv or .json file."""

    name = "park_import_workdays"
    epilog = """
    Doubts about the list are printed and refuse it unless --accept-warnings is given.
    The last line of the output is JSON: year, workdays, warnings, applied, and how many open limits
    move (moved) or keep their day and lose the mark provisional (settled).
    A file that cannot be read ends with status 1 and the remedy.
    """

    def run(self, args):
        """Read the arguments, import the file, print the counts; exit with 1 on what a user can mend."""
        options = self._options(args)
        try:
            data = Path(options.file).read_bytes()
        except OSError as error:
            sys.exit(f"{options.file}: {error.strerror}")
        with environment(options) as env:
            try:
                if options.dry_run:
                    counts = self._import(env, options, data)
                    env.cr.rollback()  # nothing stays of the preview either
                else:
                    counts = retrying(partial(self._import, env, options, data), env)
            except (UserError, ValidationError) as error:
                env.cr.rollback()
                sys.exit(f"{options.file}: {error}")
        sys.stdout.write(json.dumps(counts) + "\n")

    def _options(self, args):
        parser = self.parser
        parser.add_argument("file", help="the list of one year as .csv (date, kind, name) or .json")
        parser.add_argument("--dry-run", action="store_true", help="say what would move and write nothing")
        parser.add_argument("--accept-warnings", action="store_true", help="the list is right despite the doubts")
        parser.add_argument("--source", help="where the list comes from: the notice and its address")
        parser.add_argument("--published-on", help="the day of the notice, such as 2026-11-04")
        add_options(parser)
        return parser.parse_args(args)

    def _import(self, env, options, data):
        """Preview the list, put it in force unless told not to; return what is printed."""
        env = env(context={"lang": env.ref("base.user_admin").lang})
        batch = env["park.workday.import"].create(
            {
                "file": b64encode(data),
                "filename": Path(options.file).name,
                "source": options.source,
                "published_on": options.published_on,
                "accept_warnings": options.accept_warnings,
            }
        )
        batch.action_preview()
        sys.stderr.write(f"{batch.findings}\n" if batch.findings else "")
        if not batch.is_usable:
            raise UserError(batch.findings)
        counts = {"year": batch.year, "workdays": batch.workday_count, "warnings": batch.has_warnings}
        counts |= batch._effect_counts()
        if not options.dry_run:
            batch.action_apply()
        return {**counts, "applied": not options.dry_run}
