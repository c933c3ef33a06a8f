// Tables of the page and of a snapshot: sorting by a head, copying, and heads that a printer repeats.
function sort(button) {
  const head = button.parentElement, table = head.closest("table"), inside = table.tBodies[0], at = Number(button.dataset.sort);
  const down = head.getAttribute("aria-sort") === "ascending";
  table.querySelectorAll("th[aria-sort]").forEach(other => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const words = cell => [...cell.childNodes].map(node => node.textContent).join(" ");
  const key = row => row.cells[at].dataset.order === undefined ? words(row.cells[at]) : Number(row.cells[at].dataset.order);
  const turn = down ? -1 : 1;
  const order = (a, b) => typeof a === "number" && typeof b === "number" ? turn * (a - b)
    : typeof a === "number" ? -1 : typeof b === "number" ? 1 : turn * a.localeCompare(b, document.documentElement.lang, {numeric: true});
  [...inside.rows].sort((a, b) => order(key(a), key(b))).forEach(row => inside.append(row));
}

async function copy(button) {
  const line = row => [...row.cells].map(cell => [...cell.childNodes].map(node => node.textContent).join(" ")).join("\t");
  const text = [...document.getElementById(button.dataset.table).rows].map(line).join("\n"), before = button.textContent;
  try { await navigator.clipboard.writeText(text); button.textContent = button.dataset.done; } catch { return; }
  setTimeout(() => { button.textContent = before; }, 1500);
}

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.sort !== undefined) sort(button);
  if (button.classList.contains("copy")) copy(button);
});

// A printer does not repeat heads that are buttons, so they are text while it prints.
addEventListener("beforeprint", () => document.querySelectorAll("th button").forEach(button => {
  const head = button.parentElement;
  head.button = button;
  head.replaceChildren(button.textContent);
}));
addEventListener("afterprint", () => document.querySelectorAll("th").forEach(head => {
  if (head.button) head.replaceChildren(head.button);
}));
