"""The words for every reason, note and refusal of an import; what they do stands in the core."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..core.duplicates import Likeness, Signal
from ..core.importing.reasons import NAME_THEIR_FIELD

_lt = LazyTranslate(__name__)

# {key: (short label, sentence)}; %(0)s, %(1)s are the values of the reason
REASON_TEXTS = {
    "no_name": (_lt("No name"), _lt("The row has no enterprise name.")),
    "name_too_long": (
        _lt("Name too long"),
        _lt("The name has %(0)s characters; a name has at most %(1)s. Is it another column?"),
    ),
    "name_broken": (_lt("Name unusable"), _lt("The name cell shows “%(1)s” instead of a name.")),
    "name_no_letters": (
        _lt("Name without letters"),
        _lt("“%(0)s” is a number, not a name. Is it another column?"),
    ),
    "footer_row": (_lt("Remark below the table"), _lt("“%(0)s” is a remark or signature, not an enterprise.")),
    "subtotal_row": (_lt("Total row"), _lt("“%(0)s” is a total, not an enterprise.")),
    "hidden_row": (
        _lt("Hidden row"),
        _lt("The row is hidden in the file. Choose whether to import what is hidden, or to leave it out."),
    ),
    "extra_cells": (
        _lt("Too many cells"),
        _lt("The row has %(0)s cells under %(1)s headers; a separator may stand inside a text."),
    ),
    "duplicate_code": (
        _lt("Repeats a row"),
        _lt("Row %(0)s has the same credit code and says the same; this row is not needed."),
    ),
    "duplicate_code_differs": (
        _lt("Same code, other values"),
        _lt("Row %(0)s has the same credit code but differs in: %(1)s. What differs is put up for decision."),
    ),
    "duplicate_name": (_lt("Same name twice"), _lt("Row %(0)s already names this enterprise.")),
    "duplicate_firm": (_lt("Same enterprise twice"), _lt("Row %(0)s already is about this enterprise.")),
    "ambiguous_name": (
        _lt("Several enterprises of this name"),
        _lt("The zone has %(0)s enterprises of this name; only a credit code tells which is meant."),
    ),
    "archived_code": (
        _lt("Archived enterprise"),
        _lt("An archived enterprise of the zone has this credit code. Restore it first, then import."),
    ),
    "not_yours": (
        _lt("Looked after by others"),
        _lt("The row would change an enterprise you do not look after. Ask its officer or the service centre."),
    ),
    "may_not_create": (_lt("No right to add"), _lt("You may not add enterprises to this zone.")),
    "code_missing": (_lt("No credit code"), _lt("The row has no credit code.")),
    "code_check_fails": (
        _lt("Check digit fails"),
        _lt("The credit code “%(0)s” does not pass its check digit; compare it with the licence."),
    ),
    "code_not_a_code": (
        _lt("Not a credit code"),
        _lt("“%(0)s” cannot be a credit code: it needs 18 characters without I, O, S, V and Z."),
    ),
    "code_digits_lost": (
        _lt("Code stored as number"),
        _lt("The credit code was stored as a number and lost its last digits (“%(0)s”); it was not taken."),
    ),
    "code_registration_no": (
        _lt("Old registration number"),
        _lt("“%(0)s” is an old registration number and was kept as such; the credit code is unknown."),
    ),
    "code_organisation_only": (
        _lt("Organisation code only"),
        _lt("“%(0)s” is an organisation code and was kept as registration number; the credit code is unknown."),
    ),
    "code_conflict": (
        _lt("Code differs"),
        _lt("The file says “%(0)s”, the enterprise has the valid credit code “%(1)s”, which was kept."),
    ),
    "same_name_other_code": (
        _lt("Same name, other code"),
        _lt("An enterprise of the same name has the credit code %(0)s. Is it the same enterprise?"),
    ),
    "likely_twin": (
        _lt("Looks like another enterprise"),
        _lt("The row may be %(0)s, which the zone has already: %(1)s."),
    ),
    "name_several": (
        _lt("Several names in one cell"),
        _lt("The cell seems to hold the names of %(0)s enterprises; each needs its own row."),
    ),
    "capital_unclear": (
        _lt("Capital not understood"),
        _lt("The registered capital “%(0)s” was kept as text; amount and currency are not clear."),
    ),
    "capital_unit_unknown": (
        _lt("Unit of capital unknown"),
        _lt("The registered capital “%(0)s” names no unit: yuan or 10,000 yuan?"),
    ),
    "founded_unclear": (_lt("Founding date unclear"), _lt("“%(0)s” is no clear founding date; none was entered.")),
    "founded_placeholder": (
        _lt("Founding date is a placeholder"),
        _lt("“%(0)s” is what programs write for an unknown date; none was entered."),
    ),
    "founded_in_future": (
        _lt("Founding date in the future"),
        _lt("The founding date “%(0)s” has not come yet; none was entered."),
    ),
    "province_unknown": (_lt("Province unknown"), _lt("“%(0)s” is no known province.")),
    "area_unknown": (_lt("Area unknown"), _lt("The zone has no area “%(0)s”.")),
    "industry_unknown": (_lt("Industry unknown"), _lt("“%(0)s” is no industry of the list.")),
    "tier_unknown": (_lt("Tier unknown"), _lt("“%(0)s” is no tier.")),
    "stage_unknown": (_lt("Stage unknown"), _lt("“%(0)s” is no stage of an enterprise.")),
    "officer_unknown": (_lt("Officer unknown"), _lt("The zone has nobody called “%(0)s”.")),
    "officer_ambiguous": (
        _lt("Officer ambiguous"),
        _lt("Several people of the zone are called “%(0)s”; use the log-in."),
    ),
    "officer_left": (
        _lt("Officer has left"),
        _lt("“%(0)s” no longer works here. Name who looks after the enterprise now."),
    ),
    "officer_not_entered": (
        _lt("Officer not entered"),
        _lt("You may not appoint officers; “%(0)s” was not entered."),
    ),
    "officer_differs": (
        _lt("Has another officer"),
        _lt("The enterprise already has an officer, who stays. Hand over instead of importing."),
    ),
    "cell_broken": (
        _lt("Cell unusable"),
        _lt("The cell “%(0)s” shows “%(1)s”: an error or a formula nobody calculated."),
    ),
    "text_too_long": (_lt("Text too long"), _lt("The text for “%(0)s” is too long or no such text; it was not taken.")),
    "phone_doubtful": (
        _lt("Telephone unclear"),
        _lt("“%(0)s” is no full number: an area code or digits are missing. It was kept as written."),
    ),
    "contact_phone_doubtful": (
        _lt("Telephone of the contact unclear"),
        _lt("“%(0)s” is no full number: an area code or digits are missing. It was kept as written."),
    ),
    "contact_phone_unusable": (
        _lt("Telephone of the contact not taken"),
        _lt("“%(0)s” is masked or no telephone number; the known one stays."),
    ),
    "contact_nameless": (
        _lt("Contact without a name"),
        _lt("“%(0)s” belongs to a contact person whose name is missing; it was not taken."),
    ),
    "contact_several": (
        _lt("Several contacts in one cell"),
        _lt("“%(0)s” names several people, who were not taken; each needs its own row."),
    ),
    "contact_differs": (
        _lt("Contact differs"),
        _lt("The contact person %(0)s is on file with “%(1)s”, the file says “%(2)s”. What is on file was kept."),
    ),
    "merged_cell": (
        _lt("Merged cell"),
        _lt("“%(0)s” comes from a merged cell that begins in row %(1)s."),
    ),
    "phone_unusable": (
        _lt("Telephone not taken"),
        _lt("“%(0)s” is masked or no telephone number; the known one stays."),
    ),
    "name_unusual": (_lt("Unusual name"), _lt("The name holds a blank or a punctuation mark; it was kept as written.")),
    "name_changed": (_lt("Renamed"), _lt("The enterprise was called “%(0)s” until now; the name is kept as former.")),
    "matched_by_name": (_lt("Found by name"), _lt("The enterprise was found by its name.")),
    "decided_otherwise": (
        _lt("Decided otherwise"),
        _lt("Not taken, because somebody decided for another value before: %(0)s."),
    ),
    "merged_code": (
        _lt("Code of a merged record"),
        _lt("The credit code %(0)s belongs to a record that was merged; the row counts for %(1)s."),
    ),
}
NOTE_TEXTS = {
    "rows_above_header": _lt("%(0)s rows above the header row were skipped."),
    "hidden_rows": _lt("%(0)s rows are hidden in the file."),
    "filtered_rows": _lt("%(0)s rows are hidden by a filter."),
    "hidden_columns": _lt("Hidden columns: %(0)s."),
    "merged_cells": _lt("%(0)s empty cells take their value from the merged cell above them."),
    "forbidden_columns": _lt("These columns are never imported: %(0)s."),
    "other_sheet": _lt("The sheet “%(0)s” was not read."),
    "hidden_sheet_read": _lt("The sheet “%(0)s”, which is hidden, is read."),
    "hidden_sheet": _lt("The hidden sheet “%(0)s” was not read."),
    "imported_before": _lt("The same file was imported on %(0)s by %(1)s."),
}
UNREADABLE_TEXTS = {
    "empty": _lt("The file is empty. Choose a file with a header row and one row for each enterprise."),
    "file_too_large": _lt("The file is larger than %(0)s MB. Split it and import the parts."),
    "encrypted": _lt("The workbook is protected by a password. Save it without one and choose it again."),
    "old_workbook": _lt("This is an old workbook (.xls, .et). Save it as .xlsx and choose it again."),
    "web_page": _lt("This is a web page or XML named like a workbook. Open it and save it as .xlsx."),
    "opendocument": _lt("This is an OpenDocument table. Save it as .xlsx or .csv and choose it again."),
    "not_a_table": _lt("This is neither an .xlsx workbook nor a .csv text. Save the list as .xlsx."),
    "macros": _lt("The workbook contains macros. Save it as .xlsx without macros and choose it again."),
    "external_links": _lt(
        "The workbook takes values from other files. Paste them as values, save it and choose it again."
    ),
    "workbook_broken": _lt("The workbook is damaged or incomplete. Open it, save it anew and choose it again."),
    "unpacked_too_large": _lt("The workbook is larger than %(0)s MB when unpacked. Split it and import the parts."),
    "packed_too_tightly": _lt(
        "The workbook unpacks to far more than it holds. Copy the list into a new workbook and choose that one."
    ),
    "far_row": _lt("Something stands in row %(0)s, far below the list. Delete it and choose the file again."),
    "no_such_sheet": _lt("The workbook has no sheet “%(0)s”. It has: %(1)s."),
    "encodings_mixed": _lt(
        "The text mixes two encodings: line %(0)s is UTF-8, other lines are GB18030. Save it anew as UTF-8."
    ),
    "characters_lost": _lt(
        "Line %(0)s holds a mark for characters that were lost when the file was saved. Export it again as .xlsx."
    ),
    "too_many_rows": _lt("The file has more than %(0)s rows. Split it and import the parts."),
    "too_many_columns": _lt("There are cells beyond column %(0)s. Delete what stands far out and choose it again."),
    "encoding_unknown": _lt("The text is neither UTF-8 nor GB18030 (see line %(0)s). Save it as UTF-8."),
    "quotes_broken": _lt("A quotation mark opened in line %(0)s is not closed. Correct the line, or save as .xlsx."),
}


class ParkEnterpriseImportReason(models.AbstractModel):
    """Turns the keys of the core into sentences in the language of the reader."""

    _name = "park.enterprise.import.reason"
    _description = "Words of an Enterprise Import"

    @api.model
    def _fill(self, text, values):
        """Return a sentence with its values, lists joined."""
        filled = {
            str(place): ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
            for place, value in enumerate(values)
        }
        sentence = self.env._(text)
        return sentence % filled

    @api.model
    def _sentence(self, key, values):
        """Return the sentence of a reason."""
        return self._fill(REASON_TEXTS[key][1], self._readable(key, values))

    @api.model
    def _readable(self, key, values):
        """Return the values of a reason with names of fields as people read them."""
        labels = self.env["park.enterprise.import.column"]._field_labels()
        if key in NAME_THEIR_FIELD:
            return [labels.get(values[0], values[0]), *values[1:]]
        if key == "duplicate_code_differs":
            return [values[0], [labels.get(name) or self._column_label(name) for name in values[1]]]
        if key == "decided_otherwise":
            return [[self._column_label(name) for name in values[0]]]
        if key == "likely_twin":
            name, score, signals = values
            likeness = Likeness(0, score, tuple(Signal(*signal, None) for signal in signals))
            return [name, self.env["res.partner"]._park_why(likeness)]
        return values

    @api.model
    def _column_label(self, name):
        """Return the label of a column of the firm."""
        field = self.env["res.partner"]._fields.get(name)
        return field._description_string(self.env) if field else name

    @api.model
    def _sentences(self, reasons):
        """Return the sentences of ``[[key, value, …]]`` as one text."""
        return " ".join(self._sentence(reason[0], reason[1:]) for reason in reasons or ())

    @api.model
    def _notes(self, notes):
        """Return the notes about a file, one a line."""
        return "\n".join(self._fill(NOTE_TEXTS[note[0]], note[1:]) for note in notes or ())

    @api.model
    def _unreadable(self, refusal):
        """Return the refusal of a file as an error that names the remedy."""
        return UserError(self._fill(UNREADABLE_TEXTS[refusal.key], refusal.values))

    @api.model
    def _labels(self):
        """Return ``[(key, short label)]`` of all reasons in the language of the reader."""
        return [(key, str(self.env._(short))) for key, (short, _sentence) in REASON_TEXTS.items()]
