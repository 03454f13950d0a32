// Desk keyboard: data-key activates an element, J and K walk through the data-nav rows.
// Single keys can be switched off (some people speak to their computer), and rest while typing.

const STORE = "anyue-keys";
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

function stored() {
  try {
    return window.localStorage.getItem(STORE) !== "off";
  } catch (error) {
    // Private windows of some browsers refuse storage; the keys then work for this page.
    console.info(error.name);
    return true;
  }
}

let on = stored();

function remember() {
  try {
    window.localStorage.setItem(STORE, on ? "on" : "off");
  } catch (error) {
    console.info(error.name);
  }
}

function rows() {
  return [...document.querySelectorAll("[data-nav]")].filter((row) => row.offsetParent);
}

function current() {
  return document.querySelector("[data-nav].is-here");
}

function walk(step) {
  const all = rows();
  const here = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, here + step))];
  if (!next) {
    return false;
  }
  if (all[here]) {
    all[here].classList.remove("is-here");
  }
  next.classList.add("is-here");
  const target = next.querySelector("a[href], button, input:not([type=hidden])") || next;
  if (target === next) {
    next.tabIndex = -1;
  }
  target.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function usable(element) {
  return element.offsetParent && !element.disabled;
}

function activate(key) {
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const row = current();
  const found = [
    ...(row ? row.querySelectorAll(wanted) : []),
    ...[...document.querySelectorAll(wanted)].filter((element) => !element.closest("[data-nav]")),
  ].find(usable);
  if (!found) {
    return false;
  }
  if (found.matches("input:not([type=checkbox]), textarea, select")) {
    found.focus();
  } else {
    found.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (!on || busy || event.key.length !== 1 || event.target.closest(TYPING)) {
    return;
  }
  const key = event.key.toLowerCase();
  const done = activate(key) || (key === "j" && walk(1)) || (key === "k" && walk(-1));
  if (done) {
    event.preventDefault();
  }
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-nav]");
  const before = current();
  if (row && row !== before) {
    if (before) {
      before.classList.remove("is-here");
    }
    row.classList.add("is-here");
  }
});

// A page that just opened is silent about where the person is: say the marked lines once, late.
const told = [...document.querySelectorAll("[data-announce]")].map((line) => line.textContent);
if (told.length) {
  const voice = document.createElement("p");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  document.querySelector("main").append(voice);
  window.setTimeout(() => { voice.textContent = told.join(" "); }, 150);
}

for (const place of document.querySelectorAll("[data-keys-help]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn-bare";
  const show = () => {
    button.textContent = on ? "快捷键：已开，点这里关闭" : "快捷键：已关，点这里打开";
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    on = !on;
    remember();
    show();
  });
  show();
  place.append(button);
  place.hidden = false;
}
