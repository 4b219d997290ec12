"""Every reason a row can be given, with what it does to the row; the texts stand in the model."""

from dataclasses import dataclass

REFUSE = "refuse"  # the row is not written
ASK = "ask"  # the row is written, a question stays open on the firm
NOTE = "note"  # said, nothing more

# key: (what it does, the field it is about). A question about a field is answered when a later file
# brings that field without the same doubt.
REASONS = {
    "no_name": (REFUSE, "name"),
    "name_too_long": (REFUSE, "name"),
    "name_broken": (REFUSE, "name"),
    "name_no_letters": (REFUSE, "name"),
    "subtotal_row": (REFUSE, "name"),
    "footer_row": (REFUSE, "name"),
    "hidden_row": (REFUSE, None),
    "extra_cells": (REFUSE, None),
    "duplicate_code": (REFUSE, "uscc"),
    "duplicate_code_differs": (REFUSE, "uscc"),
    "duplicate_name": (REFUSE, "name"),
    "duplicate_firm": (REFUSE, "name"),
    "ambiguous_name": (REFUSE, "name"),
    "archived_code": (REFUSE, "uscc"),
    "not_yours": (REFUSE, None),
    "may_not_create": (REFUSE, None),
    "code_missing": (ASK, "uscc"),
    "code_check_fails": (ASK, "uscc"),
    "code_not_a_code": (ASK, "uscc"),
    "code_digits_lost": (ASK, "uscc"),
    "code_registration_no": (ASK, "uscc"),
    "code_organisation_only": (ASK, "uscc"),
    "code_conflict": (ASK, "uscc"),
    "same_name_other_code": (ASK, "name"),
    "likely_twin": (ASK, "name"),
    "name_several": (ASK, "name"),
    "capital_unclear": (ASK, "capital"),
    "capital_unit_unknown": (ASK, "capital"),
    "founded_unclear": (ASK, "founded_on"),
    "founded_placeholder": (ASK, "founded_on"),
    "founded_in_future": (ASK, "founded_on"),
    "province_unknown": (ASK, "province"),
    "area_unknown": (ASK, "area"),
    "industry_unknown": (ASK, "industry"),
    "tier_unknown": (ASK, "tier"),
    "stage_unknown": (ASK, "stage"),
    "officer_unknown": (ASK, "officer"),
    "officer_ambiguous": (ASK, "officer"),
    "officer_left": (ASK, "officer"),
    "officer_differs": (ASK, "officer"),
    "phone_doubtful": (ASK, "phone"),
    "contact_phone_doubtful": (ASK, "contact_phone"),
    "contact_nameless": (ASK, "contact"),
    "contact_several": (ASK, "contact"),
    "contact_differs": (ASK, "contact_phone"),
    "cell_broken": (ASK, None),
    "text_too_long": (ASK, None),
    "phone_unusable": (NOTE, "phone"),
    "contact_phone_unusable": (NOTE, "contact_phone"),
    "officer_not_entered": (NOTE, "officer"),
    "merged_cell": (NOTE, None),
    "name_unusual": (NOTE, "name"),
    "name_changed": (NOTE, "name"),
    "matched_by_name": (NOTE, "name"),
    "merged_code": (NOTE, "uscc"),
    "decided_otherwise": (NOTE, None),
}

NAME_THEIR_FIELD = ("cell_broken", "text_too_long", "merged_cell")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row got its verdict: a key of ``REASONS`` and the values that fill its sentence."""

    key: str
    values: tuple = ()

    @property
    def effect(self):
        """Return ``REFUSE``, ``ASK`` or ``NOTE``."""
        return REASONS[self.key][0]

    @property
    def fact(self):
        """Return the field of the file that the reason is about, None for the whole row.

        >>> Reason("cell_broken", ("capital", "#N/A")).fact
        'capital'
        """
        return REASONS[self.key][1] or (self.values[0] if self.key in NAME_THEIR_FIELD else None)

    def as_json(self):
        """Return the reason as a list that JSON can hold."""
        return [self.key, *self.values]
