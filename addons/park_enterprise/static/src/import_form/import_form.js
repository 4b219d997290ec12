import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { onWillUnmount } from "@odoo/owl";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

const ASK_EVERY = 1000; // milliseconds

/** A form that says what the server is doing while it reads, judges, writes or takes back a whole file. */
export class ImportFormController extends FormController {
    setup() {
        super.setup();
        this.blocker = useService("ui");
        this.orm = useService("orm");
        this.isBlocking = false;
        onWillUnmount(() => this.stopBlocking());
    }

    /** Return what a button is about to do to how many rows, or nothing for a quick one. */
    progressOf(name) {
        const rows = this.model.root.data.row_count.toLocaleString();
        return {
            action_preview: _t("Checking %s rows against the enterprises of the zone…", rows),
            action_import: _t("Writing %s rows as a whole: all of them or none…", rows),
            action_undo: _t("Taking the import back…"),
        }[name];
    }

    /** Return how far the server says it is, in words; nothing where it does not know. */
    stepInWords({ step, done, total }) {
        if (step === "judging") {
            return _t("Checked %(done)s of %(total)s rows…", {
                done: done.toLocaleString(),
                total: total.toLocaleString(),
            });
        }
        if (step === "writing") {
            return _t("Writing: step %(done)s of %(total)s. All rows or none…", { done: done + 1, total });
        }
        return step === "reading" ? _t("Reading the file…") : undefined;
    }

    /** Show how far the server is, again and again until it has answered. */
    async follow() {
        const progress = await this.orm.silent.call(this.props.resModel, "park_progress", [
            this.model.root.resId,
        ]);
        const message = this.isBlocking && this.stepInWords(progress);
        if (message) {
            this.blocker.unblock();
            this.blocker.block({ message });
        }
        this.schedule();
    }

    schedule() {
        if (this.isBlocking) {
            // what cannot be asked now is asked a second later; the import itself does not depend on it
            this.timer = browser.setTimeout(() => this.follow().catch(() => this.schedule()), ASK_EVERY);
        }
    }

    stopBlocking() {
        browser.clearTimeout(this.timer);
        if (this.isBlocking) {
            this.isBlocking = false;
            this.blocker.unblock();
        }
    }

    async beforeExecuteActionButton(clickParams) {
        const result = await super.beforeExecuteActionButton(clickParams);
        const message = this.progressOf(clickParams.name);
        if (result !== false && message) {
            this.blocker.block({ message, delay: 300 });
            this.isBlocking = true;
            this.schedule();
        }
        return result;
    }

    async afterExecuteActionButton(clickParams) {
        this.stopBlocking();
        return super.afterExecuteActionButton(clickParams);
    }
}

registry.category("views").add("park_import_form", { ...formView, Controller: ImportFormController });
