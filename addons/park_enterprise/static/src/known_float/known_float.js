import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";
import { IntegerField, integerField } from "@web/views/fields/integer/integer_field";

/** Show a figure that cannot be zero: an unknown one stays empty. */
export class KnownFloatField extends FloatField {
    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }
}

/** Show a number that cannot be zero: an unknown one stays empty. */
export class KnownIntegerField extends IntegerField {
    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }
}

registry.category("fields").add("park_known_float", { ...floatField, component: KnownFloatField });
registry.category("fields").add("park_known_integer", { ...integerField, component: KnownIntegerField });
