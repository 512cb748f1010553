// A form that is saved as one goes: an enhancement only, its button saves without this file.

const againAfter = 8000;

/** Say in the form's own line that nothing was saved, and why. */
function notSaved(words) {
  const line = document.getElementById("saved");
  if (!line) return;
  line.className = "saved saved-not";
  line.textContent = words;
}

/** What was kept needs no warning when the page is left; what could not be sent is tried again. */
function saves(form) {
  let underWay = false;
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === form) underWay = true;
  });
  form.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt !== form) return;
    const told = event.detail.xhr.responseText.includes('id="saved"');
    event.detail.shouldSwap = told && [200, 409].includes(event.detail.xhr.status);
    event.detail.isError = false;
    if (!told) notSaved(form.dataset.out);
    else if (!event.detail.xhr.responseText.includes("saved-not")) form.dispatchEvent(new CustomEvent("saved"));
  });
  form.addEventListener("htmx:sendError", (event) => {
    if (event.target !== form) return;
    notSaved(form.dataset.lost);
    setTimeout(() => htmx.trigger(form, "change"), againAfter);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target === form) underWay = false;
  });
  // The button waits for what is under way, so that nobody is told of his own change.
  form.addEventListener("submit", (event) => {
    if (!underWay) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.addEventListener("htmx:afterRequest", () => setTimeout(() => form.requestSubmit(event.submitter), 50), { once: true });
  }, { capture: true });
}

for (const form of document.querySelectorAll("form[data-saves]")) saves(form);
