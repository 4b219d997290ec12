import { describe, expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";

import { ConnectionLostError, makeErrorFromResponse } from "@web/core/network/rpc";
import { LineQueue } from "@park_service_day/board/line_queue";

describe.current.tags("headless");

/** A browser storage of the test's own. */
class Storage {
    constructor() {
        this.items = new Map();
    }
    get length() {
        return this.items.size;
    }
    key(index) {
        return [...this.items.keys()][index];
    }
    getItem(key) {
        return this.items.get(key) ?? null;
    }
    setItem(key, value) {
        this.items.set(key, value);
    }
    removeItem(key) {
        this.items.delete(key);
    }
}

function makeQueue(send, storage = new Storage()) {
    const stored = [];
    const queue = new LineQueue({
        storage,
        prefix: "day.1.line.",
        send,
        onStored: (answer) => stored.push(answer.number),
        onChange: () => {},
        setTimeout: (callback, delay) => setTimeout(callback, delay),
    });
    return { queue, storage, stored };
}

const accept = async (lines) => lines.map(({ uuid }) => ({ uuid, status: "stored", number: `N-${uuid}` }));

function refusal(message, name = "odoo.exceptions.UserError") {
    return makeErrorFromResponse({ code: 200, message: "Odoo Server Error", data: { name, message } });
}

test("a line stays in the browser until the server has answered for it", async () => {
    let answer;
    const { queue, storage, stored } = makeQueue(
        (lines) => new Promise((resolve) => (answer = () => accept(lines).then(resolve)))
    );
    const done = queue.add({ uuid: "a", at: 1 });
    expect(storage.length).toBe(1);
    await answer();
    await done;
    expect(storage.length).toBe(0);
    expect(stored).toEqual(["N-a"]);
});

test("a lost connection is tried again with the same identifier", async () => {
    const calls = [];
    let isDown = true;
    const { queue, storage, stored } = makeQueue((lines) => {
        calls.push(lines.map(({ uuid }) => uuid).join());
        return isDown ? Promise.reject(new ConnectionLostError("/x")) : accept(lines);
    });
    await queue.add({ uuid: "a", at: 1 });
    expect([queue.failures, storage.length]).toEqual([1, 1]);
    isDown = false;
    await advanceTime(1000);
    expect(calls).toEqual(["a", "a"]);
    expect([queue.failures, storage.length, stored.length]).toEqual([0, 0, 1]);
});

test("an ended session keeps the lines as a lost connection does", async () => {
    const { queue } = makeQueue(() =>
        Promise.reject(refusal("Session expired", "odoo.http.SessionExpiredException"))
    );
    await queue.add({ uuid: "a", at: 1 });
    expect([queue.failures, queue.entries[0].state]).toEqual([1, "waiting"]);
});

test("a line whose server lost its database waits and is sent again", async () => {
    const { queue } = makeQueue(() =>
        Promise.reject(refusal("The database does not answer", "park_guard.TryAgain"))
    );
    await queue.add({ uuid: "a", at: 1 });
    expect([queue.failures, queue.entries[0].state]).toEqual([1, "waiting"]);
});

test("a new page finds what the last one could not deliver, oldest first", async () => {
    const storage = new Storage();
    const first = makeQueue(() => Promise.reject(new ConnectionLostError("/x")), storage);
    await first.queue.add({ uuid: "b", at: 2 });
    first.queue.stop();
    storage.setItem("day.1.line.a", JSON.stringify({ uuid: "a", at: 1 }));
    storage.setItem("day.1.line.broken", "{");
    storage.setItem("day.2.line.c", JSON.stringify({ uuid: "c", at: 0 }));
    const second = makeQueue(accept, storage);
    second.queue.load();
    await second.queue.flush();
    expect(second.stored).toEqual(["N-a", "N-b"]);
    expect([...storage.items.keys()]).toEqual(["day.1.line.broken", "day.2.line.c"]);
});

test("a refused line waits for a correction and does not hold up the others", async () => {
    const { queue, stored } = makeQueue(async (lines) =>
        lines.map(({ uuid }) =>
            uuid === "b"
                ? { uuid, status: "error", error: "Shorten it.", field: "text" }
                : { uuid, status: "stored", number: uuid }
        )
    );
    await queue.add({ uuid: "a", at: 1 });
    await queue.add({ uuid: "b", at: 2 });
    await queue.add({ uuid: "c", at: 3 });
    expect(stored).toEqual(["a", "c"]);
    const [entry] = queue.entries;
    expect([entry.state, entry.error, entry.field]).toEqual(["refused", "Shorten it.", "text"]);
});

test("when a call is refused as a whole its lines are sent one by one", async () => {
    const sizes = [];
    const { queue, storage, stored } = makeQueue((lines) => {
        sizes.push(lines.length);
        return lines.some(({ uuid }) => uuid === "b") ? Promise.reject(refusal("No.")) : accept(lines);
    });
    for (const [at, uuid] of ["a", "b", "c"].entries()) {
        storage.setItem(`day.1.line.${uuid}`, JSON.stringify({ uuid, at }));
    }
    queue.load();
    await queue.flush();
    expect(sizes).toEqual([3, 1, 1, 1]);
    expect(stored).toEqual(["N-a", "N-c"]);
    expect(queue.entries.map(({ line, error }) => [line.uuid, error])).toEqual([["b", "No."]]);
});

test("a browser that cannot store says so and still sends", async () => {
    const storage = new Storage();
    storage.setItem = () => {
        throw new Error("QuotaExceededError");
    };
    const { queue, stored } = makeQueue(accept, storage);
    await queue.add({ uuid: "a", at: 1 });
    expect([queue.isVolatile, stored.length]).toEqual([true, 1]);
});
