// title: Targets for one thing that differ, in a plan or between it and the plan above it
// param plan: plan = "" | only conflicts that this plan has a part in
// columns: plan, other_plan, kind, text, other_text, before, after, evidence*
// sort: plan, other_plan, kind, text
// graph: all
MATCH (c:Conflict)-[:FIRST_PLAN]->(p), (c)-[:SECOND_PLAN]->(q),
  (c)-[:FIRST]->(a), (c)-[:SECOND]->(b)
WHERE $plan = '' OR p.id = $plan OR q.id = $plan
RETURN p.id AS plan, q.id AS other_plan, c.kind AS kind, a.text AS text, b.text AS other_text,
  c.before AS before, c.after AS after, c.evidence AS evidence
