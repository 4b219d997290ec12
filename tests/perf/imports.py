"""Import of 20,000 invented firms (row 17) against COPY and one set-based INSERT into res_partner."""

import io
from base64 import b64encode


def floor(env, text):
    """Insert the firms by plain SQL: what the database alone needs."""
    cr, zone = env.cr, env.company.id
    cr.execute(
        """CREATE TEMP TABLE perf_firm (name text, uscc text, founded date, capital text, province text,
                                        city text, street text) ON COMMIT DROP"""
    )
    cr.copy_expert("COPY perf_firm FROM STDIN (FORMAT csv, HEADER)", io.StringIO(text))
    cr.execute(
        """INSERT INTO res_partner (id, commercial_partner_id, name, complete_name, commercial_company_name, uscc,
                                    uscc_check, founded_on, capital_text, city, street, company_id,
                                    is_park_enterprise, is_company, active, type, lang, partner_share, color,
                                    create_uid, write_uid, create_date, write_date)
           SELECT id, id, name, name, name, uscc, 'valid', founded, capital, city, street, %s,
                  true, true, true, 'contact', 'zh_CN', true, 0, 1, 1, now(), now()
             FROM (SELECT nextval('res_partner_id_seq') AS id, * FROM perf_firm) firm""",
        (zone,),
    )


def ours(env, text):
    """Import the firms as the command of the server does."""
    batch = env["park.enterprise.import"].create({"file": b64encode(text.encode()), "filename": "perf.csv"})
    batch._import_at_once()
    assert batch.created_count == text.count("\n") - 1, batch.created_count
