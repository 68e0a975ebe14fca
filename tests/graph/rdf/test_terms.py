"""Do values keep their kind on the way to RDF and back?"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.rdf.terms import NAMESPACES, iri, is_address, number_text, read_scalar, scalar_literal

XSD = NAMESPACES["xsd"]


def read_back(literal: str) -> object:
    text, _, datatype = literal.rpartition("^^")
    return read_scalar(text.strip('"'), datatype.strip("<>"))


@given(st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_type_and_every_digit(number: float):
    found = read_back(scalar_literal(number))
    assert found == number
    assert type(found) is type(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_has_no_exponent(number: float):
    assert set(number_text(number)) <= set("-0123456789.")
    assert math.isclose(float(number_text(number)), number)


@pytest.mark.parametrize(
    ("datatype", "text", "value"),
    [
        ("integer", "007", 7),
        ("double", "1e3", 1000.0),
        ("boolean", "1", True),
        ("boolean", "false", False),
        ("date", "2021-01-01", "2021-01-01"),
    ],
)
def test_other_writers_forms_are_understood(datatype: str, text: str, value: object):
    assert read_scalar(text, XSD + datatype) == value


@pytest.mark.parametrize("text", ["https://a b/", "https://a/<x>", "https://a/\n"])
def test_what_is_no_iri_never_becomes_one(text: str):
    assert not is_address(text)
    with pytest.raises(ValueError, match="is not an IRI"):
        iri(text)
