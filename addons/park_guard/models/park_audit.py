import json
from datetime import date, datetime

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.personal import scrub
from .caller import caller_ip

LONGEST_TEXT = 200  # characters of one value kept in a detail: the audit names changes, it is no archive

REFUSE_CHANGE = """
    CREATE OR REPLACE FUNCTION park_audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'park_audit is append-only: %% refused', TG_OP USING ERRCODE = '42501';
    END $$;
    DROP TRIGGER IF EXISTS park_audit_no_change ON park_audit;
    DROP TRIGGER IF EXISTS park_audit_no_truncate ON park_audit;
    CREATE TRIGGER park_audit_no_change BEFORE UPDATE OR DELETE ON park_audit
        FOR EACH ROW EXECUTE FUNCTION park_audit_refuse_change();
    CREATE TRIGGER park_audit_no_truncate BEFORE TRUNCATE ON park_audit
        FOR EACH STATEMENT EXECUTE FUNCTION park_audit_refuse_change();
    ALTER TABLE park_audit ENABLE ALWAYS TRIGGER park_audit_no_change;
    ALTER TABLE park_audit ENABLE ALWAYS TRIGGER park_audit_no_truncate;
"""


class ParkAudit(models.Model):
    """Who did what to which record, when and from where. Rows are only ever added.

    Rows are ordered by ``id``: clocks can be wrong, the sequence cannot run backwards.
    """

    _name = "park.audit"
    _description = "Audit Entry"
    _order = "id desc"
    _log_access = False
    _rec_name = "action"

    at = fields.Datetime("Time", required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Zone", readonly=True, ondelete="restrict")
    model = fields.Char("Technical Type", readonly=True)
    model_label = fields.Char("Record Type", compute="_compute_model_label")
    res_id = fields.Many2oneReference("Record", model_field="model", readonly=True)
    action = fields.Char(required=True, readonly=True)
    detail = fields.Json("Details as Data", readonly=True)
    detail_text = fields.Text("Details", compute="_compute_detail_text")
    ip = fields.Char("IP Address", readonly=True)

    _record_idx = models.Index("(model, res_id)")
    _zone_time_idx = models.Index("(company_id, at)")
    _user_idx = models.Index("(user_id, id)")

    def init(self):
        """Let the database itself refuse to change or remove rows, whoever asks."""
        self.env.cr.execute(SQL(REFUSE_CHANGE))

    @api.depends("model")
    def _compute_model_label(self):
        for entry in self:
            entry.model_label = self.env["ir.model"]._get(entry.model).name or entry.model

    @api.depends("model", "detail")
    def _compute_detail_text(self):
        for entry in self:
            detail = entry.detail if isinstance(entry.detail, dict) else {"": entry.detail}
            parts = [f"{key}: {entry._shown(value)}" for key, value in detail.items() if value]
            changes = detail.get("changes")
            if isinstance(changes, dict):
                parts = [part for part in parts if not part.startswith("changes: ")]
                parts[:0] = [entry._change_text(name, old, new) for name, (old, new) in changes.items()]
            entry.detail_text = "\n".join(parts).removeprefix(": ")

    def _change_text(self, name, old, new):
        """Return one change in the words of the screen: ``State: New → Accepted``."""
        fields_by_name = self.env[self.model]._fields if self.model in self.env else {}
        if not (field := fields_by_name.get(name)):
            return f"{name}: {self._shown(old)} → {self._shown(new)}"
        labels = dict(field._description_selection(self.env)) if field.type == "selection" else {}
        old, new = (
            labels.get(value) or ("—" if value is False and field.type != "boolean" else self._shown(value))
            for value in (old, new)
        )
        return f"{field._description_string(self.env)}: {old} → {new}"

    def _shown(self, value):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    @api.model
    def _log(self, action, model=None, res_ids=(), company=None, detail=None):
        """Record an event of no single record (an export, an import) or of records by their ids."""
        company = company or self._caller_company()
        rows = [(res_id, company.id, detail) for res_id in res_ids or (None,)]
        self._insert(action, model, rows)

    @api.model
    def _record(self, records, action, details):
        """Record ``action`` for each record; ``details`` is ``{record id: detail or None}``."""
        field = records._fields.get("company_id")
        has_zone = field is not None and field.comodel_name == "res.company"
        # sudo: the zone of the record, whether or not the caller can still read it
        rows = [
            (record.id, record.company_id.id if has_zone else None, details.get(record.id)) for record in records.sudo()
        ]
        self._insert(action, records._name, rows)

    @api.model
    def _insert(self, action, model, rows):
        """Add ``[(res_id, company_id, detail)]`` in one statement."""
        if not rows:
            return
        res_ids, company_ids, details = zip(*rows, strict=True)
        texts = {
            id(detail): None if detail is None else json.dumps(self._plain(detail)) for detail in details
        }  # many share one
        details = [texts[id(detail)] for detail in details]
        self.env.cr.execute(
            SQL(
                """INSERT INTO park_audit (at, user_id, company_id, model, res_id, action, detail, ip)
                   SELECT %s, %s, row.company_id, %s, row.res_id, %s, row.detail::jsonb, %s
                     FROM unnest(%s::int[], %s::int[], %s::text[])
                          WITH ORDINALITY AS row (res_id, company_id, detail, place)
                    ORDER BY row.place""",
                self.env.cr.now(),
                self.env.uid,
                model,
                action,
                caller_ip(),
                list(res_ids),
                [company_id or None for company_id in company_ids],
                details,
            )
        )

    @api.model
    def _caller_company(self):
        """Return the caller's current zone; one that is not theirs was forged and is not believed."""
        # sudo: the caller's own zones
        user_sudo = self.env.user.sudo()
        company = self.env.company
        return company if company in user_sudo.company_ids else user_sudo.company_id

    @api.model
    def _plain(self, value):
        """Return ``value`` as JSON can hold it: links by id, times as ISO text, long text cut.

        Numbers and addresses of people in it are masked: the audit cannot be erased.
        """
        if isinstance(value, models.BaseModel):
            return value.ids if len(value) > 1 else value.id
        if isinstance(value, (datetime, date)):
            return value.isoformat()
        if isinstance(value, dict):
            return {str(key): self._plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self._plain(item) for item in value]
        if isinstance(value, str):
            value = scrub(value)
            return value if len(value) <= LONGEST_TEXT else f"{value[:LONGEST_TEXT]}…"
        if value is None or isinstance(value, (bool, int, float)):
            return value
        return str(value)
