// Dragging over a chart chooses its span of time. Without this script each column is a link to its own span.
"use strict";

for (const chart of document.querySelectorAll("svg[data-spans]")) {
  const columns = [...chart.querySelectorAll(".column")];
  const dragged = chart.querySelector(".dragged");
  let begun = null;
  let wasDragged = false;

  const columnAt = (event) => {
    const place = columns.findIndex((column) => event.clientX < column.getBoundingClientRect().right);
    return place < 0 ? columns.length - 1 : place;
  };
  const ends = (place) => [Math.min(begun, place), Math.max(begun, place)];
  const clear = () => {
    begun = null;
    dragged.setAttribute("width", 0);
  };

  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    wasDragged = false;
    if (event.button === 0 && columns.length) begun = columnAt(event);
  });
  chart.addEventListener("pointermove", (event) => {
    if (begun === null) return;
    const [first, last] = ends(columnAt(event)).map((place) => columns[place]);
    if (first === last && !wasDragged) return;
    wasDragged = true;
    const begin = first.x.baseVal.value;
    dragged.setAttribute("x", begin);
    dragged.setAttribute("width", last.x.baseVal.value + last.width.baseVal.value - begin);
  });
  chart.addEventListener("pointerleave", clear);
  chart.addEventListener("pointerup", (event) => {
    if (begun === null) return;
    const [first, last] = ends(columnAt(event)).map((place) => columns[place]);
    clear();
    if (!wasDragged) return;
    const address = new URL(location.href);
    address.searchParams.set("from", first.dataset.first);
    address.searchParams.set("to", last.dataset.last);
    for (const name of ["page", "month"]) address.searchParams.delete(name);
    location.assign(address);
  });
  chart.addEventListener("click", (event) => {
    if (wasDragged) event.preventDefault();
  });
}
