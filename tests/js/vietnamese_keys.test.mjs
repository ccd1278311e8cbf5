import assert from "node:assert/strict";
import test from "node:test";

import { TONES, withTone } from "../../static/js/till/domain/vietnamese_keys.js";

const { acute: ACUTE, grave: GRAVE, hook: HOOK, tilde: TILDE, dot: DOT } = TONES;

test("a tone goes to the vowel where it is written", () => {
  const cases = [
    ["gao", DOT, "gạo"],
    ["hoa", GRAVE, "hòa"],
    ["hoan", GRAVE, "hoàn"],
    ["qua", ACUTE, "quá"],
    ["quê", ACUTE, "quế"],
    ["gia", ACUTE, "giá"],
    ["gi", GRAVE, "gì"],
    ["dưa", HOOK, "dửa"],
    ["Nguyên", TILDE, "Nguyễn"],
    ["rươu", DOT, "rượu"],
    ["muôi", ACUTE, "muối"],
    ["thuy", HOOK, "thủy"],
    ["ĐÂU", DOT, "ĐẬU"],
    ["khoai tây quê vo", TILDE, "khoai tây quê võ"],
  ];
  for (const [text, mark, expected] of cases) assert.equal(withTone(text, mark), expected);
});

test("another tone takes its place, the same one goes away", () => {
  assert.equal(withTone("gạo", GRAVE), "gào");
  assert.equal(withTone("gạo", DOT), "gao");
  assert.equal(withTone("nhãn", TILDE), "nhan");
});

test("a text without a vowel at its end stays", () => {
  for (const text of ["", "5 ", "kg", "gạo 500"]) assert.equal(withTone(text, ACUTE), text);
});
