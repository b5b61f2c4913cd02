import sql, { empty } from "sql-template-tag";
import { foldText, isSalesforceId, to18 } from "../domain/index.js";
import type { Reader } from "../pool/index.js";

/** How a sheet names an event. */
interface Named {
  /** A Salesforce id or a Pathful Session ID. */
  readonly ref: string | null;
  readonly title: string | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
}

/** Events as sheets and surveys name them: by id, else by title and day where only one event is called so. */
export class EventDirectory {
  readonly #byId = new Map<string, number>();
  /** Null where several share the words. */
  readonly #byTitle = new Map<string, number | null>();

  /** `isMerged`: a session that people said is another leads to the one that stays. Intake keeps what the source says. */
  static async read(reader: Reader, { isMerged = false } = {}): Promise<EventDirectory> {
    const directory = new EventDirectory();
    const rows = await reader.query<{
      id: number;
      source_id: string;
      pathful_session_id: string | null;
      title: string;
      local_date: string;
    }>(sql`
      SELECT ${isMerged ? sql`COALESCE(same_as_id, id)` : sql`id`} AS id, source_id, pathful_session_id, title, local_date
      FROM event WHERE deleted_at IS NULL ${isMerged ? sql`OR same_as_id IS NOT NULL` : empty}`);
    for (const { id, source_id, pathful_session_id, title, local_date } of rows) {
      directory.#byId.set(source_id, id);
      if (pathful_session_id !== null) directory.#byId.set(pathful_session_id, id);
      const key = titleKey(title, local_date);
      const other = directory.#byTitle.get(key);
      directory.#byTitle.set(key, other === undefined || other === id ? id : null);
    }
    return directory;
  }

  /** The event's id in the pool. One that is named by an id is never looked for by its title. */
  find({ ref, title, date }: Named): number | null {
    if (ref !== null) return this.#byId.get(isSalesforceId(ref) ? to18(ref) : ref) ?? null;
    return title === null || date === null ? null : (this.#byTitle.get(titleKey(title, date)) ?? null);
  }
}

const titleKey = (title: string, date: string): string => `${date} ${foldText(title)}`;
