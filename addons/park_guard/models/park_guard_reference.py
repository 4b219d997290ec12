from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, UserError

EXEMPT = {"res.users", "res.company"}  # shown to every colleague; Odoo itself checks companies
LINKS = {"many2one", "reference", "many2one_reference"}  # core checks what is added to a many2many


def as_id(value):
    """Return the id that Odoo would make of what a client sends: 7, "7", 7.0, [7, "name"], {"id": 7}."""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("id")
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0


class ParkGuardReference(models.AbstractModel):
    """Refuse links to records that the caller cannot read.

    Odoo lets whoever may write a record point its links anywhere; names and related fields of the
    target then leak. Links are checked after the write, on the record itself, so that context
    defaults and stored user defaults are seen as well. A link that stood before is left alone.
    """

    _name = "park.guard.reference"
    _description = "Park Guard: References"

    @api.model
    def _guarded_fields(self, names=None):
        """Return the stored links among ``names``; without names, those that nothing computes."""
        return [
            field
            for name, field in self._fields.items()
            if field.store
            and field.type in LINKS
            and field.comodel_name not in EXEMPT
            and (name in names if names is not None else not field.compute)
        ]

    def _linked_ids(self, field):
        """Return ``{record id: {(model, id)}}`` of a link, hidden targets included."""
        links = {}
        for record in self.sudo():  # sudo: the links themselves, to be checked as the caller
            value = record[field.name]
            if field.type == "many2one_reference":
                links[record.id] = {(record[field.model_field], value)} if value else set()
            else:
                links[record.id] = {(target._name, target.id) for target in value or ()}
        return links

    @api.model
    def _check_links(self, links):
        """Refuse unless the caller can read every ``(model, id)``; one check for each model."""
        ids_by_model = defaultdict(set)
        for model, res_id in links:
            if model in self.env and model not in EXEMPT:
                ids_by_model[model].add(res_id)
        for model, ids in ids_by_model.items():
            targets = self.env[model].browse(sorted(ids)).exists()
            if len(targets._filtered_access("read")) < len(targets):
                description = self.env["ir.model"]._get(model).name
                raise AccessError(self.env._("%s: choose only what you can open yourself.", description))

    def _check_new_links(self, fields, known):
        self._check_links(
            {
                link
                for field in fields
                for res_id, links in self._linked_ids(field).items()
                for link in links - known.get((field, res_id), set())
            }
        )

    def _check_company(self, fnames=None):
        """Let the message about another zone name only records that the caller can read."""
        try:
            return super()._check_company(fnames)
        except UserError:
            if not self.env.su:
                self._check_new_links(self._guarded_fields(set(fnames or self._fields)), {})
            raise

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if not self.env.su:
            sent = {name for vals in vals_list for name in vals}
            fields = {*self._guarded_fields(), *self._guarded_fields(sent)}
            records._check_new_links(fields, {})
        return records

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        names = set(vals) | {
            name
            for name, field in self._fields.items()
            if field.type == "many2one_reference" and field.model_field in vals
        }
        fields = self._guarded_fields(names)
        known = {(field, res_id): links for field in fields for res_id, links in self._linked_ids(field).items()}
        result = super().write(vals)
        self._check_new_links(fields, known)
        return result

    def onchange(self, values, field_names, fields_spec):
        if not self.env.su:
            self._check_links(self._sent_links(self, values))
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _sent_links(self, record, values):
        """Return the links in the values of a form, nested ones too, that ``record`` lacks yet."""
        links = set()
        for name, value in (values or {}).items():
            field = record._fields.get(name)
            if not field or not value:
                continue
            if field.type == "many2one_reference":
                model = values.get(field.model_field) or (record and record[field.model_field])
                links.add((model, as_id(value)))
            elif field.type == "reference":
                model, _comma, res_id = str(value).partition(",")
                links.add((model, as_id(res_id)))
            elif field.relational:
                links |= self._sent_relational_links(record, field, value)
        return {(model, res_id) for model, res_id in links if res_id}

    @api.model
    def _sent_relational_links(self, record, field, value):
        comodel = record.env[field.comodel_name]
        ids, nested = set(), set()
        for command in [(4, value, value)] if field.type == "many2one" else value:
            # a bare id or the values of a new line stand for a command as well
            command = command if isinstance(command, (list, tuple)) else (4, command, command)
            code, target, payload = (*command, None, None)[:3]
            if code == 6:
                ids.update(as_id(res_id) for res_id in payload or ())
            elif code in (1, 4):
                ids.add(as_id(target))
            if isinstance(payload, dict):
                line = comodel.browse(as_id(target) if code == 1 else ())
                nested |= self._sent_links(line, payload)
        known = set(record[field.name].ids) if record else set()
        return {(comodel._name, res_id) for res_id in ids - known} | nested

    @api.model
    def default_get(self, fields):
        """Leave out defaults that name a record the caller cannot read."""
        defaults = super().default_get(fields)
        if self.env.su:
            return defaults
        for name in list(defaults):
            field = self._fields.get(name)
            if field is None or not (field.relational or field.type in LINKS):
                continue
            model_field = getattr(field, "model_field", None)
            sent = {key: defaults.get(key) for key in (name, model_field) if key}
            try:
                self._check_links(self._sent_links(self.browse(), sent))
            except AccessError:
                del defaults[name]
        return defaults
