export { carriedMs } from './carried-ms.ts'
export { lineRateMs, lowerBoundMs } from './lower-bound.ts'
export { measureUpload, type UploadPlan } from './measure-upload.ts'
