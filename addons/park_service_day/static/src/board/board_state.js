import { _t } from "@web/core/l10n/translation";

export const KINDS = ["on_spot", "limited"];

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
        workdays: "",
    };
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
    if (row.kind === "on_spot") {
        if (!row.answer.trim()) {
            problems.answer = _t("Write what was answered, or give it a limit.");
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
        Object.assign(line, { department_id: row.department_id, workdays: workdaysOf(row) });
    }
    return line;
}

/** Return the row that a line came from, to correct it. */
export function rowOf(line) {
    const row = { ...emptyRow(line.uuid), ...line };
    delete row.at;
    row.workdays = line.workdays ? String(line.workdays) : "";
    return row;
}
