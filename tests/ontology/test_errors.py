"""An error of the ontology says what and what to do."""

from ontology.errors import OntologyError


def test_detail_and_hint() -> None:
    error = OntologyError("It is broken.", hint="Mend it.")
    assert (error.detail, error.hint, str(error)) == ("It is broken.", "Mend it.", "It is broken. Mend it.")


def test_without_a_hint_there_is_only_the_detail() -> None:
    assert str(OntologyError("It is broken.")) == "It is broken."
