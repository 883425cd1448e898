// Small improvements; every page works without them. No inline code anywhere, so that the content policy can stay strict.
(() => {
  "use strict";

  // After a refused form: read out and show the list of problems.
  document.getElementById("problems")?.focus();

  // A form is sent once; the button says that it works.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button) button.classList.add("btn-loading");
    setTimeout(() => {
      delete form.dataset.sent;
      if (button) button.classList.remove("btn-loading");
    }, 8000);
  });
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  }, true);

  // What is typed is kept for the account until it is sent; where the server cannot be asked, in this browser until it can.
  const drafts = document.body.dataset;
  const waiting = new Map();
  const touched = new Set();
  const isKept = (form) => drafts.drafts && form?.getAttribute("method") === "post" && !form.hasAttribute("data-not-kept");
  function draftOf(form) {
    const secret = new Set([...form.elements].filter((each) => each.type === "password").map((each) => each.name));
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !secret.has(name));
    return { address: form.getAttribute("action"), page: location.pathname + location.search, fields };
  }
  async function tell({ address, page, fields }) {
    const words = { csrf: drafts.csrf, "dia-chi": address, trang: page, "du-lieu": JSON.stringify(fields) };
    const answer = await fetch(drafts.drafts, { method: "POST", body: new URLSearchParams(words), redirect: "manual" });
    if (!answer.ok) throw new Error(String(answer.status));
  }
  async function keep(form) {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const draft = draftOf(form);
    const place = `ban-nhap|${drafts.account}|${draft.address}`;
    // First here: whoever leaves the page while it is told loses nothing, and the next page tells it again.
    localStorage.setItem(place, JSON.stringify(draft));
    try {
      await tell(draft);
      localStorage.removeItem(place);
    } catch {
      // It stays here until the server can be asked.
    }
  }
  const keepAll = () => Promise.all([...waiting.keys()].map(keep));
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.form;
      if (!isKept(form)) return;
      touched.add(form);
      clearTimeout(waiting.get(form));
      waiting.set(form, setTimeout(() => keep(form), 800));
    });
  }
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(waiting.get(event.target));
    waiting.delete(event.target);
  });
  // Leaving with something not yet told: the browser sends it after the page.
  window.addEventListener("pagehide", () => {
    for (const form of waiting.keys()) {
      const { address, page, fields } = draftOf(form);
      const words = { csrf: drafts.csrf, "dia-chi": address, trang: page, "du-lieu": JSON.stringify(fields) };
      navigator.sendBeacon(drafts.drafts, new URLSearchParams(words));
    }
    waiting.clear();
  });
  // A part of the page is about to be asked for anew: first what was typed into it.
  document.addEventListener("htmx:confirm", (event) => {
    if (!waiting.size) return;
    event.preventDefault();
    keepAll().then(() => event.detail.issueRequest(true));
  });
  // What was typed while that request was on its way is carried into the form that takes the place of this one.
  let carried = [];
  document.addEventListener("htmx:beforeSwap", () => {
    carried = [...touched].filter((form) => form.isConnected).map((form) => [form, draftOf(form)]);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const [old, draft] of carried) {
      if (old.isConnected) continue;
      touched.delete(old);
      const form = [...document.forms].find((each) => isKept(each) && each.getAttribute("action") === draft.address);
      if (!form) continue;
      refill(form, draft.fields);
      touched.add(form);
      keep(form);
    }
    carried = [];
  });
  function refill(form, fields) {
    const left = new Map();
    for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
    for (const field of form.elements) {
      if (!field.name || ["hidden", "submit", "button", "file", "password"].includes(field.type)) continue;
      const values = left.get(field.name) ?? [];
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values.shift();
    }
  }
  // What could not be told before is told now, and shown.
  if (drafts.drafts) {
    const left = Object.keys(localStorage).filter((place) => place.startsWith(`ban-nhap|${drafts.account}|`));
    Promise.all(
      left.map(async (place) => {
        const draft = JSON.parse(localStorage.getItem(place));
        await tell(draft);
        localStorage.removeItem(place);
        return draft.page === location.pathname + location.search;
      }),
    ).then((here) => here.includes(true) && location.reload(), () => {});
  }

  // "/" goes to the page's search box.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const box = document.querySelector("[data-search]");
    if (event.key === "/" && !typing && box) {
      event.preventDefault();
      box.focus();
    }
  });

  // A box that ticks all boxes of its table.
  document.addEventListener("change", (event) => {
    const all = event.target.closest?.("[data-all]");
    if (!all) return;
    for (const box of document.querySelectorAll(`input[type=checkbox][name="${all.dataset.all}"]:not(:disabled)`)) {
      if (!all.dataset.of || box.form?.id === all.dataset.of) box.checked = all.checked;
    }
    count();
  });

  // "Đã chọn 3": how many boxes of a form are ticked.
  function count() {
    for (const place of document.querySelectorAll("[data-count]")) {
      const boxes = document.querySelectorAll(`input[type=checkbox][name="${place.dataset.count}"]:checked:not(:disabled)`);
      const mine = [...boxes].filter((box) => !place.dataset.of || box.form?.id === place.dataset.of);
      place.textContent = String(mine.length);
    }
    // "7/10 = 70 %": what is proposed already and what is ticked, of the unit's people; cut to one decimal, never rounded up.
    for (const place of document.querySelectorAll("[data-ratio]")) {
      const ticked = document.querySelectorAll(`input[data-award="${place.dataset.ratio}"]:checked`).length;
      const [part, whole] = [Number(place.dataset.already) + ticked, Number(place.dataset.total)];
      const share = String(Math.floor((part * 1000) / whole) / 10).replace(".", ",");
      place.textContent = whole > 0 ? `${part}/${whole} = ${share} %` : `${part}/${whole}`;
    }
  }
  document.addEventListener("change", count);
  count();

  // On paper everything is unfolded; afterwards it is as it was.
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("main details:not([open])")) {
      if (fold.querySelector("form")) continue;
      fold.open = true;
      fold.dataset.unfolded = "1";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("details[data-unfolded]")) {
      fold.open = false;
      delete fold.dataset.unfolded;
    }
  });

  // A table wider than the screen can be scrolled with the keyboard.
  for (const frame of document.querySelectorAll(".table-responsive")) {
    if (frame.scrollWidth <= frame.clientWidth) continue;
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", frame.closest(".card")?.querySelector(".card-title")?.textContent.trim() || "Bảng");
  }

  // The menu of a narrow screen works without Tabler's script too.
  document.documentElement.classList.add("js");

  // The live feed: say that something changed, and let the person decide when to look.
  // All pages of a browser share one feed; where that is not had, a page asks now and then while it is looked at.
  const toast = document.getElementById("live");
  if (toast) {
    const openedAt = Date.now();
    const show = () => {
      if (Date.now() - openedAt > 2500) toast.hidden = false;
    };
    if (window.SharedWorker) {
      const { port } = new SharedWorker(toast.dataset.worker);
      port.addEventListener("message", show);
      port.start();
      window.addEventListener("pagehide", () => port.postMessage("gone"));
      window.addEventListener("pageshow", () => port.postMessage("here"));
    } else {
      let known = null;
      setInterval(async () => {
        if (document.visibilityState !== "visible") return;
        const answer = await fetch("/live/luot", { redirect: "error" }).catch(() => null);
        if (!answer?.ok) return;
        const turn = await answer.text();
        if (known !== null && known !== turn) show();
        known = turn;
      }, 30000);
    }
    toast.querySelector("a")?.setAttribute("href", window.location.href.split("#")[0]);
  }
})();
