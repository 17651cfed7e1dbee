import { minuteOf } from './minute.js'

export interface AddressLimitOptions {
  requestsPerMinute: number
  /** Hits that one lease asks for. */
  leaseSize: number
  /**
   * Books hits of this instance for an address and minute, where all instances see them.
   * @returns how many of the wanted hits are within the limit
   */
  lease(wanted: { address: string; minute: number; hits: number }): Promise<number>
}

/**
 * Counts requests by address in whole minutes. Hits are leased in small blocks, so that instances count together without asking the
 * database for each request: never more than the limit in all, and for each further instance that an address reaches at most a block
 * less.
 */
export class AddressLimit {
  private minute = 0
  private budgets = new Map<string, Budget>()

  constructor(private readonly options: AddressLimitOptions) {}

  /** Takes one hit. @returns false once the minute's hits are used up */
  async take(address: string, now: number): Promise<boolean> {
    const budget = this.budgetOf(address, minuteOf(now))
    while (budget.left === 0) {
      if (budget.usedUp) return false
      budget.leasing ??= this.refill(budget, address, minuteOf(now))
      await budget.leasing
    }
    budget.left -= 1
    return true
  }

  private budgetOf(address: string, minute: number): Budget {
    if (minute !== this.minute) {
      this.minute = minute
      this.budgets = new Map()
    }
    const known = this.budgets.get(address)
    if (known !== undefined) return known
    // Whoever has so many addresses is not stopped by a limit per address; memory stays bounded.
    if (this.budgets.size >= ADDRESSES_KEPT) this.budgets.delete(this.budgets.keys().next().value as string)
    const budget: Budget = { left: 0, leased: 0, usedUp: false, leasing: undefined }
    this.budgets.set(address, budget)
    return budget
  }

  private async refill(budget: Budget, address: string, minute: number): Promise<void> {
    const { leaseSize, requestsPerMinute, lease } = this.options
    const hits = Math.min(leaseSize, requestsPerMinute - budget.leased)
    try {
      budget.left = hits === 0 ? 0 : await lease({ address, minute, hits })
      budget.leased += budget.left
      budget.usedUp = budget.left === 0
    } finally {
      budget.leasing = undefined
    }
  }
}

interface Budget {
  left: number
  leased: number
  usedUp: boolean
  leasing: Promise<void> | undefined
}

const ADDRESSES_KEPT = 100_000
