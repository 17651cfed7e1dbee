export * from './fake-gallery-service.js'
export * from './fake-photo.js'
export * from './fake-uploader.js'
