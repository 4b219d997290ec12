import json
import sys
import time
from base64 import b64encode
from functools import partial
from pathlib import Path

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli import Command
from odoo.exceptions import UserError, ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config


class ParkImportEnterprises(Command):
    """Import enterprises from an .xlsx or .csv file into a zone, as a whole or not at all."""

    name = "park_import_enterprises"
    epilog = """
    The last line of the output is JSON: rows, created, updated, unchanged, flagged, refused, seconds.
    The parts add up to the rows. A file that cannot be read ends with status 1 and the remedy.
    """

    def run(self, args):
        """Read the arguments, import the file, print the counts; exit with 1 on what a user can mend."""
        options = self._options(args)
        database = self._configure(options)
        try:
            data = Path(options.file).read_bytes()
        except OSError as error:
            sys.exit(f"{options.file}: {error.strerror}")
        started = time.monotonic()
        with Registry(database).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            try:
                if options.dry_run:
                    counts = self._import(env, options, data)
                    cr.rollback()
                else:
                    counts = retrying(partial(self._import, env, options, data), env)
            except (UserError, ValidationError) as error:
                cr.rollback()
                sys.exit(f"{options.file}: {error}")
        sys.stdout.write(json.dumps({**counts, "seconds": round(time.monotonic() - started, 2)}) + "\n")

    def _options(self, args):
        parser = self.parser
        parser.add_argument("file", help="an .xlsx workbook or .csv text with a header row")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument(
            "--hidden", choices=["leave", "take"], help="what to do with hidden rows, columns and sheets; else refuse"
        )
        parser.add_argument("--zone", help="id or name of the zone; otherwise the first one")
        parser.add_argument("-d", "--database", help="otherwise the one of the configuration")
        parser.add_argument("-c", "--config", help="otherwise the file that ODOO_RC names")
        return parser.parse_args(args)

    def _configure(self, options):
        """Set Odoo up and return the name of the database."""
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
        return names[0]

    def _import(self, env, options, data):
        """Preview or import the file; return the counts as they are printed."""
        spoken = env.ref("base.user_admin").lang
        zone = self._zone(env(context={"lang": spoken}), options.zone)
        lang = zone.partner_id.lang or spoken
        env = env(context={"lang": lang, "allowed_company_ids": zone.ids})
        sys.stderr.write(f"{options.file} → {zone.name}\n")
        batch = env["park.enterprise.import"].create(
            {
                "file": b64encode(data),
                "filename": Path(options.file).name,
                "company_id": zone.id,
                "hidden_choice": options.hidden,
            }
        )
        if options.dry_run:
            batch.action_preview()
        else:
            batch._import_at_once()
        names = ("row", "created", "updated", "unchanged", "flagged", "refused")
        counts = {name: batch[f"{name}_count"] for name in names}
        return {"rows": counts.pop("row"), **counts}

    def _zone(self, env, wanted):
        """Return the zone that is named by id or name, or the first; refuse what names none."""
        zones = env["res.company"].search([], order="id")
        if not wanted:
            return zones[:1]
        found = zones.filtered(lambda zone: wanted in (str(zone.id), zone.name, zone.company_registry))
        if len(found) != 1:
            known = ", ".join(f"{zone.id} {zone.name}" for zone in zones)
            raise UserError(env._("There is no zone “%(wanted)s”. Known: %(known)s", wanted=wanted, known=known))
        return found
