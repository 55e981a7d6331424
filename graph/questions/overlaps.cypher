// title: Where two plans are about the same matter, and why
// param plan: plan = "" | only what overlaps with this plan
// param level: text = "" | priority or statement
// param reason: text = "" | only what shares this, such as same-indicator
// columns: a_plan, a_type, a_text, b_plan, b_type, b_text, score, reasons*, evidence*
// sort: -score, a_plan, b_plan, a_text, b_text
// graph: all
MATCH (o:Overlap)-[:FIRST]->(a)-[:IN_PLAN]->(a_in), (o)-[:SECOND]->(b)-[:IN_PLAN]->(b_in)
WHERE ($plan = '' OR a_in.id = $plan OR b_in.id = $plan)
  AND ($level = '' OR o.kind = $level)
  AND ($reason = '' OR $reason IN o.reasons)
RETURN a_in.id AS a_plan, a.type AS a_type, a.text AS a_text,
  b_in.id AS b_plan, b.type AS b_type, b.text AS b_text,
  o.score AS score, o.reasons AS reasons, o.evidence AS evidence
ORDER BY score DESC, a_plan, b_plan, a_text, b_text
