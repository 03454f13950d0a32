// Puts the code that stands after # in the address into its field, then out of the address.
const field = document.getElementById("id_code");
const code = location.hash.slice(1);
if (field && !field.value && /^[0-9A-Za-z-]{12,20}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
