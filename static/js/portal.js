// Enhancements only: every page works without this file.

const busyAfter = 150;
const unlockAfter = 15000;
const pauses = [1000, 4000];

/** A form sends once: its button shows that it is at work, a second press does nothing. */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(wake, unlockAfter);
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      setTimeout(() => form.dataset.sent && button.classList.add("busy"), busyAfter);
    }
  });
}

/** A page brought back by the Back button may send again, and so may one whose answer was a download. */
function wake() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const input of form.querySelectorAll("input[inert]")) input.inert = false;
    for (const button of form.querySelectorAll(".busy, [aria-disabled]")) {
      button.classList.remove("busy");
      button.removeAttribute("aria-disabled");
    }
  }
}

/** How many characters are written of how many there may be, counted as the server counts. */
function count(counter) {
  const field = document.getElementById(counter.dataset.counter);
  if (!field) return;
  const limit = Number(counter.dataset.limit);
  const show = () => {
    const used = [...field.value.replace(/\r\n/g, "\n")].length;
    counter.textContent = `${used} / ${limit}`;
    counter.classList.toggle("counter-over", used > limit);
  };
  field.removeAttribute("maxlength");
  field.addEventListener("input", show);
  show();
}

/** Leaving a form with unsaved words asks first. */
function guard(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  for (const kept of ["submit", "saved"]) form.addEventListener(kept, () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

/** Open menus close when attention goes elsewhere. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    const away = event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target);
    if (!away) continue;
    menu.open = false;
    if (event.type === "keydown") menu.querySelector("summary").focus();
  }
}

/** Escape folds away the panel that somebody writes in, and leads back to its button; what was typed stays in it. */
function foldAway(event) {
  const panel = event.key === "Escape" && !event.isComposing && event.target.closest("details.ask[open]");
  if (!panel || panel.closest("[data-queue]")) return;
  panel.open = false;
  panel.querySelector("summary").focus();
}

/** Put a text where it can be pasted from; inside WeChat the old way may be the only one. */
async function copy(button) {
  const field = button.parentElement.querySelector("input, textarea");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    if (!field) return;
    field.select();
    document.execCommand("copy");
  }
  const words = button.querySelector("span") || button;
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  setTimeout(() => { words.textContent = before; }, 2000);
}

/** Shows one chosen file on its way, and returns what the row can be told. */
function row(list, file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const state = document.createElement("span");
  const progress = document.createElement("progress");
  name.textContent = file.name;
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", file.name);
  item.append(name, state, progress);
  list.append(item);
  return {
    at(share) {
      progress.value = share;
      state.textContent = `${Math.round(share)} %`;
    },
    failed(words) {
      item.className = "failed";
      progress.hidden = true;
      state.textContent = words;
    },
    /** Offer to send it once more; what is sent then hangs behind the others. */
    again(words, send) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-quiet";
      button.textContent = words;
      button.addEventListener("click", () => {
        button.remove();
        item.className = "";
        progress.hidden = false;
        progress.value = 0;
        state.textContent = "";
        send();
      });
      item.append(button);
    },
  };
}

/** What a page says of a file that it did not keep although it took the post; "" when it kept it. */
function regret(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const found = page.querySelector(".flash-danger");
  return found ? found.textContent.trim().replace(/\s+/g, " ") : "";
}

/** The first complaint on a page that refused a file. */
function complaint(html, otherwise) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const found = page.querySelector(".summary li, .error, .flash-danger, .refused-message");
  return found ? found.textContent.trim().replace(/\s+/g, " ") : otherwise;
}

/** Send one file as the form itself would; resolves to the address to go to, "" when refused, null when cut off. */
function sendFile(form, input, file, shown) {
  return new Promise((resolve) => {
    const body = new FormData(form);
    body.delete(input.name);
    body.append(input.name, file);
    body.append("of", input.files.length);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) shown.at((100 * event.loaded) / event.total);
    });
    request.addEventListener("load", () => {
      const refused = request.status < 400 ? regret(request.responseText)
        : complaint(request.responseText, form.dataset.failed);
      if (refused) {
        shown.failed(refused);
        resolve("");
        return;
      }
      shown.at(100);
      resolve(request.responseURL || form.action);
    });
    request.addEventListener("error", () => {
      shown.failed(form.dataset.failed);
      resolve(null);
    });
    request.send(body);
  });
}

/** Send a file, again after a pause when the connection broke off: so the order is kept where it can be. */
async function sendPatiently(form, input, file, shown) {
  for (const pause of pauses) {
    const address = await sendFile(form, input, file, shown);
    if (address !== null) return address;
    await new Promise((resolve) => { setTimeout(resolve, pause); });
  }
  return sendFile(form, input, file, shown);
}

/** Where to see what was stored, when some of the files were refused. */
function onward(address, words) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = words;
  item.append(link);
  return item;
}

/** Files go one by one with their progress; a version field only fits one post, so such a form stays plain. */
function upload(form) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-upload-list]");
  const drop = form.querySelector(".drop");
  if (drop) dropInto(drop, input);
  if (form.elements.version) {
    sendOnce(form);
    return;
  }
  if ("atOnce" in form.dataset) {
    const foot = form.querySelector(".form-foot");
    foot.hidden = true;
    input.addEventListener("change", () => { if (input.files.length) foot.querySelector("button").click(); });
  }
  form.addEventListener("submit", async (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    const button = event.submitter;
    button?.classList.add("busy");
    button?.setAttribute("aria-disabled", "true");
    input.inert = true;
    list.hidden = false;
    list.replaceChildren();
    const files = [...input.files];
    const most = Number(form.dataset.most || Infinity);
    if (files.length > most) {
      row(list, { name: `${files.length} / ${most}` }).failed(form.dataset.tooMany);
      wake();
      return;
    }
    let next = "";
    let open = files.length;
    const count = files.length > 1 ? list.appendChild(document.createElement("li")) : null;
    for (const [at, file] of files.entries()) {
      if (count) count.textContent = `${at + 1} / ${files.length}`;
      const shown = row(list, file);
      const send = async () => {
        const address = await sendPatiently(form, input, file, shown);
        if (address === null) shown.again(form.dataset.again, send);
        if (!address) return;
        next = address;
        open -= 1;
        if (!open) window.location.assign(next);
      };
      await send();
    }
    wake();
    if (next && open) list.append(onward(next, form.dataset.stored));
    input.value = "";
  });
}

/** Files with words go by script: where the words are refused, the files stay chosen and only the words are drawn anew. */
function sendInPlace(form) {
  const input = form.querySelector("input[type=file]");
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || !input.files.length) return;
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") {
      form.dispatchEvent(new CustomEvent("saved"));
      window.location.assign(form.dataset.next);
      return;
    }
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    const words = page?.querySelector("[data-answers]");
    if (page && !words) {
      form.submit(); // what stands in the way has a page of its own
      return;
    }
    if (words) {
      words.querySelector("[data-choose-again]")?.remove();
      form.querySelector("[data-answers]").replaceWith(words);
      (words.querySelector("[data-summary]") || words).focus();
    } else {
      const list = form.querySelector("[data-upload-list]");
      list.hidden = false;
      list.replaceChildren();
      row(list, input.files[0]).failed(form.dataset.failed);
    }
    wake();
  });
}

/** Files may also be dropped on the frame. */
function dropInto(drop, input) {
  const over = (on) => (event) => {
    event.preventDefault();
    drop.classList.toggle("drop-over", on);
  };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const keepAfter = 2500;
const keepPatience = 3000;

/** What is being written is kept as a draft by the way, so that a call, a dead battery or a tap elsewhere costs nothing. */
function keep(part) {
  const form = part.closest("form");
  const line = form.querySelector("[data-kept]");
  let timer = 0;
  let stopped = false;
  let underWay = null;
  const send = async () => {
    clearTimeout(timer);
    timer = 0;
    if (stopped || form.dataset.sent) return;
    const body = new FormData(form);
    body.set("later", "1");
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Keeps": "1" }, keepalive: true }).catch(() => null);
    if (!answer || answer.status === 422) return;
    if (answer.status !== 204) { stopped = true; return; }
    let version = form.elements.namedItem("version");
    if (!version) {
      version = Object.assign(document.createElement("input"), { type: "hidden", name: "version" });
      form.append(version);
    }
    version.value = answer.headers.get("X-Version");
    if (timer) return;
    form.dispatchEvent(new CustomEvent("saved"));
    if (line) line.hidden = false;
  };
  // One after the other: each carries the version that the one before was answered with.
  const now = () => {
    const mine = (underWay || Promise.resolve()).then(send).finally(() => { if (underWay === mine) underWay = null; });
    underWay = mine;
    return mine;
  };
  const settled = () => Promise.race([timer ? now() : underWay, new Promise((done) => { setTimeout(done, keepPatience); })]);
  part.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(now, keepAfter);
  });
  document.addEventListener("change", () => { if (timer) now(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) now(); });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || link?.target;
    if (!link || elsewhere || event.defaultPrevented || !(timer || underWay)) return;
    event.preventDefault();
    await settled();
    window.location.assign(link.href);
  });
  form.addEventListener("submit", (event) => {
    if (!underWay) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    settled().then(() => {
      underWay = null;
      form.requestSubmit(event.submitter);
    });
  }, { capture: true });
}

/** The queue by keys: j and k walk, x ticks, a all or none, p and r go to the two decisions, Escape goes back; nothing is decided by one key. */
function walkQueue(queue) {
  const lines = [...queue.querySelectorAll("[data-line]")];
  const pass = queue.querySelector("button[value=pass]");
  const back = queue.querySelector("[data-return]");
  const boxes = lines.map((line) => line.querySelector("input[type=checkbox]"));
  const number = queue.querySelector("[data-ticked]");
  let at = -1;
  queue.querySelector("[data-keys]").hidden = false;
  const count = () => { number.textContent = boxes.filter((box) => box.checked).length; };
  const go = (to) => {
    at = Math.max(0, Math.min(lines.length - 1, to));
    lines[at].querySelector("a").focus();
    lines[at].scrollIntoView({ block: "nearest" });
  };
  const tick = () => {
    const box = boxes[Math.max(at, 0)];
    box.checked = !box.checked;
    count();
  };
  const tickAll = () => {
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    count();
  };
  const tickOne = () => { if (!boxes.some((box) => box.checked)) tick(); };
  const deeds = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: tick,
    a: tickAll,
    p: () => { tickOne(); pass.focus(); },
    r: () => {
      tickOne();
      back.parentElement.open = true;
      back.parentElement.querySelector("textarea").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    const deed = deeds[event.key.toLowerCase()];
    if (event.key === "Escape" && queue.contains(event.target)) go(at);
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !deed) return;
    event.preventDefault();
    deed();
  });
  queue.addEventListener("focusin", (event) => {
    const line = event.target.closest("[data-line]");
    if (line) at = lines.indexOf(line);
  });
  queue.addEventListener("change", count);
  window.addEventListener("pageshow", count);
}

document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("keydown", foldAway);
window.addEventListener("pageshow", (event) => { if (event.persisted) wake(); });

for (const form of document.querySelectorAll("form[method=post]")) {
  if (form.matches("[data-upload]")) upload(form);
  else sendOnce(form);
  if (form.matches("[data-next]")) sendInPlace(form);
}
for (const form of document.querySelectorAll("form[data-form]")) guard(form);
for (const part of document.querySelectorAll("[data-keep]")) keep(part);
for (const queue of document.querySelectorAll("[data-queue]")) walkQueue(queue);
for (const counter of document.querySelectorAll("[data-counter]")) count(counter);
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = /MicroMessenger/.test(navigator.userAgent);
  button.addEventListener("click", () => window.print());
}
document.querySelector("[data-summary]")?.focus();
for (const field of document.querySelectorAll("[data-select]")) {
  field.addEventListener("focus", () => field.select());
  if (document.activeElement === field) field.select();
}
