/**
 * How it went. `refused`: the phone does not let the app write into its album, since the person said no, now or once before; WeChat asks
 * only once, so only its settings help. `cancelled`: the person changed their mind.
 */
export type SaveOutcome = 'saved' | 'refused' | 'cancelled' | 'failed'
