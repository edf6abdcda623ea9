// A key that was not touched, or is not known here: say so on the page, not in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.getElementById("key-said");
  if (said) said.hidden = false;
});
