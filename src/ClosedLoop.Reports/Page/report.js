(function () {
  "use strict";
  document.documentElement.classList.add("live");
  var tip = document.createElement("div");
  tip.id = "tip";
  document.body.appendChild(tip);
  document.querySelectorAll("figure svg title").forEach(function (title) {
    title.parentNode.setAttribute("data-tip", title.textContent);
    title.remove();
  });
  function light(trial, on) {
    document.querySelectorAll('[data-trial="' + trial + '"]').forEach(function (mark) { mark.classList.toggle("lit", on); });
  }
  document.addEventListener("mouseover", function (event) {
    var told = event.target.closest("[data-tip]");
    var mark = event.target.closest("[data-trial]");
    if (mark) { light(mark.getAttribute("data-trial"), true); }
    if (told) { tip.textContent = told.getAttribute("data-tip"); tip.style.display = "block"; }
  });
  document.addEventListener("mousemove", function (event) {
    var right = event.clientX + 14, most = window.innerWidth - tip.offsetWidth - 8;
    tip.style.left = Math.min(right, most) + "px";
    tip.style.top = (event.clientY + 16) + "px";
  });
  document.addEventListener("mouseout", function (event) {
    var mark = event.target.closest("[data-trial]");
    if (mark) { light(mark.getAttribute("data-trial"), false); }
    tip.style.display = "none";
  });
  function key(row, column) {
    var cell = row.cells[column], value = cell.getAttribute("data-value");
    return value === null ? cell.textContent : Number(value);
  }
  function compare(a, b, way) {
    if (a === "" || b === "") { return a === b ? 0 : a === "" ? 1 : -1; }
    return way * (typeof a === "number" ? a - b : a.localeCompare(b));
  }
  document.querySelectorAll("table.sortable").forEach(function (table) {
    table.classList.add("live");
    var heads = Array.from(table.tHead.rows[0].cells), body = table.tBodies[0];
    function sort(head) {
      var way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1, column = heads.indexOf(head);
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
      Array.from(body.rows)
        .map(function (row) { return { row: row, key: key(row, column) }; })
        .sort(function (a, b) { return compare(a.key, b.key, way); })
        .forEach(function (entry) { body.appendChild(entry.row); });
    }
    heads.forEach(function (head) {
      head.tabIndex = 0;
      head.addEventListener("click", function () { sort(head); });
      head.addEventListener("keydown", function (event) { if (event.key === "Enter") { sort(head); } });
    });
  });
}());
