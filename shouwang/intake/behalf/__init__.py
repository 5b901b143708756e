"""Filing on behalf (代报): one grid for many small institutions, and a pasted chat list.

``chat`` and what it stands on (``plaintext``, ``numerals``, ``names``, ``clauses``) are pure: no
Django, no clock. They never guess in silence: what is not understood is handed back with why.
"""
