"""Canaries: texts in the fixture's records that tell, wherever they turn up, from which field they came."""

import re
from typing import NamedTuple
from unittest.mock import patch

from odoo import api
from odoo.addons.park_guard.models.masked_char import MaskedChar
from odoo.models import BaseModel
from odoo.tools import SQL
from policy import REACHES, load_masked
from world import SCOPES, SERVED

CANARY = re.compile(r"cnry(\d+)z|1397700(\d{4})", re.IGNORECASE)
# texts that programs read: a canary in them would break what they name
MACHINE = re.compile(
    "code|key|kind|usage|action|lang|tz|login|filename|uuid|color|uscc.*|peppol.*|additional_info"
    "|.*model|.*_name_key|(table|column|key)_name|.*_digest|.*token|.*_check|state"
)
TEXTS = {"char", "text", "html"}


class Canary(NamedTuple):
    model: str
    res_id: int
    field: str


class Canaries:
    """Who may see which canary follows from the policy alone, never from the system's rules."""

    def __init__(self, world, policy, special):
        self.world, self.policy, self.special = world, policy, special
        self.planted = []
        self.shown = load_masked()
        self._readable = {}  # {role: {model: promised ids}}

    def token(self, model, res_id, field):
        """Return a new canary as a word; what is masked gets a number or an address that looks real."""
        self.planted.append(Canary(model, res_id, field.name))
        number = len(self.planted) - 1
        if not isinstance(field, MaskedChar):
            return f"CNRY{number}Z"
        return f"cnry{number}z@canary.example" if "mail" in field.name else f"1397700{number:04d}"

    def hatching(self):
        """Return a context in which whatever is created carries canaries, so that copies carry them as well."""
        create = BaseModel.create

        @api.model_create_multi
        def create_marked(records, vals_list):
            if records._name not in self.policy:
                return create(records, vals_list)
            marks, marked = [], []
            for vals in vals_list:
                first = len(self.planted)
                marked.append({name: self._marked(records, name, value) for name, value in vals.items()})
                marks.append(range(first, len(self.planted)))
            made = create(records, marked)
            for record, numbers in zip(made, marks, strict=True):
                for number in numbers:
                    self.planted[number] = self.planted[number]._replace(res_id=record.id)
            return made

        return patch.object(BaseModel, "create", create_marked)

    def _marked(self, records, name, value):
        field = records._fields.get(name)
        if not isinstance(value, str) or not value or not self._is_text(field):
            return value
        if isinstance(field, MaskedChar):
            return value
        return f"{value} {self.token(records._name, 0, field)}"

    def _is_text(self, field):
        return (
            field is not None
            and field.type in TEXTS
            and field.store
            and field.column_type
            and not field.company_dependent
            and not (field.type == "char" and field.size)
            and not MACHINE.fullmatch(field.name)
        )

    def fill(self):
        """Give every text field of every labelled record a canary where it has none yet."""
        env = self.world.env
        env.flush_all()
        for model, labels in self.world.records.items():
            ids = {res_id for label in labels for res_id in self.world.labelled(model, label).ids}
            fields = [field for field in env[model]._fields.values() if self._is_text(field)]
            if ids and fields:
                self._fill_table(env[model], sorted(ids), fields)
        env.invalidate_all()

    def _fill_table(self, model, ids, fields):
        table = SQL.identifier(model._table)
        # the audit refuses every change; in this transaction, which is rolled back, it must hold canaries too
        model.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", table))
        for field in fields:
            column = SQL.identifier(field.name)
            for res_id in ids:
                token = self.token(model._name, res_id, field)
                if field.translate:
                    value = SQL("jsonb_build_object('en_US', coalesce(%s->>'en_US' || ' ', '') || %s)", column, token)
                elif isinstance(field, MaskedChar):
                    value = SQL("%s", token)
                else:
                    value = SQL("coalesce(%s || ' ', '') || %s", column, token)
                model.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE id = %s", table, column, value, res_id))
        model.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", table))

    def of(self, model, res_id):
        """Return the words of all canaries of a record, those that are shown to nobody but few left out."""
        return [
            f"CNRY{number}Z"
            for number, canary in enumerate(self.planted)
            if canary[:2] == (model, res_id) and not self._is_masked(canary)
        ]

    def foreign(self, role, text):
        """Return a sentence for each canary in ``text`` that the person of ``role`` must not see."""
        numbers = {int(first or last) for first, last in CANARY.findall(text)}
        return [
            f"{canary.model}.{canary.field} of {self._place(canary)}"
            for canary in (self.planted[number] for number in sorted(numbers) if number < len(self.planted))
            if not self._is_entitled(role, canary)
        ]

    def _place(self, canary):
        labels = self.world.records.get(canary.model, {})
        found = [label for label in labels if canary.res_id in self.world.labelled(canary.model, label).ids]
        return ", ".join(found) or f"record {canary.res_id}"

    def _is_masked(self, canary):
        return isinstance(self.world.env[canary.model]._fields.get(canary.field), MaskedChar)

    def _is_entitled(self, role, canary):
        if self._is_masked(canary) and canary.model in self.shown:
            return role in self.shown[canary.model] and canary.res_id in self.readable(role, canary.model)
        if self._is_masked(canary):
            return any(
                canary.res_id in self.world.labelled("res.partner", label).ids
                for served_by, label in SERVED
                if served_by == role
            )
        if canary.res_id in self.readable(role, canary.model):
            return True
        # what no label speaks of: its kind decides, and the zone it lies in
        return not self._place_is_labelled(canary) and self._may_read_unlabelled(role, canary)

    def _place_is_labelled(self, canary):
        return any(
            canary.res_id in self.world.labelled(canary.model, label).ids
            for label in self.world.records.get(canary.model, ())
        )

    def _may_read_unlabelled(self, role, canary):
        reach = self.policy[canary.model][role]["read"]
        record = self.world.env[canary.model].browse(canary.res_id).exists()
        zone = record.company_id if "company_id" in record._fields else record.browse()
        return reach == "all" or (
            reach != "none" and (not zone or (zone._name == "res.company" and zone == self.world.zone))
        )

    def readable(self, role, model, operation="read"):
        """Return the ids of the labelled records that the policy promises to the person of ``role``."""
        key = role, model, operation
        if key not in self._readable:
            reach = REACHES[self.policy[model][role][operation]]
            scopes = self.world.scopes(model, role) if model in self.world.records else {}
            ids = set().union(*(scopes.get(scope, ()) for scope in SCOPES if scope in reach))
            for label, special in self.world.special(model).items():
                if role in self.special[model][label][operation]:
                    ids |= special
            self._readable[key] = ids
        return self._readable[key]
