// The addresses from the page /sell that the tests of scripts need.

export const URLS = {
  health: "/health",
  catalogue: "/api/v1/catalogue",
  sale: "/api/v1/sales/{uid}",
  payment_confirm: "/api/v1/sales/{uid}/payments/{n}/confirm",
};
