"""Strings that break programs, written for this project: each tries one thing."""

_ESCAPES = "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\link", "\x9b31m"
_MARKUP = (
    "<script>window.__xss=1</script>", "</script><script>window.__xss=1</script>",
    "<img src=x onerror=window.__xss=1>", '"><svg/onload=window.__xss=1>',
    "'><b onmouseover=window.__xss=1>x</b>", "javascript:window.__xss=1",
    "data:text/html,<script>window.__xss=1</script>", "<style>*{display:none}</style>",
    "<iframe srcdoc='<script>parent.__xss=1</script>'>", "<!-- --><![CDATA[ ]]>", "&lt;b&gt; &amp;",
    "&#x3c;script&#x3e;", "<base href=//evil.invalid>", "<meta http-equiv=refresh content=0>",
    "{{7*7}}", "{% raw %}{{ x }}{% endraw %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "`window.__xss=1`",
)  # fmt: skip
_FORMULAE = (
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.invalid","x")', "+1+1", "-1+1",
    "@SUM(1+1)", "\t=1+1", "\r=1+1", "\uff1d1+1", "%0A=1+1", '"=1+1', "'=1+1", ";=1+1",
)  # fmt: skip
_QUERIES = (
    "' OR '1'='1", '" OR "1"="1', "'; DROP TABLE plans; --", "'}) DETACH DELETE n //",
    '"; MATCH (n) DETACH DELETE n; //', "` ` \\u0060 \\u0027", '" } ; DROP ALL #',
    "> . ?s ?p ?o } #", "SERVICE <http://evil.invalid/>", "\\u0053ERVICE", "$plan ?plan",
    "?a ?b ?c", "_:b0", '"^^xsd:integer', '"@en', "<http://evil.invalid/>",
)  # fmt: skip
_PATHS = (
    "../../etc/passwd", "..\\..\\windows", "/etc/passwd", "~root", "CON", "nul.txt", "a/b", ".",
    "..", "file:///etc/passwd", "$(id)", "`id`", "; id", "| id", "-rf", "--help", "%2e%2e%2f", "*",
    "plan\nname", "plan\rname", "a:b", "D:x",
)  # fmt: skip
_SCRIPTS = (
    "\u202eright to left\u202c", "\u2066isolated\u2069", "\u200bzero\u200bwidth", "\ufeffmarked",
    "line\u2028separator\u2029paragraph", "Z\u0351\u0315a\u0328l\u0335go", "İı ſ ﬁ Å",
    "شغال", "עברית 123 אבג", "表ポあA鷗", "👨‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "𝕏 𐐀", "\u00a0non\u00a0breaking",
    "Ω≈ç√∫", "ÅÍÎÏ˝ÓÔ", "\u0000nul", "bell\x07 back\x08space", "\x7fdelete", "\x85next line",
    "\ufffe\uffff not characters", "\ufffd",
)  # fmt: skip
_NOTHING = "", " ", "\t\n", "null", "None", "undefined", "NaN", "true", "0", "-1", "1e309", "[]"
_LONG = "word " * 2_000, "W" * 10_000, "(" * 5_000, "<b>" * 3_000

STRINGS: tuple[str, ...] = (
    *_ESCAPES, *_MARKUP, *_FORMULAE, *_QUERIES, *_PATHS, *_SCRIPTS, *_NOTHING, *_LONG,
)  # fmt: skip
"""All of them; a lone surrogate is not among them, as no text has one: see `SURROGATES`."""

SURROGATES = ("\ud800", "half \udfff pair", "\udce9 of a file name")
