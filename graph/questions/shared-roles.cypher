// title: Which posts several plans know, and on what; each is its own council's and none is one body
// param topic: topics = "" | only what is said of this topic and what is narrower
// param plan: plan = "" | only posts that this plan knows
// columns: role, plans, named_in*, statements, topics*, written_as*
// sort: -plans, -statements, role
// graph: all
// plans: 2
MATCH (o:SharedRole)-[:HELD_AS]->(w:Partner), (publication)-[:FROM_SOURCE]->(:SourceDocument)
WHERE publication.uri = w.planUri
MATCH (e)-[:LED_BY|WITH_PARTNER|MENTIONS]->(w)
OPTIONAL MATCH (e)-[:ABOUT]->(concept:Topic)
WITH o, w, publication, e, concept
WHERE ($topic = ''
    OR EXISTS { MATCH (e)-[:ABOUT]->(t:Topic) WHERE $topic CONTAINS ('|' + t.id + '|') })
  AND ($plan = '' OR EXISTS {
    MATCH (o)-[:HELD_AS]->(of:Partner), (named)-[:FROM_SOURCE]->(:SourceDocument)
    WHERE named.uri = of.planUri AND named.id = $plan })
WITH o, count(DISTINCT publication.id) AS plans, collect(DISTINCT publication.id) AS named_in,
  count(DISTINCT e.uri) AS statements, collect(DISTINCT concept.name) AS topics,
  collect(DISTINCT w.name) AS written_as
WHERE plans > 1
RETURN o.canonical AS role, plans, named_in, statements, topics, written_as
