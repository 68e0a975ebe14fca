"""The few terms of the ontology that questions ask for by name; a test holds each of them against the ontology.

What the ontology can say of a term it says there (phrases, projections, alignments), and code reads it off. A question
such as "who supplies whom" has to start somewhere: from the names here, and nowhere else below `graph`.
"""

from __future__ import annotations

from typing import Final

ACTOR: Final = "Actor"
PERSON: Final = "Person"
GROUP: Final = "Group"
STATE: Final = "State"
FIRM: Final = "Firm"
SYSTEM: Final = "System"
ACCORD: Final = "Accord"
IDENTITY: Final = "Identity"
"""A relationship between ids, on who is who."""
INDICATOR: Final = "Indicator"
"""A published figure on somebody."""
CLASSES: Final = (ACTOR, PERSON, GROUP, STATE, FIRM, SYSTEM, ACCORD, IDENTITY, INDICATOR)

SUPPLIES: Final = "supplies"
ACQUIRES: Final = "acquires"
SUPPLIES_SYSTEM: Final = "suppliesSystem"
ORIGINATES: Final = "originatesFor"
PRODUCES: Final = "produces"
MANUFACTURES: Final = "manufactures"
OPERATES: Final = "operates"
PART_OF_ACCORD: Final = "partOfAccord"
HAS_PART: Final = "hasPart"
USES: Final = "uses"
PROJECTIONS: Final = (
    SUPPLIES,
    ACQUIRES,
    SUPPLIES_SYSTEM,
    ORIGINATES,
    PRODUCES,
    MANUFACTURES,
    OPERATES,
    PART_OF_ACCORD,
    HAS_PART,
    USES,
)
"""The direct edges that questions read, and the roles that come with them."""
