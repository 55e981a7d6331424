// The search box of the start page leads to the page of the search, unless a server answers it.

if (!$("find").hasAttribute("action")) $("find").addEventListener("submit", (event) => {
  event.preventDefault();
  location.href = `search.html#${new URLSearchParams(new FormData(event.target))}`;
});
