"""A declaration declares nothing, or nothing sure.

**What is wrong.** A line of a `doclint` fence cannot be read, a formula uses a name that no number has, a name is
defined twice or by itself, the two sides have different dimensions, or a comment `<!-- doclint: name -->` stands
behind no number.

**Why it matters.** The author believes that a number is checked, and it is not.

**How it is decided.** Declarations are read strictly: what is neither a number nor a formula over declared names is an
error, at the first character that does not belong. Comments in code are not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.model import Finding, Judged, Severity

NAME = "bad-declaration"
SUMMARY = "A declaration cannot be read, or names a number that is nowhere."
SEVERITY: Severity = "error"
BAD = """\
The model has 256 experts, that is 8 experts per GPU <!-- doclint: experts_per_gpu -->.

```doclint
experts = 256
gpus = 32
experts_per_gpu = experts / gpu
```
"""
GOOD = """\
The model has 256 experts, that is 8 experts per GPU <!-- doclint: experts_per_gpu -->.

```doclint
experts = 256
gpus = 32
experts_per_gpu = experts / gpus
```
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Declarations are no relations: `doclint.settle` reports this check once all of them are read."""
    yield from ()
