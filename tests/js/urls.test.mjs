import assert from "node:assert/strict";
import test from "node:test";

import { url, useUrls } from "../../static/js/till/data/urls.js";
import { URLS } from "./urls.mjs";

useUrls(URLS);

test("an id stands in its place, whatever letters it has", () => {
  assert.equal(url("payment_confirm", { uid: "a/b", n: 2 }), "/api/v1/sales/a%2Fb/payments/2/confirm");
});

test("a query follows the address", () => {
  assert.equal(url("catalogue", {}, { since: "1 2", till: "M1" }), "/api/v1/catalogue?since=1+2&till=M1");
  assert.equal(url("catalogue", {}, {}), "/api/v1/catalogue");
});

test("an unknown name is an error and not an address", () => {
  assert.throws(() => url("nowhere"), /nowhere/);
});
