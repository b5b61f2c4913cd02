-- The people of a lead are told from staging: of each name, in whatever letters, the newest row, of several the fullest.
DROP TABLE "lead_contact";

CREATE VIEW lead_contact AS
SELECT p.lead_id, p.name, p.role, p.phone, p.email, p.source, p.last_date, p.filled
FROM (SELECT s.lead_id, v.person AS name, v.person_role AS role, v.phone, v.email, s.source, s.last_date, v.filled,
    ROW_NUMBER() OVER (PARTITION BY s.lead_id, LOWER(v.person) ORDER BY s.last_date DESC, v.filled DESC, s.source, s.row_key) AS place
  FROM staged_lead s JOIN lead_version v ON v.id = s.version_id
  WHERE s.lead_id IS NOT NULL AND v.person IS NOT NULL) p
WHERE p.place = 1;
