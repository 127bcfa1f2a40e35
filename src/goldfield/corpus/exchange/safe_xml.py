"""XML that anyone may have made: refused before a parser obeys it."""

from __future__ import annotations

from xml.parsers import expat

from goldfield.errors import DataError, Fault

__all__ = ["Offsets", "check_xml"]

Offsets = dict[str, tuple[str, str]]
_ID = "http://www.omg.org/XMI id"


def check_xml(raw: bytes, where: str) -> Offsets:
    """Refuse a file that is no XML in UTF-8, or has a document type, and so could have entities.

    Returns:
        What the file itself has for begin and end of each element with an ``xmi:id``.

    Raises:
        DataError: as said.
    """
    offsets: Offsets = {}

    def refuse(problem: str) -> None:
        fix = "give the file as the tool exported it"
        raise DataError([Fault(f"{where}:{parser.CurrentLineNumber}", "$", problem, fix)])

    def start(_: str, told: dict[str, str]) -> None:
        if {_ID, "begin", "end"} <= told.keys():
            offsets[told[_ID]] = told["begin"], told["end"]

    def declared(_: str, encoding: str | None, __: int) -> None:
        if (encoding or "utf-8").lower() != "utf-8":
            refuse(f"it is in {encoding[:20] if encoding else ''}, not UTF-8")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = lambda *_: refuse("it declares a document type, or entities")
    try:
        raw.decode("utf-8")
        parser.Parse(raw, True)
    except UnicodeDecodeError as error:
        refuse(f"byte {error.start} is not UTF-8")
    except (expat.ExpatError, ValueError, LookupError) as error:
        refuse(f"it is no XML: {error}")
    return offsets
