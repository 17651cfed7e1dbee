const OWNER_ID = 'qcs::cam::uin/100000000001:uin/100000000001'

/** Whom everything in the bucket belongs to. */
export const OWNER = { ID: OWNER_ID, DisplayName: OWNER_ID }
