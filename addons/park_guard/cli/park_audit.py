import json
import sys
from pathlib import Path

# Odoo loads a command by its file, outside its package: pylint: disable-next=odoo-addons-relative-import
from odoo.addons.park_guard.cli.database import add_options, environment
from odoo.cli import Command

COLUMNS = ["id", "at", "user_id", "company_id", "model", "res_id", "action", "detail", "ip"]


class ParkAudit(Command):
    """Seal, verify or export the audit. Keep exports on another machine: they tell a chain that was made anew."""

    name = "park_audit"
    epilog = """
    seal                 seal all finished entries
    verify [FILE]        compare entries with their seals, and the seals with those of an exported FILE
    export FILE          write entries and seals as JSON lines
    The last line of the output is JSON. Ends with status 1 when something does not match.
    """

    def run(self, args):
        """Do what is asked; exit with 1 when something does not match."""
        self.parser.add_argument("what", choices=("seal", "verify", "export"))
        self.parser.add_argument("file", nargs="?", type=Path)
        add_options(self.parser)
        options = self.parser.parse_args(args)
        if options.what == "export" and not options.file:
            self.parser.error("name the file to write")
        with environment(options) as env:
            report = getattr(self, f"_{options.what}")(env["park.audit.seal"], options.file)
        sys.stdout.write(json.dumps(report) + "\n")
        if report.get("broken"):
            sys.exit(1)

    def _seal(self, seals, _path):
        sealed = seals._seal()
        return {"seals": len(sealed), "entries": sum(sealed.mapped("entry_count"))}

    def _verify(self, seals, path):
        broken = seals._verify()
        if path:
            here = {seal.id: seal.digest for seal in seals.search([])}
            lines = (json.loads(line) for line in path.open(encoding="utf-8"))
            kept = {line["seal"]: line["digest"] for line in lines if "seal" in line}
            broken += [
                {"seal": seal, "reason": "differs from the export"}
                for seal, digest in kept.items()
                if here.get(seal) != digest
            ]
        return {"seals": seals.search_count([]), "broken": broken}

    def _export(self, seals, path):
        """Write all sealed entries, each seal behind its entries; return the counts and the last hash."""
        seals._seal()
        count, last = 0, 0
        every = seals.search([], order="id")
        with path.open("w", encoding="utf-8") as file:
            for seal in every:
                entries = seals.env["park.audit"].search_fetch(
                    [("id", ">", last), ("id", "<=", seal.last_id)], COLUMNS, order="id"
                )
                for entry in entries.read(COLUMNS, load=None):
                    file.write(json.dumps(entry, default=str, ensure_ascii=False) + "\n")
                file.write(json.dumps({"seal": seal.id, "last": seal.last_id, "digest": seal.digest}) + "\n")
                count, last = count + len(entries), seal.last_id
                seals.env.invalidate_all()
        return {"entries": count, "seals": len(every), "digest": every[-1:].digest}
