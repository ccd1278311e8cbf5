import assert from "node:assert/strict";
import test from "node:test";

import { fold } from "../../static/js/till/domain/fold.js";
import { GoodsIndex } from "../../static/js/till/domain/goods_index.js";

const index = new GoodsIndex();
const order = [];

function put(code, name, more = {}) {
  const facts = { producer_name: "HTX Đại Xuân", commune: "Quế Tân", plu: null, barcodes: [], lots: [], ...more };
  index.put({ code, folded: fold(name), ...facts });
  if (!order.includes(code)) order.push(code);
}

put("GAO-DX5", "Gạo tẻ thơm Đại Xuân 5 kg", { barcodes: ["8938500000010"] });
put("GAO-DX2", "Gạo tẻ thơm Đại Xuân 2 kg", { lots: [{ lot: "DX-2611-A" }] });
put("KHOAI", "Khoai tây", { plu: "00123", producer_name: "Tổ hợp tác Bồng Lai", commune: "Bồng Lai" });
put("GOM-01", "Bình gốm Phù Lãng", { producer_name: "Gốm Bà Nhung", commune: "Phù Lãng" });
const found = (text) => index.search(text, order);

test("goods are found by what a cashier types", () => {
  const cases = {
    "gao te": ["GAO-DX5", "GAO-DX2"],
    "Gạo TẺ": ["GAO-DX5", "GAO-DX2"],
    "5kg": ["GAO-DX5"],
    "5 kg": ["GAO-DX5"],
    "gao 2kg": ["GAO-DX2"],
    dx5: ["GAO-DX5"],
    dx5kg: ["GAO-DX5"],
    gttdx: ["GAO-DX5", "GAO-DX2"],
    "gao-dx2": ["GAO-DX2"],
    gaodx2: ["GAO-DX2"],
    "00123": ["KHOAI"],
    8938500000010: ["GAO-DX5"],
    "dx-2611-a": ["GAO-DX2"],
    nhung: ["GOM-01"],
    "phu lang": ["GOM-01"],
    "que tan": ["GAO-DX5", "GAO-DX2"],
    hai: [],
  };
  for (const [text, codes] of Object.entries(cases)) assert.deepEqual(found(text), codes, text);
});

test("each letter that looks like Đ finds the goods written with another", () => {
  for (const query of ["đại", "\u00f0ại", "\u0256ai", "DAI"]) {
    assert.deepEqual(found(`${query} xuan`), ["GAO-DX5", "GAO-DX2"], query);
  }
});

test("whose code it is comes first, whatever the order; nobody gets more than sixty", () => {
  const many = new GoodsIndex();
  const codes = Array.from({ length: 200 }, (_, n) => `SP${n}`);
  for (const code of codes) {
    many.put({
      code,
      folded: "hang 199",
      producer_name: "",
      plu: null,
      barcodes: [],
      lots: code === "SP7" ? [{ lot: "199" }] : [],
    });
  }
  assert.equal(many.search("199", [...codes].reverse())[0], "SP7");
  assert.equal(many.search("hang", codes).length, 60);
  assert.deepEqual(
    many.search("hang", codes, (code) => code === "SP150"),
    ["SP150"],
  );
});

test("a product that changed is found by its new name only, one that went not at all", () => {
  put("GOM-01", "Lọ hoa");
  assert.deepEqual(found("binh gom"), []);
  assert.deepEqual(found("lo hoa"), ["GOM-01"]);
  index.delete("GOM-01");
  assert.deepEqual(found("lo hoa"), []);
});

test("whoever types on finds what somebody finds who asks at once", () => {
  const names = [
    "gao te dai xuan 5 kg",
    "gao nep",
    "gom phu lang",
    "dau xanh",
    "dua xuan 2 kg",
    "mat ong rung",
    "hang 199",
  ];
  const goods = Array.from({ length: 900 }, (_, n) => ({
    code: `SP-${n}`,
    folded: `${names[n % names.length]} ${n % 90}`,
    producer_name: n % 2 ? "Bà Nhung" : "Gạo Đại Xuân",
    plu: null,
    barcodes: n % 100 ? [] : [`89385${n}`],
    lots: [],
  }));
  const codes = goods.map(({ code }) => code);
  const filled = () => {
    const made = new GoodsIndex();
    for (const one of goods) made.put(one);
    return made;
  };
  const slowly = filled();
  const isWanted = (code) => !code.endsWith("7");
  for (const text of ["gao te 5kg", "gtdx5", "dx2", "hang 199 1", "sp-80", "mat ong rung 4", "89385700", "gao nhung"]) {
    for (let end = 1; end <= text.length; end += 1) {
      const typed = text.slice(0, end);
      assert.deepEqual(slowly.search(typed, codes, isWanted), filled().search(typed, codes, isWanted), typed);
    }
  }
});

test("goods that stand far down the order are found after each change, by words, letters and codes", () => {
  const far = new GoodsIndex();
  const codes = Array.from({ length: 1600 }, (_, n) => `SP${n}`);
  const goods = (code, folded, lot) => ({ code, folded, producer_name: "", plu: null, barcodes: [], lots: [{ lot }] });
  for (const code of codes) far.put(goods(code, "hang hoa", `L-${code}`));
  assert.deepEqual(far.search("l-sp1555", codes), ["SP1555"]);
  assert.deepEqual(far.search("mo", codes), []);
  for (const code of ["SP1555", "SP700"]) far.put(goods(code, "mat ong", "L9"));
  for (const asked of ["mo", "mat", "ong", "l9"]) {
    assert.deepEqual(far.search(asked, codes), ["SP700", "SP1555"], asked);
  }
  assert.deepEqual(far.search("l-sp1555", codes), []);
  far.put(goods("SP700", "mat ong", "L9"));
  far.delete("SP1555");
  assert.deepEqual(far.search("mo", codes), ["SP700"]);
  far.put(goods("SP1555", "mo", "L9"));
  assert.deepEqual(far.search("mo", codes), ["SP1555", "SP700"]);
  far.clear();
  assert.deepEqual(far.search("mo", codes), []);
});
