"""A zone that is named in the context and not the person's own opens nothing, elevated rights or not."""

import inspect

from access_case import AccessCase
from odoo.exceptions import AccessError, UserError
from policy import STAFF
from surface import park_methods
from test_golden import ARGUMENTS


class TestForgedZone(AccessCase):
    with_canaries = True

    def test_methods_with_elevated_rights_do_not_believe_a_forged_zone(self):
        """Each public method of ours, on records of the other zone and on what is one's own."""
        tried = 0
        for model in self.covered:
            if model not in self.world.records:
                continue
            for method, function in park_methods(self.env, model).items():
                for role in (*STAFF, "portal"):
                    for records in self._victims(role, model, function):
                        tried += 1
                        with self.subTest(model=model, method=method, role=role, records=records.ids):
                            self._check(role, records, method, function)
        print(f"\n{tried} calls under a forged zone")
        self.assertTrue(tried)

    def _victims(self, role, model, function):
        """Return what the method is called on: nothing, the other zone's record, one's own."""
        if getattr(function, "_api_model", False):
            return [self.env[model]]
        own = sorted(self.canaries.readable(role, model))[:1]
        return [self.world.labelled(model, "foreign")[:1], self.env[model].browse(own)]

    def _check(self, role, records, method, function):
        if not records and not getattr(function, "_api_model", False):
            return
        foreign = self._foreign_rows()
        user, zones = self.world.users[role], self.world.other_zone.ids
        forged = records.with_user(user).with_context(allowed_company_ids=zones)
        parameters = list(inspect.signature(function).parameters.values())[1:]
        needed = [ARGUMENTS.get(p.name, "x") for p in parameters if p.default is p.empty and p.kind != p.VAR_KEYWORD]
        is_foreign = bool(records) and records == self.world.labelled(records._name, "foreign")[:1]
        savepoint = self.cr.savepoint()
        try:
            result = getattr(forged, method)(*needed)
        except AccessError:
            return
        except UserError as refusal:
            # a sentence about something else may stand in for a missing right only where the records are one's own
            self.assertFalse(is_foreign, refusal)
        else:
            self.assertFalse(is_foreign and result, "neither a refusal nor an empty answer")
            self.assertEqual(self.canaries.foreign(role, str(result)), [])
            self.env.flush_all()
            self.assertEqual(self._foreign_rows(), foreign)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _foreign_rows(self):
        """Return ``{model: rows}`` of the other zone as the database holds them."""
        found = {}
        for model in self.world.records:
            ids = self.world.labelled(model, "foreign").ids
            if ids:
                self.env.cr.execute(
                    f"SELECT array_agg(md5(t::text) ORDER BY id) FROM {self.env[model]._table} t WHERE id = ANY(%s)",
                    [ids],
                )
                found[model] = self.env.cr.fetchone()[0]
        return found
