// The contents follow the reader: the section in sight is marked, and a choice closes the sheet they came up in.

/** What counts as reading: the upper part of the window. */
const READ = "-15% 0px -70% 0px";

export function followContents() {
  const contents = document.querySelector(".contents");
  if (!contents) return;
  const links = new Map();
  for (const link of contents.querySelectorAll("a[href^='#']")) {
    const place = document.getElementById(link.hash.slice(1));
    if (place?.matches("section")) links.set(place, link);
  }
  const sight = new IntersectionObserver((entries) => entries.forEach(mark), { rootMargin: READ });
  links.forEach((_, place) => sight.observe(place));
  contents.addEventListener("click", ({ target }) => {
    if (target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
  });

  function mark({ target, isIntersecting }) {
    const link = links.get(target);
    if (isIntersecting) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}
