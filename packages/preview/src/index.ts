export { CompileError } from './compile/compile-error.js'
export type { Conditions } from './conditions.js'
export type { PreviewHandle } from './preview-handle.js'
export { type Preview, type PreviewOptions, startPreview } from './start-preview.js'
