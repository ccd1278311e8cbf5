// The addresses that /sell hands to the scripts, as far as the tests of scripts need them.

export const URLS = {
  health: "/health",
  catalogue: "/api/v1/catalogue",
  sale: "/api/v1/sales/{uid}",
  payment_confirm: "/api/v1/sales/{uid}/payments/{n}/confirm",
};
