// One live feed for all pages of a browser: a browser opens six connections to a site and no more, and each feed holds one.
"use strict";

const pages = new Set();
let feed = null;

function open() {
  feed = new EventSource("/live");
  feed.addEventListener("change", (event) => {
    for (const page of pages) page.postMessage(event.data);
  });
  // The browser itself connects again after an outage; after a refusal (nobody is signed in) it does not.
  feed.addEventListener("error", () => {
    if (feed.readyState === EventSource.CLOSED) setTimeout(open, 15000);
  });
}

self.addEventListener("connect", (event) => {
  const page = event.ports[0];
  pages.add(page);
  page.addEventListener("message", (said) => (said.data === "gone" ? pages.delete(page) : pages.add(page)));
  page.start();
  if (feed === null) open();
});
