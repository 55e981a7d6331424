// title: With whom several plans work, and on what; who bridges the most plans first
// param topic: topic = "" | only what is said of this topic and what is narrower
// param plan: plan = "" | only bodies that this plan names
// columns: body, kind, plans, named_in*, statements, topics*, written_as*
// sort: -plans, -statements, body
// graph: all
MATCH (o:Organisation)-[:NAMED_AS]->(w:Partner), (publication)-[:FROM_SOURCE]->(:SourceDocument)
WHERE publication.uri = w.planUri
MATCH (e)-[:LED_BY|WITH_PARTNER|MENTIONS]->(w)
OPTIONAL MATCH (e)-[:ABOUT]->(concept:Topic)
WITH o, w, publication, e, concept
WHERE ($topic = ''
    OR EXISTS { MATCH (e)-[:ABOUT]->(:Topic)-[:BROADER*0..4]->(:Topic {id: $topic}) })
  AND ($plan = '' OR EXISTS { MATCH (o)-[:NAMED_AS]->(of:Partner), (named)-[:FROM_SOURCE]->(:SourceDocument)
    WHERE named.uri = of.planUri AND named.id = $plan })
WITH o, count(DISTINCT publication.id) AS plans, collect(DISTINCT publication.id) AS named_in,
  count(DISTINCT e.uri) AS statements, collect(DISTINCT concept.name) AS topics,
  collect(DISTINCT w.name) AS written_as
WHERE plans > 1
RETURN o.canonical AS body, o.kind AS kind, plans, named_in, statements, topics, written_as
