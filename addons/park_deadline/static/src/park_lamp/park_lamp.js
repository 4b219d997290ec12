import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// the shape says it without the colour: in black and white, and to eyes that see no red
const SHAPES = { green: "●", yellow: "▲", red: "■", grey: "○" };

/** Show a lamp as shape and word, coloured. */
export class ParkLamp extends Component {
    static template = "park_deadline.ParkLamp";
    static props = { ...standardFieldProps };

    get colour() {
        return this.props.record.data[this.props.name];
    }

    get shape() {
        return SHAPES[this.colour];
    }

    get label() {
        const { selection } = this.props.record.fields[this.props.name];
        return selection.find(([key]) => key === this.colour)?.[1];
    }
}

export const parkLamp = {
    component: ParkLamp,
    displayName: _t("Lamp"),
    supportedTypes: ["selection"],
};

registry.category("fields").add("park_lamp", parkLamp);
