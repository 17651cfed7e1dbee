Page({
  data: {
    log: [],
    source: '',
    modes: [
      'scaleToFill',
      'aspectFit',
      'aspectFill',
      'widthFix',
      'heightFix',
      'top',
      'bottom',
      'center',
      'left',
      'right',
      'top left',
      'top right',
      'bottom left',
      'bottom right',
    ],
  },
  onImage(event) {
    const { width, height, errMsg } = event.detail
    this.setData({ log: [...this.data.log, `${event.type} ${errMsg || `${width}x${height}`}`] })
  },
})
