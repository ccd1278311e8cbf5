/** What the server puts before worker.js: whose page it is, its version, its address, and the files it is made of, and how addresses of photos begin. */
declare const SHELL: { name: string; version: string; page: string; assets: string[]; pictures: string };
