// The server's addresses by name. The page brings them along (boot.urls), so that none is written here.

/** @type {Record<string, string>} */
let patterns = {};

/** @param {Record<string, string>} urls addresses by name; `{uid}` stands where an id goes */
export function useUrls(urls) {
  patterns = urls;
}

/**
 * url("sale", { uid }) or url("sales", {}, { number })
 * @param {string} name
 * @param {Record<string, string | number>} [params] what the address names
 * @param {Record<string, string>} [query] what follows the question mark
 */
export function url(name, params = {}, query = {}) {
  if (!(name in patterns)) throw new Error(`no address is called ${name}`);
  const path = patterns[name].replace(/\{(\w+)\}/g, (_, param) => encodeURIComponent(params[param]));
  const search = new URLSearchParams(query).toString();
  return search ? `${path}?${search}` : path;
}
