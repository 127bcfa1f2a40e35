"""What an extractor is: a callable from the text of one article to its annotations.

The least extractor is a function of the text, named in the spec: ``tagger.py:extract``::

    def extract(text):
        return {"entities": [{"start": 0, "end": 5, "type": "PER"}]}

and the usual one is a class, made once and then called. Nothing is inherited or registered::

    class Extractor:
        layers = ["headline"]
        version = "1.2"

        def __init__(self, model="small"):
            self.model = load(model)

        def __call__(self, text):
            return {"meta": {"headline": self.model.headline(text)}, "layers": self.layers}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

from msgspec import Struct

__all__ = ["Answer", "BatchExtractor", "Extractor", "Factory", "Scalar", "Usage"]

Scalar: TypeAlias = str | int | float | bool | None
"""A parameter of a factory, as a spec can spell it."""


class Usage(Struct):
    """What an extractor has spent since it was made.

    Attributes:
        requests: calls to an endpoint, repeated ones included.
        cached: answers that came from a cache instead.
        input_tokens: as the endpoint counts them; those of cached answers included.
        output_tokens: the same of what was written.
        cost: of these tokens, in US dollars; None if no price was given.
    """

    requests: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None


Answer: TypeAlias = Mapping[str, Any] | Struct | str | bytes
"""What an extractor says about one article: a JSON object, in any of four forms.

A dict of JSON values; a msgspec Struct (`goldfield.schema.records.Annotations` or your own) or a
dataclass; or the JSON itself, as str or bytes. NaN, infinities, sets and bytes inside it are not
JSON: such an answer is recorded as a failed article. The answer needs no ``id``: the runner
writes the article's id into it, over any that is there.
"""


@runtime_checkable
class Extractor(Protocol):
    """Anything that can be called with a text and returns an `Answer`.

    An extractor sees the text and nothing else: no id, no gold, no other article. It is called
    many times in one process, in the order of the input, and may keep models in memory. It may
    print (standard output is sent to standard error) and it may fail: an exception is recorded
    with that article and the run goes on.

    It may have four more attributes, none of them needed:

    * ``layers``: a list of the layers it predicts (`goldfield.schema.labels.LAYERS`), or None if
      each answer says so.
    * ``version``: a str that changes whenever its answers may change; "0" if absent.
    * ``batch``: see `BatchExtractor`.
    * ``usage``: a `Usage` with running totals, for extractors that spend tokens or money. Such an
      extractor is timed in the run itself and never in repeated rounds: each would cost again.
    """

    def __call__(self, text: str, /) -> Any:
        """Annotate one article.

        Args:
            text: the article as received: never stripped, never normalised. Offsets in the
                answer count its Unicode code points, half-open.

        Returns:
            An `Answer`.
        """


@runtime_checkable
class BatchExtractor(Extractor, Protocol):
    """An extractor that is faster on several texts at once.

    Where ``batch`` exists it is used, on up to 32 texts at a time; single calls are used to find
    the culprit when a batch fails, and must give the same answers. Where calls are dear, ``batch``
    names it itself: an exception in the place of an answer fails that article alone. What one
    article took is unknown here: its seconds are null.
    """

    def batch(self, texts: Sequence[str], /) -> Iterable[Any]:
        """Annotate several articles: one `Answer` for each text, in their order."""


class Factory(Protocol):
    """What a spec names: a class or a function that makes the extractor, `Extractor` by default.

    Called once in each process, with the parameters of the spec as keywords. Heavy imports and
    the loading of models belong here: their time is reported apart.

    A function that requires one positional argument is no factory: where the spec gives no
    parameters, it is taken for the extractor itself.
    """

    def __call__(self, **params: Any) -> Extractor:
        """Make the extractor."""
