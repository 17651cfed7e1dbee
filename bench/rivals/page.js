import { uploadBySdk } from './upload-by-sdk.js'
import { uploadSerially } from './upload-serially.js'

const WAYS = { 'cos-wx-sdk': uploadBySdk, serial: uploadSerially }

Page({
  data: { outcome: '' },
  async onTap({ currentTarget }) {
    try {
      const { tempFiles } = await wx.chooseMedia({ count: 20, mediaType: ['image'], sizeType: ['original'] })
      await WAYS[currentTarget.dataset.way](tempFiles.map(({ tempFilePath }) => tempFilePath))
      this.setData({ outcome: `stored ${tempFiles.length}` })
    } catch (error) {
      this.setData({ outcome: `failed: ${error.errMsg || error.message || JSON.stringify(error)}` })
    }
  },
})
