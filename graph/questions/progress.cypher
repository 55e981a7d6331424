// title: What a report says of each promise of the plan that it reports on
// param plan: plan = "" | only this plan or report
// param kind: text = "" | only this, such as slipped or silently dropped
// columns: plan, report, kind, type, text, report_text, before, after, evidence*
// sort: plan, report, kind, type, text
// plans: 2
// needs: a plan and a report on it: name the plan in the manifest, reports_on = "ID"
// graph: all
MATCH (c:Progress)-[:FIRST_PLAN]->(p), (c)-[:SECOND_PLAN]->(q), (c)-[:FIRST]->(a)
WHERE ($plan = '' OR p.id = $plan OR q.id = $plan) AND ($kind = '' OR c.kind = $kind)
OPTIONAL MATCH (c)-[:SECOND]->(b)
RETURN p.id AS plan, q.id AS report, c.kind AS kind, a.type AS type, a.text AS text,
  b.text AS report_text, c.before AS before, c.after AS after, c.evidence AS evidence
