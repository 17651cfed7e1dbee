import COS from 'cos-wx-sdk-v5'

const cos = __COS__

/** Tencent's SDK with its defaults: parts of 1 MB, three files and three parts at a time. No service signs, nothing is confirmed. */
export function uploadBySdk(filePaths) {
  return new Promise((resolve, reject) => {
    const sdk = new COS({ SecretId: cos.secretId, SecretKey: cos.secretKey, Domain: cos.endpoint })
    const files = filePaths.map((FilePath, place) => ({
      Bucket: cos.bucket,
      Region: cos.region,
      Key: `sdk/${Date.now()}-${place}.webp`,
      FilePath,
    }))
    sdk.uploadFiles({ files }, (error, result) => {
      const failure = error || result.files.find((file) => file.error)
      if (failure) reject(new Error(JSON.stringify(failure)))
      else resolve()
    })
  })
}
