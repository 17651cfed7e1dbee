import { ApiFailure } from '../wx/api.js'

/** Failures of the file system with WeChat's numbers (FileSystemManager, errno table). */
export const fileErrors = {
  notFound: (operation: string, path: string) =>
    new ApiFailure(`no such file or directory, ${operation} '${path}'`, 1300002),
  denied: (operation: string, path: string) => new ApiFailure(`permission denied, ${operation} '${path}'`, 1300013),
  exists: (operation: string, path: string) => new ApiFailure(`file already exists, ${operation} '${path}'`, 1301005),
  notEmpty: (path: string) => new ApiFailure(`directory not empty, rmdir '${path}'`, 1300066),
  full: () => new ApiFailure('the maximum size of the file storage limit is exceeded', 1300202),
  tooLarge: () => new ApiFailure('file size over limit, read at most 100 MB at once', 1300201),
  badLength: () => new ApiFailure('invalid length: out of range', 1301006),
  outOfRange: (name: string) => new ApiFailure(`invalid ${name}: out of range`, 1301009),
} as const
