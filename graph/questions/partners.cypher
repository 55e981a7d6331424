// title: Bodies that two or more plans name, however each writes it
// columns: body, plans, named_in*, written_as*
// sort: -plans, body
// graph: stated
MATCH (w:Partner)-[r:IDENTIFIED_AS]->(b:Body), (publication)-[:FROM_SOURCE]->(:SourceDocument)
WHERE r.basis = 'stated' AND publication.uri = w.planUri
WITH b.name AS body, count(DISTINCT publication.id) AS plans,
  collect(DISTINCT publication.id) AS named_in, collect(DISTINCT w.name) AS written_as
WHERE plans > 1
RETURN body, plans, named_in, written_as
