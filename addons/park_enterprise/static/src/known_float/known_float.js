import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** Show a figure that cannot be zero: an unknown one stays empty. */
export class KnownFloatField extends FloatField {
    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }
}

registry.category("fields").add("park_known_float", { ...floatField, component: KnownFloatField });
