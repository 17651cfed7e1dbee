/**
 * Waits until something holds; it is looked at every 5 ms.
 * @throws Error after twenty seconds, before jest's own limit, which would not name the line that waits
 */
export async function until(holds: () => boolean): Promise<void> {
  const endsAt = performance.now() + 20_000
  while (!holds()) {
    if (performance.now() > endsAt) throw new Error('it did not come true in twenty seconds')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
