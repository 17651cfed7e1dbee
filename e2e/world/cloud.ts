import type { EmulatorSettings, FaultRule, StoredObjectReport } from '@photolift/emulator'

/** The emulated cloud of a running stack: what is really stored, and what goes wrong. */
export class Cloud {
  readonly #endpoint: string
  readonly #bucket: string

  /**
   * @param endpoint the emulator's control endpoint
   * @param bucket where the service keeps photos
   */
  constructor(endpoint: string, bucket: string) {
    this.#endpoint = endpoint
    this.#bucket = bucket
  }

  /** Objects as they are stored now, in the order of their keys. */
  async objects(): Promise<StoredObjectReport[]> {
    return (await this.#call('GET', `/objects?bucket=${this.#bucket}`)).json() as Promise<StoredObjectReport[]>
  }

  /** Lets requests go wrong from now on. @throws Error with the emulator's sentence where the rule is wrong */
  async breakDown(rule: FaultRule): Promise<void> {
    await this.#call('POST', '/faults', rule)
  }

  /** How many requests the rules of now have met. */
  async faultsMet(): Promise<number> {
    const reports = (await (await this.#call('GET', '/faults')).json()) as { met: number }[]
    return reports.reduce((sum, { met }) => sum + met, 0)
  }

  /** Ends all faults. */
  async heal(): Promise<void> {
    await this.#call('DELETE', '/faults')
  }

  /** Changes settings of the emulator, named as `EmulatorSettings` has them. */
  async set(settings: Partial<EmulatorSettings>): Promise<void> {
    await this.#call('PATCH', '/settings', settings)
  }

  async #call(method: string, path: string, body?: object): Promise<Response> {
    const response = await fetch(this.#endpoint + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`the emulator refused ${method} ${path}: ${await response.text()}`)
    return response
  }
}
