"""A hundred strings that run where a page, a table or a log takes text for code."""

from typing import Final

SENTINEL: Final = "SCRIPT-RAN"
"""What a string would write to the browser's console if it ran."""

RUN: Final = f"console.error('{SENTINEL}')"

_HANDLERS: Final = (
    "<img src=x onerror={run}>",
    "<svg onload={run}>",
    "<body onload={run}>",
    "<input autofocus onfocus={run}>",
    "<details open ontoggle={run}>",
    "<video><source onerror={run}></video>",
    "<audio src=x onerror={run}>",
    "<marquee onstart={run}>",
    "<object data=x onerror={run}>",
    "<iframe onload={run}></iframe>",
    "<style onload={run}></style>",
    "<link rel=stylesheet href=x onerror={run}>",
    "<svg><animate onbegin={run} attributeName=x dur=1s>",
    "<svg><set onbegin={run} attributename=x>",
    "<a href=javascript:{run} autofocus tabindex=1 onfocus={run}>x</a>",
    "<form><button formaction=javascript:{run}>x</button></form>",
    "<math><mtext></p><img src=x onerror={run}></math>",
    "<table background=javascript:{run}>",
    "<select><iframe onload={run}></select>",
    "<template><img src=x onerror={run}></template>",
)
_SCRIPTS: Final = (
    "<script>{run}</script>",
    "<SCRIPT>{run}</SCRIPT>",
    "<script src=data:text/javascript,{run}></script>",
    "<script type=module>{run}</script>",
    "<svg><script>{run}</script></svg>",
    "<iframe srcdoc='<script>{run}</script>'></iframe>",
    "<iframe src='javascript:{run}'></iframe>",
    "<object data='data:text/html,<script>{run}</script>'></object>",
    "<embed src='data:text/html,<script>{run}</script>'>",
    "<meta http-equiv=refresh content='0;url=javascript:{run}'>",
)
_ESCAPES: Final = (
    '">',
    "'>",
    "-->",
    "</textarea>",
    "</title>",
    "</script>",
    "]]>",
    "`",
)
"""What ends the place that a string may have been put into."""

_CODE: Final = (
    "javascript:{run}",
    "'-{run}-'",
    '"-{run}-"',
    "\\'-{run}//",
    "${{{run}}}",
    '{{{{constructor.constructor("{run}")()}}}}',
    "`${{{run}}}`",
    "<%= {run} %>",
    "{{% {run} %}}",
    "#{{{run}}}",
)
_OTHER: Final = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1+1)",
    "-2+3",
    "=HYPERLINK('http://evil.invalid')",
    "{0.__class__.__mro__}",
    "%s%s%n%x",
    "{name} {{name}} %(name)s",
    "$(touch x) `touch x` ; touch x",
    "' OR 1=1; DROP TABLE cases; --",
    '" OR ""="',
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "C:\\con\\aux",
    "\u202egnp.exe\u202c",
    "\u2066\u2067\u2068",
    "a\u0300\u0301\u0302\u0303\u0304\u0305" * 6,
    "\ufeff\u200b\u200d",
    "\U0001f9e1\U0001f468\u200d\u2695\ufe0f",
    "<!-- -->",
)


def hostile_strings() -> tuple[str, ...]:
    """Return a hundred strings; none of them may ever run."""
    handlers = [text.format(run=RUN) for text in _HANDLERS]
    scripts = [text.format(run=RUN) for text in _SCRIPTS]
    escaped = [
        end + text
        for end in _ESCAPES
        for text in (handlers[0], scripts[0], handlers[1], scripts[4], handlers[3])
    ]
    code = [text.format(run=RUN) for text in _CODE]
    return (*handlers, *scripts, *escaped, *code, *_OTHER)
