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
].map((firm) => ({ ...firm, day_firm_id: firm.id, slot: "", representative: "", briefing: "" }));

/** A stored line of the first firm, given a limit. */
const STORED = {
    uuid: "stored-line-1",
    issue_id: 500,
    number: "SQ-500",
    enterprise_id: 11,
    enterprise: "Alpha Works",
    text: "No water",
    category: "Water",
    category_id: 21,
    kind: "limited",
    answer: "Second pump",
    department: "Water Bureau",
    department_id: 31,
    helper_ids: [32],
    workdays: 2,
    version: "aaaaaaaaaaaaaaaa",
    stamp: "1",
    can_correct: true,
    acceptance: "waiting",
    accepted_by: "",
    due_on: "2026-11-25",
    is_provisional: false,
    state: "Assigned",
    lamp: "green",
    can_open: false,
};
const QUIET = { day: {}, lines: [], gone: [], recorders: [] };

function boardData(day = {}, lines = []) {
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
        lookback: { title: "", sentence: "", figures: [], entries: [] },
        attendees: [{ name: "Ms Zhou", department_id: 31 }],
        lines,
    };
}

let lastIssue = 100;

/** Answer for lines as the server does, and step through what was sent. */
function storeLines({ args: [ids, lines] }) {
    return lines.map((line, index) => {
        expect.step(`${ids}: ${line.kind} ${line.text}`);
        const number = `SQ-${index + 1}`;
        const shown = {
            uuid: line.uuid,
            issue_id: line.issue_id || (lastIssue += 1),
            stamp: "1",
            version: "bbbbbbbbbbbbbbbb",
            can_correct: true,
            acceptance: "",
            accepted_by: "",
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
            issue_id: shown.issue_id,
            error: "",
            field: "",
            line: shown,
        };
    });
}

async function openBoard({ day, lines, capture = storeLines, pulse = () => QUIET } = {}) {
    onRpc("park.service.day", "board", () => boardData(day, lines));
    onRpc("park.service.day", "capture", capture);
    onRpc("park.service.day", "pulse", pulse);
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
    expect.verifySteps([JSON.stringify({ ...sent, department_id: 32, helper_ids: [], workdays: 2 })]);
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
    for (const [key, kind, field] of [
        ["F7", "limited", "park_department"],
        ["F8", "explained", "park_answer"],
        ["F6", "on_spot", "park_answer"],
    ]) {
        await press(key);
        await animationFrame();
        expect(".o_park_row").toHaveAttribute("data-kind", kind);
        expect(focused()).toBe(field);
    }
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
    await press("F7");
    expect.verifySteps([]);
});

test("the last line comes back with the arrow and is sent as a correction of what was seen", async () => {
    await openBoard({
        lines: [STORED],
        capture: ({ args: [, [line]] }) => {
            const { uuid, at, ...values } = line;
            expect.step(JSON.stringify(values));
            expect(at).toBeGreaterThan(0);
            expect(uuid).not.toBe(STORED.uuid);
            return [{ uuid, status: "stored", number: "SQ-500", line: { ...STORED, text: "Low pressure" } }];
        },
    });
    await press("ArrowUp");
    await animationFrame();
    expect(".o_park_correcting").toHaveCount(1);
    expect("#park_text").toHaveValue("No water");
    expect("#park_workdays").toHaveValue("2");
    await type("Low pressure");
    await press(["Control", "Enter"]);
    await settle();
    expect.verifySteps([
        JSON.stringify({
            enterprise_id: 11,
            text: "Low pressure",
            category_id: 21,
            kind: "limited",
            answer: "Second pump",
            department_id: 31,
            helper_ids: [32],
            workdays: 2,
            issue_id: 500,
            version: "aaaaaaaaaaaaaaaa",
        }),
    ]);
    expect(queryAllTexts(".o_park_line .o_park_col_text")).toEqual(["Low pressure"]);
    expect(".o_park_correcting").toHaveCount(0);
    expect("#park_text").toHaveValue("");
});

test("who comes second sees both wordings, keeps the own one and may save it again", async () => {
    const theirs = { ...STORED, text: "No water at night", version: "cccccccccccccccc" };
    const sent = [];
    await openBoard({
        lines: [STORED],
        capture: ({ args: [, [line]] }) => {
            sent.push(line);
            return line.version === theirs.version
                ? [
                      {
                          uuid: line.uuid,
                          status: "stored",
                          number: "SQ-500",
                          line: { ...STORED, text: line.text },
                      },
                  ]
                : [
                      {
                          uuid: line.uuid,
                          status: "conflict",
                          error: "Ms Qin changed it.",
                          field: "line",
                          line: theirs,
                      },
                  ];
        },
    });
    await press("ArrowUp");
    await animationFrame();
    await type("No water by day");
    await press(["Control", "Enter"]);
    await settle();
    expect(queryAllTexts(".o_park_line .o_park_col_text")).toEqual(["No water by day", "No water"]);
    await press("F4");
    await settle();
    expect(".o_park_conflict").toHaveText(/Ms Qin changed it.*No water at night.*No water by day/s);
    expect("#park_text").toHaveValue("No water by day");
    await press(["Control", "Enter"]);
    await settle();
    expect(sent.map(({ version }) => version)).toEqual([STORED.version, theirs.version]);
    expect(queryAllTexts(".o_park_line .o_park_col_text")).toEqual(["No water by day"]);
});

test("a correction can be given up", async () => {
    await openBoard({ lines: [STORED] });
    await press("ArrowUp");
    await animationFrame();
    await type("Something else");
    await press("Escape");
    await animationFrame();
    expect("#park_text").toHaveValue("");
    expect(queryAllTexts(".o_park_line .o_park_col_text")).toEqual(["No water"]);
});

test("what others write appears, and what they are writing too", async () => {
    const known = [];
    const answers = [
        {
            ...QUIET,
            lines: [{ ...STORED, issue_id: 501, uuid: "theirs", text: "Potholes" }],
            recorders: [{ client: "x", name: "Ms Qin", issue_id: 500, enterprise_id: 11 }],
        },
        {
            ...QUIET,
            gone: [501],
            recorders: [{ client: "x", name: "Ms Qin", issue_id: false, enterprise_id: 12 }],
        },
    ];
    await openBoard({
        lines: [STORED],
        pulse: ({ args }) => {
            known.push(args[2]);
            return answers.shift() || QUIET;
        },
    });
    await advanceTime(4000);
    await animationFrame();
    expect(queryAllTexts(".o_park_line .o_park_col_text")).toEqual(["Potholes", "No water"]);
    expect(".o_park_line[data-uuid=stored-line-1] .o_park_writers").toHaveText(/Ms Qin/);
    expect(".o_park_others").toHaveText(/Ms Qin/);
    await advanceTime(4000);
    await animationFrame();
    expect(queryAllTexts(".o_park_line .o_park_col_text")).toEqual(["No water"]);
    expect(".o_park_firm[data-firm='12'] .o_park_writers").toHaveText(/Ms Qin/);
    expect(known).toEqual([{ 500: "1" }, { 500: "1", 501: "1" }]);
});

test("a line that changes while it is being corrected says so at once", async () => {
    const theirs = { ...STORED, text: "No water at night", version: "cccccccccccccccc", stamp: "2" };
    await openBoard({ lines: [STORED], pulse: () => ({ ...QUIET, lines: [theirs] }) });
    await press("ArrowUp");
    await animationFrame();
    await type("No water by day");
    await advanceTime(4000);
    await animationFrame();
    expect(".o_park_conflict").toHaveText(/No water at night/);
    expect("#park_text").toHaveValue("No water by day");
});

test("without an answer the board asks more rarely and goes on", async () => {
    let asked = 0;
    await openBoard({
        pulse: () => {
            asked += 1;
            throw new Error("down");
        },
    });
    await advanceTime(4000);
    await advanceTime(4000);
    expect(asked).toBe(1);
    await advanceTime(4000);
    expect(asked).toBe(2);
});

test("the department accepts by name with F9", async () => {
    onRpc("park.service.day", "accept", ({ args }) => {
        expect.step(JSON.stringify(args));
        return { ...STORED, acceptance: "accepted", accepted_by: args[2], stamp: "2" };
    });
    await openBoard({ lines: [STORED] });
    await press("F9");
    await animationFrame();
    expect("#park_accept_name").toHaveValue("Ms Zhou");
    await press("Enter");
    await settle();
    expect.verifySteps([JSON.stringify([[5], 500, "Ms Zhou"])]);
    expect(".o_park_accepted").toHaveText(/Ms Zhou/);
});

test("a handler accepts for the own department, and cannot write", async () => {
    onRpc("park.service.day", "accept", () => ({ ...STORED, acceptance: "accepted", accepted_by: "Me" }));
    await openBoard({
        day: { can_write: false },
        lines: [
            { ...STORED, acceptance: "mine" },
            { ...STORED, issue_id: 501, uuid: "other" },
        ],
    });
    expect(".o_park_accept_line").toHaveCount(1);
    queryOne(".o_park_accept_line").click();
    await settle();
    expect(".o_park_accepted").toHaveText(/Me/);
});
