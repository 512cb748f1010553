// Pictures of a lookbook and styles of a line sheet: dragged to their place, and their focal point tapped. Both post the page's own forms.

/** The number of the place where a picture hangs now. */
function placeOf(item) {
  return [...item.parentElement.children].indexOf(item);
}

/** A grip that drags its picture by mouse, pen or finger; letting go sends the form of an arrow with the new place. */
function grip(wall, item, model) {
  const handle = model.cloneNode(true);
  handle.hidden = false;
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    item.dataset.lifted = "";
  });
  handle.addEventListener("pointermove", (event) => {
    if (!("lifted" in item.dataset)) return;
    scrollNear(event.clientY);
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-place]");
    if (!over || over === item || over.parentElement !== wall) return;
    if (placeOf(over) > placeOf(item)) moveUp(wall, item, over);
    else moveDown(wall, item, over);
  });
  const drop = () => {
    if (!("lifted" in item.dataset)) return;
    delete item.dataset.lifted;
    const place = Number(wall.dataset.first || 0) + placeOf(item);
    if (place === Number(item.dataset.place)) return;
    const form = item.querySelector("form.action");
    form.elements.to.value = place;
    form.requestSubmit();
  };
  handle.addEventListener("pointerup", drop);
  handle.addEventListener("pointercancel", drop);
  item.querySelector("[data-tools]").append(handle);
}

const edge = 96;
const step = 28;

/** A long wall goes on under the finger: near the upper or lower edge the page moves along. */
function scrollNear(y) {
  const below = window.innerHeight - y;
  if (y < edge) window.scrollBy(0, -step);
  else if (below < edge) window.scrollBy(0, step);
}

/** Let the others close up instead of moving the lifted one: what is taken out of the page loses the pointer. */
function moveUp(wall, item, over) {
  const others = [...wall.children].slice(placeOf(item) + 1, placeOf(over) + 1);
  for (const one of others) wall.insertBefore(one, item);
}

function moveDown(wall, item, over) {
  const others = [...wall.children].slice(placeOf(over), placeOf(item)).reverse();
  for (const one of others) wall.insertBefore(one, item.nextSibling);
}

/** Any point of the picture may be the one that stays in sight: the tapped place takes its numbers. */
function focus(ground) {
  const mark = ground.querySelector(".focus-mark > path");
  const show = () => {
    const [x, y] = ground.querySelector("input:checked").value.split("-");
    mark.setAttribute("d", `M${x} ${y}h0`);
  };
  const share = (part, whole) => Math.max(0, Math.min(100, Math.round((100 * part) / whole)));
  ground.classList.add("focus-exact");
  ground.addEventListener("pointerup", (event) => {
    const place = event.target.closest(".focus-place");
    if (!place) return;
    const box = ground.getBoundingClientRect();
    const x = share(event.clientX - box.left, box.width);
    const y = share(event.clientY - box.top, box.height);
    const radio = place.querySelector("input");
    radio.value = `${x}-${y}`;
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  });
  ground.addEventListener("change", show);
  show();
}

const model = document.querySelector("[data-grip]");
for (const wall of document.querySelectorAll("[data-wall]")) {
  if (!model || wall.children.length < 2) continue;
  for (const item of wall.children) grip(wall, item, model);
  document.querySelector("[data-wall-hint]")?.removeAttribute("hidden");
}
for (const ground of document.querySelectorAll("[data-focus]")) focus(ground);
