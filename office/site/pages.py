"""The public pages: the outlet and its programme, products, producers, and what stands behind a label. No sign-in, no script."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    has_request_context,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from core import clock, setup
from core.errors import NotFound
from core.files.choices import Width
from core.people.permits import Permit, needs
from core.text.letters import clean_text
from core.web.assets import bundles
from inventory.choices import FairState
from inventory.fairs import fairs
from office.site import language, linked, preview, reading, searching
from office.site.drawings import GIFT, drawings
from office.site.results import SiteLot, SiteProduct
from office.site.searching import Wanted
from suppliers.programme.communes.history import commune_today

bp = Blueprint("site", __name__)

STYLES = (
    "css/tokens.css",
    "css/base.css",
    "css/site/colours.css",
    "css/site/pages.css",
    "css/site/lists.css",
    "css/site/goods.css",
    "css/parts/public.css",
)
PAGE = 60
"""Products on one page of the list."""
FEW = 6
"""Goods of smaller communes that the home shows."""
OTHERS = 4
WITH_A_FORM = frozenset({"feedback.say"})
BESIDE = frozenset({"public_fairs.fairs_page", "news.public_list", "news.public_article", "feedback.thanks", *WITH_A_FORM})
"""Pages for visitors that other areas bring; one with a form holds its token."""
YEAR_S = 365 * 24 * 3600


@cache
def sheet() -> str:
    """The name under `static/` of the public pages' style sheet, made of its sources when it is missing."""
    return bundles.sheet("site", STYLES)


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.filters.update(language.FILTERS)


@bp.before_app_request
def _for_visitors() -> AnyResponse | None:
    if not _is_for_visitors():
        return None
    if not setup.is_set_up():
        return redirect(url_for("sign_in.first_run"))
    g.is_for_everybody = request.endpoint not in WITH_A_FORM
    language.choose()
    return None


@bp.after_app_request
def _depends_on_language(answer: Response) -> Response:
    return language.keep(answer) if _is_for_visitors() else answer


def _is_for_visitors() -> bool:
    return request.blueprint == bp.name or request.endpoint in BESIDE


@bp.app_context_processor
def _shared() -> dict[str, object]:
    if not has_request_context() or "visitor_language" not in g:  # no page for visitors, or a database that is away
        return {}
    return {
        "outlet": reading.outlet(),
        "site_sheet": sheet(),
        "drawings": drawings(),
        "linked": linked,
        "language": language,
        "page_address": linked.absolute(language.path()),
        "product_path": linked.product_path,
    }


@bp.get("/programme")
@needs(Permit.PUBLIC)
def home() -> str:
    """The outlet and the programme: what OCOP is, goods by commune, who makes them, where the shop is."""
    products = reading.products()
    places = reading.places(products)
    told = [one for one in reading.producers() if one.story]
    first, rest = places[:2], places[2:]
    maker = told[clock.today().toordinal() % len(told)] if told else None
    return render_template(
        "public/home.html",
        products=products,
        first=first,
        rest=rest,
        few=[one for place in rest for one in place.products[:2]][:FEW],
        star_choices=searching.stars(products),
        groups=searching.groups(products),
        machine_words=linked.as_script(linked.outlet_thing(reading.outlet())),
        maker=maker,
        maker_goods=next((one for one in products if maker and one.producer == maker.code), None),
        producers=reading.producers(),
        fairs=[fair for fair in fairs.calendar() if fair.state is not FairState.OVER][:1],
    )


@bp.get("/programme/products")
@needs(Permit.PUBLIC)
def products() -> str:
    """The products that are sold here, by group, commune, stars and season; the search goes by words without accents."""
    words = clean_text(request.args.get("q", ""))[:100]
    wanted = Wanted(
        words=words,
        group=request.args.get("group", ""),
        commune=clean_text(request.args.get("commune", "")),
        stars=request.args.get("stars", ""),
        season=request.args.get("season", ""),
    )
    everything = reading.products()
    found = searching.found(everything, wanted)
    begin = request.args.get("from", "0")
    start = int(begin) if begin.isascii() and begin.isdigit() and len(begin) < 6 else 0
    return render_template(
        "public/products.html",
        wanted=wanted,
        found=found[start : start + PAGE],
        total=len(found),
        next=start + PAGE if len(found) > start + PAGE else None,
        star_choices=searching.stars(everything),
        address_of=searching.address_of,
        groups=searching.groups(everything),
        communes=searching.communes(everything),
    )


@bp.get("/programme/producers")
@needs(Permit.PUBLIC)
def producers() -> str:
    """Who makes the goods that are sold here."""
    return render_template("public/producers.html", producers=reading.producers())


@bp.get("/programme/producers/<code>")
@needs(Permit.PUBLIC)
def producer(code: str) -> str | tuple[str, int]:
    """A producer: the story, a picture, the goods."""
    try:
        found = reading.producer(code)
    except NotFound as error:
        return _missing(error)
    picture = url_for("site.drawing", name=GIFT)
    if found.photo:
        picture = url_for("files.picture_of_type", uid=found.photo, width=Width.PAGE.value, ending="jpg")
    crumbs = linked.crumbs(("OCOP", "/programme"), (found.name, f"/programme/producers/{quote(code, safe='')}"))
    return render_template(
        "public/producer.html",
        producer=found,
        products=reading.products_of(code),
        picture=linked.absolute(picture),
        machine_words=linked.as_script(linked.producer_thing(found), crumbs),
    )


@bp.get("/programme/lot")
@needs(Permit.PUBLIC)
def find_lot() -> AnyResponse | tuple[str, int]:
    """Leads from a lot's code that somebody typed to its page."""
    typed = clean_text(request.args.get("code", ""))[:64]
    if not typed.strip():
        return redirect(url_for("site.home"))
    lot = reading.lot_typed(typed)
    if lot is None:
        return render_template("public/missing.html", code=typed, sentence=None), 404
    return redirect(f"/t/{quote(lot, safe='')}")


@bp.get("/p/<product>")
@needs(Permit.PUBLIC)
def product(product: str) -> AnyResponse | tuple[str, int]:
    """A product's page."""
    try:
        return _product_page(reading.product(product))
    except NotFound as error:
        return _missing(error)


@bp.get("/01/<gtin>")
@needs(Permit.PUBLIC)
def product_by_gtin(gtin: str) -> AnyResponse | tuple[str, int]:
    """A product's page, by its GTIN."""
    try:
        return _product_page(reading.product_of_gtin(gtin))
    except NotFound as error:
        return _missing(error)


@bp.get("/t/<code:lot>", merge_slashes=False)
@needs(Permit.PUBLIC)
def lot(lot: str) -> AnyResponse | tuple[str, int]:
    """A lot's page, by our short link."""
    return _lot_page(lot, None)


@bp.get("/01/<gtin>/10/<code:lot>", merge_slashes=False)
@needs(Permit.PUBLIC)
def lot_by_gtin(gtin: str, lot: str) -> AnyResponse | tuple[str, int]:
    """A lot's page, by the GS1 Digital Link on its label."""
    return _lot_page(lot, gtin)


@bp.get("/drawings/<name>.png")
@needs(Permit.PUBLIC)
def drawing(name: str) -> Response:
    """A drawing as a picture, for programs that show what a link leads to."""
    if name not in drawings():
        raise NotFound
    answer = current_app.response_class(preview.drawn(name), content_type="image/png")
    answer.headers["Cache-Control"] = f"public, max-age={YEAR_S}"
    return answer


def picture_of(product: SiteProduct) -> str:
    """The address of a product's picture for everybody: its photo as a JPEG, else its drawing."""
    if product.photo:
        return linked.absolute(url_for("files.picture_of_type", uid=product.photo, width=Width.PAGE.value, ending="jpg"))
    return linked.absolute(url_for("site.drawing", name=product.drawing))


def _missing(error: NotFound) -> tuple[str, int]:
    return render_template("public/missing.html", code=None, sentence=error.detail), 404


def _product_page(found: SiteProduct) -> AnyResponse:
    if linked.wants_linkset():
        return _linkset(found, None)
    in_stock = reading.is_in_stock(found.code)
    page = render_template(
        "public/product.html",
        product=found,
        picture=picture_of(found),
        producer=reading.producer(found.producer),
        others=[one for one in reading.products_of(found.producer) if one.code != found.code][:OTHERS],
        in_stock=in_stock,
        machine_words=linked.as_script(
            linked.outlet_thing(reading.outlet()),
            linked.product_thing(found, picture_of(found), in_stock=in_stock),
            _crumbs(found),
        ),
    )
    return _with_links(page, linked.product_path(found))


def _lot_page(code: str, gtin: str | None) -> AnyResponse | tuple[str, int]:
    try:
        found = reading.lot(code, gtin)
    except NotFound:
        return render_template("public/missing.html", code=code, sentence=None), 404
    product = reading.product(found.product)
    if linked.wants_linkset():
        return _linkset(product, found)
    left = (found.best_before - clock.today()).days if found.best_before else None
    page = render_template(
        "public/lot.html",
        lot=found,
        product=product,
        picture=picture_of(product),
        producer=reading.producer(product.producer),
        others=[one for one in reading.products_of(product.producer) if one.code != product.code][:OTHERS],
        left=left,
        is_expired=left is not None and left < 0,
        place_today=commune_today(product.place),
        days_to_shelf=(found.shelved_on - (found.made_on or found.delivered_on)).days if found.shelved_on else None,
        machine_words=linked.as_script(linked.outlet_thing(reading.outlet()), _crumbs(product, found)),
    )
    return _with_links(page, linked.lot_path(found, product))


def _crumbs(product: SiteProduct, lot: SiteLot | None = None) -> linked.Thing:
    steps = [("OCOP", "/programme"), (product.producer_name, f"/programme/producers/{quote(product.producer, safe='')}")]
    steps.append((product.name.text, linked.product_path(product)))
    if lot is not None:
        steps.append((lot.code, linked.lot_path(lot, product)))
    return linked.crumbs(*steps)


def _with_links(page: str, path: str) -> AnyResponse:
    answer = make_response(page)
    answer.headers["Link"] = f'<{linked.absolute(path)}?linkType=linkset>; rel="linkset"; type="{linked.LINKSET}"'
    answer.vary.add("Accept")
    return answer


def _linkset(product: SiteProduct, lot: SiteLot | None) -> AnyResponse:
    answer = current_app.response_class(linked.linkset(product, lot), content_type=linked.LINKSET)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.vary.add("Accept")
    return answer
