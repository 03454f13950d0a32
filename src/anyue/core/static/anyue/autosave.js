// Saves a form's fields as a draft when one of them is left: data-autosave-url on the form.

const WAIT = 800;

function note(form) {
  const known = form.querySelector("[data-autosave-note]");
  if (known) {
    return known;
  }
  const made = document.createElement("p");
  made.className = "saved";
  made.setAttribute("role", "status");
  made.setAttribute("data-autosave-note", "");
  form.append(made);
  return made;
}

function say(form, text, offline) {
  const place = note(form);
  place.textContent = text;
  place.classList.toggle("saved-offline", offline);
}

function fields(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) {
    if (value instanceof File) {
      data.delete(name);
    }
  }
  return data;
}

async function sentence(response) {
  const type = response.headers.get("Content-Type") || "";
  if (type.startsWith("application/json")) {
    const body = await response.json();
    if (body.message) {
      return body.message;
    }
  }
  return "草稿没有存上，请点页面下方的按钮保存。";
}

function watch(form) {
  let last = new URLSearchParams(fields(form)).toString();
  let timer = 0;
  let sending = false;
  let leaving = false;

  async function save() {
    const data = fields(form);
    const now = new URLSearchParams(data).toString();
    if (now === last || leaving) {
      return;
    }
    if (sending) {
      plan();
      return;
    }
    sending = true;
    try {
      const response = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: data,
        credentials: "same-origin",
        headers: { "X-CSRFToken": data.get("csrfmiddlewaretoken") || "" },
      });
      if (response.ok && !response.redirected) {
        last = now;
        const time = new Date().toTimeString().slice(0, 5);
        say(form, `草稿已保存 ${time}`, false);
      } else if (response.redirected) {
        say(form, "登录已过期，草稿没有存上。请另开一页登录，再回到这里。", true);
      } else {
        say(form, await sentence(response), true);
      }
    } catch (error) {
      if (!(error instanceof TypeError)) {
        throw error;
      }
      say(form, "没有网络，草稿还没有存上；联网后会自动再存，请不要关闭本页。", true);
    } finally {
      sending = false;
    }
  }

  function plan() {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, WAIT);
  }

  form.addEventListener("focusout", plan);
  form.addEventListener("change", plan);
  form.addEventListener("submit", () => {
    leaving = true;
    window.clearTimeout(timer);
  });
  window.addEventListener("online", plan);
  // Back from the next page out of the browser's own cache: watching goes on.
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
}

document.querySelectorAll("form[data-autosave-url]").forEach(watch);
