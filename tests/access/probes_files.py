"""Requests for files: exports of lists, sheets, contents of fields, attachments."""

import json

from probe import DECLINED, REFUSED, SILENT, Probe, call


def files(target):
    model = target.model
    if target.shown:
        yield from _exports(target, [target.shown], SILENT, "promised")
        yield from _sheets(target, target.shown, SILENT, "promised")
    yield from _exports(target, False, SILENT, "whole list")
    for label, res_id in target.hidden.items():
        # at the portal nobody exports anything, and Odoo says so
        yield from _exports(target, [res_id], DECLINED if target.role == "portal" else REFUSED, label)
        yield from _sheets(target, res_id, REFUSED, label)
        for name, field in target.fields.items():
            if field.type in ("binary", "image"):
                route = "image" if field.type == "image" else "content"
                # a picture that may not be seen is answered by a placeholder
                expect = SILENT if route == "image" else REFUSED
                yield Probe(f"/web/{route}", expect, f"/web/{route}/{model}/{res_id}/{name}", label=label)
        text = next((name for name in target.texts() if target.fields[name].store), None)
        if text:
            yield Probe("/web/content of a text", SILENT, f"/web/content/{model}/{res_id}/{text}", label=label)
        if res_id in target.attachments:
            yield from _attachment(target, res_id, label)


def _exports(target, ids, expect, label):
    data = {
        "model": target.model,
        "fields": [{"name": name, "label": name, "type": "char"} for name in ["id", *target.texts()]],
        "ids": ids,
        "domain": [],
        "groupby": [],
        "import_compat": False,
    }
    for fmt in ("xlsx", "csv"):
        yield Probe(f"export {fmt}", expect, f"/web/export/{fmt}", form={"data": json.dumps(data)}, label=label)


def _sheets(target, res_id, expect, label):
    records = target.env[target.model]
    if not isinstance(records, target.env.registry["park.sheet.source"]):
        return
    for key in sorted(records._all_sheet_keys()):
        for fmt in ("xlsx", "pdf"):
            yield Probe(
                f"sheet {fmt}", expect, f"/park/sheet/{target.model}/{key}/{res_id}.{fmt}", label=f"{label} {key}"
            )


def _attachment(target, res_id, label):
    attachment = target.attachments[res_id]
    yield Probe("/web/content", REFUSED, f"/web/content/{attachment}", label=label)
    yield Probe("/web/content", REFUSED, f"/web/content/{attachment}?access_token=x", label=f"{label} token")
    yield Probe("/web/image", SILENT, f"/web/image/{attachment}", label=label)
    yield call("ir.attachment", REFUSED, "ir.attachment", "read", [attachment], ["name", "raw"], label=label)
    domain = [["res_model", "=", target.model], ["res_id", "=", res_id]]
    yield call("ir.attachment", SILENT, "ir.attachment", "search_read", domain, ["name", "index_content"], label=label)
    move = {"res_model": "res.users", "res_id": 1}
    yield call("ir.attachment", REFUSED, "ir.attachment", "write", [attachment], move, label=f"{label} moved")
    create = {"name": "changed.txt", "raw": "changed", "res_model": target.model, "res_id": res_id}
    yield call("ir.attachment", REFUSED, "ir.attachment", "create", [create], label=f"{label} attached")
