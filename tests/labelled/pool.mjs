// Puts a labelled set into an empty pool, as a sync would have left it.

const KNOWN = {
  source: "labelled",
  record_hash: "0",
  batch_id: 1,
  first_seen_at: "2026-02-01T00:00:00.000Z",
  last_seen_at: "2026-02-01T00:00:00.000Z",
};

/** @returns the cluster of each record, by kind and source id */
export async function fillWith(pool, { volunteers, teachers, students, organizations, employers, schools }) {
  const clusters = new Map();
  const tables = {
    contact: [],
    contact_email: [],
    contact_phone: [],
    contact_address: [],
    affiliation: [],
    organization: [],
    school: [],
    district: [],
  };
  const keyed = (kind, prefix, at, cluster) => {
    const source_id = `${prefix}${String(at).padStart(7, "0")}`;
    clusters.set(`${kind} ${source_id}`, cluster);
    return { ...KNOWN, id: at + 1, source_id };
  };
  const name = (record) => ({ name: record.name, name_key: record.name.toLowerCase() });
  organizations.forEach((each, at) => {
    tables.organization.push({
      ...keyed("organization", "001", at, each.cluster),
      ...name(each),
      type: "Business",
      billing_city: each.city,
    });
  });
  // Employers are accounts of their own, so that they stand in nobody's way.
  for (let at = 0; at < employers; at++)
    tables.organization.push({
      ...keyed("organization", "00E", 100_000 + at, `e${at}`),
      name: `Employer ${at}`,
      name_key: `employer ${at}`,
      type: "Business",
    });
  tables.district.push({ ...KNOWN, id: 1, source_id: "00D1", name: "Center", name_key: "center" });
  for (let at = 0; at < schools; at++)
    tables.school.push({
      ...KNOWN,
      id: at + 1,
      source_id: `00S${at}`,
      name: `School ${at}`,
      name_key: `school ${at}`,
      district_id: 1,
    });
  const people = Object.entries({ volunteer: volunteers, teacher: teachers, student: students }).flatMap(
    ([kind, list]) => list.map((record) => ({ kind, record })),
  );
  people.forEach(({ kind, record }, at) => {
    const contact = keyed(kind, "003", at, record.cluster);
    tables.contact.push({
      ...contact,
      kind,
      first_name: record.first,
      last_name: record.last,
      full_name: `${record.first} ${record.last}`,
      title: record.title,
      birthdate: record.birthdate,
      grade: record.grade,
      local_student_id: record.studentId,
      school_id: record.school === undefined ? undefined : record.school + 1,
    });
    const of = { contact_id: contact.id };
    for (const address of record.emails) tables.contact_email.push({ ...of, address, raw: address, kind: "personal" });
    for (const number of record.phones) tables.contact_phone.push({ ...of, number, raw: number, kind: "mobile" });
    if (record.address) tables.contact_address.push({ ...of, ...record.address, kind: "mailing" });
    for (const employer of record.employers)
      tables.affiliation.push({
        ...KNOWN,
        ...of,
        source_id: `a${tables.affiliation.length}`,
        organization_id: 100_000 + employer + 1,
        account_kind: "organization",
        account_source_id: `00E${String(100_000 + employer).padStart(7, "0")}`,
      });
  });
  await pool.transaction(async (tx) => {
    for (const table of [
      "district",
      "school",
      "organization",
      "contact",
      "contact_email",
      "contact_phone",
      "contact_address",
      "affiliation",
    ])
      await append(tx, table, tables[table]);
  });
  return clusters;
}

async function append(tx, name, rows) {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const typeOf = (column) => (rows.some((row) => typeof row[column] === "number") ? "integer" : "text");
  const table = { name, columns: columns.map((column) => ({ name: column, type: typeOf(column) })) };
  await tx.append(
    table,
    rows.map((row) => columns.map((column) => row[column] ?? null)),
  );
}
