import type { DatabaseSyncInstance, EnhancedDatabaseSync } from "@photostructure/sqlite";

/** The lab's open database. */
export type Database = EnhancedDatabaseSync<DatabaseSyncInstance>;
