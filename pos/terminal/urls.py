"""The addresses the till's scripts call, by name. `{uid}` and the like stand where the script puts an id."""

from __future__ import annotations

from flask import current_app, request

ENDPOINTS = {
    "home": "pages.home",
    "health": "health",
    "sign_in": "sign_in.sign_in",
    "sign_in_pin": "sell.switch_by_pin",
    "check_pin": "sell.check_pin",
    "sign_out": "sign_in.sign_out",
    "language": "sign_in.choose",
    "sell": "sell.sell",
    "worker": "till_shell.worker",
    "picture": "files.picture",
    "scan": "inventory_api.scan_code",
    "read_codes": "codes_api.post_frame",
    "catalogue": "pos_api.get_catalogue",
    "recall_count": "pos_api.get_recall_count",
    "try_printer": "pos_api.try_printer",
    "tills": "pos_api.list_tills",
    "print_jobs": "print_jobs_api.list_print_jobs",
    "print_job_retry": "print_jobs_api.retry_print_job",
    "print_job_cancel": "print_jobs_api.cancel_print_job",
    "print_job_again": "print_jobs_api.print_job_again",
    "shift": "pos_api.put_shift",
    "shift_close": "pos_api.close_shift",
    "shift_report": "pos_api.get_shift_report",
    "shift_print": "print_jobs_api.print_shift_report",
    "shift_recount": "counter_api.recount_shift",
    "drawer_openings": "counter_api.post_drawer_opening",
    "voids": "counter_api.post_void",
    "payments_correct": "counter_api.correct_payments",
    "cash_moves": "pos_api.post_cash_move",
    "sales": "pos_api.list_sales",
    "sale": "pos_api.put_sale",
    "sale_recover": "recovery_api.post_recovery",
    "sale_receipt": "pos_api.get_receipt",
    "sale_print": "pos_api.print_sale",
    "payment_confirm": "money_api.confirm_payment",
    "refund": "pos_api.put_refund",
    "refund_receipt": "pos_api.get_refund_receipt",
    "refund_print": "pos_api.print_refund",
    "exchange": "counter_api.put_exchange",
    "exchange_print": "print_jobs_api.print_exchange",
    "display": "display.page",
    "display_pairing": "display_api.put_pairing",
    "display_pairings": "display_api.list_pairings",
    "till_display": "display_api.put_display",
    "till_device": "terminal_api.put_device",
    "till_look": "terminal_api.put_look",
    "held_carts": "carts_api.list_held_carts",
    "held_cart": "carts_api.put_held_cart",
    "customers": "customers_api.list_customers",
    "customer": "customers_api.put_customer",
    "customer_sales": "customers_api.get_history",
    "customer_payment": "customers_api.put_customer_payment",
    "vietqr": "money_api.get_vietqr_arrival",
    "voucher": "vouchers_api.get_voucher",
    "vouchers": "vouchers_api.list_vouchers",
    "sheets": "sheets.sheets_list",
}


def boot_urls() -> dict[str, str]:
    """Every address by its name, with `{argument}` for each argument of its route."""
    return {name: pattern(endpoint) for name, endpoint in ENDPOINTS.items()}


def pattern(endpoint: str) -> str:
    """The address of an endpoint. Numbers stand for the arguments while it is built, because any converter takes them."""
    (arguments,) = {frozenset(rule.arguments) for rule in current_app.url_map.iter_rules(endpoint)}
    numbers = {name: 9_000_000 + n for n, name in enumerate(sorted(arguments))}
    addresses = current_app.create_url_adapter(request)
    assert addresses is not None
    built = addresses.build(endpoint, numbers)
    for name, number in numbers.items():
        built = built.replace(str(number), f"{{{name}}}")
    return built
