// Puts the focus on the error summary after a page load or an htmx answer.

function focusSummary(root) {
  const summary = root.querySelector(".error-summary");
  if (summary) {
    summary.focus();
  }
}

// A link to a field must also put the cursor into it; the browser alone only scrolls.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (field) {
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  }
});
document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
focusSummary(document);
