import { LabError } from "../messages/failure";

/**
 * Each entry brings the database from the version with its index to the next; `PRAGMA user_version` says how many
 * have been applied. Published entries are never edited: a change of the tables is a new entry.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE experiments (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created TEXT NOT NULL,
    document TEXT NOT NULL
  ) STRICT;

  CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    experiment INTEGER NOT NULL REFERENCES experiments (number) ON DELETE CASCADE,
    variant TEXT NOT NULL,
    rate REAL,
    seed INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'queued',
    failure TEXT,
    started TEXT,
    ended TEXT,
    environment TEXT,
    owner_pid INTEGER NOT NULL,
    owner_mark TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_of_experiment ON runs (experiment);
  CREATE INDEX runs_going_on ON runs (status) WHERE status IN ('queued', 'running', 'paused');

  CREATE TABLE epochs (
    run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (run, epoch)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE weights (
    run INTEGER PRIMARY KEY REFERENCES runs (number) ON DELETE CASCADE,
    safetensors BLOB NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE experiments ADD COLUMN note TEXT NOT NULL DEFAULT '';
  ALTER TABLE experiments ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
  -- When it was deleted; it can be restored until it is purged.
  ALTER TABLE experiments ADD COLUMN deleted TEXT;
  -- Whether it came from a result.json that was made elsewhere.
  ALTER TABLE experiments ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
  -- Of the document, kept by the trigger below (also while an older lab has the file open), so that a search need not
  -- parse ten thousand documents.
  ALTER TABLE experiments ADD COLUMN source TEXT NOT NULL DEFAULT '';
  ALTER TABLE experiments ADD COLUMN epochs INTEGER NOT NULL DEFAULT 0;
  UPDATE experiments SET source = document ->> '$.data.source', epochs = document ->> '$.training.epochs';
  CREATE TRIGGER experiments_come_to AFTER INSERT ON experiments BEGIN
    UPDATE experiments SET source = document ->> '$.data.source', epochs = document ->> '$.training.epochs'
    WHERE number = new.number;
  END;

  CREATE TABLE tags (
    experiment INTEGER NOT NULL REFERENCES experiments (number) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (experiment, tag)
  ) STRICT, WITHOUT ROWID;

  -- How often it was begun: a resumed run keeps its row.
  ALTER TABLE runs ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;
  -- What the epochs come to, kept in step by the trigger below. Losses and accuracies are of the validation split;
  -- last_… at the last epoch, best_loss the lowest correct one.
  ALTER TABLE runs ADD COLUMN epochs_done INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE runs ADD COLUMN last_loss REAL;
  ALTER TABLE runs ADD COLUMN last_accuracy REAL;
  ALTER TABLE runs ADD COLUMN last_forgotten_loss REAL;
  ALTER TABLE runs ADD COLUMN last_forgotten_accuracy REAL;
  ALTER TABLE runs ADD COLUMN best_loss REAL;

  CREATE TRIGGER epochs_come_to AFTER INSERT ON epochs BEGIN
    UPDATE runs SET
      epochs_done = epochs_done + 1,
      last_loss = new.record ->> '$.validation.eval.loss',
      last_accuracy = new.record ->> '$.validation.eval.accuracy',
      last_forgotten_loss = new.record ->> '$.validation.train.loss',
      last_forgotten_accuracy = new.record ->> '$.validation.train.accuracy',
      best_loss = min(coalesce(best_loss, 1e999), new.record ->> '$.validation.eval.loss')
    WHERE number = new.run;
  END;

  UPDATE runs SET
    epochs_done = told.epochs,
    best_loss = told.best,
    last_loss = epochs.record ->> '$.validation.eval.loss',
    last_accuracy = epochs.record ->> '$.validation.eval.accuracy',
    last_forgotten_loss = epochs.record ->> '$.validation.train.loss',
    last_forgotten_accuracy = epochs.record ->> '$.validation.train.accuracy'
  FROM (
    SELECT run, max(epoch) AS last, count(*) AS epochs, min(record ->> '$.validation.eval.loss') AS best
    FROM epochs GROUP BY run
  ) AS told JOIN epochs ON epochs.run = told.run AND epochs.epoch = told.last
  WHERE told.run = runs.number;
  `,
  `
  -- The processes that own unfinished runs: leases.ts. until is in milliseconds since 1970.
  CREATE TABLE owners (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    mark TEXT NOT NULL,
    until INTEGER NOT NULL,
    UNIQUE (host, pid, mark)
  ) STRICT;
  -- NULL once it has ended. Not a declared foreign key: to delete an owner would then walk through all runs.
  -- owner_pid and owner_mark stay for an older lab that has the file open.
  ALTER TABLE runs ADD COLUMN owner INTEGER;
  DROP INDEX runs_going_on;
  CREATE INDEX runs_of_owner ON runs (owner) WHERE status IN ('queued', 'running', 'paused');
  -- Also while an older lab has the file open.
  CREATE TRIGGER runs_end_without_owner AFTER UPDATE OF ended ON runs
  WHEN new.ended IS NOT NULL AND new.owner IS NOT NULL BEGIN
    UPDATE runs SET owner = NULL WHERE number = new.number;
  END;
  `,
  `
  -- What was measured when a run had ended (docs/formats.md, "end").
  CREATE TABLE ends (
    run INTEGER PRIMARY KEY REFERENCES runs (number) ON DELETE CASCADE,
    measures TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- How raw rows became what runs train on (docs/formats.md, "Preparations"): once for each content.
  CREATE TABLE preparations (
    number INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
  ) STRICT;
  ALTER TABLE runs ADD COLUMN preparation INTEGER;
  `,
  `
  -- The planned epochs of a run whose variant sets them; NULL: those of its experiment.
  ALTER TABLE runs ADD COLUMN own_epochs INTEGER;
  `,
];

/** The version of the tables in a file. @throws LabError `databaseTooNew` */
export function versionOf(connection: { prepare(sql: string): { get(): unknown } }, file: string): number {
  const { user_version: version } = connection.prepare("PRAGMA user_version").get() as {
    user_version: number;
  };
  const known = migrations.length;
  if (version > known) throw new LabError("databaseTooNew", { file, version, known });
  return version;
}
