"""What machines read of the pages: JSON-LD for search engines, and the links of a GS1 resolver.

Sources: schema.org; RFC 9264 (linkset); GS1 Web Vocabulary, link types (https://www.gs1.org/voc/?show=linktypes).
"""

from __future__ import annotations

import json
from urllib.parse import quote

from flask import current_app, request, url_for
from markupsafe import Markup

from core.i18n import Language
from office.site.results import SiteLot, SiteOutlet, SiteProducer, SiteProduct

LINKSET = "application/linkset+json"
GS1 = "https://gs1.org/voc/"
Thing = dict[str, object]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def absolute(address: str) -> str:
    """One of our addresses, with the public host."""
    return f"{current_app.config['PUBLIC_URL']}{address}"


def wants_linkset() -> bool:
    """Whether a resolver asks for the links instead of the page."""
    if request.args.get("linkType") in {"linkset", "all"}:
        return True
    return request.accept_mimetypes.best_match(["text/html", LINKSET], default="text/html") == LINKSET


def product_path(product: SiteProduct) -> str:
    """The address of a product, by its GTIN where it has one."""
    return f"/01/{product.gtin}" if product.gtin else f"/p/{quote(product.code, safe='')}"


def lot_path(lot: SiteLot, product: SiteProduct) -> str:
    """The address of a lot, as its label says it."""
    code = quote(lot.code, safe="")
    return f"/01/{product.gtin}/10/{code}" if product.gtin else f"/t/{code}"


def linkset(product: SiteProduct, lot: SiteLot | None) -> str:
    """The links of a product or of a lot of it, as JSON."""
    here = absolute(lot_path(lot, product) if lot else product_path(product))
    of_product = _target(product_path(product), product.name.text)
    of_producer = _target(f"/programme/producers/{quote(product.producer, safe='')}", product.producer_name)
    links: Thing = {"anchor": here, f"{GS1}pip": [of_product], f"{GS1}masterData": [of_producer]}
    if product.usage or product.keeping:
        links[f"{GS1}instructions"] = [of_product]
    if product.certificate:
        links[f"{GS1}certificationInfo"] = [of_product]
    if lot is not None:
        of_lot = _target(lot_path(lot, product), f"{product.name.text}, {lot.code}")
        links[f"{GS1}traceability"] = [of_lot]
        if lot.recalled_on:
            links[f"{GS1}recallStatus"] = [of_lot]
    links[f"{GS1}defaultLink"] = [_target(lot_path(lot, product), product.name.text) if lot else of_product]
    return json.dumps({"linkset": [links]}, ensure_ascii=False)


def _target(path: str, title: str) -> Thing:
    return {"href": absolute(path), "title": title, "type": "text/html", "hreflang": [language.value for language in Language]}


def as_script(*things: Thing) -> Markup:
    """JSON-LD as an element of a page; it is data, which a browser runs as little as it lets it end the element."""
    whole = {"@context": "https://schema.org", "@graph": list(things)}
    text = json.dumps(whole, ensure_ascii=False).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    # The three characters that end an element or begin a reference are escaped.
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704


def outlet_thing(outlet: SiteOutlet) -> Thing:
    """The outlet as a shop one can visit."""
    made: Thing = {"@type": "Store", "@id": absolute("/programme#outlet"), "name": outlet.name, "url": absolute("/programme")}
    if outlet.address:
        made["address"] = outlet.address
    if outlet.phone:
        made["telephone"] = outlet.phone
    if outlet.map_link:
        made["hasMap"] = outlet.map_link
    if outlet.opens_at:
        made["openingHoursSpecification"] = {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [name for n, name in enumerate(_DAYS, 1) if n not in outlet.closed_on],
            "opens": outlet.opens_at,
            "closes": outlet.closes_at,
        }
    return made


def producer_thing(producer: SiteProducer) -> Thing:
    """A producer as an organisation."""
    made: Thing = {"@type": "Organization", "name": producer.name, "address": producer.place}
    made["url"] = absolute(url_for("site.producer", code=producer.code))
    if producer.story:
        made["description"] = producer.story.text
    if producer.photo:
        made["image"] = absolute(url_for("files.picture_of_type", uid=producer.photo, width=1280, ending="jpg"))
    return made


def product_thing(product: SiteProduct, picture: str, *, in_stock: bool) -> Thing:
    """A product; its offer only where prices are for everybody."""
    made: Thing = {"@type": "Product", "name": product.name.text, "url": absolute(product_path(product)), "image": picture}
    made["brand"] = {"@type": "Brand", "name": product.producer_name}
    made["manufacturer"] = {"@type": "Organization", "name": product.producer_name, "address": product.place}
    if product.story:
        made["description"] = product.story.text
    if product.gtin:
        made["gtin14"] = product.gtin
    if product.certificate:
        made["award"] = f"OCOP {product.certificate.stars}"
    if product.price_vnd is not None and not product.retired:
        made["offers"] = {
            "@type": "Offer",
            "price": product.price_vnd,
            "priceCurrency": "VND",
            "availability": f"https://schema.org/{'InStoreOnly' if in_stock else 'OutOfStock'}",
            "seller": {"@id": absolute("/programme#outlet")},
        }
    return made


def crumbs(*steps: tuple[str, str]) -> Thing:
    """Where a page stands: names and addresses from the top down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": absolute(path)} for n, (name, path) in enumerate(steps, 1)
        ],
    }
