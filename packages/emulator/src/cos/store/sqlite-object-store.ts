import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { Readable } from 'node:stream'
import { ContentMeasure, type ContentStore } from './content-store.js'
import type {
  CorsRule,
  LifecycleRule,
  ObjectStore,
  StoredContent,
  StoredObject,
  StoredPart,
  StoredUpload,
} from './object-store.js'

// EXCLUSIVE: a second process is refused, since each would take the other's unfinished contents for rubbish.
// `key` has SQLite's binary collation, which orders by UTF-8 bytes, as COS lists.
const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS objects (key TEXT PRIMARY KEY, contentId TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS objectsByContent ON objects (contentId);
  CREATE TABLE IF NOT EXISTS uploads (uploadId TEXT PRIMARY KEY, key TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS parts (
    uploadId TEXT NOT NULL, partNumber INTEGER NOT NULL, contentId TEXT NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (uploadId, partNumber)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS partsByContent ON parts (contentId);
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`

/** Records in SQLite, bytes in a `ContentStore`. Calls are synchronous, so that each is one step for all requests. */
export class SqliteObjectStore implements ObjectStore {
  readonly #database: DatabaseSync
  readonly #contents: ContentStore

  constructor(databaseFile: string, contents: ContentStore) {
    this.#database = new DatabaseSync(databaseFile)
    this.#contents = contents
    this.#database.exec(SCHEMA)
    this.#dropUnnamedContents()
  }

  async writeContent(source: AsyncIterable<Uint8Array>): Promise<StoredContent> {
    const contentId = randomUUID()
    const measure = new ContentMeasure()
    try {
      await this.#contents.write(contentId, measure.pass(source))
    } catch (error) {
      this.#contents.remove(contentId)
      throw error
    }
    return measure.result(contentId)
  }

  discardContent({ contentId }: Pick<StoredContent, 'contentId'>): void {
    this.#releaseContents([contentId])
  }

  readContent(
    { contentId, byteLength }: Pick<StoredContent, 'contentId' | 'byteLength'>,
    start = 0,
    end = byteLength,
  ): Readable {
    return this.#contents.read(contentId, start, end)
  }

  getObject(key: string): StoredObject | undefined {
    return this.#one<StoredObject>('SELECT record FROM objects WHERE key = ?', key)
  }

  putObject(object: StoredObject): void {
    const replaced = this.getObject(object.key)
    this.#insertObject(object)
    if (replaced) this.#releaseContents([replaced.contentId])
  }

  deleteObject(key: string): void {
    const object = this.getObject(key)
    if (!object) return
    this.#run('DELETE FROM objects WHERE key = ?', key)
    this.#releaseContents([object.contentId])
  }

  *listObjects(afterKey: string): Iterable<StoredObject> {
    const rows = this.#database.prepare('SELECT record FROM objects WHERE key > ? ORDER BY key').iterate(afterKey)
    for (const row of rows) yield recordOf<StoredObject>(row)
  }

  createUpload(upload: StoredUpload): void {
    this.#run('INSERT INTO uploads VALUES (?, ?, ?)', upload.uploadId, upload.key, JSON.stringify(upload))
  }

  getUpload(uploadId: string): StoredUpload | undefined {
    return this.#one<StoredUpload>('SELECT record FROM uploads WHERE uploadId = ?', uploadId)
  }

  *listUploads(): Iterable<StoredUpload> {
    const rows = this.#database.prepare('SELECT record FROM uploads ORDER BY key, uploadId').iterate()
    for (const row of rows) yield recordOf<StoredUpload>(row)
  }

  putPart(uploadId: string, part: StoredPart): void {
    const replaced = this.listParts(uploadId).find(({ partNumber }) => partNumber === part.partNumber)
    this.#run(
      'INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)',
      uploadId,
      part.partNumber,
      part.contentId,
      JSON.stringify(part),
    )
    if (replaced) this.#releaseContents([replaced.contentId])
  }

  listParts(uploadId: string): StoredPart[] {
    const rows = this.#database.prepare('SELECT record FROM parts WHERE uploadId = ? ORDER BY partNumber').all(uploadId)
    return rows.map((row) => recordOf<StoredPart>(row))
  }

  completeUpload(uploadId: string, object: StoredObject): void {
    const replaced = this.getObject(object.key)
    const partContentIds = this.#partContentIds(uploadId)
    this.#transaction(() => {
      this.#insertObject(object)
      this.#deleteUploadRows(uploadId)
    })
    this.#releaseContents(replaced ? [replaced.contentId, ...partContentIds] : partContentIds)
  }

  deleteUpload(uploadId: string): void {
    const partContentIds = this.#partContentIds(uploadId)
    this.#transaction(() => this.#deleteUploadRows(uploadId))
    this.#releaseContents(partContentIds)
  }

  getCorsRules(): CorsRule[] | undefined {
    return this.#setting<CorsRule[]>('cors')
  }

  setCorsRules(rules: CorsRule[] | undefined): void {
    this.#setSetting('cors', rules)
  }

  getLifecycleRules(): LifecycleRule[] | undefined {
    return this.#setting<LifecycleRule[]>('lifecycle')
  }

  setLifecycleRules(rules: LifecycleRule[] | undefined): void {
    this.#setSetting('lifecycle', rules)
  }

  close(): void {
    this.#database.close()
  }

  #setting<T>(name: string): T | undefined {
    return this.#one<T>('SELECT value AS record FROM settings WHERE name = ?', name)
  }

  #setSetting(name: string, value: object | undefined): void {
    if (value) this.#run('INSERT OR REPLACE INTO settings VALUES (?, ?)', name, JSON.stringify(value))
    else this.#run('DELETE FROM settings WHERE name = ?', name)
  }

  #insertObject(object: StoredObject): void {
    this.#run('INSERT OR REPLACE INTO objects VALUES (?, ?, ?)', object.key, object.contentId, JSON.stringify(object))
  }

  #deleteUploadRows(uploadId: string): void {
    this.#run('DELETE FROM parts WHERE uploadId = ?', uploadId)
    this.#run('DELETE FROM uploads WHERE uploadId = ?', uploadId)
  }

  #partContentIds(uploadId: string): string[] {
    return this.listParts(uploadId).map(({ contentId }) => contentId)
  }

  /** Removes those of the contents that no record names. */
  #releaseContents(contentIds: string[]): void {
    for (const contentId of contentIds) {
      if (!this.#isNamed(contentId)) this.#contents.remove(contentId)
    }
  }

  #isNamed(contentId: string): boolean {
    const named = this.#database
      .prepare('SELECT 1 FROM objects WHERE contentId = ?1 UNION ALL SELECT 1 FROM parts WHERE contentId = ?1 LIMIT 1')
      .get(contentId)
    return named !== undefined
  }

  /** A process that was killed may have left bytes that never became visible. */
  #dropUnnamedContents(): void {
    this.#releaseContents(this.#contents.contentIds())
  }

  #one<T>(sql: string, ...values: string[]): T | undefined {
    const row = this.#database.prepare(sql).get(...values)
    return row && recordOf<T>(row)
  }

  #run(sql: string, ...values: (string | number)[]): void {
    this.#database.prepare(sql).run(...values)
  }

  #transaction(steps: () => void): void {
    this.#database.exec('BEGIN')
    try {
      steps()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }
}

/** Records are written by this file alone, as JSON of the type that is read back. */
function recordOf<T>(row: Record<string, unknown>): T {
  return JSON.parse(String(row['record'])) as T
}
