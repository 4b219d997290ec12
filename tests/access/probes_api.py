"""Requests of programs: JSON-2 with a key, and the older JSON-RPC and XML-RPC."""

import xmlrpc.client

from probe import DECLINED, EMPTY, REFUSED, SHOWN, SILENT, Probe, envelope


def programs(target, database, uid, key):
    model, texts = target.model, target.texts() or ["id"]

    def json2(expect, method, label="", **body):
        return Probe("json/2", expect, f"/json/2/{model}/{method}", body, bearer=True, label=f"{method} {label}")

    def execute(method, *args):
        return [database, uid, key, model, method, list(args)]

    if target.shown:
        expect = SHOWN if target.secrets.get(target.shown) else SILENT
        yield json2(expect, "read", ids=[target.shown], fields=texts)
    for label, res_id in target.hidden.items():
        yield json2(REFUSED, "read", label, ids=[res_id], fields=texts)
        yield json2(EMPTY, "search_read", label, domain=[["id", "=", res_id]], fields=texts)
        yield json2(EMPTY, "search_count", label, domain=[["id", "=", res_id]])
        params = {"service": "object", "method": "execute_kw", "args": execute("read", [res_id], texts)}
        yield Probe("jsonrpc", REFUSED, "/jsonrpc", envelope(params), label=label)
        body = xmlrpc.client.dumps(tuple(execute("read", [res_id], texts)), "execute_kw")
        yield Probe("xmlrpc", REFUSED, "/xmlrpc/2/object", body, label=label)
    for label, res_id in target.denied["unlink"].items():
        yield json2(REFUSED if label in target.hidden else DECLINED, "unlink", label, ids=[res_id])
    name = next((n for n in target.texts() if target.fields[n].store and not target.fields[n].readonly), None)
    for label, res_id in target.denied["write"].items() if name else ():
        yield json2(
            REFUSED if label in target.hidden else DECLINED, "write", label, ids=[res_id], vals={name: "changed"}
        )
