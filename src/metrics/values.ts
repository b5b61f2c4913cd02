import sql from "sql-template-tag";
import { EVENT_TYPE_KEYS, eventTypeLabel, schoolYearLabel } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { DIMENSION, formatLabel, LOCAL_BASES, SCHOOL_LEVELS } from "./dimensions.js";
import { ALIVE_EVENT } from "./grains.js";
import type { DimensionId, FilterValue } from "./model.js";

/** What a dimension can be filtered by, for type-ahead and for matching a name: districts, schools and organisations from the pool, the rest from their closed lists. */
export async function dimensionValues(reader: Reader, dimension: DimensionId): Promise<FilterValue[]> {
  switch (dimension) {
    case "district":
    case "home_district":
      return reader.query<FilterValue>(
        sql`SELECT id AS key, name AS label FROM district WHERE deleted_at IS NULL ORDER BY name, id`,
      );
    case "school":
    case "home_school":
      return reader.query<FilterValue>(
        sql`SELECT id AS key, name AS label FROM school WHERE deleted_at IS NULL ORDER BY name, id`,
      );
    case "organisation":
      return reader.query<FilterValue>(
        sql`SELECT DISTINCT name AS key, name AS label FROM organization WHERE deleted_at IS NULL ORDER BY name`,
      );
    case "school_year": {
      const rows = await reader.query<{ key: number }>(
        sql`SELECT DISTINCT school_year AS key FROM event e WHERE ${ALIVE_EVENT} ORDER BY school_year`,
      );
      return rows.map(({ key }) => ({ key, label: schoolYearLabel(key) }));
    }
    case "event_type":
      return EVENT_TYPE_KEYS.map((key) => ({ key, label: eventTypeLabel(key) }));
    case "format":
      return ["in_person", "virtual"].map((key) => ({ key, label: formatLabel(key) }));
    case "school_level":
    case "home_level":
      return SCHOOL_LEVELS.map((key) => ({ key, label: key }));
    case "pathway":
      return reader.query<FilterValue>(
        sql`SELECT DISTINCT pathway AS key, pathway AS label FROM event_pathway ORDER BY pathway`,
      );
    case "host":
      return reader.query<FilterValue>(
        sql`SELECT DISTINCT host AS key, host AS label FROM event e WHERE ${ALIVE_EVENT} AND host IS NOT NULL ORDER BY host`,
      );
    case "band":
      return ["K-8", "9-12"].map((key) => ({ key, label: key }));
    case "local_basis":
      return LOCAL_BASES.map((key) => ({ key, label: DIMENSION.local_basis.name(key, null) }));
    case "spoken_pathway":
    case "skilled_pathway":
    case "student":
    case "month":
    case "teacher":
    case "volunteer":
    case "event":
      return [];
  }
}
