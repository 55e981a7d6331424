// title: When things are to be done, seen from a day: overdue, running, ahead, recurring, undated
// param on_day: date! = 2016-12-31 | the day to look from
// param state: overdue/running/ahead/recurring/undated/expired = "" | only this state
// param plan: plan = "" | only this plan
// param council: council = "" | only the plans of this council
// param topic: topics = "" | only what is about this topic and what is narrower
// param population: population = "" | only this group of children or young people
// param phase: phase = "" | only this phase of education
// param kind: action/milestone/target/plan = "" | only these; a plan is one as a whole
// columns: plan, state, not_before, due, kind, number, text, timing*, recurrence, leads*
// sort: due, not_before, plan, kind, number
// graph: stated
MATCH (e:Action)-[:IN_PLAN]->(publication)
WHERE e.basis = 'stated' AND ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|'))
  AND $kind IN ['', 'action']
  AND ($topic = '' OR EXISTS {
    MATCH (e)-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') })
  AND ($population = '' OR EXISTS {
    MATCH (e)-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') })
  AND ($phase = '' OR EXISTS {
    MATCH (e)-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') })
OPTIONAL MATCH (e)-[l:LED_BY]->(w:Partner) WHERE l.basis = 'stated'
WITH publication, e, collect(DISTINCT w.canonical) AS leads
WITH publication, e, leads,
  CASE WHEN e.dueBy < $on_day THEN 'overdue' WHEN e.notBefore > $on_day THEN 'ahead'
    WHEN e.dueBy IS NOT NULL OR e.notBefore IS NOT NULL THEN 'running'
    WHEN e.recurrence IS NOT NULL THEN 'recurring' ELSE 'undated' END AS state
WHERE $state = '' OR $state = state
RETURN publication.id AS plan, state, e.notBefore AS not_before, e.dueBy AS due, 'Action' AS kind,
  e.number AS number, e.text AS text, e.`when` AS timing, e.recurrence AS recurrence, leads
UNION ALL
MATCH (a:Action)-[h:HAS_MILESTONE]->(e:Milestone), (a)-[:IN_PLAN]->(publication)
WHERE h.basis = 'stated' AND ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|'))
  AND $kind IN ['', 'milestone']
  AND ($topic = '' OR EXISTS {
    MATCH (a)-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (e)-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') })
  AND ($population = '' OR EXISTS {
    MATCH (a)-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (e)-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') })
  AND ($phase = '' OR EXISTS {
    MATCH (a)-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') }
    OR EXISTS {
    MATCH (e)-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') })
OPTIONAL MATCH (a)-[l:LED_BY]->(w:Partner) WHERE l.basis = 'stated'
WITH publication, a, e, collect(DISTINCT w.canonical) AS leads
WITH publication, a, e, leads,
  CASE WHEN e.dueBy < $on_day THEN 'overdue' WHEN e.notBefore > $on_day THEN 'ahead'
    WHEN e.dueBy IS NOT NULL OR e.notBefore IS NOT NULL THEN 'running' ELSE 'undated' END AS state
WHERE $state = '' OR $state = state
RETURN publication.id AS plan, state, e.notBefore AS not_before, e.dueBy AS due,
  'Milestone' AS kind, e.number AS number, e.text AS text,
  CASE WHEN FALSE THEN a.`when` END AS timing,
  CASE WHEN FALSE THEN a.recurrence END AS recurrence, leads
UNION ALL
MATCH (m:Measure)-[h:HAS_TARGET]->(e:Target), (m)-[:IN_PLAN]->(publication)
WHERE h.basis = 'stated' AND ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|'))
  AND $kind IN ['', 'target']
  AND ($topic = '' OR EXISTS {
    MATCH (m)-[:ABOUT]->(tag:Topic) WHERE $topic CONTAINS ('|' + tag.id + '|') })
  AND ($population = '' OR EXISTS {
    MATCH (m)-[:FOR_POPULATION]->(tag:Population) WHERE $population CONTAINS ('|' + tag.id + '|') })
  AND ($phase = '' OR EXISTS {
    MATCH (m)-[:IN_PHASE]->(tag:Phase) WHERE $phase CONTAINS ('|' + tag.id + '|') })
OPTIONAL MATCH (m)-[l:LED_BY]->(w:Partner) WHERE l.basis = 'never'
WITH publication, m, e, collect(DISTINCT w.canonical) AS leads
WITH publication, m, e, leads,
  CASE WHEN e.dueBy < $on_day THEN 'overdue'
    WHEN e.dueBy IS NOT NULL THEN 'running' ELSE 'undated' END AS state
WHERE $state = '' OR $state = state
RETURN publication.id AS plan, state, CASE WHEN FALSE THEN e.dueBy END AS not_before,
  e.dueBy AS due,
  'Target' AS kind, CASE WHEN FALSE THEN m.number END AS number, e.text AS text,
  CASE WHEN FALSE THEN e.benchmark END AS timing,
  CASE WHEN FALSE THEN e.unit END AS recurrence, leads
UNION ALL
MATCH (publication)-[:FROM_SOURCE]->(:SourceDocument)
WHERE ($plan = '' OR publication.id = $plan)
  AND ($council = '' OR $council CONTAINS ('|' + publication.id + '|'))
  AND $kind IN ['', 'plan']
  AND $topic = '' AND $population = '' AND $phase = ''
OPTIONAL MATCH (publication)-[l:LED_BY]->(w:Partner) WHERE l.basis = 'never'
WITH publication, collect(DISTINCT w.canonical) AS leads
WITH publication, leads,
  CASE WHEN publication.periodEnd < $on_day THEN 'expired'
    WHEN publication.periodStart > $on_day THEN 'ahead'
    WHEN publication.periodEnd IS NOT NULL OR publication.periodStart IS NOT NULL
      THEN 'running' ELSE 'undated' END AS state
WHERE $state = '' OR $state = state
RETURN publication.id AS plan, state, publication.periodStart AS not_before,
  publication.periodEnd AS due,
  publication.type AS kind, CASE WHEN FALSE THEN publication.title END AS number,
  publication.title AS text,
  [publication.periodText] AS timing,
  CASE WHEN FALSE THEN publication.title END AS recurrence, leads
