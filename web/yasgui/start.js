"use strict";
// YASGUI on the endpoint of this server alone: nothing is fetched from elsewhere.

Yasgui.Yasqe.defaults.autocompleters = ["variables"];
Yasgui.Yasqe.defaults.value = `PREFIX xp: <https://w3id.org/crossplan/ns#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?plan ?action ?lead WHERE {
  ?a a xp:Action ; xp:text ?action ; xp:inPlan/dct:title ?plan .
  OPTIONAL { ?a xp:ledBy/skos:prefLabel ?lead }
} LIMIT 20`;
new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint: new URL("sparql", location.href).href, method: "POST" },
  endpointCatalogueOptions: { getData: () => [] },
  populateFromUrl: false,
  persistenceId: null,
});
document.documentElement.dataset.drawn = Math.round(performance.now());
