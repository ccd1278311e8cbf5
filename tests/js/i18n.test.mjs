import assert from "node:assert/strict";
import test from "node:test";

const page = (text) => ({
  documentElement: { lang: "en" },
  querySelector: (selector) => (selector === "#translations" ? { textContent: text } : null),
});
const from = async (document, name) => {
  globalThis.document = document;
  return import(`../../static/js/till/data/i18n.js?${name}`);
};

test("a page without translations shows Vietnamese and fills the placeholders", async () => {
  const { t, language } = await from(undefined, "vi");
  assert.equal(language, "vi");
  assert.equal(t("Đã gửi hết"), "Đã gửi hết");
  assert.equal(t("còn %(quantity)s %(unit)s", { quantity: "0", unit: "kg" }), "còn 0 kg");
});

test("the page's translations are shown; a text without one stays Vietnamese", async () => {
  const { t, language } = await from(
    page('{"Xong":"Done","Nhận %(amount)s, còn %(rest)s":"%(rest)s left after %(amount)s"}'),
    "en",
  );
  assert.equal(language, "en");
  assert.equal(t("Xong"), "Done");
  assert.equal(
    t("Nhận %(amount)s, còn %(rest)s", { amount: "$& 1", rest: "%(amount)s" }),
    "%(amount)s left after $& 1",
  );
  assert.equal(t("Đã gửi hết"), "Đã gửi hết");
});
