import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class Person extends models.Model {
    _name = "person";
    phone = fields.Char();
    email = fields.Char();
    _records = [
        { id: 1, phone: "138****8000", email: "l***@example.com" },
        { id: 2, phone: "0531-1234", email: false },
    ];
}

defineMailModels();
defineModels([Person]);

const arch = /* xml */ `
    <form edit="0">
        <field name="phone" widget="park_masked"/>
        <field name="email" widget="park_masked"/>
    </form>`;

test("one reason shows all masked fields of a record for a minute", async () => {
    onRpc("person", "park_reveal", ({ args, kwargs }) => {
        expect.step([args[0], kwargs.reason]);
        return { phone: "13800138000", email: "li@example.com" };
    });
    await mountView({ type: "form", resModel: "person", resId: 1, arch });
    expect(".park_reveal").toHaveCount(2);
    await contains(".o_field_widget[name=phone] .park_reveal").click();
    expect(".modal .btn-primary").not.toBeEnabled();
    await contains(".modal textarea").edit("Call back");
    await contains(".modal .btn-primary").click();
    expect.verifySteps([[[1], "Call back"]]);
    expect(".o_field_widget[name=phone]").toHaveText("13800138000");
    expect(".o_field_widget[name=email]").toHaveText("li@example.com");
    expect(".park_reveal").toHaveCount(0);
    await advanceTime(61_000);
    await animationFrame();
    expect(".o_field_widget[name=phone] span:first").toHaveText("138****8000");
    expect(".park_reveal").toHaveCount(2);
});

test("what is not masked needs no button", async () => {
    await mountView({ type: "form", resModel: "person", resId: 2, arch });
    expect(".park_reveal").toHaveCount(0);
    expect(".o_field_widget[name=phone]").toHaveText("0531-1234");
});
