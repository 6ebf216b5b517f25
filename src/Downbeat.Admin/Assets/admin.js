// The site works without this. With it: times in the operator's zone, ticking relative times, live parts, previews while typing, bulk selection.
(() => {
  "use strict";

  const body = document.body;
  const root = body.dataset.root;
  const skew = Date.parse(body.dataset.now) - Date.now();
  const now = () => Date.now() + skew;
  const [textNow, textIn, textAgo, textCopied, textArray, textObject] = body.dataset.texts.split("|");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const cookie = (name, value) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${encodeURIComponent(value)}; Path=${root || "/"}; Max-Age=31536000; SameSite=Lax${secure}`;
  };

  // The zone is told once; the page is shown again with it.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && (body.dataset.zoneKnown !== "yes" || body.dataset.zone !== zone)) {
    const tried = sessionStorage.getItem("downbeat-zone");
    cookie("downbeat-zone", zone);
    if (tried !== zone && document.cookie.includes("downbeat-zone=") && !document.querySelector("form[data-dirty], .notice")) {
      sessionStorage.setItem("downbeat-zone", zone);
      location.reload();
      return;
    }
  }

  // Relative times.
  const units = [[86400 * 2, 86400, "d"], [3600, 3600, "h"], [60, 60, "min"], [0, 1, "s"]];
  const relative = (at) => {
    const seconds = (at - now()) / 1000;
    const length = Math.abs(seconds);
    if (length < 1) { return textNow; }
    const [, size, unit] = units.find(([from]) => length >= from);
    const minutes = unit === "h" && length < 86400 ? Math.floor(length % 3600 / 60) : 0;
    const text = `${Math.floor(length / size)}\u00a0${unit}${minutes > 0 ? `\u00a0${minutes}\u00a0min` : ""}`;
    return (seconds > 0 ? textIn : textAgo).replace("#", text);
  };
  const tick = () => {
    for (const time of all("time[data-relative]")) {
      const text = relative(Date.parse(time.dateTime));
      if (time.textContent !== text) { time.textContent = text; }
    }
  };
  setInterval(tick, 1000);

  // Live parts: fetched again now and then while somebody looks, swapped unless somebody works in them.
  const isBusy = (part) => part.contains(document.activeElement) && document.activeElement !== body
    || part.querySelector("input:checked, details[open]") !== null;
  const refresh = async () => {
    const parts = all("[data-live]");
    if (parts.length === 0 || document.hidden) { return; }
    try {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "downbeat-live" }, redirect: "manual" });
      if (!answer.ok) { return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts) {
        const fresh = page.getElementById(part.id);
        if (fresh && !isBusy(part) && fresh.innerHTML !== part.innerHTML) { part.replaceWith(document.adoptNode(fresh)); }
      }
      tick();
    } catch { /* The next one may get through. */ }
  };
  const pace = Math.min(...all("[data-live]").map((part) => Number(part.dataset.live) || 5000));
  if (Number.isFinite(pace)) {
    setInterval(refresh, pace);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { refresh(); } });
  }

  const retry = document.querySelector("[data-retry]");
  if (retry) { setTimeout(() => location.reload(), Number(retry.dataset.retry)); }

  // A preview while typing: the form is sent to another address, and the answer is shown beside it.
  for (const form of all("form[data-preview]")) {
    const target = document.getElementById(form.dataset.previewTarget);
    let timer = 0;
    let latest = 0;
    const preview = async () => {
      const mine = ++latest;
      try {
        const data = new URLSearchParams(new FormData(form));
        const answer = await fetch(form.dataset.preview, { method: "POST", body: data });
        const text = await answer.text();
        if (mine === latest && answer.ok && target) {
          target.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
          tick();
        }
      } catch { /* The button still works. */ }
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(preview, 180); };
    form.addEventListener("input", (event) => {
      form.dataset.dirty = "";
      if (event.target.closest("[data-previews]")) { later(); }
    });
    form.addEventListener("downbeat-changed", later);
    form.addEventListener("submit", () => delete form.dataset.dirty);
  }

  // Presets fill fields in.
  document.addEventListener("click", (event) => {
    const preset = event.target.closest("button[data-fill]");
    if (!preset || !preset.form) { return; }
    event.preventDefault();
    for (const pair of preset.dataset.fill.split("|")) {
      const at = pair.indexOf("=");
      const field = preset.form.elements.namedItem(pair.slice(0, at));
      if (field instanceof RadioNodeList || field instanceof HTMLElement) { field.value = pair.slice(at + 1); }
    }
    preset.form.dispatchEvent(new Event("downbeat-changed"));
  });

  // JSON is checked while it is typed; the place of an error is named.
  for (const field of all("textarea[data-json]")) {
    const note = document.getElementById(field.dataset.jsonNote);
    const check = () => {
      let problem = "";
      try {
        const value = JSON.parse(field.value.trim() || field.dataset.json);
        const isArray = Array.isArray(value);
        if ((field.dataset.json === "[]") !== isArray || value === null || typeof value !== "object") {
          problem = field.dataset.json === "[]" ? textArray : textObject;
        }
      } catch (error) { problem = error.message; }
      note.textContent = problem;
      note.hidden = problem === "";
    };
    if (note) { field.addEventListener("input", check); }
  }

  // Bulk selection: the box in the head selects the page, and shift selects a stretch.
  for (const form of all("form[data-bulk]")) {
    const boxes = () => all("input.pick[name]", form);
    const head = form.querySelector("input.pick-all");
    const count = form.querySelector("[data-count]");
    let last = null;
    const show = () => {
      const picked = boxes().filter((box) => box.checked).length;
      if (count) { count.textContent = String(picked); }
      if (head) {
        head.checked = picked > 0 && picked === boxes().length;
        head.indeterminate = picked > 0 && picked < boxes().length;
      }
    };
    if (head) {
      head.hidden = false;
      head.addEventListener("change", () => { for (const box of boxes()) { box.checked = head.checked; } show(); });
    }
    form.addEventListener("click", (event) => {
      if (!event.target.matches("input.pick[name]")) { return; }
      const list = boxes();
      if (event.shiftKey && last && list.includes(last)) {
        const [from, to] = [list.indexOf(last), list.indexOf(event.target)].sort((a, b) => a - b);
        for (const box of list.slice(from, to + 1)) { box.checked = event.target.checked; }
      }
      last = event.target;
      show();
    });
    show();
  }

  // Filters apply as soon as they are chosen.
  for (const select of all("form[data-auto] select")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }

  // Copying.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (source && navigator.clipboard) {
      navigator.clipboard.writeText(source.value ?? source.textContent).then(() => { button.textContent = textCopied; });
    }
  });
})();
