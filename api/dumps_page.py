"""The pages of the dumps: which versions there are, and the files of one."""

from collections.abc import Iterator, Sequence

from fastapi.responses import HTMLResponse

from api.html import Html, element, joined, link, page, table
from graph.dumps.version import SUMS, Filed, Version
from graph.licence import remarks

KILO = 1024


def versions_page(versions: Sequence[Version]) -> HTMLResponse:
    """All versions, the latest first."""
    rows = (
        (
            link(f"/dumps/{v.revision}/", f"Revision {v.revision}"),
            v.committed[:10],
            f"{v.counts['quads']:,}",
            f"{v.counts['claims']:,}",
            size_of(sum(file.size for file in v.files)),
        )
        for v in versions
    )
    none = element("p", "None is published yet.") if not versions else None
    body = (table(("version", "of", "quads", "claims", "size"), rows), none, element("p", *_more(), class_="muted"))
    return page("Dumps", *(part for part in body if part is not None))


def version_page(version: Version) -> HTMLResponse:
    """The files of a version, and what has to be known of them."""
    place = f"/dumps/{version.revision}/"
    counts = ", ".join(f"{count:,} {what}" for what, count in version.counts.items())
    return page(
        f"Dump of revision {version.revision}",
        element("p", f"{version.committed[:10]}: {counts}. {_conforms(version)}"),
        table(("file", "size", "what it is", "SHA-256"), (_row(place, file) for file in version.files)),
        element("p", link(place + SUMS, SUMS), " for `sha256sum -c`."),
        element("h2", "Licences"),
        element("ul", *_licences(version)),
        element("p", link("/dumps/", "All versions"), class_="muted"),
    )


def _conforms(version: Version) -> str:
    told = {True: "It conforms to the shapes.", False: "It does not conform to all shapes: see the report."}
    return "" if version.conforms is None else told[version.conforms]


def _row(place: str, file: Filed) -> tuple[Html, str, str, Html]:
    return link(place + file.name, file.name), size_of(file.size), file.told, element("code", file.sha256)


def _licences(version: Version) -> Iterator[Html]:
    for dataset, licence in version.licences.items():
        yield element("li", link(f"/api/v1/datasets/{dataset}", dataset), f": {licence}")
    yield from (element("li", told) for told in remarks(version.left_out))


def _more() -> tuple[Html | str, ...]:
    description = link("/dataset", "Description of the dataset")
    return joined((description, " (VoID, DCAT), ", link("/ontology", "ontology"), ", ", link("/", "defgraph"))), ""


def size_of(count: int) -> str:
    """Bytes, as people read them.

    >>> size_of(512), size_of(3_500_000)
    ('512 B', '3.3 MB')
    """
    size, units = float(count), iter(("B", "kB", "MB", "GB"))
    unit = next(units)
    while size >= KILO and (larger := next(units, None)):
        size, unit = size / KILO, larger
    return f"{count} B" if unit == "B" else f"{size:.1f} {unit}"


__all__ = ["size_of", "version_page", "versions_page"]
