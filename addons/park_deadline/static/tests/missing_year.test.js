import { describe, expect, test } from "@odoo/hoot";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class Clock extends models.Model {
    _name = "park.deadline";
    name = fields.Char();
    _records = [{ id: 1, name: "A" }];
}
defineMailModels();
defineModels([Clock]);

const view = {
    type: "list",
    resModel: "park.deadline",
    arch: `<list js_class="park_missing_year_list"><field name="name"/></list>`,
};

test("a list says that a year is missing, above its rows", async () => {
    onRpc("park.workday.year", "missing_notice", () => "2027 is not loaded");
    await mountView(view);
    expect(".o_park_missing_year").toHaveText("2027 is not loaded");
    expect(".o_data_row").toHaveCount(1);
});

test("it says nothing once the year is there", async () => {
    onRpc("park.workday.year", "missing_notice", () => false);
    await mountView(view);
    expect(".o_park_missing_year").toHaveCount(0);
    expect(".o_data_row").toHaveCount(1);
});
