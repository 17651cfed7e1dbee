/** Goes to the upload page: it is the home page, so in most cases it lies under this one. */
export function openUploadPage(): void {
  if (getCurrentPages().length > 1) void wx.navigateBack()
  else void wx.reLaunch({ url: '/pages/upload/index' })
}
