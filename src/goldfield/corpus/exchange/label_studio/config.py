"""The labelling config of a Label Studio project, made from the label sets of the schema.

Its tags and their attributes: https://labelstud.io/tags/ (Label Studio 1.23).
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from goldfield.corpus.exchange.graph import (
    ATTRIBUTES,
    FIELDS,
    KINDS,
    LABELS,
    RELATIONS,
    Kind,
    Values,
)

__all__ = ["CONTROLS", "control_of", "labelling_config"]

# Without it the editor folds blanks and line breaks, and counts what is left.
_STYLE = ".htx-text,.htx-richtext,.lsf-htx-richtext{white-space:pre-wrap;}"
_TICK = 1  # so many values are a box to tick


def control_of(kind: Kind, attribute: str) -> str:
    """The name of the control that holds an attribute of a kind of region."""
    return f"{kind}-{attribute}"


CONTROLS: Mapping[str, tuple[Kind, str]] = {
    control_of(kind, attribute): (kind, attribute)
    for kind, attributes in ATTRIBUTES.items()
    for attribute in attributes
}
"""The attribute of regions that each control holds."""


def labelling_config() -> str:
    """The config as XML: labels, relations, the attributes of a region once it is selected.

    Attributes with a closed set of values are choices, all others are text: a number is kept as
    it was written, and a date may be a prefix such as 2022-01.
    """
    view = ET.Element("View")
    ET.SubElement(view, "Style").text = _STYLE
    labels = ET.SubElement(view, "Labels", name="label", toName="text")
    for heading, names in _grouped_labels().items():
        group = ET.SubElement(labels, "View")
        ET.SubElement(group, "Header", value=heading, size="5")
        for name in names:
            ET.SubElement(group, "Label", value=name)
    ET.SubElement(view, "Text", name="text", value="$text", granularity="symbol")
    relations = ET.SubElement(view, "Relations")
    for name in RELATIONS:
        ET.SubElement(relations, "Relation", value=name)
    for kind, attributes in ATTRIBUTES.items():
        when = {"whenTagName": "label", "whenLabelValue": ",".join(_labels_of(kind))}
        panel = ET.SubElement(view, "View", {"visibleWhen": "region-selected", **when})
        for attribute, values in attributes.items():
            told = {"name": control_of(kind, attribute), "perRegion": "true", **when}
            _ask(panel, attribute, values, told)
    for field in FIELDS:
        _ask(view, field, None, {"name": field})
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _labels_of(kind: Kind) -> list[str]:
    return [label for label, (of, _) in LABELS.items() if of == kind]


def _grouped_labels() -> dict[str, list[str]]:
    """Labels by what stands over them: kinds with types by themselves, the others together."""
    groups: dict[str, list[str]] = {}
    for kind in KINDS:
        labels = _labels_of(kind)
        groups.setdefault(kind if labels != [kind] else "other", []).extend(labels)
    return groups


def _ask(panel: ET.Element, title: str, values: Values, told: Mapping[str, str]) -> None:
    """A control under its title."""
    ET.SubElement(panel, "Header", value=title, size="6")
    told = {"toName": "text", **told}
    if values is None:
        once = {"maxSubmissions": "1", "editable": "true"}
        ET.SubElement(panel, "TextArea", {**told, **once})
        return
    choice = "multiple" if len(values) == _TICK else "single-radio"
    choices = ET.SubElement(panel, "Choices", {**told, "choice": choice})
    for value in values:
        ET.SubElement(choices, "Choice", value=value)
