"""Requests of the web client: read, search, group, guess, fill in, change."""

from probe import DECLINED, EMPTY, NOTHING, REFUSED, SHOWN, SILENT, call


def reading(target):
    model, texts = target.model, target.texts()
    nested = {name: {} for name in texts} | {
        field.name: {"fields": {"display_name": {}}}
        for field in target.fields.values()
        if field.relational and not field.groups
    }
    if target.shown:
        yield call("read", SHOWN if target.secrets.get(target.shown) else SILENT, model, "read", [target.shown], texts)
        yield call("web_read", SILENT, model, "web_read", [target.shown], specification=nested)
        yield call("export_data", SILENT, model, "export_data", [target.shown], texts or ["id"])
    yield call("search_read", SILENT, model, "search_read", [], texts)
    yield call("web_search_read all", SILENT, model, "web_search_read", [], specification=nested)
    for label, res_id in target.hidden.items():
        yield call("read", REFUSED, model, "read", [res_id], texts, label=label)
        yield call("web_read", REFUSED, model, "web_read", [res_id], specification=nested, label=label)
        no = DECLINED if target.role == "portal" else REFUSED  # nobody there exports anything
        yield call("export_data", no, model, "export_data", [res_id], texts or ["id"], label=label)
        domain = [["id", "=", res_id]]
        yield call("web_search_read", EMPTY, model, "web_search_read", domain, specification=nested, label=label)
        yield call("search_read", EMPTY, model, "search_read", domain, texts, label=label)


def searching(target):
    """Guesses: whoever cannot read a record must not learn a letter of it by asking."""
    model = target.model
    group = next(name for name in ("create_uid", "company_id", "user_id", "id") if name in target.fields)
    for label, res_id in target.hidden.items():
        domain = [["id", "=", res_id]]
        yield call("search_count", EMPTY, model, "search_count", domain, label=label)
        yield call(
            "formatted_read_group", EMPTY, model, "formatted_read_group", domain, [group], ["__count"], label=label
        )
        yield call("order", EMPTY, model, "search", domain, order=f"{group}, id desc", label=label)
        for name, word in list(target.secrets.get(res_id, {}).items())[:3]:
            oracle = [[name, "ilike", word]]
            yield call("oracle", EMPTY, model, "search_count", oracle, label=f"{label} {name}")
            yield call(
                "group by a text", EMPTY, model, "formatted_read_group", oracle, [name], ["__count"], label=label
            )
        for word in target.canaries.get(res_id, ())[:1] if target.env[model]._rec_name else ():
            yield call("name_search", EMPTY, model, "name_search", word, label=label)
        selection = next(
            (f for f in target.fields.values() if f.type == "selection" and f.store and not f.groups), None
        )
        if selection:
            bar = {"field": selection.name, "colors": dict.fromkeys(selection.get_values(target.env), "info")}
            yield call("read_progress_bar", EMPTY, model, "read_progress_bar", domain, selection.name, bar, label=label)


def through_links(target, others):
    """Paths, forms and defaults of other models that point at a hidden record of this one.

    ``others`` holds ``(model, field)`` of the links to it that the person could name.
    """
    for label, res_id in target.hidden.items():
        secrets = list(target.secrets.get(res_id, {}).items())
        for model, link in others:
            place = f"{label} by {model}.{link}"
            for name, word in secrets[:1]:
                yield call(
                    "path oracle", EMPTY, model, "search_count", [[f"{link}.{name}", "ilike", word]], label=place
                )
                inner = [[link, "any!", [[name, "ilike", word]]]]
                yield call("any! oracle", NOTHING, model, "search_count", inner, label=place)
            context = {f"default_{link}": res_id}
            spec = {link: {"fields": {"display_name": {}}}}
            yield call("default_get", SILENT, model, "default_get", [link], context=context, label=place)
            yield call("onchange", SILENT, model, "onchange", [], {link: res_id}, [link], spec, label=place)
            yield call(
                "onchange of defaults", SILENT, model, "onchange", [], {}, [], spec, context=context, label=place
            )


def writing(target):
    """Whatever the policy does not promise is refused, and no row changes."""
    model, texts = target.model, target.texts()
    name = next((name for name in texts if target.fields[name].store and not target.fields[name].readonly), None)
    for label, res_id in target.denied["write"].items():
        no = REFUSED if label in target.hidden else DECLINED
        if name:
            yield call("write", no, model, "write", [res_id], {name: "changed"}, label=label)
            yield call("web_save", no, model, "web_save", [res_id], {name: "changed"}, specification={}, label=label)
            yield call("load", SILENT, model, "load", [".id", name], [[str(res_id), "changed"]], label=label)
            xml_id = f"access_world.{model.replace('.', '_')}_{res_id}"
            yield call("load by id", SILENT, model, "load", ["id", name], [[xml_id, "changed"]], label=label)
        if "active" in target.fields:
            yield call("action_archive", no, model, "action_archive", [res_id], label=label)
        if "message_ids" in target.fields and label in target.hidden:
            yield call("message_post", REFUSED, model, "message_post", [res_id], body="changed", label=label)
    for label, res_id in target.denied["unlink"].items():
        no = REFUSED if label in target.hidden else DECLINED
        yield call("unlink", no, model, "unlink", [res_id], label=label)
    for label, res_id in target.hidden.items():
        yield call("copy", REFUSED, model, "copy", [res_id], label=label)
    if target.denied["create"] and target.env[model]._original_module.startswith(
        "park_"
    ):  # of core's, some kinds alone
        yield call("create", REFUSED, model, "create", [{}])
        yield call("name_create", SILENT, model, "name_create", "changed")
