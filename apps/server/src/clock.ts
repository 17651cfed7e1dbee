/** Milliseconds since 1970. Everything that asks for the time gets one of these, so that tests can move it. */
export type Clock = () => number
