/** As much of `wx` as an example needs that logs in and calls the service, over fetch; put in front of it. */
export const WX = `
const wx = {
  login: ({ success }) => success({ code: 'code-reader' }),
  request({ url, method, header, data, success, fail }) {
    const answer = async (response) =>
      success({ statusCode: response.status, header: Object.fromEntries(response.headers), data: await response.text() })
    fetch(url, { method, headers: header, body: data }).then(answer).catch((error) => fail({ errMsg: String(error) }))
    return { abort() {} }
  },
  uploadFile() {},
  getNetworkType: ({ success }) => success({ networkType: 'wifi' }),
  onNetworkStatusChange() {},
  offNetworkStatusChange() {},
}
`
