import { _t } from "@web/core/l10n/translation";

export const KINDS = ["on_spot", "limited", "explained"];

/** Settled at the table: what was said there is the answer. */
export const AT_ONCE = ["on_spot", "explained"];

/** Return an empty line for a firm; what was decided last is likely to be decided again. */
export function emptyRow(uuid, enterpriseId = false, kind = "on_spot") {
    return {
        uuid,
        enterprise_id: enterpriseId,
        text: "",
        category_id: false,
        kind,
        answer: "",
        department_id: false,
        helper_ids: [],
        workdays: "",
        issue_id: false, // of a stored line that is being corrected
        version: "", // how it was when the correction began
        theirs: false, // how somebody else changed it since
        told: "", // who did
    };
}

/** Return whether something has been written into the row. */
export function isWritten(row) {
    return Boolean(row.issue_id || row.text.trim() || row.answer.trim() || row.category_id);
}

/** Return the working days typed into the row, or NaN. */
export function workdaysOf(row) {
    const text = String(row.workdays).normalize("NFKC").trim();
    return /^\d{1,3}$/.test(text) ? Number(text) : NaN;
}

/**
 * Return what is still wrong with a row as `{ field: message }`, in the order of the fields.
 * The server checks again; this only spares a round trip.
 */
export function problemsOf(row, limits) {
    const problems = {};
    if (!row.enterprise_id) {
        problems.enterprise_id = _t("Choose the firm.");
    }
    if (!row.text.trim()) {
        problems.text = _t("Write what the firm says.");
    } else if (row.text.length > limits.text) {
        problems.text = _t("Too long: at most %s characters.", limits.text);
    }
    if (!row.category_id) {
        problems.category_id = _t("Choose a category.");
    }
    if (AT_ONCE.includes(row.kind)) {
        if (!row.answer.trim()) {
            problems.answer =
                row.kind === "on_spot"
                    ? _t("Write what was answered, or give it a limit.")
                    : _t("Write what was explained: why it cannot be, or what the rule says.");
        }
        return problems;
    }
    if (!row.department_id) {
        problems.department_id = _t("Choose the department.");
    }
    const workdays = workdaysOf(row);
    if (!(workdays >= 1 && workdays <= limits.workdays)) {
        problems.workdays = _t("1 to %s working days.", limits.workdays);
    }
    return problems;
}

/** Return the line as the server's `capture` takes it. */
export function lineOf(row) {
    const line = {
        uuid: row.uuid,
        at: Date.now(), // order of capture, for sending again after a restart
        enterprise_id: row.enterprise_id,
        text: row.text.trim(),
        category_id: row.category_id,
        kind: row.kind,
        answer: row.answer.trim(),
    };
    if (row.kind === "limited") {
        const { department_id, helper_ids } = row;
        Object.assign(line, { department_id, helper_ids: [...helper_ids], workdays: workdaysOf(row) });
    }
    if (row.issue_id) {
        Object.assign(line, { issue_id: row.issue_id, version: row.version });
    }
    return line;
}

/** Return the row that a line came from, to correct it. */
export function rowOf(line) {
    const row = emptyRow(line.uuid);
    for (const name of Object.keys(row)) {
        row[name] = line[name] || row[name];
    }
    row.helper_ids = [...row.helper_ids];
    row.workdays = line.workdays ? String(line.workdays) : "";
    return row;
}
