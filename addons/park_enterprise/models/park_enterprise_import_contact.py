"""Contact persons that come with a file: added under their firm, never overwritten, taken back with it."""

from odoo import models
from odoo.tools import SQL

# The columns of a person that a file brings; what follows from the firm is copied, the rest computed.
BROUGHT = ("id", "parent_id", "commercial_partner_id", "name", "phone", "function")


class ParkEnterpriseImport(models.Model):
    _inherit = "park.enterprise.import"

    def _known_contacts(self):
        """Return ``[(firm id, name, phone, position)]`` of the contact persons in the zone."""
        return self.env.execute_query(
            SQL(
                """SELECT person.parent_id, person.name, person.phone, person.function
                     FROM res_partner person JOIN res_partner firm ON firm.id = person.parent_id
                    WHERE firm.is_park_enterprise AND firm.active AND firm.company_id = %s
                      AND person.active AND person.name <> '' AND person.is_park_enterprise IS NOT TRUE""",
                self.company_id.id,
            )
        )

    def _insert_contacts(self, written, ids, made, stamp):
        """Add the contact persons of the rows under their firms, and note their ids in ``made``.

        Who may write the firm, or adds it, may add its contacts: rows about other firms are refused
        before.
        """
        brought = [verdict for verdict in written if verdict.contact]
        if not brought:
            return
        person_ids = self._new_ids("res_partner", len(brought))
        constants = {
            name: value
            for name, value in self._default_columns(stamp).items()
            if name not in BROUGHT and name not in ("is_park_enterprise", "is_company", "type")
        }
        constants |= {"is_park_enterprise": False, "is_company": False, "type": "contact"}

        def rows():
            for person_id, verdict in zip(person_ids, brought, strict=True):
                firm_id = ids[verdict.number]
                name, phone, position = verdict.contact
                yield person_id, firm_id, firm_id, name, phone, position

        self._copy_rows("res_partner", [*BROUGHT, *constants], rows(), constants.values())
        self._copy_from_firms(person_ids)
        for person_id, verdict in zip(person_ids, brought, strict=True):
            made.setdefault(verdict.number, {})["res_partner"] = [person_id]
        self._compute_contacts(person_ids)

    def _copy_from_firms(self, person_ids):
        """Give people the address and the commercial data of their firm, as ``create`` does."""
        partners = self.env["res.partner"]
        names = {*partners._address_fields(), *partners._commercial_fields()}
        shared = [
            SQL("%(name)s = firm.%(name)s", name=SQL.identifier(name))
            for name in sorted(names)
            if (field := partners._fields[name]).store and field.column_type and not field.company_dependent
        ]
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner person SET %s FROM res_partner firm
                    WHERE firm.id = person.parent_id AND person.id = ANY(%s)""",
                SQL(", ").join(shared),
                person_ids,
            )
        )

    def _compute_contacts(self, person_ids):
        """Fill the stored computed columns of people when the firms' own are filled."""
        self.env.invalidate_all(flush=False)
        people = self.env["res.partner"].browse(person_ids)
        given = {"commercial_partner_id", *people._address_fields()}
        for name, field in people._fields.items():
            computed = field.store and field.compute and field.column_type and field.type != "properties"
            if computed and name not in given:
                self.env.add_to_compute(field, people)
        self.env.flush_all()

    # --- taking back --------------------------------------------------------------------------

    def _made_contacts(self, lines):
        """Return the ids of the people that came with the rows."""
        return self._made(lines).get("res_partner", [])

    def _used_contacts(self, lines):
        """Return the ids of those people whom anything points at."""
        person_ids = self._made_contacts(lines)
        return self._used_firms(person_ids, lines) if person_ids else set()

    def _firms_of_used_contacts(self, lines):
        """Return the ids of the firms whose imported people are in use."""
        used = self._used_contacts(lines)
        return self._first_column(SQL("SELECT parent_id FROM res_partner WHERE id = ANY(%s)", list(used)))

    def _remove_contacts(self, lines):
        """Delete the people that came with the rows, unless somebody used or changed them."""
        used = self._used_contacts(lines)
        self.env.cr.execute(
            SQL(
                "DELETE FROM res_partner WHERE %s AND NOT id = ANY(%s)",
                self._untouched("res_partner", self._made(lines)),
                list(used),
            )
        )
