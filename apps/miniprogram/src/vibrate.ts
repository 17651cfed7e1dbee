/** A short tap on the hand that holds the phone. */
export function vibrate(strength: 'light' | 'medium'): void {
  // A device that cannot vibrate loses nothing; without a callback it would be an unhandled rejection.
  wx.vibrateShort({ type: strength, fail() {} })
}
