// The directory is quicker with this file, and whole without it.

const told = () => document.querySelector("[data-told]");

/** Details that are open stay open when the filters come back with new counts. */
const opened = new Map();
/** So does the filter that somebody is at keep the keyboard. */
let held = "";

function remember() {
  const at = document.activeElement;
  held = at?.closest("#facets") && at.name ? `#facets [name="${CSS.escape(at.name)}"][value="${CSS.escape(at.value)}"]` : "";
  for (const one of document.querySelectorAll("#facets [data-open]")) opened.set(one.dataset.open, one.open);
}

function restore() {
  for (const one of document.querySelectorAll("#facets [data-open]")) {
    if (opened.has(one.dataset.open)) one.open = opened.get(one.dataset.open);
  }
  if (held && !document.querySelector("#facets :focus")) document.querySelector(held)?.focus({ preventScroll: true });
}

/** "More" brings the other values of a filter in place; what is ticked stays ticked. */
function unfold(event) {
  const button = event.target.closest("button[name=all]");
  if (!button) return;
  event.preventDefault();
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "all", value: button.value });
  opened.set(button.value, true);
  button.removeAttribute("formaction"); // htmx would go there
  button.before(kept);
  button.form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The button of the filters says how many brands there are, since each tick is answered at once. */
function sayHowMany() {
  const foot = document.querySelector("#filters-foot[data-live]");
  if (foot) foot.querySelector("button span").textContent = foot.dataset.live;
}

/** A long filter is looked through by typing; what is ticked always stays in sight. */
function narrow(input) {
  const facet = input.closest("details");
  const before = new Map();
  input.hidden = false;
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    const asked = input.value.trim().toLowerCase();
    const fits = (line) => line.textContent.toLowerCase().includes(asked) || line.querySelector("input:checked");
    for (const line of facet.querySelectorAll("li")) line.hidden = Boolean(asked) && !fits(line);
    for (const part of facet.querySelectorAll("details")) {
      if (!before.has(part)) before.set(part, part.open);
      part.open = asked ? true : before.get(part);
    }
    if (!asked) before.clear();
  });
}

/**
 * Brands chosen for a comparison stay so while filters, words and pages change, as long as the window is open; the form
 * carries along those that are not in sight. Without this file those in sight are compared.
 */
const chosen = new Set(JSON.parse(sessionStorage.getItem("compare") ?? "[]"));
const ticks = () => [...document.querySelectorAll(".choose input")];

function showChosen() {
  const form = document.querySelector(".compare-chosen");
  if (!form) return;
  const most = Number(form.dataset.most);
  const inSight = new Set();
  for (const tick of ticks()) {
    tick.checked = chosen.has(tick.value);
    tick.disabled = !tick.checked && chosen.size >= most;
    inSight.add(tick.value);
  }
  for (const one of form.querySelectorAll("[type=hidden]")) one.remove();
  for (const brand of chosen) {
    if (!inSight.has(brand)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "brand", value: brand }));
  }
  const button = form.querySelector("[type=submit]");
  const count = button.querySelector(".count") ?? button.appendChild(Object.assign(document.createElement("span"), { className: "count" }));
  count.textContent = chosen.size;
  sessionStorage.setItem("compare", JSON.stringify([...chosen]));
}

document.addEventListener("change", (event) => {
  const tick = event.target;
  if (!tick.matches(".results .choose input")) return;
  if (tick.checked) chosen.add(tick.value);
  else chosen.delete(tick.value);
  showChosen();
});
document.addEventListener("reset", (event) => {
  if (!event.target.matches(".compare-chosen")) return;
  chosen.clear();
  setTimeout(showChosen);
});

/** A brand comes on one's list in place, and goes off again; what the portal refuses it says on a page. */
document.addEventListener("submit", async (event) => {
  const [form, button] = [event.target, event.submitter];
  if (form.id !== "keep" || form.method !== "post" || !button) return;
  event.preventDefault();
  const sent = new FormData(form);
  sent.set(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
    return;
  }
  delete form.dataset.sent; // it may be sent again, for the next brand
  button.removeAttribute("aria-disabled");
  const kept = button.name === "keep";
  button.name = kept ? "drop" : "keep";
  button.setAttribute("aria-pressed", String(kept));
  told().textContent = kept ? form.dataset.kept : form.dataset.dropped;
});

/** Whoever keeps, or signs in to keep, comes back to the list as it is now. */
function sayWhere() {
  const place = document.querySelector("#keep [name=next], #keep [name=back]");
  if (place) place.value = window.location.pathname + window.location.search;
}

function begin() {
  sayWhere();
  sayHowMany();
  showChosen();
  for (const input of document.querySelectorAll("[data-narrow][hidden]")) narrow(input);
  for (const button of document.querySelectorAll("form.sort .button")) button.hidden = true;
}

/** The search line as a combobox: arrows walk through what may be meant, Enter goes there, Escape closes. */
function suggest(input) {
  const place = document.getElementById(input.dataset.suggests);
  let at = -1;
  const options = () => [...place.querySelectorAll("[role=option]")];
  const mark = (to) => {
    const all = options();
    all[at]?.setAttribute("aria-selected", "false");
    at = all.length ? (to + all.length + 1) % (all.length + 1) : -1;
    if (at === all.length) at = -1;
    all[at]?.setAttribute("aria-selected", "true");
    all[at]?.scrollIntoView({ block: "nearest" });
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", all[at].id);
  };
  const close = () => {
    place.replaceChildren();
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const dress = () => {
    const list = place.querySelector("ul");
    if (!list) return;
    list.id = "suggestions-list";
    list.setAttribute("role", "listbox");
    list.querySelectorAll("a").forEach((link, number) => {
      link.parentElement.setAttribute("role", "none");
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.id = `suggestion-${number}`;
      link.tabIndex = -1;
    });
    input.setAttribute("aria-controls", list.id);
    at = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(options().length > 0));
  };
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  place.addEventListener("htmx:afterSwap", dress);
  place.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options().length) return;
      event.preventDefault();
      mark(at < 0 && event.key === "ArrowUp" ? options().length - 1 : at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      window.location.assign(options()[at].href);
    } else if (event.key === "Escape" && options().length) {
      event.preventDefault();
      close();
    }
  });
}

/**
 * On a phone the filters are a sheet over the page: a dialog while it is open. What lies under it cannot be reached,
 * Escape and its buttons close it, and whoever opened it stands where he stood. Without this file links do the same.
 */
const sheet = {
  open: false,
  get place() { return document.getElementById("filters"); },
  get opener() { return document.getElementById("filters-open"); },

  hold(held) {
    for (let node = this.place; node && node !== document.body; node = node.parentElement) {
      for (const other of node.parentElement.children) if (other !== node) other.inert = held;
    }
  },

  sync() {
    const place = this.place;
    const open = Boolean(place) && place.matches(":target") && getComputedStyle(place).position === "fixed";
    if (open === this.open) return;
    this.open = open;
    this.hold(open);
    if (open) {
      const attributes = { role: "dialog", "aria-modal": "true", "aria-label": place.querySelector("strong").textContent };
      for (const [name, value] of Object.entries(attributes)) place.setAttribute(name, value);
      place.querySelector(".filters-head a").focus();
    } else if (place) {
      for (const name of ["role", "aria-modal", "aria-label"]) place.removeAttribute(name);
      this.opener.focus({ preventScroll: true });
    }
  },

  /** The step that opened it is taken back, so that Back does not open it again. */
  close() {
    window.location.replace("#main");
    this.sync();
  },
};

document.addEventListener("click", (event) => {
  if (!sheet.open || !event.target.closest(".filters-head a")) return;
  event.preventDefault();
  sheet.close();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !sheet.open || event.target.matches("[data-narrow]:not(:placeholder-shown)")) return;
  event.preventDefault();
  sheet.close();
});
document.addEventListener("submit", (event) => {
  if (!sheet.open || !event.target.matches("[data-filters]") || event.submitter?.name || !window.htmx) return;
  event.preventDefault(); // each tick was answered already
  sheet.close();
});
window.addEventListener("hashchange", () => sheet.sync());
window.addEventListener("popstate", () => setTimeout(() => sheet.sync()));
window.addEventListener("pageshow", () => setTimeout(() => sheet.sync())); // the place in an address is found late
window.matchMedia("(min-width: 56rem)").addEventListener("change", () => sheet.sync());

document.body.addEventListener("click", unfold);
document.body.addEventListener("htmx:beforeSwap", remember);
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "results" && !document.getElementById("results")) return;
  restore();
  begin();
});
document.body.addEventListener("htmx:afterSettle", () => {
  const title = document.getElementById("results-title");
  if (told() && title && told().textContent !== title.textContent) told().textContent = title.textContent;
  if (sheet.open) sheet.hold(true);
});
/** Back brings an earlier page as it was kept, without what listened to it. */
document.body.addEventListener("htmx:historyRestore", () => {
  for (const one of document.querySelectorAll("[inert]")) one.inert = false;
  sheet.open = false;
  wake();
});

function wake() {
  for (const input of document.querySelectorAll("[data-suggests]")) suggest(input);
  for (const input of document.querySelectorAll("[data-narrow]")) input.hidden = true;
  begin();
  sheet.sync();
}
wake();
