import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { gross, parseQuantity } from "../../static/js/till/domain/money.js";
import { discountOf, price } from "../../static/js/till/domain/pricing.js";
import { openBasket, packTakes } from "../../static/js/till/domain/pricing_baskets.js";
import { holds } from "../../static/js/till/domain/pricing_offers.js";

const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url))).cases;
const AT = /(\d{4})-(\d\d)-(\d\d)/;

/** The business day, the day of the week and the time of a moment at the outlet, which is seven hours ahead. */
function momentOf(soldAt) {
  const there = new Date(Date.parse(soldAt) + 7 * 3_600_000).toISOString();
  const [day, time] = [there.slice(0, 10), there.slice(11, 16)];
  return { day, time, weekday: new Date(`${day}T00:00:00Z`).getUTCDay() || 7 };
}

/** The days from one business day to another. */
const daysBetween = (from, to) => {
  const [a, b] = [from, to].map((day) => Date.UTC(AT.exec(day)[1], AT.exec(day)[2] - 1, AT.exec(day)[3]));
  return Math.round((b - a) / 86_400_000);
};

/** The lines of a case as the till prices them: baskets opened, packs taken off, what was sent as it was sent. */
function linesOf({ products, lots = {}, baskets = {}, lines, sold_at: soldAt }) {
  return lines.flatMap((line, n) => {
    const milli = parseQuantity(line.quantity);
    const discountVnd = line.discount_vnd ?? 0;
    if (line.basket) {
      const { items, wrapping = null } = baskets[line.basket];
      const basket = { code: line.basket, name: line.basket, priceVnd: line.unit_price_vnd, wrapping };
      basket.items = items.map((item) => ({
        product: item.product,
        milli: parseQuantity(item.quantity),
        shareVnd: item.share_vnd ?? null,
      }));
      const opened = openBasket(basket, milli / 1000, (product) => products[product].price_vnd, n + 1);
      return opened.map((item, i) => ({ ...item, discountVnd: i === 0 ? discountVnd : 0 }));
    }
    const packs = Object.entries(products).flatMap(([code, { packs: own = [] }]) =>
      own.map((pack) => ({ code, ...pack })),
    );
    const pack = packs.find(({ barcode }) => barcode === line.code);
    const lot = lots[line.lot];
    const code = pack?.code ?? lot?.product ?? line.product;
    const { set, producer, places } = products[code];
    const daysLeft = lot ? daysBetween(momentOf(soldAt).day, lot.best_before) : null;
    const packOff = pack && {
      barcode: pack.barcode,
      milli: parseQuantity(pack.quantity),
      priceVnd: pack.price_vnd ?? null,
    };
    const sent = (line.adjustments ?? []).map(({ offer, pack: barcode, amount_vnd: amountVnd }) =>
      offer ? { kind: "offer", code: offer, name: offer, amountVnd } : { kind: "pack", code: barcode, amountVnd },
    );
    const taken = line.adjustments ? sent : packOff ? packTakes(packOff, milli, gross(line.unit_price_vnd, milli)) : [];
    const goods = { product: code, set, producer, places, lot: line.lot ?? null, daysLeft };
    return [{ product: code, milli, unitPriceVnd: line.unit_price_vnd, discountVnd, taken, goods }];
  });
}

/** What a case expects of the lines before they are cut over lots. */
function expectedOf({ expect, cuts = [] }) {
  const answers = [...expect];
  const lines = [];
  while (answers.length) {
    const parts = answers.splice(0, cuts.find(({ line }) => line === lines.length + 1)?.quantities.length ?? 1);
    const sums = new Map();
    for (const { kind, code = "", amount_vnd: vnd } of parts.flatMap(({ adjustments }) => adjustments)) {
      sums.set(`${kind} ${code}`, (sums.get(`${kind} ${code}`) ?? 0) + vnd);
    }
    const sum = (field) => parts.reduce((total, part) => total + part[field], 0);
    const sold = { product: parts[0].product, unitPriceVnd: parts[0].unit_price_vnd };
    const amounts = { grossVnd: sum("gross_vnd"), discountVnd: sum("discount_vnd"), netVnd: sum("net_vnd") };
    lines.push({ ...sold, ...amounts, adjustments: [...sums] });
  }
  return lines;
}

test("every money case: gross, spread discount, net and total", () => {
  for (const [n, one] of vectors("money").entries()) {
    const lines = one.lines.map((line) => ({
      milli: parseQuantity(line.quantity),
      unitPriceVnd: line.unit_price_vnd,
      discountVnd: line.discount_vnd,
    }));
    const priced = price(lines, one.discount_vnd);
    const expected = one.expect.map((line) => [line.gross_vnd, line.discount_vnd, line.net_vnd]);
    assert.deepEqual(
      priced.lines.map((line) => [line.grossVnd, line.discountVnd, line.netVnd]),
      expected,
      `case ${n}`,
    );
    assert.equal(priced.totalVnd, one.total_vnd, `case ${n}`);
  }
});

test("every adjustments case: packs, baskets and offers, then discounts by hand off what these left", () => {
  const cases = vectors("adjustments").filter(({ expect }) => expect);
  assert.ok(cases.length > 110);
  for (const one of cases) {
    const lines = linesOf(one);
    const offers = Object.entries(one.offers ?? {}).map(([code, offer]) => ({ code, name: code, ...offer }));
    const holding = offers.filter((offer) => holds(offer, momentOf(one.sold_at)));
    const isSent = one.lines.some(({ adjustments }) => adjustments);
    const priced = price(lines, one.discount_vnd, isSent ? [] : holding);
    const shown = priced.lines.map(({ adjustments, ...amounts }, n) => ({
      product: lines[n].product,
      unitPriceVnd: lines[n].unitPriceVnd,
      ...amounts,
      adjustments: adjustments.map(({ kind, code = "", amountVnd }) => [`${kind} ${code}`, amountVnd]),
    }));
    assert.deepEqual(shown, expectedOf(one), one.name);
    assert.equal(priced.totalVnd, one.total_vnd, one.name);
  }
});

test("a case that the server refuses for its discount is refused here", () => {
  const refused = vectors("adjustments").find(({ name }) => name === "manual_above_what_is_left");
  const offers = Object.entries(refused.offers).map(([code, offer]) => ({ code, name: code, ...offer }));
  assert.throws(() => price(linesOf(refused), 0, offers), /manual/);
});

test("more discount than price is refused, on a line and on the whole sale", () => {
  assert.throws(() => price([{ milli: 1000, unitPriceVnd: 100, discountVnd: 101 }]), /manual/);
  assert.throws(() => price([{ milli: 1000, unitPriceVnd: 100, discountVnd: 50 }], 51), /sale/);
});

test("a typed discount, as a rate or an amount, never exceeds what it is taken off", () => {
  assert.equal(discountOf(null, 1000), 0);
  assert.equal(discountOf({ bp: 1000 }, 12_345), 1235);
  assert.equal(discountOf({ vnd: 5000 }, 12_345), 5000);
  assert.equal(discountOf({ vnd: 50_000 }, 12_345), 12_345);
});
