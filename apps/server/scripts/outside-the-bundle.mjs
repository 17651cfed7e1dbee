/**
 * What the bundled file imports from `node_modules` when it processes its first picture: native code and WebAssembly. The container's
 * folder holds them with everything that they need.
 */
export const OUTSIDE_THE_BUNDLE = ['sharp', 'heic-decode']
