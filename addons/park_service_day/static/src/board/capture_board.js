import {
    Component,
    onMounted,
    onPatched,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useRef,
    useState,
    useSubEnv,
} from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { getDefaultConfig } from "@web/views/view";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { AcceptDialog } from "./accept_dialog";
import { Pulse } from "./board_pulse";
import { AT_ONCE, emptyRow, isWritten, KINDS, lineOf, problemsOf, rowOf, workdaysOf } from "./board_state";
import { BriefingDialog } from "./briefing_dialog";
import { LineQueue } from "./line_queue";
import { isComposing, TypeAhead } from "./type_ahead";

const { DateTime } = luxon;
const FIELDS = ["enterprise_id", "text", "category_id", "kind", "answer", "department_id", "workdays"];

/**
 * Capture what firms say at a service day, one line a problem, without leaving the keyboard.
 *
 * Enter goes to the next field and, on the last one, saves. The cursor is back in the problem field at
 * once, for the same firm; the line travels to the server behind the user's back (see `LineQueue`).
 */
export class CaptureBoard extends Component {
    static template = "park_service_day.CaptureBoard";
    static components = { Layout, TypeAhead };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Capture at the Table");

    setup() {
        useSubEnv({ config: { ...getDefaultConfig(), ...this.env.config } });
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.form = useRef("form");
        const { active_id, params } = this.props.action.context;
        this.dayId = active_id || params?.active_id || this.props.action.params?.active_id;
        this.client = this.newUuid();
        this.state = useState({
            board: null,
            row: emptyRow(this.newUuid()),
            problems: {},
            pending: [],
            message: "",
            isOffline: false,
            isVolatile: false,
            recorders: [],
        });
        this.queue = new LineQueue({
            storage: browser.localStorage,
            prefix: `${this.storageKey}.line.`,
            send: (lines) => this.orm.silent.call("park.service.day", "capture", [[this.dayId], lines]),
            onStored: (answer) => this.onStored(answer),
            onChange: () => this.onQueueChange(),
            setTimeout: (callback, delay) => browser.setTimeout(callback, delay),
        });
        this.pulse = new Pulse({
            ask: () => this.askPulse(),
            onAnswer: (answer) => this.onPulse(answer),
            setTimeout: (callback, delay) => browser.setTimeout(callback, delay),
        });
        useSetupAction({ getContext: () => ({ active_id: this.dayId }) });
        useExternalListener(window, "online", () => this.queue.retry());
        useExternalListener(window, "keydown", (ev) => this.onGlobalKeydown(ev), { capture: true });
        onWillStart(() => this.load());
        onMounted(() => this.start());
        onPatched(() => this.awaitedField && this.focus(this.awaitedField));
        onWillUnmount(() => {
            this.queue.stop();
            this.pulse.stop();
        });
    }

    // -- loading

    get storageKey() {
        return `park_service_day.${user.userId}.${this.dayId}`;
    }

    newUuid() {
        return uuid() + uuid();
    }

    async load() {
        this.state.board = await this.orm.call("park.service.day", "board", [[this.dayId]]);
        this.opensWithLookback = !this.state.board.lines.length;
        this.env.config.setDisplayName(_t("Capture: %s", this.state.board.day.name));
        this.restoreDraft();
    }

    start() {
        const stored = new Set(this.board.lines.map((line) => line.uuid));
        this.queue.load();
        for (const { line } of [...this.queue.entries]) {
            if (stored.has(line.uuid)) {
                this.queue.remove(line.uuid); // it arrived; only the answer got lost
            }
        }
        this.queue.flush();
        this.pulse.start();
        this.focus(this.row.enterprise_id ? "text" : "enterprise_id");
    }

    restoreDraft() {
        let draft = null;
        try {
            draft = JSON.parse(browser.localStorage.getItem(`${this.storageKey}.draft`));
        } catch {
            // an unreadable draft is no draft
        }
        const known = new Set(this.board.lines.map((line) => line.uuid));
        if (draft?.uuid && !known.has(draft.uuid)) {
            Object.assign(this.row, emptyRow(draft.uuid), draft);
        } else if (this.board.firms.length) {
            this.row.enterprise_id = this.board.firms[0].id;
        }
        if (!this.firmsById[this.row.enterprise_id]) {
            this.row.enterprise_id = false;
        }
    }

    keepDraft() {
        try {
            browser.localStorage.setItem(`${this.storageKey}.draft`, JSON.stringify(this.row));
        } catch {
            this.state.isVolatile = true;
        }
    }

    // -- what the template shows

    get board() {
        return this.state.board;
    }

    get row() {
        return this.state.row;
    }

    get canCapture() {
        return this.board.day.can_write && this.board.day.state === "open";
    }

    get whyNot() {
        const { can_write, state_label } = this.board.day;
        return can_write
            ? _t("This day is not open for capture (%s). Open it on its form.", state_label)
            : _t("You can read this day. Its organisers and the service centre capture.");
    }

    get firmsById() {
        return Object.fromEntries(this.board.firms.map((firm) => [firm.id, firm]));
    }

    /** Not `firm`: a loop variable of the template cannot hide a getter of the same name. */
    get currentFirm() {
        return this.firmsById[this.row.enterprise_id];
    }

    get firms() {
        const none = { on_spot: 0, limited: 0, explained: 0 };
        const counts = {};
        for (const { enterprise_id, kind } of this.countedLines) {
            counts[enterprise_id] ??= { ...none };
            counts[enterprise_id][kind] += 1;
        }
        return this.board.firms.map((firm) => ({
            ...firm,
            ...(counts[firm.id] || none),
            about: [firm.slot, firm.representative].filter(Boolean).join(" · "),
            isActive: firm.id === this.row.enterprise_id,
            writers: this.writersOf(firm.id),
        }));
    }

    /** Stored lines and new ones on their way; a correction on its way is counted as it was. */
    get countedLines() {
        return [...this.board.lines, ...this.state.pending.filter(({ issue_id }) => !issue_id)];
    }

    writersOf(enterpriseId) {
        return this.state.recorders
            .filter(({ enterprise_id, issue_id }) => enterprise_id === enterpriseId && !issue_id)
            .map(({ name }) => name)
            .join("、");
    }

    correctorsOf(issueId) {
        return this.state.recorders
            .filter(({ issue_id }) => issueId && issue_id === issueId)
            .map(({ name }) => name)
            .join("、");
    }

    get otherRecorders() {
        return [...new Set(this.state.recorders.map(({ name }) => name))].join("、");
    }

    get firmOptions() {
        return this.board.firms.map((firm) => ({ ...firm, hint: firm.code }));
    }

    get totals() {
        const totals = { all: 0, on_spot: 0, limited: 0, explained: 0 };
        for (const { kind } of this.countedLines) {
            totals.all += 1;
            totals[kind] += 1;
        }
        return totals;
    }

    get kindLabels() {
        return { on_spot: _t("On the spot"), limited: _t("With a limit"), explained: _t("Explained") };
    }

    get kinds() {
        const labels = {
            on_spot: _t("Solve on the spot"),
            limited: _t("Give a limit"),
            explained: _t("Explain"),
        };
        return KINDS.map((kind, index) => ({ kind, key: index + 1, label: labels[kind] }));
    }

    get dueText() {
        const due = this.board.due_dates[workdaysOf(this.row)];
        if (!due || workdaysOf(this.row) < 1) {
            return "";
        }
        const [day, isProvisional] = due;
        const date = DateTime.fromISO(day);
        const text = _t("Due %(date)s %(weekday)s", {
            date: this.showDate(day),
            weekday: date.toFormat("ccc"),
        });
        return isProvisional ? _t("%s (provisional)", text) : text;
    }

    /** Lines of this screen, newest first: on their way, then stored. */
    get lines() {
        const pending = [...this.state.pending].reverse();
        const onTheirWay = new Set(
            pending.filter(({ progress }) => progress !== "refused").map(({ issue_id }) => issue_id)
        );
        const stored = this.board.lines.filter(({ issue_id }) => !onTheirWay.has(issue_id));
        return [...pending, ...stored.sort((a, b) => b.issue_id - a.issue_id)];
    }

    get waitingCount() {
        return this.state.pending.filter(({ progress }) => progress !== "refused").length;
    }

    get refusedCount() {
        return this.state.pending.length - this.waitingCount;
    }

    get status() {
        if (this.refusedCount) {
            return { kind: "danger", text: _t("%s lines need a correction (F4)", this.refusedCount) };
        }
        if (this.state.isOffline) {
            return {
                kind: "warning",
                text: _t(
                    "No connection: %s lines are kept on this computer and sent again",
                    this.waitingCount
                ),
            };
        }
        if (this.waitingCount) {
            return { kind: "info", text: _t("Saving %s lines…", this.waitingCount) };
        }
        return { kind: "success", text: _t("Everything is saved") };
    }

    get lampMarks() {
        return {
            green: { mark: "●", text: _t("On time") },
            yellow: { mark: "▲", text: _t("Due soon") },
            red: { mark: "■", text: _t("Overdue") },
            grey: { mark: "○", text: _t("Not running") },
        };
    }

    showDate(iso) {
        return iso ? formatDate(DateTime.fromISO(iso), { format: "yyyy-MM-dd" }) : "";
    }

    // -- writing a line

    set(field, value) {
        this.row[field] = value;
        delete this.state.problems[field];
        this.keepDraft();
    }

    pickFirm(enterpriseId) {
        if (!this.canCapture) {
            return;
        }
        if (this.row.issue_id) {
            this.say(_t("The firm of a stored line stays."));
            return;
        }
        this.set("enterprise_id", enterpriseId);
        this.focus("text");
    }

    pickCategory(categoryId) {
        this.set("category_id", categoryId);
        const usual = this.board.usual_departments[categoryId];
        if (usual && !this.row.department_id && this.board.departments.some(({ id }) => id === usual)) {
            this.set("department_id", usual);
        }
    }

    pickKind(kind) {
        this.setKind(kind);
        this.focus(AT_ONCE.includes(kind) ? "answer" : this.row.department_id ? "workdays" : "department_id");
    }

    setKind(kind) {
        this.set("kind", kind);
        for (const field of ["answer", "department_id", "workdays"]) {
            delete this.state.problems[field];
        }
        this.form.el.dataset.kind = kind; // shows its fields at once: the next key may arrive before the next frame
    }

    focus(field) {
        const name = field === "answer" && this.row.kind === "limited" ? "measure" : field;
        const el = this.form.el?.querySelector(`[data-field="${name}"] :is(input, textarea, [tabindex="0"])`);
        el?.focus();
        if (name !== "text") {
            el?.select?.();
        }
    }

    next(field) {
        const fields = AT_ONCE.includes(this.row.kind)
            ? ["enterprise_id", "text", "category_id", "kind", "answer"]
            : ["enterprise_id", "text", "category_id", "kind", "department_id", "workdays"];
        const at = fields.indexOf(field);
        const following = at >= 0 && fields[at + 1];
        if (following) {
            this.focus(following);
        } else {
            this.save();
        }
    }

    startRow(row, problems = {}) {
        this.state.row = row;
        this.state.problems = problems;
        this.form.el.dataset.kind = row.kind;
        for (const field of ["text", "category_id", "answer", "department_id", "workdays", "measure"]) {
            // at once, as above; typing must not go on in the words of the line just saved
            const el = this.form.el.querySelector(`[data-field="${field}"] :is(input, textarea)`);
            el.value = "";
        }
        this.keepDraft();
    }

    save() {
        if (!this.canCapture) {
            return;
        }
        this.state.problems = problemsOf(this.row, this.board.limits);
        const wrong = FIELDS.find((field) => this.state.problems[field]);
        if (wrong) {
            this.say(this.state.problems[wrong]);
            this.focus(wrong);
            return;
        }
        const line = lineOf(this.row);
        this.queue.add(line);
        this.startRow(emptyRow(this.newUuid(), line.enterprise_id, line.kind));
        this.focus("text");
    }

    correct(uuid) {
        const entry = this.queue.entries.find(({ line }) => line.uuid === uuid);
        if (!entry || entry.state !== "refused") {
            return;
        }
        const row = rowOf(entry.line);
        if (entry.theirs) {
            // saved again it goes on from what stands there now
            Object.assign(row, { version: entry.theirs.version, theirs: entry.theirs, told: entry.error });
        }
        this.startRow(row, FIELDS.includes(entry.field) ? { [entry.field]: entry.error } : {});
        this.queue.remove(uuid);
        this.focus(FIELDS.includes(entry.field) ? entry.field : "text");
    }

    /** Take a stored line into the form. What was being written there is kept as a line of its own. */
    correctStored(line) {
        if (!this.canCapture || !line?.can_correct || (isWritten(this.row) && !this.leaveRow())) {
            return;
        }
        this.startRow({ ...rowOf(line), uuid: this.newUuid() });
        this.pulse.now();
        this.focus("text");
    }

    /** Save what is being written, if that is possible; return whether the form is free. */
    leaveRow() {
        if (this.row.issue_id && !this.isChanged) {
            return true;
        }
        this.save();
        return !isWritten(this.row);
    }

    get isChanged() {
        const stored = this.board.lines.find(({ issue_id }) => issue_id === this.row.issue_id);
        const plain = (row) => {
            return JSON.stringify({ ...row, uuid: "", version: "", theirs: "", told: "" });
        };
        return !stored || plain(rowOf(stored)) !== plain(this.row);
    }

    /** Give the correction in the form up: the stored line stays as it is. */
    leaveCorrection() {
        this.startRow(emptyRow(this.newUuid(), this.row.enterprise_id));
        this.pulse.now();
        this.focus("text");
    }

    retry(uuid) {
        this.queue.retry(uuid);
    }

    // -- at the table

    /** Let the department accept: the user's own at once, another one by the name of who accepts. */
    accept(line) {
        if (line?.acceptance === "mine") {
            return this.sendAcceptance(line, "");
        }
        if (line?.acceptance !== "waiting" || !this.canCapture) {
            return;
        }
        this.dialog.add(
            AcceptDialog,
            {
                line,
                names: this.board.attendees
                    .filter(({ department_id }) => department_id === line.department_id)
                    .map(({ name }) => name),
                onAccept: (name) => this.sendAcceptance(line, name),
            },
            { onClose: () => this.focus("text") }
        );
    }

    async sendAcceptance(line, name) {
        const stored = await this.orm.call("park.service.day", "accept", [[this.dayId], line.issue_id, name]);
        this.put(stored);
        this.say(_t("%(department)s accepted %(number)s", stored));
    }

    acceptNewest() {
        const waiting = [...this.board.lines]
            .reverse()
            .filter(({ acceptance }) => ["mine", "waiting"].includes(acceptance));
        this.accept(
            waiting.find(({ enterprise_id }) => enterprise_id === this.row.enterprise_id) || waiting[0]
        );
    }

    showBriefing() {
        const firm = this.currentFirm;
        if (firm) {
            this.dialog.add(
                BriefingDialog,
                { dayFirmId: firm.day_firm_id, title: firm.name },
                { onClose: () => this.focus("text") }
            );
        }
    }

    // -- what other boards do

    askPulse() {
        const known = Object.fromEntries(this.board.lines.map(({ issue_id, stamp }) => [issue_id, stamp]));
        const { issue_id, enterprise_id } = this.row;
        const writes = this.canCapture && isWritten(this.row);
        return this.orm.silent.call(
            "park.service.day",
            "pulse",
            [[this.dayId], this.client, known],
            writes ? { issue_id, enterprise_id } : {}
        );
    }

    onPulse({ day, lines, gone, recorders }) {
        Object.assign(this.board.day, day);
        lines.forEach((line) => this.put(line));
        if (gone.length) {
            this.board.lines = this.board.lines.filter(({ issue_id }) => !gone.includes(issue_id));
        }
        this.state.recorders = recorders;
    }

    /** Show a stored line as it is now; a correction of it in the form is told. */
    put(line) {
        const at = this.board.lines.findIndex(
            ({ issue_id, uuid }) => issue_id === line.issue_id || (uuid && uuid === line.uuid)
        );
        if (at < 0) {
            this.board.lines.push(line);
        } else {
            this.board.lines[at] = line;
        }
        const { row } = this;
        if (row.issue_id === line.issue_id && line.version !== row.version) {
            Object.assign(row, {
                version: line.version,
                theirs: line,
                told: _t(
                    "Somebody else changed this line while you were writing. Compare, then save or leave it."
                ),
            });
        }
    }

    openIssue(line) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "park.issue",
            res_id: line.issue_id,
            views: [[false, "form"]],
        });
    }

    // -- what the queue tells

    onStored({ line, status }) {
        this.put(line);
        this.say(
            status === "duplicate" ? _t("%s was stored before", line.number) : _t("%s is stored", line.number)
        );
    }

    onQueueChange() {
        this.state.isOffline = this.queue.failures > 0;
        this.state.isVolatile = this.queue.isVolatile;
        this.state.pending = this.queue.entries.map(({ line, state, error }) => ({
            ...line,
            number: this.board.lines.find(({ issue_id }) => line.issue_id && issue_id === line.issue_id)
                ?.number,
            enterprise: this.firmsById[line.enterprise_id]?.name || "",
            category: this.board.categories.find(({ id }) => id === line.category_id)?.name || "",
            department: this.board.departments.find(({ id }) => id === line.department_id)?.name || "",
            due_on: "",
            progress: state,
            error: error || (state === "refused" ? _t("The server gave no answer for this line.") : ""),
        }));
    }

    /** Tell screen readers; the same is visible in the list. */
    say(message) {
        this.state.message = message;
    }

    // -- keys

    onGlobalKeydown(ev) {
        if (isComposing(ev) || !this.canCapture || document.querySelector(".o_dialog")) {
            return;
        }
        const digit = /^(?:Digit)?([1-9])$/.exec(ev.code || ev.key)?.[1]; // Alt changes the key on a Mac
        const firm = ev.altKey && !ev.ctrlKey && digit && this.board.firms[digit - 1];
        const handlers = {
            F3: () => this.showBriefing(),
            F6: () => this.pickKind("on_spot"),
            F7: () => this.pickKind("limited"),
            F8: () => this.pickKind("explained"),
            F9: () => this.acceptNewest(),
            F4: () => this.correct(this.state.pending.find(({ progress }) => progress === "refused")?.uuid),
        };
        const handler = firm
            ? () => this.pickFirm(firm.id)
            : ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)
              ? () => this.save()
              : !ev.altKey && !ev.ctrlKey && handlers[ev.key];
        if (handler) {
            ev.preventDefault();
            ev.stopPropagation();
            handler();
        }
    }

    /** Up, in an empty line, takes the last line of this firm back; Escape gives a correction up. */
    onTextKeydown(ev) {
        if (ev.key === "ArrowUp" && !isWritten(this.row) && !isComposing(ev)) {
            ev.preventDefault();
            const own = this.board.lines.filter(
                ({ enterprise_id }) => enterprise_id === this.row.enterprise_id
            );
            this.correctStored(own.reverse().find(({ can_correct }) => can_correct));
        } else if (ev.key === "Escape" && this.row.issue_id && !isComposing(ev)) {
            this.leaveCorrection();
        } else {
            this.onEnter(ev, "text");
        }
    }

    onEnter(ev, field) {
        if (ev.key !== "Enter" || ev.shiftKey || isComposing(ev)) {
            return;
        }
        ev.preventDefault();
        this.next(field);
    }

    onKindKeydown(ev) {
        const step = (by) => {
            const at = KINDS.indexOf(this.row.kind) + by + KINDS.length;
            this.setKind(KINDS[at % KINDS.length]);
        };
        const handler = {
            1: () => this.pickKind("on_spot"),
            2: () => this.pickKind("limited"),
            3: () => this.pickKind("explained"),
            ArrowLeft: () => step(-1),
            ArrowRight: () => step(1),
            ArrowUp: () => step(-1),
            ArrowDown: () => step(1),
            " ": () => step(1),
            Enter: () => this.pickKind(this.row.kind),
        }[ev.key];
        if (handler && !ev.ctrlKey && !ev.altKey && !isComposing(ev)) {
            ev.preventDefault();
            handler();
        }
    }

    onWorkdaysKeydown(ev) {
        const step = { ArrowUp: 1, ArrowDown: -1 }[ev.key];
        if (step) {
            ev.preventDefault();
            const days = Math.min(
                Math.max((workdaysOf(this.row) || 0) + step, 1),
                this.board.limits.workdays
            );
            this.set("workdays", String(days));
        } else {
            this.onEnter(ev, "workdays");
        }
    }
}

registry.category("actions").add("park_service_day.board", CaptureBoard);
