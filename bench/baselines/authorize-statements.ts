/** What the service sends to SQLite for a grant of one new photo, in this order; the benchmark checks that it still does. */
export const AUTHORIZE_STATEMENTS = {
  begin: 'begin immediate',
  account:
    'select *, (select min("photo"."heldUntil") as "nextLapseAt" from "photo" where "photo"."userId" = "account"."userId") as "nextLapseAt" from "account" where "userId" = ?',
  byTask: 'select * from "photo" where "userId" = ? and "taskId" in (?)',
  readyByContent: 'select * from "photo" where "userId" = ? and "contentMd5" in (?) and "status" = ?',
  pickTimes:
    'select "pickId", min("createdAt") as "pickedAt" from "photo" where "userId" = ? and "pickId" in (?) group by "pickId"',
  insert:
    'insert into "photo" ("photoId", "userId", "taskId", "pickId", "position", "name", "byteLength", "contentType", "contentMd5", "status", "rejection", "incomingKey", "finalKey", "width", "height", "createdAt", "galleryKey", "heldUntil", "quotaDay") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  save: 'update "account" set "bytesHeld" = ?, "quotaDay" = ?, "photosOfDay" = ?, "grantMinute" = ?, "grantCalls" = ?, "lastPickedAt" = ? where "userId" = ?',
  commit: 'commit',
}
