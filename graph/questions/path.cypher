// title: From theme to linked priority, action, partners and measures
// param plan: plan = "" | only this plan
// columns: plan, theme, priority, action, partners*, measures*
// graph: all
MATCH (t:Theme)-[:LINKED_PRIORITY]->(p:Priority), (t)-[:IN_PLAN]->(publication)
WHERE $plan = '' OR publication.id = $plan
OPTIONAL MATCH (p)-[:HAS_ACTION]->(a:Action)
OPTIONAL MATCH (a)-[:LED_BY|WITH_PARTNER]->(w:Partner)
WITH publication, t, p, a, collect(DISTINCT w.canonical) AS partners
OPTIONAL MATCH (a)-[:MEASURED_BY]->(m:Measure)
WITH publication, t, p, a, partners, collect(DISTINCT m.text) AS measures
RETURN publication.id AS plan, t.text AS theme, p.text AS priority, a.text AS action,
  partners, measures
UNION ALL
MATCH (t:Theme)-[:IN_PLAN]->(publication)
WHERE ($plan = '' OR publication.id = $plan) AND NOT EXISTS { MATCH (t)-[:LINKED_PRIORITY]->() }
OPTIONAL MATCH (t)-[:LINKED_PRIORITY]->(p:Priority)
OPTIONAL MATCH (t)-[:HAS_ACTION]->(a:Action)
OPTIONAL MATCH (a)-[:LED_BY|WITH_PARTNER]->(w:Partner)
WITH publication, t, p, a, collect(DISTINCT w.canonical) AS partners
OPTIONAL MATCH (a)-[:MEASURED_BY]->(m:Measure)
WITH publication, t, p, a, partners, collect(DISTINCT m.text) AS measures
RETURN publication.id AS plan, t.text AS theme, p.text AS priority, a.text AS action,
  partners, measures
UNION ALL
MATCH (p:Priority)-[:IN_PLAN]->(publication)
WHERE ($plan = '' OR publication.id = $plan) AND NOT EXISTS { MATCH ()-[:LINKED_PRIORITY]->(p) }
OPTIONAL MATCH (t:Theme)-[:LINKED_PRIORITY]->(p)
OPTIONAL MATCH (p)-[:HAS_ACTION]->(a:Action)
OPTIONAL MATCH (a)-[:LED_BY|WITH_PARTNER]->(w:Partner)
WITH publication, t, p, a, collect(DISTINCT w.canonical) AS partners
OPTIONAL MATCH (a)-[:MEASURED_BY]->(m:Measure)
WITH publication, t, p, a, partners, collect(DISTINCT m.text) AS measures
RETURN publication.id AS plan, t.text AS theme, p.text AS priority, a.text AS action,
  partners, measures
