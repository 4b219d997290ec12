import { describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    pagerNext,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class Firm extends models.Model {
    _name = "firm";
    name = fields.Char();
    visit_ids = fields.One2many({ relation: "visit", relation_field: "firm_id" });
    _records = [
        { id: 1, name: "Kiln", visit_ids: [1, 2] },
        { id: 2, name: "Foundry", visit_ids: [3] },
        { id: 3, name: "Mill", visit_ids: [] },
    ];
}

class Visit extends models.Model {
    _name = "visit";
    topic = fields.Char();
    firm_id = fields.Many2one({ relation: "firm" });
    _records = [
        { id: 1, topic: "Power", firm_id: 1 },
        { id: 2, topic: "Water", firm_id: 1 },
        { id: 3, topic: "Gas", firm_id: 2 },
    ];
}

defineMailModels();
defineModels([Firm, Visit]);

const LIST = /* xml */ `
    <field name="visit_ids" widget="park_lazy_list">
        <list editable="bottom"><field name="topic" decoration-danger="topic == 'Gas'"/></list>
    </field>`;
const arch = /* xml */ `
    <form>
        <notebook>
            <page string="Firm"><field name="name"/></page>
            <page string="Visits" invisible="not visit_ids">${LIST}</page>
        </notebook>
    </form>`;

/** Note what is read: the model, and whether a form asks for the columns of its list. */
function stepReads() {
    onRpc("web_read", ({ model, kwargs }) => {
        const { visit_ids, topic } = kwargs.specification;
        expect.step(model === "visit" ? `visits: ${Boolean(topic)}` : `form: ${"topic" in visit_ids.fields}`);
    });
}

const rows = () => [...document.querySelectorAll(".o_data_row")].map((row) => row.innerText.trim());
const open = (page) => contains(`.nav-link:contains(${page})`).click();

test("a list is read when its page is opened, and once", async () => {
    stepReads();
    await mountView({ type: "form", resModel: "firm", resId: 1, arch });
    expect.verifySteps(["form: false"]);
    await open("Visits");
    expect.verifySteps(["visits: true"]);
    expect(rows()).toEqual(["Power", "Water"]);
    await open("Firm");
    await open("Visits");
    expect(rows()).toEqual(["Power", "Water"]);
    expect.verifySteps([]);
});

test("while its page is open it comes with the form, afterwards no longer", async () => {
    stepReads();
    await mountView({ type: "form", resModel: "firm", resId: 1, resIds: [1, 2, 3], arch });
    await open("Visits");
    expect.verifySteps(["form: false", "visits: true"]);
    await pagerNext();
    expect.verifySteps(["form: true"]);
    expect(rows()).toEqual(["Gas"]);
    await pagerNext();
    expect.verifySteps(["form: true"]);
    expect(".nav-link:contains(Visits)").toHaveCount(0); // no visits, no page
    await pagerNext();
    expect.verifySteps(["form: false"]);
    await open("Visits");
    expect(rows()).toEqual(["Power", "Water"]);
    expect.verifySteps(["visits: true"]);
});

test("lines are edited in place and saved, and the list stays on screen", async () => {
    stepReads();
    onRpc("web_save", ({ args, kwargs }) => {
        expect.step(args[1].visit_ids);
        expect.step(`save: ${"topic" in kwargs.specification.visit_ids.fields}`);
    });
    await mountView({ type: "form", resModel: "firm", resId: 1, arch });
    await open("Visits");
    await contains(".o_data_row:first .o_data_cell").click();
    await contains(".o_data_row:first .o_data_cell input").edit("Heat");
    await contains(".o_form_button_save").click();
    await animationFrame();
    expect(rows()).toEqual(["Heat", "Water"]);
    expect.verifySteps(["form: false", "visits: true", [[1, 1, { topic: "Heat" }]], "save: true"]);
});

test("what was edited on a page that is no longer open is saved, too", async () => {
    onRpc("web_save", ({ args }) => expect.step(args[1]));
    await mountView({ type: "form", resModel: "firm", resId: 1, arch });
    await open("Visits");
    await contains(".o_data_row:first .o_data_cell").click();
    await contains(".o_data_row:first .o_data_cell input").edit("Heat", { confirm: "tab" });
    await open("Firm");
    await contains(".o_field_widget[name=name] input").edit("Kiln 2");
    await contains(".o_form_button_save").click();
    expect.verifySteps([{ name: "Kiln 2", visit_ids: [[1, 1, { topic: "Heat" }]] }]);
    await open("Visits");
    expect(rows()).toEqual(["Heat", "Water"]);
});

test("a list that is on screen from the start is read at once", async () => {
    await mountView({ type: "form", resModel: "firm", resId: 1, arch: `<form>${LIST}</form>` });
    expect(rows()).toEqual(["Power", "Water"]);
});

test("lines are added to a new record", async () => {
    onRpc("web_save", ({ args }) =>
        expect.step(args[1].visit_ids.map(([command, , values]) => [command, values]))
    );
    await mountView({ type: "form", resModel: "firm", arch: `<form>${LIST}</form>` });
    await contains(".o_field_x2many_list_row_add a").click();
    await contains(".o_data_row .o_data_cell input").edit("Rates", { confirm: false });
    await contains(".o_form_button_save").click();
    expect.verifySteps([[[0, { topic: "Rates" }]]]);
    expect(rows()).toEqual(["Rates"]);
});
