// The addresses from the page /sell that the tests of scripts need.

export const URLS = {
  health: "/health",
  catalogue: "/api/v1/catalogue",
  recall_count: "/api/v1/catalogue/recalls",
  sale: "/api/v1/sales/{uid}",
  voids: "/api/v1/shifts/{uid}/voids",
  held_cart: "/api/v1/held-carts/{uid}",
  held_carts: "/api/v1/held-carts",
  payment_confirm: "/api/v1/sales/{uid}/payments/{n}/confirm",
};
