/**
 * What the bundled file imports from `node_modules` when the first picture is processed: native modules, and code that reads files
 * beside it. The container's folder holds them with everything that they need.
 */
export const OUTSIDE_THE_BUNDLE = ['sharp', 'heic-decode']
