import { RPCError } from "@web/core/network/rpc";

export const BATCH = 50; // lines in one call; the server takes 200
const PAUSES = [1000, 2000, 4000, 8000, 15000]; // milliseconds before the next try

/**
 * Lines on their way to the server.
 *
 * A line is written to the browser's storage before anything else and leaves it only when the
 * server has answered for its uuid, so neither a killed server nor a closed browser loses it; sending
 * the same uuid again gives the same number. Each line has its own storage key: two tabs on the same
 * day do not overwrite each other.
 *
 * An entry is `{ line, state, error, field, theirs }` with state "waiting", "sending" or "refused";
 * `theirs` is the line as somebody else changed it, where a correction came second.
 */
export class LineQueue {
    /**
     * @param {Object} options
     * @param {Storage} options.storage
     * @param {string} options.prefix storage keys of this user and service day
     * @param {(lines: Object[]) => Promise<Object[]>} options.send
     * @param {(answer: Object, line: Object) => void} options.onStored
     * @param {() => void} options.onChange
     * @param {(callback: Function, delay: number) => number} options.setTimeout
     */
    constructor({ storage, prefix, send, onStored, onChange, setTimeout }) {
        Object.assign(this, { storage, prefix, send, onStored, onChange, setTimeout });
        this.entries = [];
        this.failures = 0;
        this.isSending = false;
        this.isStopped = false;
        this.isVolatile = false; // the browser refuses to store: say so
    }

    /** Bring back what an earlier page could not deliver, oldest first. */
    load() {
        const keys = Array.from({ length: this.storage.length }, (_, index) =>
            this.storage.key(index)
        ).filter((key) => key?.startsWith(this.prefix));
        const known = new Set(this.entries.map(({ line }) => line.uuid));
        for (const key of keys) {
            const line = this.read(key);
            if (line?.uuid && !known.has(line.uuid)) {
                this.entries.push({ line, state: "waiting", error: "", field: "" });
            }
        }
        this.entries.sort((a, b) => (a.line.at || 0) - (b.line.at || 0));
        this.onChange();
    }

    read(key) {
        try {
            return JSON.parse(this.storage.getItem(key));
        } catch {
            return null; // not ours: leave it where it is
        }
    }

    add(line) {
        const entry = { line, state: "waiting", error: "", field: "" };
        this.entries = [...this.entries.filter((other) => other.line.uuid !== line.uuid), entry];
        try {
            this.storage.setItem(this.prefix + line.uuid, JSON.stringify(line));
        } catch {
            this.isVolatile = true;
        }
        this.onChange();
        return this.flush();
    }

    /** Take a line back out, to correct it or because the user gives it up. */
    remove(uuid) {
        this.entries = this.entries.filter(({ line }) => line.uuid !== uuid);
        this.storage.removeItem(this.prefix + uuid);
        this.onChange();
    }

    retry(uuid) {
        for (const entry of this.entries) {
            if (!uuid || entry.line.uuid === uuid) {
                entry.state = entry.state === "sending" ? "sending" : "waiting";
            }
        }
        this.onChange();
        return this.flush();
    }

    stop() {
        this.isStopped = true;
    }

    /** Send what waits. One call at a time, so numbers follow the order of capture. */
    async flush(size = BATCH) {
        if (this.isSending || this.isStopped) {
            return;
        }
        const batch = this.entries.filter(({ state }) => state === "waiting").slice(0, size);
        if (!batch.length) {
            return;
        }
        this.isSending = true;
        batch.forEach((entry) => (entry.state = "sending"));
        this.onChange();
        let next = size;
        try {
            this.settle(batch, await this.send(batch.map(({ line }) => line)));
            this.failures = 0;
        } catch (error) {
            next = this.postpone(batch, error);
        } finally {
            this.isSending = false;
            this.onChange();
        }
        if (next) {
            await this.flush(next);
        }
    }

    settle(batch, answers) {
        const byUuid = Object.fromEntries(answers.map((answer) => [answer.uuid, answer]));
        for (const entry of batch) {
            const answer = byUuid[entry.line.uuid];
            if (!answer || ["error", "conflict"].includes(answer.status)) {
                const { error = "", field = "", status, line } = answer || {};
                // in a conflict: how the line stands now; ours is kept as it is
                const theirs = status === "conflict" ? line : false;
                Object.assign(entry, { state: "refused", error, field, theirs });
            } else {
                this.remove(entry.line.uuid);
                this.onStored(answer, entry.line);
            }
        }
    }

    /** Keep the batch after a failed call; return the size of the next one, 0 to wait. */
    postpone(batch, error) {
        // a server whose database went away has not judged the line: that is an outage like any other
        const isAnswered = error instanceof RPCError && error.exceptionName !== "park_guard.TryAgain";
        if (isAnswered && batch.length > 1) {
            batch.forEach((entry) => (entry.state = "waiting"));
            return 1; // one of them upsets the server: the others must not suffer
        }
        if (isAnswered && error.exceptionName !== "odoo.http.SessionExpiredException") {
            const message = error.data?.message || error.message;
            batch.forEach((entry) => Object.assign(entry, { state: "refused", error: message, field: "" }));
            return 1;
        }
        batch.forEach((entry) => (entry.state = "waiting"));
        const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
        this.failures += 1;
        this.setTimeout(() => this.flush(), pause);
        return 0;
    }
}
