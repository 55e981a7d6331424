// Findings at work: filters; what was kept opens when it is asked for.

const sections = [...document.querySelectorAll(".of-pair")];

if ($("filters")) filterRows($("filters"), [...document.querySelectorAll(".finding")], (want, on) => {
  for (const quiet of document.querySelectorAll(".quiet")) if (want.kind || want.q) quiet.open = true;
  for (const part of [...document.querySelectorAll(".quiet"), ...sections]) part.hidden = !on.some((row) => part.contains(row));
});
