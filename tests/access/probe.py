"""What is tried on the system from outside, as data: one request, and what must come of it."""

from typing import NamedTuple

# what must come of a request, beyond carrying no foreign canary and changing no row it may not change
REFUSED = "refused"  # an error about rights, or the answer for what does not exist
DECLINED = "declined"  # the same, or a sentence that says why not: for records that the person may read
NOTHING = "nothing"  # no result, whatever the error: for requests that Odoo itself cannot take
EMPTY = "empty"  # an answer that holds nothing: no rows, zero, no name
SILENT = "silent"  # whatever the answer, no foreign canary
SHOWN = "shown"  # the canary of a record that is promised: proves that the channel carries canaries at all


class Probe(NamedTuple):
    channel: str
    expect: str
    path: str
    body: object = None  # JSON; None asks by GET
    form: dict | None = None  # sent as a form instead
    bearer: bool = False  # authenticated by the person's API key
    label: str = ""


class Target(NamedTuple):
    """A person and a model: its records by what the policy promises, and the canaries to ask for."""

    env: object  # elevated rights
    role: str
    model: str
    hidden: dict  # {label: record id} that the person must not read
    shown: int | None  # a record that is promised, if any
    denied: dict  # {operation: {label: record id}} not promised; ``create`` has the label "any" alone
    canaries: dict  # {record id: [words]}
    secrets: dict  # {record id: {field: word}} of texts that are not masked
    attachments: dict  # {record id: attachment id}
    messages: dict  # {record id: message id}

    @property
    def fields(self):
        return self.env[self.model]._fields

    def texts(self):
        """Return the names of the stored texts that the person of the role may ask for by name."""
        return [
            name for name, field in self.fields.items() if field.type in ("char", "text", "html") and not field.groups
        ]

    def links(self, stored=False):
        return [
            field
            for field in self.fields.values()
            if field.type == "many2one" and not field.groups and (field.store or not stored)
        ]


def call(channel, expect, model, method, *args, label="", **kwargs):
    """Return the probe that calls a method as the web client does."""
    params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
    path = f"/web/dataset/call_kw/{model}/{method}"
    return Probe(channel, expect, path, envelope(params), label=label)


def envelope(params):
    return {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
