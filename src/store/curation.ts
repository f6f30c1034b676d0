import type { Annotations } from "../contract/history";
import { LabError } from "../messages/failure";
import type { Database } from "./database-type";
import { removeUnusedPreparations } from "./preparations";
import { isActive } from "./rows";

/** The ways to organise stored experiments: note, tag, pin, rename, delete and restore. */

/** Milliseconds for which a deleted experiment can be restored. */
const restorableMs = 24 * 60 * 60 * 1000;

/** @throws LabError `noSuchExperiment` */
export function annotate(database: Database, annotations: Annotations): void {
  const { experimentId, name, note, tags, pinned } = annotations;
  const write = database.transaction(() => {
    const row = database
      .prepare("SELECT number, document FROM experiments WHERE id = ? AND deleted IS NULL")
      .get(experimentId) as { number: number; document: string } | undefined;
    if (!row) throw new LabError("noSuchExperiment", { id: experimentId });
    if (name !== undefined) {
      // The document is exported and opened again, so it must have the name that people see.
      const document = JSON.stringify({ ...(JSON.parse(row.document) as object), name });
      database
        .prepare("UPDATE experiments SET name = ?, document = ? WHERE number = ?")
        .run(name, document, row.number);
    }
    if (note !== undefined) {
      database.prepare("UPDATE experiments SET note = ? WHERE number = ?").run(note, row.number);
    }
    if (pinned !== undefined) {
      database.prepare("UPDATE experiments SET pinned = ? WHERE number = ?").run(Number(pinned), row.number);
    }
    if (tags !== undefined) {
      database.prepare("DELETE FROM tags WHERE experiment = ?").run(row.number);
      const insert = database.prepare("INSERT INTO tags (experiment, tag) VALUES (?, ?)");
      for (const tag of new Set(tags)) insert.run(row.number, tag);
    }
  });
  write.immediate();
}

/** Hides all of them or none. @throws LabError `noSuchExperiment`, `experimentGoesOn` */
export function deleteExperiments(database: Database, experimentIds: readonly string[]): void {
  const find = database.prepare(
    `SELECT name, EXISTS (SELECT 1 FROM runs WHERE experiment = experiments.number AND ${isActive}) AS going
     FROM experiments WHERE id = ? AND deleted IS NULL`,
  );
  const hide = database.prepare("UPDATE experiments SET deleted = ? WHERE id = ?");
  const now = new Date().toISOString();
  const write = database.transaction(() => {
    for (const id of new Set(experimentIds)) {
      const row = find.get(id) as { name: string; going: number } | undefined;
      if (!row) throw new LabError("noSuchExperiment", { id });
      if (row.going) throw new LabError("experimentGoesOn", { name: row.name });
      hide.run(now, id);
    }
  });
  write.immediate();
}

/** Brings all of them back or none. @throws LabError `noSuchExperiment` */
export function restoreExperiments(database: Database, experimentIds: readonly string[]): void {
  const show = database.prepare("UPDATE experiments SET deleted = NULL WHERE id = ?");
  const write = database.transaction(() => {
    for (const id of experimentIds) {
      if (show.run(id).changes === 0) throw new LabError("noSuchExperiment", { id });
    }
  });
  write.immediate();
}

/** Deletes for good the experiments that can no longer be restored. */
export function purgeDeleted(database: Database): void {
  const before = new Date(Date.now() - restorableMs).toISOString();
  const { changes } = database.prepare("DELETE FROM experiments WHERE deleted < ?").run(before);
  if (changes > 0) database.exec(removeUnusedPreparations);
}
