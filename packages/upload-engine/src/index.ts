export type { OverallProgress } from './progress.js'
export type { PhotoTask, TaskState } from './task.js'
export type { PickedPhoto, UploadDeps, Uploader, UploaderOptions, UploaderSnapshot, UploadService } from './uploader.js'
export { createUploader } from './uploader.js'
