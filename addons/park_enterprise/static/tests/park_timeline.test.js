import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

const KINDS = [
    { kind: "officer", label: "Service team", icon: "fa-user-plus" },
    { kind: "question", label: "Open facts", icon: "fa-question-circle" },
];
const ITEMS = [
    { id: 1, kind: "question", day: "2026-03-02", title: "How many?", detail: "Open", opens: true },
    { id: 2, kind: "officer", day: "2026-03-02", title: "Lin serves", detail: "", opens: false },
    { id: 3, kind: "officer", day: "2026-01-05", title: "Fang serves", detail: "", opens: false },
];

class Firm extends models.Model {
    _name = "firm";
    name = fields.Char();
    capital_wan = fields.Float();
    _records = [
        { id: 1, name: "Firm", capital_wan: 0 },
        { id: 2, name: "Rich firm", capital_wan: 12.5 },
    ];
}

defineMailModels();
defineModels([Firm]);

let asked;
beforeEach(() => {
    asked = [];
    onRpc("res.partner", "park_timeline", ({ kwargs }) => {
        asked.push({ kinds: kwargs.kinds, offset: kwargs.offset });
        const items = ITEMS.filter((item) => !kwargs.kinds.length || kwargs.kinds.includes(item.kind));
        return {
            kinds: KINDS,
            items: items.slice(kwargs.offset, kwargs.offset + 2),
            more: items.length > 2 + kwargs.offset,
        };
    });
});

async function mountTimeline() {
    await mountView({
        type: "form",
        resModel: "firm",
        resId: 1,
        arch: `<form><widget name="park_timeline"/></form>`,
    });
}

test("what happened on one day stands together", async () => {
    await mountTimeline();
    expect(".o_park_timeline_day").toHaveCount(1);
    expect(queryAllTexts(".o_park_timeline_item span, .o_park_timeline_item a")).toEqual([
        "How many?",
        "Lin serves",
    ]);
    expect(".o_park_timeline_item a").toHaveCount(1);
});

test("more is added to what is shown", async () => {
    await mountTimeline();
    await click(".o_park_timeline > .btn-link");
    await animationFrame();
    expect(asked.at(-1).offset).toBe(2);
    expect(".o_park_timeline_day").toHaveCount(2);
    expect(".o_park_timeline > .btn-link").toHaveCount(0);
});

test("kinds narrow the timeline and are let go again", async () => {
    await mountTimeline();
    await click(".o_park_timeline button:contains(Service team)");
    await animationFrame();
    expect(asked.at(-1).kinds).toEqual(["officer"]);
    expect(queryAllTexts(".o_park_timeline_item")).toEqual(["Lin serves", "Fang serves"]);
    expect(".o_park_timeline button[aria-pressed=true]").toHaveCount(1);
    await click(".o_park_timeline button:contains(Service team)");
    await animationFrame();
    expect(asked.at(-1).kinds).toEqual([]);
});

test("a figure that is not known stays empty", async () => {
    await mountView({
        type: "list",
        resModel: "firm",
        arch: `<list><field name="capital_wan" widget="park_known_float"/></list>`,
    });
    expect(queryAllTexts("td[name=capital_wan]")).toEqual(["", "12.50"]);
});
