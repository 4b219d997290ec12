import { Component, useState } from "@odoo/owl";

import { useAutofocus } from "@web/core/utils/hooks";
import { Dialog } from "@web/core/dialog/dialog";

/** Ask who accepts a line for a department that has no device at the table. */
export class AcceptDialog extends Component {
    static template = "park_service_day.AcceptDialog";
    static components = { Dialog };
    static props = {
        line: Object,
        names: Array, // of those of the department who sit at the table
        onAccept: Function, // (name) => Promise
        close: Function,
    };

    setup() {
        useAutofocus({ refName: "name", selectAll: true });
        this.state = useState({ name: this.props.names[0] || "" });
    }

    async accept() {
        const name = this.state.name.trim();
        if (name) {
            await this.props.onAccept(name);
            this.props.close();
        }
    }
}
