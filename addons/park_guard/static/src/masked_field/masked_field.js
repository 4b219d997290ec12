import { Component, onMounted, reactive, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CharField, charField } from "@web/views/fields/char/char_field";

const SECONDS_SHOWN = 60;

/** Ask why personal data is needed: the reason is recorded. */
export class RevealDialog extends Component {
    static template = "park_guard.RevealDialog";
    static components = { Dialog };
    static props = { reveal: Function, close: Function };

    setup() {
        this.state = useState({ reason: "" });
        this.input = useRef("reason");
        onMounted(() => this.input.el.focus());
    }

    async confirm() {
        await this.props.reveal(this.state.reason);
        this.props.close();
    }
}

/** Keep what is shown at the moment: one reveal opens all fields of a record, for a minute. */
export const revealService = {
    dependencies: ["orm"],
    start(env, { orm }) {
        const shown = reactive({});
        return {
            shown,
            async reveal(model, id, reason) {
                const key = `${model},${id}`;
                shown[key] = await orm.call(model, "park_reveal", [[id]], { reason });
                browser.setTimeout(() => delete shown[key], SECONDS_SHOWN * 1000);
            },
        };
    },
};

/** A telephone number or address, with a button that shows what is masked for a minute. */
export class MaskedField extends CharField {
    static template = "park_guard.MaskedField";

    setup() {
        super.setup();
        this.reveals = useService("park_reveal");
        this.shown = useState(this.reveals.shown);
        this.dialog = useService("dialog");
    }

    get isMasked() {
        return (
            Boolean(this.props.record.resId) && (this.props.record.data[this.props.name] || "").includes("*")
        );
    }

    /** The value as long as it is shown, or nothing. */
    get revealed() {
        const { resModel, resId } = this.props.record;
        return this.isMasked && this.shown[`${resModel},${resId}`]?.[this.props.name];
    }

    askReason() {
        const { resModel, resId } = this.props.record;
        this.dialog.add(RevealDialog, { reveal: (reason) => this.reveals.reveal(resModel, resId, reason) });
    }
}

registry.category("services").add("park_reveal", revealService);
registry.category("fields").add("park_masked", { ...charField, component: MaskedField });
