from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

SHORTEST_NAME = 2  # characters: what is shorter would be replaced inside other words


class ParkSubjectRequest(models.Model):
    """What is kept of a person, part by part: handed out and erased by the same list."""

    _inherit = "park.subject.request"

    def _subject_parts(self):
        """Return what is kept of the person, one dict for each part; addons add theirs through ``super()``:

        ``label`` its name, ``model`` and ``domain`` its records, ``fields`` what a copy shows of them;
        ``texts`` columns in which names, numbers and addresses are replaced on erasure; ``erase`` a function
        of the records, with elevated rights, that takes away the rest. What has neither stays.
        """
        self.ensure_one()
        person_id, user_ids = self.partner_id.id, self._subject_users().ids
        here = Domain("res_model", "=", "res.partner") & Domain("res_id", "=", person_id)
        return [
            {
                "label": self.env._("Account"),
                "model": "res.users",
                "domain": Domain("id", "in", user_ids),
                "fields": ["login", "lang", "tz", "login_date", "create_date"],
                "erase": self._erase_account,
            },
            {
                "label": self.env._("Contact"),
                "model": "res.partner",
                "domain": Domain("id", "=", person_id),
                "fields": ["name", "phone", "email", "function", "street", "city", "comment", "create_date"],
                "erase": self._erase_contact,
            },
            {
                "label": self.env._("Device"),
                "model": "res.device.log",
                "domain": Domain("user_id", "in", user_ids),
                "fields": ["platform", "browser", "ip_address", "first_activity", "last_activity"],
                "erase": lambda devices: devices.unlink(),
            },
            {
                "label": self.env._("Message"),
                "model": "mail.message",
                "domain": self._subject_messages(),
                "fields": ["date", "model", "email_from", "subject", "preview"],
                "texts": (
                    *("body", "subject", "email_from", "reply_to"),
                    *("incoming_email_to", "incoming_email_cc", "outgoing_email_to"),
                ),
            },
            {
                "label": self.env._("Change"),
                "model": "mail.tracking.value",
                "domain": Domain("mail_message_id.model", "=", "res.partner")
                & Domain("mail_message_id.res_id", "=", person_id),
                "fields": ["create_date", "old_value_char", "new_value_char"],
                "texts": ("old_value_char", "new_value_char", "old_value_text", "new_value_text"),
            },
            {
                "label": self.env._("Mail to send"),
                "model": "mail.mail",
                "domain": Domain("recipient_ids", "in", [person_id])
                | Domain.OR([Domain("email_to", "ilike", address) for address in self._subject_addresses()]),
                "fields": ["date", "subject", "email_to", "state"],
                "erase": lambda mails: mails.unlink(),
            },
            {
                "label": self.env._("Notification"),
                "model": "mail.notification",
                "domain": Domain("res_partner_id", "=", person_id),
                "fields": ["read_date", "mail_email_address", "notification_status"],
                "erase": lambda notifications: notifications.write(
                    {"mail_email_address": False, "failure_reason": False}
                ),
            },
            {
                "label": self.env._("To-do"),
                "model": "mail.activity",
                "domain": here,
                "fields": ["date_deadline", "summary"],
                "texts": ("summary", "note", "res_name", "feedback"),
            },
            {
                "label": self.env._("File"),
                "model": "ir.attachment",
                # both: core hides files of fields unless the domain names the field
                "domain": here & (Domain("res_field", "=", False) | Domain("res_field", "!=", False)),
                "fields": ["name", "create_date", "file_size"],
                "erase": lambda files: files.unlink(),
            },
            {
                "label": self.env._("Saved search"),
                "model": "ir.filters",
                "domain": Domain("user_ids", "in", user_ids),
                "fields": ["name", "model_id"],
                "erase": lambda filters: filters.filtered(lambda one: len(one.user_ids) == 1).unlink(),
            },
        ]

    def _subject_users(self):
        """Return the accounts of the person, archived ones too."""
        # sudo: the accounts of a person are part of what is kept
        return self.partner_id.sudo().with_context(active_test=False).user_ids

    def _subject_messages(self):
        person_id = self.partner_id.id
        domain = Domain("author_id", "=", person_id)
        domain |= Domain("model", "=", "res.partner") & Domain("res_id", "=", person_id)
        for text in self._subject_addresses():
            for name in ("body", "email_from", "reply_to", "outgoing_email_to"):
                domain |= Domain(name, "ilike", text)
        return domain

    def _subject_addresses(self):
        """Return telephones, addresses and log-ins: texts that mean nobody else."""
        person_sudo = self.partner_id.sudo()  # sudo: masked for the reader; compared, not shown
        values = [person_sudo.phone, person_sudo.email, person_sudo.email_normalized]
        values += self._subject_users().mapped("login")
        return sorted({value for value in values if value and len(value) > 5}, key=len, reverse=True)

    def _subject_records(self, part):
        """Return the records of a part, with elevated rights: the request was checked, the copy is the person's."""
        # sudo: all that is kept, whoever may see it; who may ask is the register's right
        return self.env[part["model"]].sudo().with_context(active_test=False).search(part["domain"])

    def _subject_rows(self):
        """Yield ``(part, moment, field, value)`` of everything that a copy shows."""
        for part in self._subject_parts():
            for record in self._subject_records(part):
                for name in part["fields"]:
                    field = record._fields[name]
                    if value := field.convert_to_export(record[name], record):
                        moment = record.create_date if "create_date" in record._fields else None
                        yield part["label"], moment, field._description_string(self.env), str(value)

    def _erase(self):
        """Erase part by part, texts first, for the words to find stand on the person; return ``{model: number}``."""
        parts = [(part, self._subject_records(part)) for part in self._subject_parts()]
        words = self._subject_words()
        counts = {}
        self.env.flush_all()
        for part, records in parts:
            counts[part["model"]] = counts.get(part["model"], 0) + len(records)
            for column in part.get("texts", ()) if records else ():
                self._replace(records, column, words)
        self.env.invalidate_all()
        for part, _records in parts:
            erase = part.get("erase")
            # searched again: core writes to whoever's account changes, and that mail goes as well
            if erase and (records := self._subject_records(part)):
                erase(records.with_context(tracking_disable=True, mail_notrack=True))
        return counts

    def _subject_words(self):
        """Return ``{text: what stands there instead}``, longest first."""
        person_sudo = self.partner_id.sudo()  # sudo: compared, not shown
        names = [name for name in (person_sudo.name,) if name and len(name) >= SHORTEST_NAME]
        return dict.fromkeys(self._subject_addresses(), "—") | dict.fromkeys(names, self._pseudonym())

    def _pseudonym(self):
        """Return the name that stands for the person from now on; it says nothing about them."""
        return self.env._("Person %s", f"{self.id:06}")

    def _replace(self, records, column, words):
        """Replace words in one column of many rows, in one statement."""
        field = records._fields[column]
        name = SQL.identifier(column)
        text = SQL("%s::text", name) if field.type == "json" else name
        for old, new in words.items():
            text = SQL("replace(%s, %s, %s)", text, old, new)
        if field.type == "json":
            text = SQL("%s::jsonb", text)
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = ANY(%s) AND %s IS NOT NULL",
                *(SQL.identifier(records._table), name, text, records.ids, name),
            )
        )

    def _erase_contact(self, people):
        """Leave a pseudonym and where the person belongs."""
        blank = ("phone", "email", "function", "street", "street2", "city", "zip", "comment", "website", "vat", "ref")
        vals = {name: False for name in (*blank, "image_1920") if name in people._fields}
        # active_test: core looks for active accounts of whoever is archived, and would find archived ones
        people.with_context(active_test=True).write(vals | {"name": self._pseudonym(), "active": False})
        people.bank_ids.unlink()
        followers = self.env["mail.followers"].sudo()  # sudo: follows the checked erasure
        followers.search([("partner_id", "in", people.ids)]).unlink()

    def _erase_account(self, users):
        """Close the accounts: no name, no password, no key, no second factor."""
        users.env["res.users.apikeys"].search([("user_id", "in", users.ids)]).unlink()
        users._revoke_all_devices()
        for user in users:
            vals = {"login": f"erased-{self.id}-{user.id}", "signature": False, "totp_secret": False, "active": False}
            user.write(vals)
        self.env.cr.execute(
            SQL(
                "UPDATE res_users SET password = NULL, park_password_hashes = NULL WHERE id = ANY(%s)",
                users.ids,
            )
        )
        users.invalidate_recordset()
