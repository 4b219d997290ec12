import { expect, test } from "@odoo/hoot";
import {
    manuallyDispatchProgrammaticEvent,
    press,
    queryAllTexts,
    queryFirst,
    queryOne,
} from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getService, mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { WebClient } from "@web/webclient/webclient";

import "@park_service_day/board/capture_board";

defineMailModels();

const FIRMS = [
    { id: 11, key: 1, name: "Alpha Works", initials: "aw", code: "91450300MA5K000011" },
    { id: 12, key: 2, name: "Beta Works", initials: "bw", code: "91450300MA5K000022" },
].map((firm) => ({ ...firm, slot: "", representative: "", briefing: "" }));

function boardData(day = {}) {
    return {
        day: {
            id: 5,
            name: "Service day",
            number: "2026-01",
            date_on: "2026-11-23",
            place: "Hall",
            zone: "North",
            state: "open",
            state_label: "Open",
            can_write: true,
            ...day,
        },
        firms: FIRMS,
        categories: [
            { id: 21, name: "Water", initials: "water", hint: "" },
            { id: 22, name: "Roads", initials: "roads", hint: "" },
        ],
        departments: [
            { id: 31, name: "Water Bureau", initials: "waterbureau", hint: "" },
            { id: 32, name: "Roads Bureau", initials: "roadsbureau", hint: "" },
        ],
        usual_departments: { 22: 32 },
        due_dates: [
            ["2026-11-23", false],
            ["2026-11-24", false],
            ["2026-11-25", true],
        ],
        limits: { text: 4000, workdays: 250 },
        lines: [],
    };
}

/** Answer for lines as the server does, and step through what was sent. */
function storeLines({ args: [ids, lines] }) {
    return lines.map((line, index) => {
        expect.step(`${ids}: ${line.kind} ${line.text}`);
        const number = `SQ-${index + 1}`;
        const shown = {
            uuid: line.uuid,
            issue_id: 100,
            number,
            enterprise_id: line.enterprise_id,
            enterprise: "Alpha Works",
            text: line.text,
            category: "Water",
            kind: line.kind,
            answer: line.answer,
            department: "",
            due_on: "",
            is_provisional: false,
            state: "Closed",
            lamp: "grey",
            can_open: false,
        };
        return {
            uuid: line.uuid,
            status: "stored",
            number,
            issue_id: 100,
            error: "",
            field: "",
            line: shown,
        };
    });
}

async function openBoard({ day, capture = storeLines } = {}) {
    onRpc("park.service.day", "board", () => boardData(day));
    onRpc("park.service.day", "capture", capture);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "park_service_day.board",
        context: { active_id: 5 },
    });
    await animationFrame();
}

/** Type into whatever has the focus, as a keyboard does. */
async function type(text) {
    const el = document.activeElement;
    el.value = text;
    await manuallyDispatchProgrammaticEvent(el, "input");
}

async function typeAndEnter(text) {
    await type(text);
    await press("Enter");
}

async function settle() {
    await animationFrame();
    await advanceTime(0);
    await animationFrame();
}

function focused() {
    return document.activeElement.id || document.activeElement.closest("[data-field]")?.dataset.field;
}

test("a problem is solved on the spot by keyboard alone", async () => {
    await openBoard();
    expect(focused()).toBe("park_text");
    await typeAndEnter("No water");
    expect(focused()).toBe("park_category");
    await typeAndEnter("wat");
    expect(focused()).toBe("kind");
    await press("1");
    expect(focused()).toBe("park_answer");
    await typeAndEnter("A second pump");
    await settle();
    expect.verifySteps(["5: on_spot No water"]);
    expect(focused()).toBe("park_text");
    expect("#park_text").toHaveValue("");
    expect("#park_firm").toHaveValue("Alpha Works");
    expect(queryAllTexts(".o_park_line .o_park_col_number")).toEqual(["SQ-1"]);
    expect(Object.keys(browser.localStorage).filter((key) => key.includes(".line."))).toEqual([]);
});

test("a problem gets department and limit by keyboard alone, for another firm", async () => {
    await openBoard({
        capture: ({ args: [, [line]] }) => {
            const { uuid, at, ...values } = line;
            expect.step(JSON.stringify(values));
            expect(uuid).toMatch(/^[0-9a-f]{32}$/);
            expect(at).toBeGreaterThan(0);
            return [{ uuid, status: "error", error: "Stop here", field: "text" }];
        },
    });
    await press(["Alt", "2"]);
    expect(focused()).toBe("park_text");
    await typeAndEnter("Potholes");
    await typeAndEnter("roads");
    await press("2");
    expect(focused()).toBe("park_workdays", { message: "the usual department of the category is filled in" });
    await type("2");
    await settle();
    expect(".o_park_due").toHaveText(/2026-11-25.*provisional/);
    await press("Enter");
    await settle();
    const sent = { enterprise_id: 12, text: "Potholes", category_id: 22, kind: "limited", answer: "" };
    expect.verifySteps([JSON.stringify({ ...sent, department_id: 32, workdays: 2 })]);
});

test("fast typing loses no key between fields and lines", async () => {
    await openBoard();
    for (const text of ["One", "Two"]) {
        type(text);
        press("Enter");
        type("water");
        press("Enter");
        press("1");
        type("Answer");
        press("Enter");
    }
    await settle();
    expect.verifySteps(["5: on_spot One", "5: on_spot Two"]);
});

test("what is missing is named, and the cursor goes there", async () => {
    await openBoard();
    await press(["Control", "Enter"]);
    await animationFrame();
    expect("#park_text").toHaveAttribute("aria-invalid", "true");
    expect("#park_text_error").toHaveText("Write what the firm says.");
    expect(focused()).toBe("park_text");
    await typeAndEnter("No water");
    await press(["Control", "Enter"]);
    expect(focused()).toBe("park_category");
    expect.verifySteps([]);
});

test("one key changes the decision from anywhere", async () => {
    await openBoard();
    await press("F2");
    await animationFrame();
    expect(".o_park_row").toHaveAttribute("data-kind", "limited");
    expect(focused()).toBe("park_department");
    await press("F2");
    await animationFrame();
    expect(focused()).toBe("park_answer");
});

test("an input method keeps its Enter", async () => {
    await openBoard();
    const text = queryOne("#park_text");
    text.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }));
    expect(focused()).toBe("park_text");
});

test("a lost connection keeps the line in view and sends it again", async () => {
    let isDown = true;
    patchWithCleanup(rpc, {
        _rpc(url, params, settings) {
            const isLost = isDown && params.method === "capture";
            return isLost ? Promise.reject(new ConnectionLostError(url)) : super._rpc(url, params, settings);
        },
    });
    await openBoard();
    await typeAndEnter("No water");
    await typeAndEnter("water");
    await press("1");
    await typeAndEnter("Soon");
    await settle();
    expect(".o_park_status").toHaveText(/^No connection: 1/);
    expect(".o_park_line").toHaveAttribute("data-progress", "waiting");
    isDown = false;
    await advanceTime(1000);
    await settle();
    expect.verifySteps(["5: on_spot No water"]);
    expect(".o_park_line").toHaveAttribute("data-progress", "saved");
    expect(".o_park_status").toHaveText("Everything is saved");
});

test("a refused line comes back for correction with F4", async () => {
    let isRefused = true;
    await openBoard({
        capture: (params) => {
            const [line] = params.args[1];
            if (isRefused) {
                return [{ uuid: line.uuid, status: "error", error: "Choose another.", field: "category_id" }];
            }
            return storeLines(params);
        },
    });
    await typeAndEnter("No water");
    await typeAndEnter("water");
    await press("1");
    await typeAndEnter("Soon");
    await settle();
    expect(".o_park_line[data-progress=refused] .o_park_error").toHaveText("Choose another.");
    const refused = queryFirst(".o_park_line").dataset.uuid;
    await press("F4");
    await settle();
    expect("#park_text").toHaveValue("No water");
    expect(focused()).toBe("park_category");
    isRefused = false;
    await typeAndEnter("roads");
    await press(["Control", "Enter"]);
    await settle();
    expect.verifySteps(["5: on_spot No water"]);
    expect(queryFirst(".o_park_line").dataset.uuid).toBe(refused);
});

test("a firm is found by its number, initials or the tail of its code", async () => {
    await openBoard();
    for (const query of ["2", "bw", "0022"]) {
        queryOne("#park_firm").focus();
        await typeAndEnter(query);
        await animationFrame();
        expect("#park_firm").toHaveValue("Beta Works");
        await press(["Alt", "1"]);
        await animationFrame();
    }
    queryOne("#park_firm").focus();
    await type("nobody");
    await animationFrame();
    expect(".o_park_nothing").toHaveCount(1);
    await press("Escape");
    await animationFrame();
    expect("#park_firm").toHaveValue("Alpha Works");
});

test("a draft survives leaving the page", async () => {
    await openBoard();
    await type("Half a sent");
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "park_service_day.board",
        context: { active_id: 5 },
    });
    await animationFrame();
    expect("#park_text").toHaveValue("Half a sent");
});

test("who may not capture sees the lines only", async () => {
    await openBoard({ day: { can_write: false } });
    expect(".o_park_row").toHaveCount(0);
    expect(".alert").toHaveCount(1);
    await press("F2");
    expect.verifySteps([]);
});
