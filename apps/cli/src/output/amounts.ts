/** `999 B`, `1.5 MB`; 1 MB is 10⁶ bytes. */
export function formatBytes(byteLength: number): string {
  let amount = byteLength
  for (const unit of ['B', 'KB', 'MB', 'GB']) {
    if (amount < 999.5 || unit === 'GB')
      return `${amount < 10 && unit !== 'B' ? amount.toFixed(1) : Math.round(amount)} ${unit}`
    amount /= 1000
  }
  return `${byteLength} B`
}

/** `1 file`, `2 files`. */
export function count(amount: number, thing: string): string {
  return `${amount} ${thing}${amount === 1 ? '' : 's'}`
}
