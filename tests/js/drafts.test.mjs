import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { querySelector: () => null };
const { countOf, dropDraft, dropOldDrafts, floatOf, loadDraft, saveDraft } =
  await import("../../static/js/till/data/drafts.js");
const { putDraft } = await import("../../static/js/till/data/store.js");

test("what was typed last is there again, as it was typed", async () => {
  const name = countOf("shift-1");
  for (const text of ["1", "12", "12x"]) saveDraft(name, { 500000: text });
  await saveDraft(name, { 500000: "12x", 1000: "" });
  assert.deepEqual(await loadDraft(name), { 500000: "12x", 1000: "" });
  assert.deepEqual(await loadDraft(countOf("shift-2")), {});
});

test("a draft that was dropped does not come back by a write that was under way", async () => {
  const name = floatOf("T1");
  saveDraft(name, { float: "500000" });
  await dropDraft(name);
  assert.deepEqual(await loadDraft(name), {});
});

test("a draft that nobody came back to goes after a week, a younger one stays", async () => {
  const days = (n) => new Date(Date.now() - n * 86_400_000).toISOString();
  await putDraft({ name: "old", fields: { a: "1" }, at: days(8) });
  await putDraft({ name: "young", fields: { a: "1" }, at: days(6) });
  await dropOldDrafts();
  assert.deepEqual(await loadDraft("old"), {});
  assert.deepEqual(await loadDraft("young"), { a: "1" });
});
