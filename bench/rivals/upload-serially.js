/** The tutorial's way: log in, then for one photo after another ask for its signature and send it. Nothing is confirmed. */
export async function uploadSerially(filePaths) {
  const { code } = await wx.login()
  const { authToken } = await post('/v1/login', { loginCode: code })
  for (const filePath of filePaths) {
    const grant = await askForGrant(filePath, authToken)
    await sendForm(filePath, grant)
  }
}

async function askForGrant(filePath, authToken) {
  const { digest, size } = await getFileInfo(filePath)
  const photo = { taskId: digest, pickId: digest, position: 0, byteLength: size, contentType: 'image/webp' }
  const { grants } = await post('/v1/upload-grants', { photos: [{ ...photo, contentMd5: digest }] }, authToken)
  return grants[0]
}

function getFileInfo(filePath) {
  return new Promise((success, fail) => {
    wx.getFileSystemManager().getFileInfo({ filePath, digestAlgorithm: 'md5', success, fail })
  })
}

function post(path, data, authToken) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: __SERVICE_URL__ + path,
      method: 'POST',
      header: authToken ? { authorization: `Bearer ${authToken}` } : {},
      data,
      success: (answer) => (answer.statusCode === 200 ? resolve(answer.data) : reject(answer.data)),
      fail: reject,
    })
  })
}

function sendForm(filePath, { url, fields }) {
  return new Promise((resolve, reject) => {
    wx.uploadFile({
      url,
      filePath,
      name: 'file',
      formData: fields,
      success: (answer) => (answer.statusCode === 200 ? resolve() : reject(answer)),
      fail: reject,
    })
  })
}
