"""The world with canaries behind a real HTTP server: one session for each role, every answer judged."""

import json
import random
import re
from collections import defaultdict
from datetime import timedelta
from functools import cached_property

from access_case import AccessCase
from canary import CANARY
from matrix import park_models
from odoo import fields, http
from odoo.tests import HttpCase
from odoo.tools import SQL, mute_logger
from policy import OPERATIONS
from probe import DECLINED, EMPTY, NOTHING, REFUSED, SHOWN, Target
from probes_api import programs
from probes_files import files
from probes_mail import bus, chatter
from probes_rpc import reading, searching, through_links, writing
from unpack import text_of

QUIET = ("odoo.http", "odoo.addons.web.controllers.export", "odoo.addons.rpc.controllers.jsonrpc")
QUIET += ("odoo.addons.rpc.controllers.xmlrpc", "odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
# the errors that speak of rights, of what does not exist, and of a person who has to log in
REFUSALS = ("AccessError", "MissingError", "AccessDenied", "NotFound", "Forbidden", "SessionExpiredException")
XML_REFUSAL = re.compile("<name>faultCode</name>\\s*<value><int>[34]</int>")  # denied, or no right
SEED = 19


class ChannelCase(AccessCase, HttpCase):
    with_canaries = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: user for role, user in cls.world.users.items() if role != "public"}
        # so that exports are refused for the records, not for want of the right to export at all
        cls.env.ref("base.group_allow_export").user_ids += cls.env["res.users"].union(
            *(user for user in cls.users.values() if user._is_internal())
        )
        cls.keys = {role: cls._key(user) for role, user in cls.users.items()}
        cls.attachments, cls.messages = defaultdict(dict), defaultdict(dict)
        for model in cls.world.records:
            for res_id in {ids[0] for ids in cls._ids_by_label(model).values()}:
                cls._attach(model, res_id)
        cls.env.flush_all()

    @classmethod
    def _key(cls, user):
        expiry = fields.Datetime.now() + timedelta(hours=12)
        # sudo: keys for persons whose role may not make one; what a key reaches is under test
        return cls.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "access", expiry)

    @classmethod
    def _attach(cls, model, res_id):
        """Hang a file, a message and an activity on a record, with canaries that speak for it."""
        record = cls.env[model].browse(res_id)
        word = cls.canaries.token(model, res_id, cls.env["ir.attachment"]._fields["name"])
        vals = {"name": f"{word}.txt", "raw": word.encode(), "res_model": model, "res_id": res_id}
        cls.attachments[model][res_id] = cls.env["ir.attachment"].create(vals).id
        if "message_ids" in record._fields:
            vals = {"model": model, "res_id": res_id, "message_type": "comment", "body": word, "record_name": word}
            cls.messages[model][res_id] = cls.env["mail.message"].create(vals).id
        if "activity_ids" in record._fields:
            vals = {"res_model_id": cls.env["ir.model"]._get(model).id, "res_id": res_id, "summary": word}
            cls.env["mail.activity"].create(vals | {"user_id": cls.env.uid})

    @classmethod
    def _ids_by_label(cls, model):
        """Return ``{label: ids}`` of the records of a model; those of each owner have a label of their own."""
        return {
            f"{label} {owner or ''}".strip(): records.ids
            for label, by_owner in cls.world.records[model].items()
            for owner, records in by_owner.items()
            if records
        }

    @cached_property
    def words(self):
        """Return ``{model: {record id: {field: word}}}`` of the texts that are not masked."""
        words = defaultdict(lambda: defaultdict(dict))
        for number, canary in enumerate(self.canaries.planted):
            field = self.env[canary.model]._fields.get(canary.field)
            if field is not None and not self.canaries._is_masked(canary) and field.store and not field.groups:
                words[canary.model][canary.res_id][canary.field] = f"CNRY{number}Z"
        return words

    @cached_property
    def last_ids(self):
        return {
            model: self.env[model].with_context(active_test=False).search([], order="id desc", limit=1).id or 0
            for model in self.world.records
        }

    def target(self, role, model):
        labels = self._ids_by_label(model)
        # one record for each label; of the other people's own records one is enough
        chosen = {label.split()[0] if label.split()[-1] != role else label: ids[0] for label, ids in labels.items()}
        allowed = {op: self.canaries.readable(role, model, op) for op in OPERATIONS}
        outside = {
            op: {label: res_id for label, res_id in chosen.items() if res_id not in allowed[op]} for op in OPERATIONS
        }
        outside["create"] = {} if self._may_create(role, model) else {"any": 0}
        return Target(
            env=self.env,
            role=role,
            model=model,
            hidden=outside["read"],
            shown=next((res_id for res_id in chosen.values() if res_id in allowed["read"]), None),
            denied=outside,
            canaries={res_id: list(words.values()) for res_id, words in self.words[model].items()},
            secrets=self.words[model],
            attachments=self.attachments[model],
            messages=self.messages[model],
        )

    def _may_create(self, role, model):
        specials = self.special.get(model, {}).values()
        return self.policy[model][role]["create"] != "none" or any(role in special["create"] for special in specials)

    def probes(self, role, model):
        """Yield every probe of a person on a model, through each channel."""
        target = self.target(role, model)
        yield from reading(target)
        yield from searching(target)
        yield from through_links(target, self._links_to(role, model))
        yield from writing(target)
        yield from files(target)
        yield from chatter(target)
        yield from bus(target)
        if role in self.keys:
            yield from programs(target, self.env.cr.dbname, self.world.users[role].id, self.keys[role])

    def _links_to(self, role, comodel):
        """Return the links to ``comodel`` in models that the person may read in some part."""
        return [
            (model, field.name)
            for model in park_models(self.env)
            if model in self.policy and self.policy[model][role]["read"] != "none"
            for field in self.env[model]._fields.values()
            if field.type == "many2one" and field.comodel_name == comodel and field.store and not field.groups
        ]

    def sample(self, probes):
        """Return those of ``[(role, model, probe)]`` that stand for all: the same ones each time.

        Of each channel one probe for each person and expectation, and one for each model.
        """
        strata = defaultdict(list)
        for number, (role, model, probe) in enumerate(probes):
            strata[probe.channel, probe.expect, role].append(number)
            strata[probe.channel, model].append(number)
        chance = random.Random(SEED)
        picked = {chance.choice(numbers) for numbers in strata.values()}
        return [probes[number] for number in sorted(picked)]

    def log_in(self, role):
        self.authenticate(self.users[role].login if role in self.users else None, "unused")

    def try_out(self, role, probe):
        """Send a probe as the person who is logged in; return a sentence for each thing that is wrong."""
        with mute_logger(*QUIET):
            answer = self._send(role, probe)
        verdict = Verdict(answer)
        wrong = [f"shows {place}" for place in self.canaries.foreign(role, verdict.text_without_question(probe))]
        if probe.expect == REFUSED and not verdict.is_refused:
            wrong.append(f"not refused: HTTP {answer.status_code} {verdict.text[:200]}")
        if probe.expect == NOTHING and not verdict.is_refused and not verdict.error:
            wrong.append(f"answered: {verdict.text[:200]}")
        if probe.expect == DECLINED and not verdict.is_declined:
            wrong.append(f"not refused: HTTP {answer.status_code} {verdict.text[:200]}")
        if probe.expect == EMPTY and not (verdict.is_refused or verdict.is_empty):
            wrong.append(f"not empty: {verdict.text[:200]}")
        if probe.expect == SHOWN and not CANARY.search(verdict.text):
            wrong.append(f"no canary in what is promised: {verdict.text[:200]}")
        return [f"{role}: {probe.channel} {probe.path} ({probe.label}) {sentence}" for sentence in wrong]

    def _send(self, role, probe):
        headers = {"Authorization": f"Bearer {self.keys[role]}"} if probe.bearer else {}
        if isinstance(probe.body, str):
            headers["Content-Type"] = "text/xml"
            return self.url_open(probe.path, data=probe.body, headers=headers, timeout=60, allow_redirects=False)
        form = probe.form and probe.form | {"csrf_token": http.Request.csrf_token(self)}
        options = {"json": probe.body, "data": form, "headers": headers, "timeout": 60}
        return self.url_open(probe.path, **options, allow_redirects=False)

    def rows_hash(self):
        """Return ``{model: hash}`` of the rows of our models that stood at first: whatever changes them, changes it."""
        self.env.flush_all()
        hashes = {}
        for model in self.world.records:
            table, last = SQL.identifier(self.env[model]._table), self.last_ids[model]
            rows = SQL("SELECT md5(string_agg(md5(t::text), '' ORDER BY id)) FROM %s t WHERE id <= %s", table, last)
            hashes[model] = self.env.execute_query(rows)[0][0]
        return hashes


class Verdict:
    """What an answer amounts to, whatever the protocol wraps it in."""

    def __init__(self, answer):
        self.status = answer.status_code
        self.location = answer.headers.get("Location", "")
        self.text = text_of(answer.content)
        self.body = self._json(answer)

    def _json(self, answer):
        if "json" not in answer.headers.get("Content-Type", ""):
            return None
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    @property
    def error(self):
        body = self.body if isinstance(self.body, dict) else {}
        name = body.get("name", "") if self.status >= 400 else ""
        return ((body.get("error") or {}).get("data") or {}).get("name", "") or name

    @property
    def is_refused(self):
        if self.status in (401, 403, 404) or "/web/login" in self.location:
            return True
        if "<fault>" in self.text:
            return bool(XML_REFUSAL.search(self.text))
        return self.error.rpartition(".")[2] in REFUSALS or self._is_download_refused

    @property
    def is_declined(self):
        is_page = self.status >= 400 and "UserError" in self.text
        return self.is_refused or is_page or self.error == "odoo.exceptions.UserError"

    @property
    def _is_download_refused(self):
        """Exports answer an error as a page of status 500 with the error in it."""
        return self.status >= 400 and any(name in self.text for name in REFUSALS)

    @property
    def is_empty(self):
        result = self.body.get("result") if isinstance(self.body, dict) and "result" in self.body else self.body
        if isinstance(result, dict) and "length" in result:
            return not result["length"] and not result["records"]
        if isinstance(result, list) and all(isinstance(row, dict) and "__count" in row for row in result):
            return not any(row["__count"] for row in result)
        return not result

    def text_without_question(self, probe):
        """Return the text without the canaries that the question itself named."""
        asked = json.dumps(probe.body or "") + json.dumps(probe.form or "")
        words = {match[0].lower() for match in CANARY.finditer(asked)}
        return CANARY.sub(lambda found: "" if found[0].lower() in words else found[0], self.text)
