"""Reading lists of firms as they come, and judging each row before anything is written.

Plain Python: bytes and a picture of the known firms go in, verdicts with reasons come out.
"""
