"""Requests around a record: messages, followers, activities, notifications."""

from probe import NOTHING, REFUSED, SILENT, Probe, call, envelope


def chatter(target):
    if "message_ids" not in target.fields:
        return
    for label, res_id in target.hidden.items():
        thread = {"thread_model": target.model, "thread_id": res_id}
        domain = [["model", "=", target.model], ["res_id", "=", res_id]]
        yield _route("/mail/thread/messages", SILENT, thread, label)
        yield _route(
            "/mail/data", SILENT, {"fetch_params": [["mail.thread", thread | {"request_list": _PARTS}]]}, label
        )
        yield _route("/mail/thread/recipients", NOTHING, thread, label)
        yield _route("/mail/message/post", REFUSED, thread | {"post_data": {"body": "changed"}}, label)
        subscribe = {"res_model": target.model, "res_id": res_id, "partner_ids": [1]}
        yield _route("/mail/thread/subscribe", REFUSED, subscribe, label)
        yield call("mail.message", SILENT, "mail.message", "search_read", domain, ["body", "record_name"], label=label)
        if res_id in target.messages:
            message = target.messages[res_id]
            yield call("mail.message", REFUSED, "mail.message", "read", [message], ["body"], label=label)
            update = {"message_id": message, "update_data": {"body": "changed"}}
            yield _route("/mail/message/update_content", REFUSED, update, label)
        followers = [["res_model", "=", target.model], ["res_id", "=", res_id]]
        yield call("mail.followers", SILENT, "mail.followers", "search_read", followers, ["display_name"], label=label)
        yield call(
            "mail.activity", SILENT, "mail.activity", "search_read", followers, ["summary", "res_name"], label=label
        )
    if "activity_ids" in target.fields:
        args = {"domain": [], "limit": 80}
        yield call("mail.activity", SILENT, "mail.activity", "get_activity_data", target.model, **args)


def bus(target):
    """Nobody hears a record's notifications by naming its channel."""
    for label, res_id in target.hidden.items():
        names = [f"{target.model}_{res_id}", f"{target.model},{res_id}", f'["db","{target.model}",{res_id}]']
        poll = {"channels": names, "last": 0, "is_first_poll": True}
        yield _route("/websocket/peek_notifications", SILENT, poll, label)


_PARTS = ["activities", "attachments", "followers", "scheduledMessages", "suggestedRecipients"]


def _route(path, expect, params, label):
    return Probe(path, expect, path, envelope(params), label=label)
