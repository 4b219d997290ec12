import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** A form that says what the server is doing while it reads, judges, writes or takes back a whole file. */
export class ImportFormController extends FormController {
    setup() {
        super.setup();
        this.blocker = useService("ui");
        this.isBlocking = false;
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

    async beforeExecuteActionButton(clickParams) {
        const result = await super.beforeExecuteActionButton(clickParams);
        const message = this.progressOf(clickParams.name);
        if (result !== false && message) {
            this.blocker.block({ message, delay: 300 });
            this.isBlocking = true;
        }
        return result;
    }

    async afterExecuteActionButton(clickParams) {
        if (this.isBlocking) {
            this.blocker.unblock();
            this.isBlocking = false;
        }
        return super.afterExecuteActionButton(clickParams);
    }
}

registry.category("views").add("park_import_form", { ...formView, Controller: ImportFormController });
