import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class Clock extends models.Model {
    _name = "park.deadline";
    name = fields.Char();
    lamp = fields.Selection({
        selection: [
            ["green", "On time"],
            ["yellow", "Due soon"],
            ["red", "Overdue"],
            ["grey", "Not running"],
        ],
    });
    _records = [
        { id: 1, name: "A", lamp: "green" },
        { id: 2, name: "B", lamp: "yellow" },
        { id: 3, name: "C", lamp: "red" },
        { id: 4, name: "D", lamp: "grey" },
        { id: 5, name: "E", lamp: false },
    ];
}
defineMailModels();
defineModels([Clock]);

test("each lamp is a shape and a word in lists", async () => {
    await mountView({
        type: "list",
        resModel: "park.deadline",
        arch: `<list><field name="lamp" widget="park_lamp"/></list>`,
    });
    expect(queryAllTexts(".o_park_lamp_shape")).toEqual(["●", "▲", "■", "○"]);
    expect(queryAllTexts(".o_park_lamp_label")).toEqual(["On time", "Due soon", "Overdue", "Not running"]);
    expect(".o_park_lamp[data-colour=red]").toHaveCount(1);
});

test("the lamp shows in forms", async () => {
    await mountView({
        type: "form",
        resModel: "park.deadline",
        resId: 3,
        arch: `<form><field name="lamp" widget="park_lamp"/></form>`,
    });
    expect(".o_field_widget[name=lamp] .o_park_lamp_label").toHaveText("Overdue");
});

test("the lamp shows on kanban cards", async () => {
    await mountView({
        type: "kanban",
        resModel: "park.deadline",
        arch: `<kanban><templates><t t-name="card"><field name="lamp" widget="park_lamp"/></t></templates></kanban>`,
    });
    expect(".o_kanban_record .o_park_lamp[data-colour=yellow] .o_park_lamp_label").toHaveText("Due soon");
});
