// The till says beforehand what the server asks a manager about.
import assert from "node:assert/strict";
import { test } from "node:test";
import { beyondRefund } from "../../static/js/till/domain/refund_rules.js";

const LIMITS = { refund_limit_vnd: 1000000, refund_days: 30, refund_other_method: "approval" };
const PLAIN = {
  hasSlip: true,
  totalVnd: 1000000,
  leavesVnd: 1000000,
  method: "cash",
  paidBy: ["cash"],
  ageDays: 30,
  resold: [7, null],
};
const of = (more, limits = LIMITS) => beyondRefund({ ...PLAIN, ...more }, limits);

test("each limit is asked about, and only beyond it", () => {
  assert.deepEqual(of({}), []);
  assert.deepEqual(of({ hasSlip: false }), ["no_slip"]);
  assert.deepEqual(of({ totalVnd: 1000001 }), ["refund_amount"]);
  assert.deepEqual(of({ ageDays: 31 }), ["refund_age"]);
  assert.deepEqual(of({ method: "voucher" }), ["refund_method"]);
  assert.deepEqual(of({ resold: [1] }), ["fresh_goods"]);
  assert.deepEqual(of({ hasSlip: false, ageDays: 90, resold: [2] }), ["no_slip", "refund_age", "fresh_goods"]);
});

test("0 and free are no limits; where nothing is paid out, its way does not matter", () => {
  const none = { refund_limit_vnd: 0, refund_days: 0, refund_other_method: "free" };
  assert.deepEqual(of({ totalVnd: 1e12, ageDays: 900, method: "card" }, none), []);
  assert.deepEqual(of({ leavesVnd: 0, method: "card" }), []);
});
