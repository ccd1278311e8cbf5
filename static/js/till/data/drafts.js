// What somebody is typing and has not sent yet, by the name of what it is for: a drawer's count, an opening float. It outlives
// Esc, a reload and a killed browser; whoever sends it, or says that it is not wanted, drops it.

import { now } from "./clock.js";
import { deleteDraft, listDrafts, putDraft, readDraft } from "./store.js";

const LONGEST_DAYS = 7;

/** The count of a shift's drawer. @param {string} shift uid */
export const countOf = (shift) => `count ${shift}`;
/** The opening float of a till's next shift. @param {string} till code */
export const floatOf = (till) => `float ${till}`;

/** The last write of each draft that has not ended. @type {Map<string, Promise<unknown>>} */
const writing = new Map();

/**
 * Writes of one draft follow each other: what was typed last stays, and one that was dropped does not come back.
 * @param {string} name
 * @param {() => Promise<unknown>} act
 */
async function inTurn(name, act) {
  // A full or forbidden storage must stop nobody who types.
  const turn = (writing.get(name) ?? Promise.resolve()).then(act).catch(() => {});
  writing.set(name, turn);
  await turn;
  if (writing.get(name) === turn) writing.delete(name);
}

/**
 * Stores what stands in the fields; resolves when it is on the disk.
 * @param {string} name
 * @param {Record<string, string>} fields what was typed, by field, as it was typed
 */
export const saveDraft = (name, fields) => inTurn(name, () => putDraft({ name, fields, at: now() }));

/**
 * What stood in the fields; empty when nothing was typed.
 * @param {string} name
 * @returns {Promise<Record<string, string>>}
 */
export const loadDraft = async (name) => (await readDraft(name).catch(() => undefined))?.fields ?? {};

/** It was sent, or is not wanted any more. @param {string} name */
export const dropDraft = (name) => inTurn(name, () => deleteDraft(name));

/** Drops what nobody came back to. */
export async function dropOldDrafts() {
  const oldest = Date.now() - LONGEST_DAYS * 24 * 3_600_000;
  for (const { name, at } of await listDrafts()) if (Date.parse(at) < oldest) await dropDraft(name);
}
