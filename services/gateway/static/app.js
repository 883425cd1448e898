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
      box.checked = all.checked;
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
  const toast = document.getElementById("live");
  if (toast && window.EventSource) {
    const feed = new EventSource(toast.dataset.feed);
    const openedAt = Date.now();
    feed.addEventListener("change", () => {
      if (Date.now() - openedAt > 2500) toast.hidden = false;
    });
    window.addEventListener("pagehide", () => feed.close());
    toast.querySelector("a")?.setAttribute("href", window.location.href.split("#")[0]);
  }
})();
