/** The screens that the frame offers, width to height, in pixels. The second is the default. */
export const DEVICE_HEIGHTS: Readonly<Record<string, number>> = { '320': 568, '375': 812, '430': 932, '768': 1024 }

export const DEFAULT_WIDTH = '375'
/** From this width on the device is a tablet. */
export const TABLET_WIDTH = 700
