/** What the server puts before worker.js: the version of the page, its address, and the files it is made of, and how addresses of photos begin. */
declare const SHELL: { version: string; page: string; assets: string[]; pictures: string };
